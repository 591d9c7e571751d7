"""Faces of all dice, from a history on both databases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.services.history.reader import PastRolls
from bot.services.history.recording import Circumstances, recorded
from bot.services.history.writer import HistoryWriter
from bot.services.luck.faces import thrown_faces
from bot.services.luck.fairness import Fairness, FairnessService, fairness_of
from bot.services.rolls.blind_rolls import BlindRolls
from bot.services.systems.calls import GameCalls
from bot.store import rolls
from bot.store.rolls import public_rolls
from bot.store.visibility import Visibility
from dicewright import seeded
from tests.support.hosts.workers import at_once
from tests.support.rolls import START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll


async def fairness(database: Database, recorded_rolls: Iterable[RecordedRoll] = ()) -> Fairness:
    await database.write(rolls.record, list(recorded_rolls))
    return await FairnessService(PastRolls(database), at_once).fairness(public_rolls(TAVERN))


def thrown(text: str, faces: tuple[int, ...] | None, **changes: Any) -> RecordedRoll:
    return a_roll(1, text=text, faces=faces, **changes)


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        (thrown("2d6 + 1d20", (3, 4, 17)), [(6, 3), (6, 4), (20, 17)]),
        (thrown("4d6kh3", (6, 1, 5, 3)), [(6, 6), (6, 1), (6, 5), (6, 3)]),
        (thrown("1d6!", (6, 6, 2)), [(6, 6), (6, 6), (6, 2)]),
        (thrown("2dF", (1, 3)), [(3, 1), (3, 3)]),
        (thrown("1d[hit:1, miss, miss]", (2,)), [(3, 2)]),
        (thrown("@hit", (12,), names={"hit": "1d20+5"}), [(20, 12)]),
        (thrown("7", ()), []),
        (thrown("600d6", None), []),
        (thrown("1d4", (5,)), []),
        (thrown("3d6", (1,)), []),
        (thrown("1d20kx3", (1,)), []),
    ],
)
def test_the_faces_of_a_roll(roll: RecordedRoll, expected: list[tuple[int, int]]) -> None:
    assert thrown_faces(roll.text, roll.names, roll.faces) == expected


def test_kinds_are_judged_once_they_were_thrown_often_enough() -> None:
    faces = Counter({(6, face): 5 for face in range(1, 7)})
    faces.update({(20, face): 5 for face in range(1, 20)})
    faces.update({(2, 1): 40, (2, 2): 10, (1, 1): 500, (1_000_000, 77): 1})
    found = fairness_of(faces, rolls=99)
    assert [(die.sides, die.throws) for die in found.dice] == [(2, 50), (6, 30)]
    assert found.waiting == ((20, 95), (1_000_000, 1))
    coin, die = found.dice
    assert (coin.counts, coin.statistic, coin.degrees) == ((40, 10), 18, 1)
    assert (die.statistic, die.p_value) == (0, 1)
    assert coin.p_value == pytest.approx(2.2e-5, rel=0.01)
    # 18 with 6 degrees of freedom.
    assert found.p_value == pytest.approx(0.00623, rel=0.01)


async def test_fair_dice_pass_and_others_do_not(database: Database) -> None:
    assert (await fairness(database)).p_value is None
    draw = seeded("fair")
    fair = [
        recorded(
            dicewright.roll(text, dice=draw),
            Circumstances(interaction_id=number, rolled_at=START, player_id=1, server_id=TAVERN),
        )
        for number, text in enumerate(["1d20adv + 5", "8d6", "4d6!", "2d10r1"] * 60)
    ]
    found = await fairness(database, fair)
    assert found.rolls == 240
    assert [die.sides for die in found.dice] == [6, 10, 20]
    assert sum(die.throws for die in found.dice) == sum(len(roll.faces or ()) for roll in fair)
    assert found.p_value is not None
    assert found.p_value > 0.01

    weighted = [a_roll(1_000 + number, text="1d20", faces=(20,)) for number in range(60)]
    found = await fairness(database, weighted)
    assert found.p_value is not None
    assert found.p_value < 1e-6


async def test_the_dice_of_game_systems_count(database: Database) -> None:
    games = GameCalls(dicewright.systems())
    draw = seeded("games")
    made = [
        recorded(
            games.read(text).roll(draw),
            Circumstances(interaction_id=number, rolled_at=START, player_id=1, server_id=TAVERN),
        )
        for number, text in enumerate(
            ["v5 7 h2", "2x pbta +1", "dnd attack +5 vs 15 2d6+3", "coc 55 b1"] * 30
        )
    ]
    found = await fairness(database, made)
    assert found.rolls == 120
    thrown = {die.sides: die.throws for die in found.dice} | dict(found.waiting)
    assert (thrown[10], thrown[20]) == (30 * (7 + 3), 30)
    assert sum(thrown.values()) == sum(len(roll.faces or ()) for roll in made)
    assert found.p_value is not None
    assert found.p_value > 0.001


async def test_nothing_secret_counts(database: Database) -> None:
    public = [a_roll(number, text="1d2", faces=(1 + number % 2,)) for number in range(1, 21)]
    before = await fairness(database, public)
    hidden = [
        a_blind_roll(101, text="40d2", faces=(2,) * 40),
        a_roll(102, text="40d2", faces=(2,) * 40, visibility=Visibility.ONLY_ME),
        a_roll(103, text="40d2", faces=(2,) * 40, visibility=Visibility.ME_AND_GM, blind_token="token103"),
        a_roll(104, text="40d2", faces=(2,) * 40, server_id=None),
    ]
    assert await fairness(database, hidden) == before

    history = HistoryWriter(database)
    await BlindRolls(database, history, now=lambda: START).reveal("token101")
    after = await fairness(database)
    assert after.rolls == before.rolls + 1
    assert after.dice[0].counts == (10, 50)
