"""What a player reads who got it wrong: the place and the words, exactly."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DiceError
from tests.core.notation.errors.every import ERRORS, NAMES


@pytest.mark.parametrize(("text", "kind", "code", "carets", "words"), ERRORS)
def test_error(text, kind, code, carets, words):
    with pytest.raises(DiceError) as caught:
        dicewright.roll(text, names=NAMES, seed="errors")

    assert str(caught.value) == (f"{text}\n{carets}\n{words}" if text else words)
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert caught.value.advice == words
    assert words.startswith(caught.value.message)
    assert words.endswith(caught.value.hint)


def test_there_are_enough_of_them():
    assert len(ERRORS) >= 90
    assert len({text for text, *_ in ERRORS}) == len(ERRORS)
