"""Errors as a player reads them."""

from __future__ import annotations

import re

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


@pytest.mark.parametrize(
    ("notation", "block", "sentence"),
    [
        ("1d20 +", ["1d20 +", "      ^"], "The roll ends after"),
        ("4d6kx3", ["4d6kx3", "   ^^"], '"kx" is not a modifier.'),
        ("1/0", ["1/0", " ^^"], "This divides by 0."),
        ("1d20 + 5 ]*_~", None, ""),
    ],
)
def test_the_caret_is_in_a_code_block_and_the_sentence_below_it(
    notation: str, block: list[str] | None, sentence: str
) -> None:
    opening, typed, caret, closing, *rest = text_for(notation).splitlines()
    assert (opening, closing) == ("```", "```")
    assert caret.strip("^ ") == ""
    (said,) = rest
    if block is not None:
        assert [typed, caret] == block
        assert said.replace("\\", "").startswith(sentence)
    # No Markdown works in what is quoted.
    assert not re.search(r"(?<!\\)[*_~`|]", said)


def test_an_error_without_a_place_is_a_sentence() -> None:
    error = dicewright.LimitError("Too many *dice*.", limit="dice", allowed=3)
    assert dice_error_text(error) == r"Too many \*dice\*."


@given(st.text(alphabet="`~*_| d6\n@", max_size=1_000).map(lambda text: f"?{text}"))
def test_nothing_typed_closes_the_block_or_passes_the_limit(typed: str) -> None:
    shown = text_for(typed)
    assert len(re.findall(r"(?<!\\)`", shown)) == 6
    assert len(shown) <= MESSAGE_CONTENT


def test_the_caret_stays_under_its_place_behind_backticks() -> None:
    _, typed, caret, *_ = text_for("1d6 + `").splitlines()
    assert typed.index("\N{MODIFIER LETTER GRAVE ACCENT}") == caret.index("^")


def test_other_errors_say_what_to_do() -> None:
    assert "`0badcafe`" in unexpected_error_text("0badcafe")
    assert "try again" in outdated_command_text()
