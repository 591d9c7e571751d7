"""What a player should make of the dice."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.presentation.luck.fairness import fairness_reply
from bot.services.luck.fairness import fairness_of


def lines_of(faces: dict[tuple[int, int], int], rolls: int = 7) -> list[str]:
    embed = fairness_reply(fairness_of(Counter(faces), rolls=rolls))
    assert embed.description is not None
    assert embed.footer.text is not None
    assert f"From {rolls:,} public roll" in embed.footer.text
    return [*embed.description.splitlines(), *embed.footer.text.splitlines()[:-1]]


@pytest.mark.parametrize(
    ("heads", "tails", "verdict"),
    [
        (
            52,
            48,
            "**Yes, as far as the rolls can tell.** Fair dice are at least this uneven 69% of the time. ",
        ),
        (60, 40, "**A little uneven.** For fair dice, the chance of this is 1 in 22."),
        (75, 25, "**Very uneven.** For fair dice, the chance of this is 1 in 1,744,278."),
    ],
)
def test_verdicts(heads: int, tails: int, verdict: str) -> None:
    assert lines_of({(2, 1): heads, (2, 2): tails})[0].startswith(verdict)


def test_each_kind_and_those_that_cannot_be_judged() -> None:
    lines = lines_of({(6, face): 10 + face for face in range(1, 7)} | {(20, 3): 4, (4, 1): 2}, rolls=1_234)
    assert lines[2] == "**d6** · rolled 81 times · each face 11 to 16 times, and 13.5 would be even"
    assert lines[4].endswith("it takes five rolls for each face): d20 (4), d4 (2)")
    # The tests and their names are in small print, at the foot.
    assert lines[-2:] == [
        "All dice together: p = 0.94",
        "d6: χ² = 1.3 (5 degrees of freedom), p = 0.94",
    ]
    assert not [line for line in lines[:-2] if "p = " in line or "χ²" in line]


def test_nothing_thrown() -> None:
    assert lines_of({}, rolls=0) == [
        "There are too few rolls to judge the dice yet. Keep rolling, and ask again."
    ]
