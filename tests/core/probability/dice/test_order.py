"""Short ways to the highest and lowest dice, held against the long ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicewright import Limits, OddsTooLarge
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Drop, Keep
from dicewright.probability.dice import pools
from dicewright.probability.dice.order import kept_faces
from dicewright.probability.distributions import sums
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work

LIMITS = Limits(work=10**9)


def totals() -> Totals:
    return Totals(LIMITS, Work(LIMITS))


def walked(sides: int, count: int, picks: tuple[Keep | Drop, ...]):
    """Return the sum of what is kept by the way that takes any dice."""
    asked = totals()
    table = pools.thrown(asked.die(Numbered(sides), 0), count, picks)
    # A second kind of die that shows nothing keeps the short way for equal dice out.
    return asked.of_dice(table, lambda _die, outcome: outcome[0])


@given(st.integers(1, 8), st.integers(1, 9), st.data())
def test_kept_faces_are_those_of_the_long_way(sides, count, data):
    kept = data.draw(st.integers(1, count))
    highest = data.draw(st.booleans())
    short = kept_faces(sides, count, kept, Work(LIMITS), highest=highest)
    assert short == walked(sides, count, (Keep("highest" if highest else "lowest", kept),))


@given(
    st.integers(1, 6),
    st.integers(0, 6),
    st.lists(
        st.builds(Keep, st.sampled_from(["highest", "lowest", "middle"]), st.integers(1, 6))
        | st.builds(Drop, st.sampled_from(["highest", "lowest"]), st.integers(1, 6)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
def test_any_picks_among_numbered_dice(sides, count, picks):
    assert totals().of_picked_dice(Numbered(sides), count, picks) == walked(sides, count, picks)


@given(
    st.lists(
        st.dictionaries(st.integers(-5, 5), st.integers(1, 9), min_size=1).map(sums.from_weights),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_the_highest_of_independent_values(parts, highest):
    function = max if highest else min
    found = parts[0]
    for part in parts[1:]:
        found = sums.combine(function, found, part, Work(LIMITS))
    assert sums.extreme(parts, Work(LIMITS), highest=highest) == found


@pytest.mark.parametrize(
    ("sides", "count", "kept"), [(1000, 3000, 1500), (10**6, 10_000, 1), (6, 9000, 4000)]
)
def test_what_is_too_large_is_refused_before_it_is_done(sides, count, kept):
    with pytest.raises(OddsTooLarge):
        kept_faces(sides, count, kept, Work(Limits()), highest=True)
