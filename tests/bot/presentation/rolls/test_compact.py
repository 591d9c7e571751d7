"""Results as lines of chat."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.presentation.discord_limits import MESSAGE_CONTENT
from bot.presentation.rolls.compact import compact_reply
from tests.bot.presentation.rolls.test_reply import GREATEST


@pytest.mark.parametrize(
    ("text", "faces", "note", "reply"),
    [
        ("1d20+5", [13], "", "**Robin** · **18** ← 1d20 (13) + 5"),
        ("1d20", [20], "to hit", "**Robin** · *to hit* · **20** ← **Natural 20** · 1d20 (__**20**__)"),
        ("1d4; 1d6", [1, 2], "", "**Robin**\n**1** ← 1d4 (1)\n**2** ← 1d6 (2)"),
        (
            "2x 1d6",
            [1, 2],
            "*boom*",
            "**Robin** · *\\*boom\\** · **1, 2**\n**1** ← 1d6 (1)\n**2** ← 1d6 (2)\n3 in total",
        ),
        (
            "2x 1d20 vs 15 # saves",
            [10, 15],
            "",
            "**Robin** · *saves* · **1 of 2 succeeds**\n**10** ← **Failure by 5** · 1d20 (10) vs 15\n"
            "**15** ← **Success** · 1d20 (15) vs 15",
        ),
        (
            "1d20 # hit; 2d6 # hurt",
            [7, 1, 2],
            "",
            "**Robin**\n*hit* · **7** ← 1d20 (7)\n*hurt* · **3** ← 2d6 (1, 2)",
        ),
    ],
)
def test_one_line_for_each_roll(text: str, faces: list[int], note: str, reply: str) -> None:
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    assert compact_reply(result, player="Robin", note=note) == reply


@pytest.mark.parametrize("text", GREATEST, ids=lambda text: text[:20])
def test_the_greatest_rolls_fit_and_show_a_total(text: str) -> None:
    result = dicewright.roll(text, seed="greatest")
    reply = compact_reply(result, player="*" * 32, note="_" * 200)
    assert len(reply) <= MESSAGE_CONTENT
    assert "**" in reply


@pytest.mark.parametrize("text", ["100x 4d6kh3", "100x 1d20 vs 15", "100x 1d20+1000", "50x 100d6"])
def test_all_of_many_rolls_are_there(text: str) -> None:
    result = dicewright.roll(text, seed="repeats")
    reply = compact_reply(result, player="Robin", note="n" * 200).replace("**", "")
    # Numbers with a comma in them are set apart by dots.
    separator = " · " if any(roll.total >= 1_000 for roll in result.rolls) else ", "
    assert separator.join(dicewright.format_number(roll.total) for roll in result.rolls) in reply


def test_what_does_not_fit_is_counted_and_in_the_sum() -> None:
    result = dicewright.roll(f"100x 1d6 + {'9' * 99}", seed="repeats")
    reply = compact_reply(result, player="Robin")
    shown, more = re.findall(r"\d{99,}(?=,| …)", reply), re.findall(r"… and (\d+) more rolls", reply)
    assert len(shown) + int(*more) == 100
    assert reply.endswith(f" · {result.total:,} in total")


@given(st.text(max_size=80), st.text(max_size=300))
def test_no_name_or_note_breaks_the_reply(player: str, note: str) -> None:
    assert len(compact_reply(dicewright.roll("2d6"), player=player, note=note)) <= MESSAGE_CONTENT


def test_the_small_line_formats_nothing_and_stays_within_the_limit() -> None:
    result = dicewright.roll("1d6", dice=dicewright.scripted([4]))
    reply = compact_reply(result, player="Robin", luck="top 50% of 1d6[**a** @everyone]")
    *_, small = reply.splitlines()
    assert small == r"-# top 50% of 1d6\[\*\*a\*\* \@everyone\]"
    great = compact_reply(dicewright.roll(GREATEST[0], seed="great"), player="Robin", luck="*" * 90)
    assert len(great) <= MESSAGE_CONTENT
