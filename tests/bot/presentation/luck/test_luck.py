"""Luck in words: the line under a roll, and the report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.presentation.luck.luck import luck_line, luck_reply, p_words
from bot.services.luck.luck import ENOUGH_ROLLS, Luck, RankedRoll
from bot.services.luck.percentiles import Standing
from tests.support.rolls import a_roll


@pytest.mark.parametrize(
    ("worse", "equal", "line"),
    [
        (0.95, 0.05, "top 5% of 1d20"),
        (0.0, 0.05, "bottom 5% of 1d20"),
        (1295 / 1296, 1 / 1296, "top 0.077% (1 in 1,296) of 1d20"),
        (0.97, 0.01, "top 3% of 1d20"),
        (15 / 36, 6 / 36, "the middle of 1d20"),
        (0.5, 0.05, "top 50% of 1d20"),
        (0.4, 0.05, "bottom 45% of 1d20"),
        (1 - 1e-20, 1e-20, "top almost 0% (1 in more than 10^15) of 1d20"),
    ],
)
def test_the_line_under_a_roll(worse: float, equal: float, line: str) -> None:
    assert luck_line(Standing(worse, equal), "1d20") == line


def test_the_line_stays_short() -> None:
    assert len(luck_line(Standing(0.9, 0.1), "2d6[**a** @everyone]" * 20)) < 100


def some_luck(**changes: Any) -> Luck:
    best = RankedRoll(a_roll(1, notation="1d20", total="20", message_id=9), Standing(0.95, 0.05))
    worst = RankedRoll(a_roll(2, notation="2d6", total="2"), Standing(0.0, 1 / 36))
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
        "Public rolls on this server since 2026-03-01",
        "**43 rolls** · mean percentile **52.3** (average luck: 50)",
        "Nothing unusual: fair dice do this 60% of the time. (p = 0.6)",
        "Best: **20** with 1d20, top 5% · https://discord.com/channels/5001/7/9",
        "Worst: **2** with 2d6, bottom 2.8%",
        "Two-sided z-test of the mean mid-percentile. Blind rolls count once they are revealed. "
        "1 roll is left out, because its odds take too long to calculate.",
    ]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"rolls": 19}, "It takes 20 rolls to tell luck from chance. (p = 0.6)"),
        (
            {"p_value": 0.04, "deviations": 2.05},
            "Lucky, which is unusual: for fair dice, the chance is 1 in 25. (p = 0.04)",
        ),
        (
            {"p_value": 0.0001, "deviations": -3.9},
            "Unlucky, which is very unusual: for fair dice, the chance is 1 in 10,000. (p = 0.0001)",
        ),
    ],
)
def test_verdicts(changes: dict[str, Any], verdict: str) -> None:
    assert lines_of(some_luck(**changes))[2] == verdict


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
