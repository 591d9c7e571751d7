"""Luck from a history on both databases."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.history.reader import PastRolls
from bot.services.history.writer import HistoryWriter
from bot.services.luck.luck import LuckService, shares
from bot.services.luck.percentiles import Standing
from bot.services.rolls.blind_rolls import BlindRolls
from bot.store import rolls
from bot.store.rolls import own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, BOB, START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.services.luck.luck import Luck
    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll, View

PUBLIC = public_rolls(TAVERN, player_id=ANN)


def d20(number: int, face: int, **changes: Any) -> RecordedRoll:
    values = {"text": "1d20", "notation": "1d20", "total": str(face), "faces": (face,)} | changes
    return a_roll(number, **values)


async def luck_of(database: Database, view: View, recorded: Iterable[RecordedRoll] = ()) -> Luck:
    await database.write(rolls.record, list(recorded))
    return await LuckService(PastRolls(database), at_once).luck(view)


async def test_a_few_rolls(database: Database) -> None:
    luck = await luck_of(
        database,
        PUBLIC,
        [
            d20(1, 20),
            d20(2, 1),
            d20(3, 11),
            a_roll(4, text="3d6", notation="3d6", total="18", faces=(6, 6, 6)),
            d20(5, 20, player_id=BOB),
            d20(6, 20, visibility=Visibility.ONLY_ME),
        ],
    )
    assert (luck.rolls, luck.left_out, luck.enough) == (4, 0, False)
    assert luck.mean == pytest.approx((0.975 + 0.025 + 0.525 + 431 / 432) / 4)
    assert luck.best is not None
    assert luck.worst is not None
    assert (luck.best.roll.interaction_id, luck.worst.roll.interaction_id) == (4, 2)
    assert sum(luck.tenths) == pytest.approx(4)
    assert luck.tenths[9] == pytest.approx(2)
    # The same by hand: three d20 have the variance 399/4800, 3d6 has (1 - 0.0086...) / 12.
    assert luck.deviations == pytest.approx(
        (4 * luck.mean - 2) / (3 * 399 / 4_800 + 0.08258) ** 0.5, rel=1e-3
    )
    assert 0 < luck.p_value < 1


async def test_no_rolls_are_even(database: Database) -> None:
    luck = await luck_of(database, PUBLIC)
    assert (luck.rolls, luck.mean, luck.p_value, luck.best) == (0, 0.5, 1.0, None)


async def test_names_tests_fractions_and_what_is_left_out(database: Database) -> None:
    luck = await luck_of(
        database,
        PUBLIC,
        [
            a_roll(1, text="@hit", notation="@hit", names={"hit": "1d20 vs 11"}, total="20", faces=(20,)),
            a_roll(2, text="@hit", notation="@hit", names={"hit": "1d40"}, total="20", faces=(20,)),
            a_roll(3, text="1d100 vs <=40", notation="1d100 vs <=40", total="1", faces=(1,)),
            a_roll(4, text="1d6/4", notation="1d6 / 4", total="1.5", faces=(6,)),
            a_roll(5, text="7", notation="7", total="7", faces=()),
            a_roll(6, text="100d6kh50", notation="100d6kh50", total="248", faces=None),
            a_roll(7, text="1d20kx3", notation="1d20kx3", total="3", faces=(3,)),
        ],
    )
    assert (luck.rolls, luck.left_out) == (4, 3)
    assert luck.mean == pytest.approx((0.975 + 0.4875 + 0.995 + 11 / 12) / 4)


async def test_only_since(database: Database) -> None:
    recorded = [d20(number, 20) for number in range(1, 11)]
    view = public_rolls(TAVERN, player_id=ANN, since=recorded[6].rolled_at)
    assert (await luck_of(database, view, recorded)).rolls == 4


@pytest.mark.parametrize(
    ("faces", "unusual"),
    [(range(1, 21), False), ([*range(1, 21), *range(11, 21), *range(11, 21)], True), ([1] * 25, True)],
)
async def test_the_verdict(database: Database, faces: list[int], unusual: bool) -> None:
    luck = await luck_of(database, PUBLIC, [d20(number, face) for number, face in enumerate(faces, 1)])
    assert luck.enough
    assert (luck.p_value < 0.05) is unusual


async def test_of_fair_evenings_one_in_twenty_is_unusual(database: Database) -> None:
    generator = random.Random(7)  # noqa: S311 - a test wants the same dice each time
    unusual = 0
    service = LuckService(PastRolls(database), at_once)
    evenings = 120
    for evening in range(evenings):
        recorded = [
            a_roll(
                1_000 * evening + number,
                player_id=evening,
                text=f"{count}d{sides}",
                notation=f"{count}d{sides}",
                total=str(sum(generator.randint(1, sides) for _ in range(count))),
                faces=None,
            )
            for number, (count, sides) in enumerate([(1, 20), (2, 6), (1, 2), (3, 8)] * 10)
        ]
        await database.write(rolls.record, recorded)
        luck = await service.luck(public_rolls(TAVERN, player_id=evening))
        unusual += luck.p_value < 0.05
    # 6 are expected, with a deviation of 2.4.
    assert 1 <= unusual <= 13


async def test_a_blind_roll_changes_no_figure_until_it_is_revealed(database: Database) -> None:
    shown = [d20(number, face) for number, face in enumerate((3, 18, 7, 11), 1)]
    views = [PUBLIC, own_rolls(ANN), own_rolls(ANN, server_id=TAVERN)]
    before = [await luck_of(database, view, shown) for view in views]
    blind = a_blind_roll(9, text="1d20", notation="1d20", total="20", faces=(20,), rolled_at=START)
    assert [await luck_of(database, view, [blind]) for view in views] == before

    history = HistoryWriter(database)
    await BlindRolls(database, history, now=lambda: START).reveal("token9")
    after = [await luck_of(database, view) for view in views]
    assert [luck.rolls for luck in after] == [5, 5, 5]
    assert all(luck.best is not None and luck.best.roll.interaction_id == 9 for luck in after)


async def test_secret_rolls_count_for_their_player_alone(database: Database) -> None:
    secret = [
        d20(1, 20, visibility=Visibility.ONLY_ME),
        d20(2, 19, visibility=Visibility.ME_AND_GM, blind_token="token2"),
    ]
    assert (await luck_of(database, PUBLIC, secret)).rolls == 0
    assert (await luck_of(database, own_rolls(ANN))).rolls == 2


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_roll_is_shared_out_whole(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = shares(Standing(worse=low, equal=high - low, better=1 - high))
    assert sum(found) == pytest.approx(1)
    assert all(share >= 0 for share in found)


@pytest.mark.parametrize(("sides"), [2, 6, 20, 100])
def test_all_faces_of_a_fair_die_fill_all_tenths_alike(sides: int) -> None:
    faces = [shares(Standing(face / sides, 1 / sides, (sides - 1 - face) / sides)) for face in range(sides)]
    assert [sum(each) for each in zip(*faces, strict=True)] == pytest.approx([sides / 10] * 10)
