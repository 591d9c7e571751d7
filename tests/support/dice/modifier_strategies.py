"""Random modifiers of dice, groups and names, in a valid order."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dicewright.errors import DiceError
from dicewright.notation.mistakes import checks
from dicewright.notation.tree import modifiers
from dicewright.notation.tree.matches import Parity
from tests.support.dice.die_strategies import computed_numbers, matches, values

if TYPE_CHECKING:
    from collections.abc import Callable


def _counts() -> st.SearchStrategy[modifiers.Count]:
    parity = st.booleans().map(lambda odd: Parity(odd=odd))
    return st.builds(modifiers.Count, st.just("success"), st.one_of(matches(), parity))


def _after_count() -> st.SearchStrategy[modifiers.Count]:
    return st.builds(modifiers.Count, st.sampled_from(["failure", "double"]), matches())


def _choosing() -> st.SearchStrategy[modifiers.Modifier]:
    which = st.sampled_from(["highest", "lowest", "middle"])
    ends = st.sampled_from(["highest", "lowest"])
    number = st.integers(1, 4)
    return st.one_of(
        st.builds(modifiers.Keep, which, number),
        st.builds(
            lambda end, sum_of: modifiers.Keep(end, sum_of[0], formula=sum_of[1]), which, computed_numbers()
        ),
        st.builds(modifiers.Drop, ends, number),
        st.builds(modifiers.Exclude, matches()),
        st.builds(modifiers.Sort, st.booleans()),
    )


def _changing() -> st.SearchStrategy[modifiers.Modifier]:
    explosion = st.sampled_from(["each", "once", "compound", "penetrate", "compound-penetrate"])
    return st.one_of(
        st.builds(modifiers.Advantage, st.sampled_from(["lowest", "highest"]), st.integers(1, 2)),
        st.builds(modifiers.Explode, explosion, st.none() | matches()),
        st.builds(modifiers.Reroll, st.sampled_from(["until", "once", "better", "add"]), matches()),
        st.just(modifiers.Unique()),
        st.builds(modifiers.Clamp, st.sampled_from(["minimum", "maximum"]), values()),
        st.builds(modifiers.Mark, st.sampled_from(["critical", "failure"]), matches()),
    )


@cache
def pool_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    before = st.lists(st.one_of(_choosing(), _changing()), max_size=3).map(tuple)
    behind = st.lists(st.one_of(_choosing(), _after_count()), max_size=2).map(tuple)
    counted = st.builds(lambda first, count, last: (*first, count, *last), before, _counts(), behind)
    return st.one_of(st.just(()), before, counted).map(modifiers.with_rerolls_joined)


@cache
def group_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    return st.lists(st.one_of(_choosing(), _counts()), max_size=2).map(tuple)


@cache
def name_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    found = st.lists(st.one_of(_choosing(), _changing()), max_size=2).map(modifiers.with_rerolls_joined)
    return found.filter(lambda chosen: passes(checks.name, chosen))


def writable(found: tuple[modifiers.Modifier, ...]) -> bool:
    """Return whether these can be written: a bare explosion would take a comparison after it for its own."""
    return not any(
        isinstance(one, modifiers.Explode)
        and one.match is None
        and isinstance(other, modifiers.Count)
        and not isinstance(other.match, Parity)
        and other.kind == "success"
        for one, other in pairwise(found)
    )


def passes(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except DiceError:
        return False
    return True
