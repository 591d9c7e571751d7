"""What holds for every notation there is: found by hypothesis, not by thrower."""

from __future__ import annotations

import json
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

import dicewright
from dicewright import DiceError, Limits, Result
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree.dice import Positional
from dicewright.rendering import markdown
from tests.support.dice.notation_strategies import NAMES, trees
from tests.support.dice.pieces import pieces

LONGEST_ERROR = 1_000
LONGEST = 10_000
# Low enough that a random text soon meets them.
LIMITS = Limits(dice=200, steps=1_000, digits=50)
SEEDS = st.sampled_from(["", "a", "b", "seed", "ü"])
MEANINGS = st.fixed_dictionaries(
    {
        name: st.sampled_from([3, -1, "1d20+5 vs 15", "4d6kh3", "2d[hit:1, blank]", "@str + 1"])
        for name in NAMES
    }
)


@given(trees(names=True, depth=3))
def test_the_canonical_form_parses_to_the_same_tree(tree):
    again = parse(str(tree), Limits(text=LONGEST))

    assert again == tree
    assert hash(again) == hash(tree)
    assert str(again) == str(tree)


@given(st.one_of(pieces(), st.text(max_size=60)))
@settings(max_examples=500)
def test_any_text_rolls_or_says_where_it_is_wrong(text):
    try:
        result = dicewright.roll(text, seed="s", limits=LIMITS)
    except DiceError as error:
        assert_presentable(error, text)
    else:
        assert_whole(result)
        tree = parse(text)
        assert parse(str(tree), Limits(text=10 * len(text) + 100)) == tree


@given(trees(names=True), MEANINGS, SEEDS)
def test_any_tree_rolls_or_says_where_it_cannot(tree, names, seed):
    try:
        result = dicewright.roll(str(tree), names=names, seed=seed, limits=LIMITS)
    except DiceError as error:
        written = {str(tree), *map(str, names.values())}
        assert_presentable(error, error.text if error.text in written else str(tree))
    else:
        assert_whole(result)


def assert_presentable(error, text):
    said = str(error)
    assert len(said.encode()) <= 4 * LONGEST_ERROR
    assert len(said) <= LONGEST_ERROR
    assert all(character.isprintable() or character == "\n" for character in said), said
    assert error.code
    assert error.message[-1] in ".?:"
    assert error.text == text
    assert error.span is not None
    assert 0 <= error.span.start < error.span.stop <= len(text) + 1

    copy = pickled(error)
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == said


def pickled(value):
    return pickle.loads(pickle.dumps(value))


def _digits(die):
    """Return how many faces are thrown for one number that a die shows."""
    return die.kind.length if isinstance(die.kind, Positional) else 1


def assert_whole(result):
    """The result can be shown, sent, stored and brought back, and its parts fit together."""
    assert result.total == sum(roll.total for roll in result.rolls)
    assert sum(map(len, result.groups)) == len(result.rolls)
    assert sorted(die.number for die in result.dice) == sorted(
        number for roll in result.rolls for number in [die.number for die in roll.dice]
    )
    assert len(result.faces) == sum(len(die.rolls) * _digits(die) for die in result.dice)

    str(result).encode()
    for roll in result.rolls:
        assert len(markdown.breakdown(roll, limit=80)) <= 80

    stored = json.dumps(result.to_dict())
    for copy in (
        Result.from_dict(json.loads(stored), limits=LIMITS),
        pickled(result),
    ):
        assert copy == result
        assert copy.rolls == result.rolls
        assert copy.to_dict() == result.to_dict()
