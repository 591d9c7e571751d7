"""Errors as a player reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.presentation.discord_limits import MESSAGE_CONTENT
from bot.presentation.errors import dice_error_text, outdated_command_text, unexpected_error_text


def text_for(notation: str) -> str:
    with pytest.raises(dicewright.DiceError) as caught:
        dicewright.roll(notation)
    return dice_error_text(caught.value)


def test_the_caret_message_is_in_a_code_block() -> None:
    assert text_for("1d20 +").splitlines()[:3] == ["```", "1d20 +", "      ^"]
    assert text_for("1d20 +").endswith("\n```")


@given(st.text(alphabet="`~*_| d6\n@", max_size=1_000).map(lambda text: f"?{text}"))
def test_nothing_typed_closes_the_block_or_passes_the_limit(typed: str) -> None:
    shown = text_for(typed)
    assert shown.count("`") == 6
    assert len(shown) <= MESSAGE_CONTENT


def test_the_caret_stays_under_its_place_behind_backticks() -> None:
    _, typed, caret, *_ = text_for("1d6 + `").splitlines()
    assert typed.index("\N{MODIFIER LETTER GRAVE ACCENT}") == caret.index("^")


def test_other_errors_say_what_to_do() -> None:
    assert "`0badcafe`" in unexpected_error_text("0badcafe")
    assert "try again" in outdated_command_text()
