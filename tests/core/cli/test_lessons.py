"""The help teaches the whole notation, truly, on one screen."""

from __future__ import annotations

import re

import pytest

from dicewright import parse
from dicewright.cli.lessons import LESSONS, help_text
from dicewright.notation.mistakes.suggestions import MODIFIER_MEANINGS
from dicewright.notation.tree.operators import FUNCTIONS

_EXAMPLES = [example for _, examples, _ in LESSONS for example in examples]
_ALSO_WRITTEN = {"k": "kh", "d": "dl"}


@pytest.mark.parametrize("example", _EXAMPLES)
def test_every_example_rolls(example: str) -> None:
    assert parse(example).roll(seed="lesson").rolls


def test_no_modifier_is_left_out() -> None:
    words = {word for example in _EXAMPLES for word in re.findall(r"[a-z]+", str(parse(example)))}
    assert MODIFIER_MEANINGS.keys() - _ALSO_WRITTEN.keys() <= words
    signs = {sign for example in _EXAMPLES for sign in re.findall(r"!!p|![op!]?", example)}
    assert signs == {"!", "!o", "!p", "!!", "!!p"}


def test_no_function_is_left_out() -> None:
    assert all(re.search(rf"\b{name}\b", help_text()) for name in ("if", *FUNCTIONS))


def test_it_fits_a_screen() -> None:
    lines = help_text().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
