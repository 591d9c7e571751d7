"""Random dice of every kind, and numbers and comparisons for them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import (
    DieKind,
    Face,
    FaceRange,
    Fate,
    Listed,
    Numbered,
    Positional,
)
from dicewright.notation.tree.matches import COMPARISONS, Among, Comparison, among
from dicewright.numbers import simplest

FACE_NAMES = ("hit", "crit", "blank", "cold iron", "Lähmung", "☠", "2hit", "hit+crit")


@cache
def whole_numbers(most: int = 12) -> st.SearchStrategy[nodes.Number]:
    return st.integers(0, most).map(lambda value: nodes.Number(value))


@cache
def numbers() -> st.SearchStrategy[nodes.Number]:
    """Numbers that can be written: not negative, integer or decimal."""
    decimals = st.builds(
        lambda value, places: simplest(Fraction(value, 10**places)), st.integers(0, 400), st.integers(1, 3)
    )
    return st.one_of(whole_numbers(), decimals.map(lambda value: nodes.Number(value)))


@cache
def values() -> st.SearchStrategy[int | Fraction]:
    """Values that dice can be compared with; a sign is allowed."""
    halves = st.integers(-3, 15).map(lambda value: simplest(Fraction(value, 2)))
    return st.one_of(st.integers(-2, 21), halves)


def _sums(first: int, more: int) -> tuple[int, nodes.Expression]:
    """Return a number with its formula."""
    operation = nodes.Operation("+", nodes.Number(more))
    return first + more, nodes.Arithmetic(nodes.Number(first), (operation,))


@cache
def computed_numbers() -> st.SearchStrategy[tuple[int, nodes.Expression]]:
    return st.builds(_sums, st.integers(0, 4), st.integers(1, 3))


@cache
def comparisons() -> st.SearchStrategy[Comparison]:
    operators = st.sampled_from(sorted(COMPARISONS))
    plain = st.builds(Comparison, operators, values())
    computed = st.builds(lambda sign, sum_of: Comparison(sign, *sum_of), operators, computed_numbers())
    return st.one_of(plain, plain, computed)


@cache
def matches() -> st.SearchStrategy[Comparison | Among]:
    """A comparison, or a set of values."""
    ranges = st.builds(lambda first, more: (first, first + more), values(), st.integers(0, 3))
    return st.one_of(comparisons(), comparisons(), st.lists(ranges, min_size=1, max_size=3).map(among))


@cache
def dice(most_sides: int = 20) -> st.SearchStrategy[DieKind]:
    """Dice of every kind."""
    numbered = st.one_of(st.sampled_from([1, 2, 4, 6, 10, 20]), st.integers(1, most_sides))
    ranges = st.builds(
        lambda start, more: FaceRange(start, start + more), st.integers(-3, 6), st.integers(0, 5)
    )
    faces = st.one_of(
        values().map(Face),
        st.builds(Face, st.integers(-1, 3), st.sampled_from(FACE_NAMES)),
        ranges,
    )
    return st.one_of(
        numbered.map(Numbered),
        st.builds(Positional, st.integers(2, 4), st.just(2)),
        st.just(Fate()),
        st.lists(faces, min_size=1, max_size=5).map(lambda listed: Listed(tuple(listed))),
    )
