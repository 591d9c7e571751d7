"""Who is a game master, and where there is one."""

from __future__ import annotations

import pytest

from bot.services.rolls.gm import check_visibility, is_game_master
from bot.services.user_error import UserError
from bot.store.preferences import ServerSettings
from bot.store.visibility import Visibility


@pytest.mark.parametrize(
    ("role", "roles", "manages", "is_one"),
    [
        (7, [5, 7], False, True),
        (7, [5], False, False),
        (7, [], True, True),
        (None, [5], False, False),
        (None, [None], False, False),
        (None, [], True, True),
    ],
)
def test_who_is_one(role: int | None, roles: list[int], manages: bool, is_one: bool) -> None:
    settings = ServerSettings(gm_role_id=role)
    assert is_game_master(settings, role_ids=roles, manages_server=manages) is is_one


@pytest.mark.parametrize("visibility", [Visibility.ME_AND_GM, Visibility.BLIND])
def test_there_is_none_in_a_direct_message(visibility: Visibility) -> None:
    check_visibility(visibility, server_id=1)
    with pytest.raises(UserError, match="no GM in a direct message"):
        check_visibility(visibility, server_id=None)


@pytest.mark.parametrize("visibility", [Visibility.EVERYONE, Visibility.ONLY_ME])
def test_other_rolls_need_none(visibility: Visibility) -> None:
    check_visibility(visibility, server_id=None)
