"""States that are folded after each stage give what all of them give."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest

from dicewright import Limits, OddsTooLarge
from dicewright.probability.work import Work
from dicewright.systems.odds.folded.coarsening import coarsened
from dicewright.systems.odds.folded.folding import Folding
from dicewright.systems.odds.folded.ordering import linear, ordered, summed
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.formulas import Formula

LIMITS = Limits()
COMPARISONS = [">=", "<=", ">", "<", "=", "<>"]
SLOTS = 4
# The first stage knows the slots 0 and 1 for good, and adds to 2; the second adds to 2 and 3.
KNOWN, LATER = {0, 1}, {2, 3}


def of(operation, *parts, data=None):
    return Formula(operation, parts, data)


def slot(place):
    return of("slot", data=place)


class Maker:
    """Makes formulas, states and vectors at random, the same ones for a seed."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - a test wants the same formulas each time

    def formula(self, depth=4):
        choose = self.random.choice
        if depth == 0 or self.random.random() < 0.15:
            if self.random.random() < 0.75:
                return slot(self.random.randrange(SLOTS))
            return of("number", data=self.random.randint(-3, 3))

        def parts(low, high):
            return [self.formula(depth - 1) for _ in range(self.random.randint(low, high))]

        match choose(
            ["sum", "scaled", "product", "test", "extreme test", "extreme", "joined", "joined", "if", "other"]
        ):
            case "sum":
                return of(choose("+-"), *parts(2, 2))
            case "scaled":
                return of("*", of("number", data=self.random.randint(-2, 3)), *parts(1, 1))
            case "product":
                return of("*", *parts(2, 2))
            case "test":
                return of("test", *parts(2, 2), data=choose(COMPARISONS))
            case "extreme test":
                left, right = parts(1, 1)[0], of("call", *parts(1, 4), data=choose(["max", "min"]))
                return of("test", *choose([(left, right), (right, left)]), data=choose(COMPARISONS))
            case "extreme":
                return of("call", *parts(1, 3), data=choose(["max", "min"]))
            case "joined":
                return of(choose(["and", "or"]), *parts(2, 3))
            case "if":
                return of("if", *parts(3, 3))
            case _:
                half = of("//", *parts(1, 1), of("number", data=2))
                return choose([of("not", *parts(1, 1)), of("negative", *parts(1, 1)), half])

    def sums(self, places, most):
        """Return a few vectors that have something at some places only, with their weights."""
        return {
            tuple(
                self.random.randint(-2, 2) if place in places else 0 for place in range(SLOTS)
            ): self.random.randint(1, 5)
            for _ in range(self.random.randint(1, most))
        }


def added(state, vector):
    longer = (*vector, *[0] * (len(state) - len(vector)))
    return tuple(map(sum, zip(state, longer, strict=True)))


def chances_of(formulas, states):
    work_out = [compiled(formula, LIMITS) for formula in formulas]
    found = Counter()
    for state, weight in states.items():
        found[tuple(int(formula(state)) for formula in work_out)] += weight
    return found


def sums_of(states, vectors):
    found = Counter()
    for (state, weight), (vector, factor) in product(states.items(), vectors.items()):
        found[added(state, vector)] += weight * factor
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_formula_in_order_gives_the_same(seed):
    maker = Maker(seed)
    formula = maker.formula()
    states = list(product(range(-2, 3), repeat=SLOTS))
    before, after = compiled(formula, LIMITS), compiled(ordered(formula), LIMITS)
    assert [after(state) for state in states] == [before(state) for state in states]
    whole = compiled(summed(*linear(formula)), LIMITS)
    assert [whole(state) for state in states] == [before(state) for state in states]


@pytest.mark.parametrize("seed", range(120))
def test_folded_states_give_the_same(seed):
    maker = Maker(seed)
    formulas = [maker.formula() for _ in range(maker.random.randint(1, 3))]
    states, vectors = maker.sums({0, 1, 2}, 12), maker.sums(LATER, 8)
    wanted = chances_of(formulas, sums_of(states, vectors))
    work = Work(LIMITS)
    folding = Folding(formulas, SLOTS, LIMITS)
    folded = folding.fold(states, KNOWN, work)
    assert len(folded) <= len(states)
    assert chances_of(folding.formulas, sums_of(folded, vectors)) == wanted
    longer = {(*vector, *[0] * (len(next(iter(folded))) - SLOTS)): ways for vector, ways in vectors.items()}
    fewer = coarsened(longer, LATER, folded, folding.formulas, LIMITS, work)
    assert len(fewer) <= len(vectors)
    assert chances_of(folding.formulas, sums_of(folded, fewer)) == wanted


def test_comparisons_that_would_become_too_many_stay_as_they_are():
    extreme = of("call", *[of("+", slot(3), of("number", data=number)) for number in range(9)], data="max")
    several = of("test", of("+", of("+", extreme, extreme), extreme), of("number", data=0), data=">=")
    assert ordered(several) == several
    work = Work(Limits(work=1_000))
    with pytest.raises(OddsTooLarge):
        Folding([several], SLOTS, LIMITS).fold({(0, 0, 0, 0): 1}, KNOWN, work)


def test_only_the_largest_so_far_is_kept():
    largest = of("call", slot(0), slot(1), slot(3), data="max")
    tests = [of("test", slot(place), largest, data="=") for place in (0, 1)]
    states = {(a, b, 0, 0): 1 for a in range(20) for b in range(20)}
    folding = Folding(tests, SLOTS, LIMITS)
    # The larger of the two, and which of them it is, or both.
    assert len(folding.fold(states, KNOWN, Work(LIMITS))) == 20 + 19 + 19


def test_what_makes_no_difference_is_not_kept():
    late = of(
        "and", of("test", slot(0), of("number", data=15), data=">="), of("test", slot(3), slot(1), data=">=")
    )
    states = {(a, b, 0, 0): 1 for a in range(20) for b in range(20)}
    folding = Folding([late], SLOTS, LIMITS)
    assert len(folding.fold(states, KNOWN, Work(LIMITS))) == 1 + 20


def test_the_last_dice_are_as_fine_as_the_tests():
    test = of("test", slot(3), slot(0), data=">=")
    vectors = {(0, 0, 0, shown): 1 for shown in range(100)}
    found = coarsened(vectors, {3}, {(30, 0, 0, 0): 1, (60, 0, 0, 0): 2}, [test], LIMITS, Work(LIMITS))
    # Below 30, 30 itself, between, 60 itself, and above.
    assert sorted(found.values()) == [1, 1, 29, 30, 39]
