"""Luck in words: the line under a roll, and the report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import dicewright
from bot.presentation.luck.luck import luck_line, luck_reply, p_words
from bot.services.luck.luck import ENOUGH_ROLLS, Luck, RankedRoll
from bot.services.luck.percentiles import Standing, low_wins, ranked
from tests.support.rolls import a_roll


@pytest.mark.parametrize(
    ("worse", "equal", "better", "line"),
    [
        (0.95, 0.05, 0.0, "Luck: best 5%"),
        (0.0, 0.05, 0.95, "Luck: worst 5%"),
        (1295 / 1296, 1 / 1296, 0.0, "Luck: best 0.077% (1 in 1,296)"),
        (0.97, 0.01, 0.02, "Luck: best 3%"),
        (15 / 36, 6 / 36, 15 / 36, "Luck: average"),
        (0.5, 0.05, 0.45, "Luck: best 50%"),
        (0.4, 0.05, 0.55, "Luck: worst 45%"),
        (1.0, 1e-20, 0.0, "Luck: best almost 0% (1 in more than 10^15)"),
        (1e-30, 0.0, 1.0, "Luck: worst almost 0% (1 in more than 10^15)"),
    ],
)
def test_the_line_under_a_roll(worse: float, equal: float, better: float, line: str) -> None:
    assert luck_line(Standing(worse, equal, better), always=True) == line


@pytest.mark.parametrize(
    ("text", "total", "line"),
    [
        # Beyond what is worked out of dice that explode without end.
        ("1d6!", 1_000, "Luck: best almost 0% (less than 1 in 10^12)"),
        ("1d6!!", 1_000_000, "Luck: best almost 0% (less than 1 in 10^12)"),
        ("1d6! vs 100", 500, "Luck: best almost 0% (less than 1 in 10^12)"),
        ("1d6! vs <=3", 500, "Luck: worst almost 0% (less than 1 in 10^12)"),
        ("0 - 2d4!", -400, "Luck: worst almost 0% (less than 1 in 10^12)"),
        ("4d6!kh3", 900, "Luck: best almost 0% (less than 1 in 10^12)"),
        ("1d10!p", 300, "Luck: best almost 0% (less than 1 in 10^12)"),
        ("6d10!>=8", 900, "Luck: best almost 0% (less than 1 in 10^12)"),
        # The rarest totals that are worked out, which floats near 1 do not tell apart.
        ("30d6", 180, "Luck: best almost 0% (1 in more than 10^15)"),
        ("30d6", 30, "Luck: worst almost 0% (1 in more than 10^15)"),
        ("15d6", 90, "Luck: best 0.00000000021% (1 in 470,184,984,576)"),
        ("15d6 vs <=20", 15, "Luck: best 0.00000000021% (1 in 470,184,984,576)"),
    ],
)
def test_the_rarest_totals_are_not_called_impossible(text: str, total: int, line: str) -> None:
    notation = dicewright.parse(text)
    standing = ranked(notation.odds(), low_wins=low_wins(notation.tree)).standing(total)
    assert luck_line(standing) == line


@pytest.mark.parametrize(
    ("text", "remarkable"),
    [
        ("1d20", [1, 20]),
        ("1d100", [1, 2, 3, 4, 5, 96, 97, 98, 99, 100]),
        ("1d10", []),
        ("2d6", [2, 12]),
        ("4d6kh3", [3, 4, 5, 6, 18]),
        ("1d20+5 vs 15", [6, 25]),
    ],
)
def test_it_is_only_said_of_what_is_remarkable(text: str, remarkable: list[int]) -> None:
    ranking = ranked(dicewright.odds(text))
    said = {total: luck_line(ranking.standing(total)) for total in ranking.values}
    assert [total for total, line in said.items() if line] == remarkable
    assert all(line.startswith(("Luck: best ", "Luck: worst ")) for line in said.values() if line)
    assert all(luck_line(ranking.standing(total), always=True) for total in ranking.values)


def some_luck(**changes: Any) -> Luck:
    best = RankedRoll(a_roll(1, notation="1d20", total="20", message_id=9), Standing(0.95, 0.05, 0.0))
    worst = RankedRoll(a_roll(2, notation="2d6", total="2"), Standing(0.0, 1 / 36, 35 / 36))
    values: dict[str, Any] = {
        "rolls": 43,
        "left_out": 0,
        "mean": 0.523,
        "deviations": 0.53,
        "p_value": 0.596,
        "tenths": (4.3,) * 10,
        "best": best,
        "worst": worst,
    }
    return Luck(**values | changes)


def lines_of(luck: Luck) -> list[str]:
    embed = luck_reply(
        luck,
        player="Robin",
        own=False,
        since=datetime(2026, 3, 1, tzinfo=UTC),
        enough_rolls=ENOUGH_ROLLS,
    )
    assert embed.author.name == "Luck of Robin"
    assert embed.description is not None
    return [*embed.description.splitlines(), embed.footer.text or ""]


def test_a_report() -> None:
    assert lines_of(some_luck(left_out=1)) == [
        "**Nothing unusual: fair dice do this 60% of the time.**",
        "On average, a roll beat 52.3% of what fair dice roll. Even luck is 50%.",
        "Best: **20** with 1d20, top 5% · [go to message](https://discord.com/channels/5001/7/9)",
        "Worst: **2** with 2d6, bottom 2.8%",
        "Public rolls on this server since 2026-03-01: 43 rolls.",
        "p = 0.6 by a two-sided z-test of the mean mid-percentile. Blind rolls count once they are revealed. "
        "1 roll is left out: its odds take too long to calculate, or it has several parts.",
    ]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"rolls": 19}, "**Too few rolls to say: it takes 20 to tell luck from chance.**"),
        (
            {"p_value": 0.04, "deviations": 2.05},
            "**Lucky, and that is unusual: the chance with fair dice is 1 in 25.**",
        ),
        (
            {"p_value": 0.0001, "deviations": -3.9},
            "**Unlucky, and that is very unusual: the chance with fair dice is 1 in 10,000.**",
        ),
    ],
)
def test_verdicts_come_first_and_in_plain_words(changes: dict[str, Any], verdict: str) -> None:
    first, *others = lines_of(some_luck(**changes))
    assert first == verdict
    assert not [line for line in (first, *others[:-1]) if "p = " in line or "test" in line]


def test_nothing_to_report() -> None:
    nothing = some_luck(rolls=0, best=None, worst=None)
    assert lines_of(nothing)[:2] == [
        "Public rolls on this server since 2026-03-01",
        "There are no rolls yet.",
    ]


@pytest.mark.parametrize(
    ("p_value", "words"), [(1.0, "p = 1"), (0.0312, "p = 0.031"), (1e-5, "p < 0.0001"), (0.0, "p < 0.0001")]
)
def test_p_values(p_value: float, words: str) -> None:
    assert p_words(p_value) == words
