"""How often one roll of a game comes out better than another: held against every pair of throws."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

import dicewright
from dicewright import RollError, System, scripted
from dicewright.systems.rolling.contests import rank
from tests.support.game_systems import written

SYSTEMS = dicewright.systems()


def of_every_pair(system, one, other, first, second, standing):
    """Return how often each side has the higher standing, over every throw of both."""
    found = {1: Fraction(0), -1: Fraction(0), 0: Fraction(0)}
    throws = [list(product(*(range(1, sides + 1) for sides in dice))) for dice in (first, second)]
    each = Fraction(1, len(throws[0]) * len(throws[1]))
    reached = [
        [standing(system.roll(call, dice=scripted(faces))) for faces in every]
        for call, every in zip((one, other), throws, strict=True)
    ]
    for left, right in product(*reached):
        found[(left > right) - (left < right)] += each
    return found[1], found[-1], found[0]


def rank_in(system):
    def of(result):
        program = system.program(result.roll)
        names = [outcome.name for outcome in program.kind.outcomes]
        return rank(names.index(result.outcome), program)

    return of


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("pbta +1", "pbta +2", [6] * 2, [6] * 2),
        ("pbta +1 adv", "pbta +2", [6] * 3, [6] * 2),
        ("blades 2", "blades 0", [6] * 2, [6] * 2),
        ("pf2e +7 vs 20", "pf2e +2 vs 11", [20], [20]),
        ("genesys gp", "genesys yp", [8, 8], [12, 8]),
        ("dagger +2 vs 15", "dagger +1 vs 12", [12, 12], [12, 12]),
    ],
)
def test_the_better_outcome_wins_where_no_rule_says_more(one, other, first, second):
    odds = SYSTEMS.compared_odds(one, other)
    system = SYSTEMS.find(one)
    expected = of_every_pair(system, one, other, first, second, rank_in(system))
    assert (odds.first, odds.second, odds.tie) == expected
    assert (odds.basis, odds.missing) == ("outcome", 0)


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [("dogs 3d6", "dogs 2d8", [6] * 3, [8] * 2), ("alien panic s3", "alien panic s1", [6], [6])],
)
def test_the_higher_number_wins_where_there_are_no_outcomes(one, other, first, second):
    odds = SYSTEMS.compared_odds(one, other)
    system = SYSTEMS.find(one)
    expected = of_every_pair(system, one, other, first, second, lambda result: result.result)
    assert ((odds.first, odds.second, odds.tie), odds.basis) == (expected, "number")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coc 55", "coc 40"),
        ("v5 7 h2 vs 3", "v5 5 vs 2"),
        ("age +3", "age"),
        ("wfrp 51", "wfrp 40"),
        ("sr 5", "sr 4"),
        ("sw 8", "sw 6"),
    ],
)
def test_opposed_rolls_are_compared_by_their_rule(one, other):
    assert SYSTEMS.compared_odds(one, other) == SYSTEMS.contest_odds(f"{one} vs {other}")


PUSHED = """usage = "@skill"
pools.d = "1d6"
outcomes = [
  { name = "hit", when = "@d >= 6 - @skill", tone = "success" },
  { name = "miss", tone = "failure" },
]
[roll.check.push]
reroll.d = "all"
[roll.check.opposed]
by = """


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        # A hit is 1 - (1/2)² and 1 - (2/3)² of the time.
        ('["outcome"]', Fraction(3, 4) * Fraction(4, 9), Fraction(1, 4) * Fraction(5, 9)),
        (
            '["outcome", "@skill"]',
            Fraction(3, 4) * Fraction(4, 9)
            + Fraction(3, 4) * Fraction(5, 9)
            + Fraction(1, 4) * Fraction(4, 9),
            Fraction(1, 4) * Fraction(5, 9),
        ),
        # What the die shows is no part of the odds of a push, so that the outcomes are compared.
        ('["@d"]', Fraction(3, 4) * Fraction(4, 9), Fraction(1, 4) * Fraction(5, 9)),
    ],
)
def test_pushed_rolls_are_compared_by_what_is_known_of_them(rule, first, second):
    odds = System.from_toml(written(PUSHED + rule)).compared_odds("mine 2", "mine 1", pushed=True)
    assert (odds.first, odds.second, odds.first + odds.second + odds.tie) == (first, second, 1)
    assert odds.basis == ("outcome" if rule == '["@d"]' else "rule")


@pytest.mark.parametrize(
    ("outcomes", "compared"),
    [
        ('{ name = "high", range = "4..", tone = "success" }, { name = "low", tone = "failure" }', True),
        ('{ name = "high", range = "4..", tone = "success" }, { name = "low" }', False),
        ('{ name = "never", range = "9.." }, { name = "low", tone = "failure" }', True),
        ('{ name = "high", range = "4..", tone = "success" }', True),
        ('{ name = "red", range = "4.." }, { name = "black" }', False),
    ],
)
def test_every_outcome_that_can_come_up_needs_a_tone(outcomes, compared):
    system = System.from_toml(written(f'pools.d = "1d6"\nresult = "@d"\noutcomes = [{outcomes}]'))
    if compared:
        odds = system.compared_odds("mine", "mine")
        assert (odds.first, odds.first + odds.second + odds.tie) == (odds.second, 1)
    else:
        with pytest.raises(RollError, match="has no rule for which") as caught:
            system.compared_odds("mine", "mine")
        assert caught.value.code == "no-order"


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("coc 55", "v5 3", "other-system"),
        ("sr 3", "sr fourth 3", "other-roll"),
        ("dagger +2", "dagger +1", "no-order"),
        ("dnd stats", "dnd stats", "no-order"),
    ],
)
def test_what_cannot_be_compared_says_so(one, other, code):
    with pytest.raises(RollError) as caught:
        SYSTEMS.compared_odds(one, other)
    assert caught.value.code == code
    if code != "no-order":
        return
    with pytest.raises(RollError, match="push"):
        SYSTEMS.compared_odds(one, other, pushed=True)
