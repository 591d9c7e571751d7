"""Who is a game master, and which rolls need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.user_error import UserError
from bot.store.visibility import Visibility
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Container

    from bot.store.preferences import ServerSettings

SEEN_BY_GM = frozenset({Visibility.ME_AND_GM, Visibility.BLIND})


def is_game_master(
    settings: ServerSettings, *, role_ids: Container[int | None], manages_server: bool
) -> bool:
    """Whether a member is a GM: by the role that the server has set, or by managing the server.

    >>> from bot.store.preferences import ServerSettings
    >>> is_game_master(ServerSettings(gm_role_id=7), role_ids=[5, 7], manages_server=False)
    True
    """
    return manages_server or (settings.gm_role_id is not None and settings.gm_role_id in role_ids)


def not_game_master() -> UserError:
    """Return the error for a person who does something that only GMs can do."""
    return UserError(
        _("Only the GM can do that (someone with the GM role from /settings, or Manage Server).")
    )


def check_visibility(visibility: Visibility, server_id: int | None) -> None:
    """Raise UserError for a roll that a GM is to see if there is none: in a direct message."""
    if server_id is None and visibility in SEEN_BY_GM:
        raise UserError(
            _("There is no GM in a direct message. Roll this on your server, or choose another visibility.")
        )
