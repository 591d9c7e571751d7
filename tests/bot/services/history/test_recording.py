"""A roll comes out of the history as it went in, with every die."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.services.history.recording import Circumstances, recorded, replayed
from bot.store import rolls
from bot.store.visibility import Visibility
from tests.support.rolls import ANN, START

if TYPE_CHECKING:
    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll


def made(
    text: str, names: dict[str, str] | None = None, **options: Any
) -> tuple[dicewright.Result, RecordedRoll]:
    result = dicewright.parse(text, names=names).roll(seed="a seed")
    return result, recorded(
        result, Circumstances(interaction_id=1, rolled_at=START, player_id=ANN, **options)
    )


TEXTS = [
    "1d20 + 5",
    "4D6 KH3",
    "6x 4d6kh3 # stats",
    "2d6[fire] + 1d8[cold]; d100",
    "8d6! + 3d10r<=2",
    "5d6!!>=5",
    "4dF + d[1,1,2,3]",
    "7 / 2 + 1d6",
    "1 / 3",
    "9 ** 99",
    "if(1d20 vs 10, 8d6, 0)",
    "3d[hit:1, crit:2, blank]",
]


@pytest.mark.parametrize("text", TEXTS)
async def test_a_result_comes_back_whole(database: Database, text: str) -> None:
    result, roll = made(text)
    await database.write(rolls.record, [roll])
    found = await database.read(rolls.find, 1)
    assert found == roll
    again = replayed(found)
    assert again is not None
    assert again.to_dict() == {**result.to_dict(), "seed": None}


async def test_names_mean_what_they_meant(database: Database) -> None:
    result, roll = made("@attack adv", {"attack": "1d20 + @str", "str": "3"})
    await database.write(rolls.record, [roll])
    found = await database.read(rolls.find, 1)
    assert found is not None
    assert found.names == {"attack": "1d20 + @str", "str": "3"}
    assert replayed(found) == result


@pytest.mark.parametrize(
    ("text", "visibility", "kept"),
    [
        ("500d6", Visibility.EVERYONE, True),
        ("501d6", Visibility.EVERYONE, False),
        ("501d6", Visibility.ONLY_ME, False),
        ("501d6", Visibility.BLIND, True),
    ],
)
def test_how_many_faces_are_kept(text: str, visibility: Visibility, kept: bool) -> None:
    result, roll = made(text, visibility=visibility)
    assert (roll.faces is not None) == kept
    assert roll.total == str(result.total)
    assert (replayed(roll) == result) == kept


@pytest.mark.parametrize("visibility", [Visibility.BLIND, Visibility.ME_AND_GM])
def test_rolls_for_the_gm_get_a_token_of_their_own(visibility: Visibility) -> None:
    tokens = {made("1d6", visibility=visibility)[1].blind_token for _ in range(20)}
    assert len(tokens) == 20
    assert all(token is not None and len(token) == 22 for token in tokens)


@pytest.mark.parametrize("visibility", [Visibility.EVERYONE, Visibility.ONLY_ME])
def test_other_rolls_get_none(visibility: Visibility) -> None:
    assert made("1d6", visibility=visibility)[1].blind_token is None


@pytest.mark.parametrize(
    "change", [{"total": None, "faces": None}, {"total": "99"}, {"faces": (21,)}, {"text": "2d20"}]
)
def test_what_cannot_be_replayed_is_none(change: dict[str, Any]) -> None:
    _, roll = made("1d20")
    assert replayed(roll) is not None
    assert replayed(replace(roll, **change)) is None
