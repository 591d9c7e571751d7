"""What the keys of the dice pad make of a roll."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services import pad

keys = st.lists(st.sampled_from(pad.KEYS), max_size=40)


@pytest.mark.parametrize(
    ("touched", "kept"),
    [
        ("", ""),
        ("d20", "1d20"),
        ("d6 d6 d6", "3d6"),
        ("d8 d6 d8 +1 +1", "2d8 + 1d6 + 2"),
        ("d20 -1", "1d20 - 1"),
        ("d20 +1 -1", "1d20"),
        ("d20 +5", "1d20 + 5"),
        ("d20 +5 +5 -1", "1d20 + 9"),
        ("+1 +1 d6", "1d6 + 2"),
        ("-1", "- 1"),
        ("d20 adv", "1d20adv"),
        ("adv", "1d20adv"),
        ("d20 adv adv", "1d20"),
        ("d20 adv dis", "1d20dis"),
        ("d6 d20 adv", "1d6 + 1d20adv"),
        ("d6 adv d20", "1d6 + 1d20adv"),
        ("d6 d8 dis", "1d6dis + 1d8"),
        ("d100 +1 clear", ""),
        ("roll", ""),
        ("+1 roll", "+ 1"),
        ("d20 +1 roll", "= 1d20 + 1"),
        ("d20 +1 roll roll", "= 1d20 + 1"),
        ("d20 +1 roll d6", "1d6"),
        ("d20 +1 roll +1", "1d20 + 2"),
        ("d20 roll adv", "1d20adv"),
        (" ".join(["d6"] * 120), "99d6"),
        (" ".join(["-1"] * 1100), "- 999"),
    ],
)
def test_keys(touched: str, kept: str) -> None:
    assert reduce(pad.after, touched.split(), "") == kept


@given(keys)
def test_what_is_kept_is_what_is_shown_and_can_be_rolled(touched: list[str]) -> None:
    kept = reduce(pad.after, touched, "")
    now = pad.read(kept)
    assert pad.after(kept, "clear") == ""
    if now.dice:
        assert kept.removeprefix("= ") == now.notation
        assert dicewright.parse(now.notation)
