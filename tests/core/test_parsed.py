"""A parsed text knows its names, and is found again from what was rolled of it."""

from __future__ import annotations

import pickle

import pytest

import dicewright
from dicewright import Limits, Notation, Result

NAMES = {"attack": "1d20 + @str", "str": 3, "unused": "1d6"}


@pytest.mark.parametrize(
    ("text", "names", "limits"),
    [
        ("4d6kh3 + 2", None, dicewright.DEFAULT_LIMITS),
        ("@attack # to hit", NAMES, dicewright.DEFAULT_LIMITS),
        ("2x 1d20; 3d6!", None, Limits(dice=50)),
        ("@ATTACK", NAMES, Limits(nesting=5)),
    ],
)
def test_the_notation_of_a_result_rolls_it_again(text, names, limits):
    notation = dicewright.parse(text, names=names, limits=limits)
    result = notation.roll(seed="again")

    assert Notation.of(result) is notation
    for stored in (
        Result.from_dict(result.to_dict(), limits=limits),
        pickle.loads(pickle.dumps(result)),
    ):
        again = Notation.of(stored)
        assert again == notation
        assert (again.text, again.names, again.limits) == (notation.text, notation.names, notation.limits)
        assert again.roll(seed="again") == result
        assert again.odds_by_roll() == notation.odds_by_roll()


def test_only_names_that_are_used_are_kept():
    assert dicewright.parse("@attack", names=NAMES).names == {"attack": "1d20 + @str", "str": 3}
    assert dicewright.parse("1d20", names=NAMES).names == {}


def test_a_notation_stays_what_it_is():
    notation = dicewright.parse("2d6")
    assert type(notation) is dicewright.Notation
    with pytest.raises(AttributeError, match="frozen"):
        notation._plan = None
    with pytest.raises(TypeError, match="has no subclasses"):
        type("Mine", (dicewright.Notation,), {})
    assert pickle.loads(pickle.dumps(notation)) == notation


def test_a_text_that_was_rolled_before_fails_as_the_first_time():
    said = set()
    for _ in range(3):
        with pytest.raises(dicewright.LimitError) as failed:
            dicewright.roll("9900d2!")
        assert failed.value.limit == "dice"
        said.add((str(failed.value).splitlines()[0], failed.value.span))
    assert len(said) == 1
