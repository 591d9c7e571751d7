"""Nothing that is handed out can be changed from outside, and no cache of a process poisoned."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DEFAULT_LIMITS, estimate, odds, parse, roll

RESULT = roll("2x 3d6kh2[fire] + 1d[hit:1, blank] vs 5", seed="frozen")
NOTATION = parse("2d6 + @str", names={"str": 3})
VALUES = [
    NOTATION,
    parse("2d6"),
    RESULT,
    RESULT.rolls[0],
    RESULT.rolls[0].rolled,
    RESULT.dice[0],
    RESULT.dice[0].kind,
    RESULT.tree,
    RESULT.tree.rolls[0].expression,
    odds("2d6"),
    parse("1d20 vs 3").odds_by_roll()[0],
    estimate("2d6", rolls=5),
    DEFAULT_LIMITS,
    dicewright.Span(1, 2),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_no_attribute_can_be_set_or_deleted(value):
    before = repr(value)
    for name in [*(name for name in dir(value) if not name.startswith("__")), "anything"]:
        # An object may keep for itself what it worked out; everything that it shows is fixed.
        if name.startswith("_") and value is RESULT:
            continue
        with pytest.raises(AttributeError):
            setattr(value, name, None)
        with pytest.raises(AttributeError):
            delattr(value, name)
    assert repr(value) == before


def test_the_cache_of_texts_cannot_be_poisoned():
    with pytest.raises(AttributeError, match="Notation is frozen"):
        parse("3d6").text = "9d9"
    assert parse("3d6").text == "3d6"


@pytest.mark.parametrize(
    "read",
    [
        lambda: NOTATION.names,
        lambda: NOTATION.roll().names,
        lambda: RESULT.labels,
        lambda: RESULT.tally,
        lambda: RESULT.rolls[0].labels,
        lambda: RESULT.rolls[0].tally,
        lambda: RESULT.to_dict(),
        lambda: RESULT.to_dict()["rolls"][0],
        lambda: odds("2d6").to_dict(),
        lambda: parse("1d[hit:1, blank]").odds_by_roll()[0].tally,
    ],
)
def test_mutable_things_are_copies(read):
    before = dict(read())
    read().clear()
    assert before == read() != {}


def test_names_that_the_caller_changes_later_change_nothing():
    names = {"str": 3}
    notation = parse("@str", names=names)
    names["str"] = 9
    assert notation.names == {"str": 3}
    assert notation.roll().total == 3
