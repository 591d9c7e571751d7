"""The buttons under a game's roll name the interaction that made it, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.presentation.rolls.buttons import Use
from bot.presentation.systems.buttons import game_buttons
from bot.services.rolls.rolling import Again
from bot.services.systems.played import FollowUp, Played, PlayedRoll, Ways
from bot.store.button_states import key_of
from bot.store.visibility import Visibility
from tests.support.discord_rules import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

PUSHED, KEPT, OPPOSED = Ways(push="Push"), Ways(keep="Keep dice"), Ways(push="Push", choose=2, oppose=True)


def custom_ids(
    ways: Ways, roll: int, note: str = "", visibility: Visibility = Visibility.EVERYONE
) -> Iterator[str]:
    """Yield the custom ids of all buttons under a roll, row by row; Discord must take them."""
    throw = PlayedRoll(
        message="",
        digest="",
        faces=(),
        sides=(),
        ways=ways,
        follow_ups=(FollowUp("ember panic", "Panic"),),
    )
    played = Played(system="ember", text="ember 5", call="ember 5", rolls=(throw,))
    made = game_buttons(played, roll, Use(Again("ember 5"), note, visibility), key_of)
    components = made.view.to_components()
    assert not problems(
        "POST", "/interactions/1/token/callback", {"type": 4, "data": {"components": components}}
    )
    for row in components:
        yield from (item["custom_id"] for item in row["components"] if item["type"] == 2)


@pytest.mark.parametrize(
    ("ways", "visibility", "own"),
    [
        (PUSHED, Visibility.EVERYONE, {"push:{}"}),
        (KEPT, Visibility.EVERYONE, {"choose:keep:{}"}),
        (OPPOSED, Visibility.EVERYONE, {"choose:push:{}", "answer:{}"}),
        (OPPOSED, Visibility.ONLY_ME, {"choose:push:{}"}),
        (Ways(), Visibility.EVERYONE, set()),
    ],
)
def test_each_roll_has_its_own_buttons(ways: Ways, visibility: Visibility, own: set[str]) -> None:
    first, second = (set(custom_ids(ways, roll, visibility=visibility)) for roll in (41, 42))
    assert first - second == {each.format(41) for each in own}
    assert second - first == {each.format(42) for each in own}
    assert set(custom_ids(ways, 41, visibility=visibility)) == first


@pytest.mark.parametrize("note", ["push:", "answer:", "41", "choose:push:"])
def test_a_note_that_looks_like_a_custom_id_stays_as_it_is(note: str) -> None:
    again = next(iter(custom_ids(OPPOSED, 42, note)))
    assert again == f"roll:eember 5\N{BROKEN BAR}{note}"
