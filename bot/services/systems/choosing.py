"""Choosing the systems that are played in a channel, on a server, or by a player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.services.settings.preferences import Preferences

    Where = Literal["channel", "server", "me"]

MOST_CHOSEN = 10
_MOST_CHANNELS = 200


class Choosing:
    """Changes what is played where. All methods raise StoreUnavailable."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def chosen(
        self, where: Where, *, player_id: int, server_id: int | None, channel_id: int | None
    ) -> tuple[str, ...]:
        """Return the commands of the systems that are chosen for exactly this place."""
        if where == "me":
            return tuple((await self._preferences.stored_player(player_id)).systems or ())
        if server_id is None:
            raise UserError(_("This is not a server. In direct messages, choose systems for yourself."))
        systems = (await self._preferences.stored_server(server_id)).systems or {}
        return tuple(systems.get(_key(where, channel_id), ()))

    async def add(
        self, command: str, where: Where, *, player_id: int, server_id: int | None, channel_id: int | None
    ) -> tuple[str, ...]:
        """Add a system as the first of a place, and return all of its systems.

        Raises UserError if there are too many.
        """
        before = await self.chosen(where, player_id=player_id, server_id=server_id, channel_id=channel_id)
        after = tuple(dict.fromkeys([command, *before]))
        if len(after) > MOST_CHOSEN:
            raise UserError(_("You can choose up to {most} systems. Remove one first.", most=MOST_CHOSEN))
        await self.set(after, where, player_id=player_id, server_id=server_id, channel_id=channel_id)
        return after

    async def set(
        self,
        commands: Sequence[str],
        where: Where,
        *,
        player_id: int,
        server_id: int | None,
        channel_id: int | None,
    ) -> None:
        """Set the systems of a place."""
        chosen = list(commands)
        if where == "me":
            await self._preferences.change_player(player_id, systems=chosen or None)
        elif server_id is not None:
            before = (await self._preferences.stored_server(server_id)).systems or {}
            await self._preferences.change_server(
                server_id, systems=_changed(before, _key(where, channel_id), chosen)
            )


def _key(where: Where, channel_id: int | None) -> str:
    return str(channel_id) if where == "channel" else ""


def _changed(
    before: Mapping[str, Sequence[str]], key: str, commands: Sequence[str]
) -> dict[str, list[str]] | None:
    after = {each: list(chosen) for each, chosen in before.items() if each != key}
    if commands:
        after[key] = list(commands)
    if len(after) > _MOST_CHANNELS:
        raise UserError(_("{most} channels already have systems.", most=_MOST_CHANNELS))
    return after or None
