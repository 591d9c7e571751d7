"""Dice that explode are thrown as the interpreter throws them: face by face, die by die, up to the limits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dicewright import DEFAULT_LIMITS, DiceError, System, scripted, seeded
from dicewright.systems.rolling.exploding import explodes
from dicewright.systems.rolling.hand import Hand
from dicewright.systems.rolling.throwing import _interpreted, thrower
from tests.support.game_systems import written

SEEDS = [f"{number}" for number in range(25)]


def system(pool: str, limits=DEFAULT_LIMITS) -> System:
    usage = 'usage = "@n [s@s] [a@a]"\nparameters.n = {}\nparameters.s = 6\nparameters.a = 5\n'
    return System.from_toml(written(f'{usage}pools.pool = "{pool}"'), limits=limits, check=False)


@dataclass
class Thrown:
    """All that can be seen of a pool that was thrown."""

    total: object
    values: list
    kinds: list
    positions: list
    faces: list
    asked: list


def thrown(throw, known, draw, limits) -> Thrown | tuple:
    asked = []

    def noting(count, sides):
        asked.append((count, sides))
        return draw(count, sides)

    hand = Hand(noting, limits)
    hand.dice = 3
    try:
        pool = throw(known, hand)
    except DiceError as error:
        return type(error), str(error), error.code, error.span, asked
    faces = [face for block in hand.faces for face in block]
    assert hand.dice == 3 + len(faces)
    return Thrown(pool.total, list(pool.values), list(pool.each_kind()), list(pool.positions), faces, asked)


POOLS = [
    "(@n)d6!",
    "(@n)d6!!",
    "(@n)d10!>=8",
    "(@n)d10!>=@a",
    "(@n)d10!!<=@a",
    "(@n)d(@s)!",
    "(@n)d(@s)!!>=@a",
    "(@n)d8![2,7,8]",
    "(@n)d20!",
    "(@n)d20!!=20",
    "(@n)d6!<>(@a)",
    "(@n)d6!even",
    "(@n)d300!",
    "(@n)dF!",
    "(@n)d[0..9]!",
    "(@n)d6!o",
    "(@n)d6!p",
    "(@n)d6!kh2",
]


@pytest.mark.parametrize(
    "call", ["mine 0", "mine 1", "mine 7", "mine 7 s2 a2", "mine 3 s4 a1", "mine 4 s20 a19"]
)
@pytest.mark.parametrize("pool", POOLS)
def test_the_dice_are_those_of_the_interpreter(pool, call):
    made = system(pool)
    program, given = made.call(call)
    (only,) = program.kind.pools
    for limits in (DEFAULT_LIMITS, DEFAULT_LIMITS.replace(dice=12), DEFAULT_LIMITS.replace(steps=5)):
        for seed in SEEDS:
            quick, slow = (
                thrown(make(only.plan, limits), program.start(given), seeded(seed), limits)
                for make in (thrower, _interpreted)
            )
            assert quick == slow


@pytest.mark.parametrize(
    ("pool", "quick"),
    [(pool, not pool.endswith(("!o", "!p", "kh2", "even"))) for pool in POOLS],
)
def test_what_is_thrown_without_the_interpreter(pool, quick):
    (only,) = system(pool).rolls["check"].pools
    assert explodes(only.plan) == quick


TWO_POOLS = 'usage = "@n"\nparameters.n = {}\npools.one = "%s"\npools.two = "2d6"\nvalues.sum = "@one + @two"'


@pytest.mark.parametrize("kind", ["d6!", "d6!!", "d20!", "d20!!>=19", "d10!>=8"])
def test_a_result_has_the_dice_that_the_notation_rolls(kind):
    made = System.from_toml(written(TWO_POOLS % f"(@n){kind}"), check=False)
    exploded = 0
    for seed in SEEDS:
        result = made.roll("mine 4", seed=seed)
        (first, second) = made_by_notation(f"4{kind}", result.faces)
        assert result.pools == {"one": first, "two": second}
        assert (result.plain_dice is None) == (len(result.faces) > 6)
        exploded += len(result.faces) > 6
    assert exploded


def made_by_notation(one: str, faces):
    import dicewright

    (roll,) = dicewright.roll(f"{one} + 2d6", dice=scripted(faces)).rolls
    return [part.dice for part in roll.rolled.parts]


def test_rows_that_throw_dice_leave_the_dice_of_the_pools_as_they_are():
    table = '[table.words]\nrows = { "..99" = "[[2d6!]] crows" }\n'
    body = 'pools.one = "2d6!"\nvalues.what = "words(@one)"'
    made = System.from_toml(written(body) + table, check=False)
    result = made.roll("mine", dice=scripted([6, 2, 1, 6, 3, 4]))
    assert [die.value for die in result.pools["one"]] == [6, 1, 2]
    assert [die.value for die in result.pools["what"]] == [6, 4, 3]
    assert result.plain_dice is None
