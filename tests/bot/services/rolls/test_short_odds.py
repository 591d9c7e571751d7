"""Odds in one short line."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.rolls.short_odds import short_odds
from dicewright import DEFAULT_LIMITS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("4d6kh3", "3 to 18, 12.24 on average"),
        ("1d20", "1 to 20, 10.5 on average"),
        ("2d6", "2 to 12, 7 on average"),
        ("1d6/4", "0.25 to 1.5, 0.88 on average"),
        ("6x 1d6", "1 to 6, 3.5 on average · each time"),
        ("4d6!", "4 or more, 16.8 on average"),
        ("1d20+5 vs 15", "55% to succeed"),
        ("1d20 vs 21", "0% to succeed"),
        ("1d2000 vs 2000", "0.05% to succeed"),
        ("1d2000 vs 2", "99.95% to succeed"),
        ("1d20+5 vs 15 # note", "55% to succeed"),
        ("7", "always 7"),
        ("1d6 * 10**20", "1e+20 to 6e+20, 3.5e+20 on average"),
        ("1d20; 2d6", ""),
        ("1/(1d2-1)", ""),
    ],
)
def test_what_to_expect_of_a_roll(text: str, line: str) -> None:
    assert short_odds(dicewright.parse(text)) == line


def test_what_takes_too_much_work_is_left_out() -> None:
    notation = dicewright.parse("100d6kh50", limits=DEFAULT_LIMITS.replace(work=1_000))
    assert short_odds(notation) == ""
