"""The history: written once however often, paged, and never showing what is hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.store import rolls
from bot.store.rolls import RecordedRoll, View, own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.rolls import ANN, BOB, DUNGEON, START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from bot.store.database import Database


@pytest.mark.parametrize(
    "roll",
    [
        a_roll(1),
        a_roll(2**63 - 1, part=19, player_id=2**63 - 1),
        a_roll(1, server_id=None, channel_id=None),
        a_roll(
            1,
            text="@attack # “à l'arme” 🎲",
            note="'; DROP TABLE rolls; --",
            names={"attack": "1d20 + @str", "str": "3"},
        ),
        a_roll(1, total="-" + "9" * 100, faces=()),
        a_roll(1, total="10/3", faces=None),
        a_roll(1, faces=tuple(range(1, 10_001))),
        a_roll(1, message_id=99, visibility=Visibility.ME_AND_GM),
    ],
)
async def test_a_roll_comes_back_as_it_was(database: Database, roll: RecordedRoll) -> None:
    await database.write(rolls.record, [roll])
    assert await database.read(rolls.find, roll.interaction_id, roll.part) == roll


async def test_a_roll_that_was_never_made(database: Database) -> None:
    assert await database.read(rolls.find, 1) is None


async def test_writing_a_batch_again_changes_nothing(database: Database) -> None:
    batch = [a_roll(1), a_roll(1, part=1), a_roll(2)]
    for _ in range(3):
        await database.write(rolls.record, batch)
    assert await database.read(rolls.count, own_rolls(ANN)) == 3


async def test_a_message_id_can_come_later_and_nothing_else(database: Database) -> None:
    await database.write(rolls.record, [a_roll(1)])
    await database.write(rolls.record, [a_roll(1, message_id=99, total="20", text="changed")])
    await database.write(rolls.record, [a_roll(1, message_id=None)])
    assert await database.read(rolls.find, 1) == a_roll(1, message_id=99)


async def test_pages_show_each_roll_once_the_newest_first(database: Database) -> None:
    made = [a_roll(number, part=part) for number in range(1, 8) for part in range(3)]
    await database.write(rolls.record, made)
    seen: list[RecordedRoll] = []
    before = None
    while page := await database.read(rolls.page, own_rolls(ANN), limit=4, before=before):
        assert len(page) <= 4
        seen += page
        before = page[-1].key
    assert seen == made[::-1]


EVERYTHING = [
    a_roll(1),
    a_roll(2, visibility=Visibility.ONLY_ME),
    a_roll(3, visibility=Visibility.ME_AND_GM),
    a_blind_roll(4),
    a_blind_roll(5, revealed_at=START),
    a_roll(6, server_id=DUNGEON),
    a_roll(7, server_id=None),
    a_roll(8, player_id=BOB),
    a_blind_roll(9, player_id=BOB),
]


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (own_rolls(ANN), {1, 2, 3, 4, 5, 6, 7}),
        (own_rolls(BOB), {8, 9}),
        (own_rolls(ANN, server_id=DUNGEON), {6}),
        (own_rolls(ANN, since=a_roll(5).rolled_at), {5, 6, 7}),
        (public_rolls(TAVERN), {1, 5, 8}),
        (public_rolls(TAVERN, player_id=ANN), {1, 5}),
        (public_rolls(TAVERN, since=a_roll(2).rolled_at), {5, 8}),
        (public_rolls(DUNGEON), {6}),
    ],
)
async def test_who_sees_which_rolls(database: Database, view: View, shown: set[int]) -> None:
    await database.write(rolls.record, EVERYTHING)
    page = await database.read(rolls.page, view, limit=100)
    assert {roll.interaction_id for roll in page} == shown
    assert await database.read(rolls.count, view) == len(shown)


async def test_nobody_sees_what_a_hidden_roll_came_to(database: Database) -> None:
    await database.write(rolls.record, EVERYTHING)
    hidden = {4, 9}
    for view in (own_rolls(ANN), own_rolls(BOB)):
        for roll in await database.read(rolls.page, view, limit=100):
            found = await database.read(rolls.find, roll.interaction_id)
            assert found == roll
            assert (roll.total is None) == (roll.faces is None) == (roll.interaction_id in hidden)


def test_a_repr_does_not_tell_what_was_rolled() -> None:
    shown = repr(a_blind_roll(4, total="31337", faces=(31_338,)))
    assert "31337" not in shown
    assert "31338" not in shown
    assert "token4" not in shown


async def test_recent_texts_are_different_and_the_latest_come_first(database: Database) -> None:
    texts = ["d20", "2d6", "d20", "3d8", "2d6", "d4"]
    made = [a_roll(number, text=text) for number, text in enumerate(texts, start=1)]
    await database.write(rolls.record, [*made, a_roll(50, player_id=BOB, text="d100")])
    assert await database.read(rolls.recent_texts, ANN, limit=3) == ["d4", "2d6", "3d8"]
    assert await database.read(rolls.recent_texts, ANN, limit=9) == ["d4", "2d6", "3d8", "d20"]
    assert await database.read(rolls.recent_texts, ANN, limit=9, among=2) == ["d4", "2d6"]


async def test_nothing_to_write(database: Database) -> None:
    await database.write(rolls.record, [])
    assert await database.read(rolls.count, own_rolls(ANN)) == 0


async def test_a_blind_roll_without_a_token_is_a_mistake(database: Database) -> None:
    with pytest.raises(Exception, match="blind_has_token"):
        await database.write(rolls.record, [replace(a_blind_roll(1), blind_token=None)])
