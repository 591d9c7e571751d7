"""The odds of the rarer parts of the notation, held against the roller."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import RollError, odds
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.names import resolve
from dicewright.notation.parsing.common import parse
from tests.core.probability.test_exact import (
    ENDLESS,
    LEAST,
    assert_odds_are_those_of_the_roller,
    texts,
)

VALUE_SETS = texts("""
2d4![1,4] | 2d4!![2,4] | 2d4!p[1,4] | 2d4!o[1,3..4] | 2d4r[1,3] | 2d4ro[1,3] | 3d4ra[1,4] | 3d6=[4..6]
3d6=[1,3,9] | 3d6>=5f[1,2] | 3d6>=5ds[5..6]kh2 | 2d20cs[19,20]cf[1,2] | {2d4,1d6}=[3..5] | {2d4+1d6}=[1,4]
2d[0.5,1,2]r[0.5..0.7] | 2dF=[-1,1] | 3d[a:1,b:2,3]ro[1..2]
""")
NAMES = {"tn": 3, "two": 2, "none": 0, "far": 99, "pool": "3d4", "less": "@two - 1"}
COMPUTED = texts("""
3d4>=@tn | 3d4>=@tn ds>=(@tn + 1)f<@two | 3d6kh@two | 3d6kl(1+1) | 3d4dh@none | 2d6kh@none | 3d4dl@far
3d4>=@far
2d4r<@two | 3d4ro<=(@tn - 1)kh@less | 2d4mi@two ma@tn | 2d4!o@tn | 2d4adv@two | 2d4dis@none | {2d4+1d6}>=@tn
{2d4,1d6,3}kh@two | {2d4,1d6,3}>=@tn f<@two | @pool kh@two | @pool ra@tn | 3d6=(if(@tn > 2, @tn, 1))
""")


@pytest.mark.parametrize("text", COMPUTED)
def test_odds_with_computed_numbers_are_those_of_the_roller(text):
    (roll,) = resolve(parse(text), NAMES, DEFAULT_LIMITS).rolls
    assert_odds_are_those_of_the_roller(roll, least=LEAST if ENDLESS.search(text) else Fraction(0))


LOGIC = texts("""
1d4 vs 2 and 1d6 vs 3 | 1d4 vs 2 or 1d6 vs 3 | not 1d4 vs 3 | 1d4 vs 2 and 1d4 vs 3 and 1d4 vs 4
1d4 vs 4 or 1d4 vs 4 and not 1d6 vs 6 | (1d4 vs 4 or 1d4 vs 4) and 1d6>=4 | not (1d4 vs 2 and 1d4 vs 2)
2d4>=3 and 2d4>=4 | 3d6>=5f1 or 1d4=1 | (1d4 vs 2 and 1d4 vs 3) + 1d4 | if(1d4=1 or 1d4=2, 1d6, -1d4)
2d[a:1,b]>=1 and 1d[a:2,c] vs 2 | not 2d[a:1,b] vs 2
""")

EXCLUDED = texts("""
3d4out=1 | 3d4out<3kh1 | 3d4out[1,4]kl1 | 3d4kh2out=4 | 3d4out=1dh1 | 3d4out<=4 | 3d6>=5out=6
3d6out=1>=3f2 | 4d3out=1out=3 | 2d4!out=4 | 2d4!out=1kh2 | 3d4out<2r2 | 3d4out=1adv | 3d4out=2u
{1d6+1d4+1d8}out=1kh2 | {1d6+1d4+1d8}out=1dh2 | {2d4-1d6}out=1kh1 | {2d4kh1+1d6}out=4 | {2d4+1d6}out=1>=2
3d[a:1,b:2,c]out=1 | 3d[a:1,b:2,c]out=0kh1 | 2d[a:1,b:1,c]out=0!okh1 | {2d[a:1,b]+1d[a:2,b:1]}out=1kh1
{2d4+1d6}out=2sakh2 | 2d4mi2out=2 | 3d4out=1mi3kh2
""")

THROWN_AGAIN = texts("""
2d4!!p | 2d4!!p>=3 | 3d3!!pkh1 | 2d4mi2!!p=2 | 2d4kh1!!p | 2d[1,1,3]!!p | {2d4+1d3}!!p | 2d4!!p>=3kl1
2d4rk1 | 2d4rk<=3 | 3d4rk<=2kh2 | 3d4kh2rk<3 | 2d4rk[1,4] | 2d4mi2rk2 | 2d4!ork<=3 | 2d[0.5,1,2]rk<=1
{1d6+1d4}rk<=2
2d4rk<=4 | 2d4rk1rk2
{1d4-1d6}kh1rk<=2 | 3d[a:1,b:1,c:2]rk1 | 2d[a:1,b,c:1]rk<=1kh1 | 2d4rk<=2ro<=2 | 2d4rk4
""")
TWICE = texts("""
twice(1d4) | twice(1d4 + 3) | twice(3 - 1d4) | twice(2d4kh1) | twice(1d4!o) | twice((1d2)d3) | twice(-1d4 * 2)
twice({1d4,1d6}kh1) | twice({1d4 + 1d6}kh1 + 1)
twice(if(1d4 vs 3, 1d6, 0)) | twice(2d4>=3) | twice(max(1d4,1d3))
twice(1d4[fire] + 1d3[cold]) vs 7 | twice(1d[a:1,b]) | twice(5) + 1 | if(1d4=4, twice(1d4 + 1), 1d4 + 1)
""")
LOOKED_AT = texts("""
sets(4d4) | widest(4d4) | tallest(4d4) | sides(3d4) | sets(0d6) | tallest(4dF) | sets(5d3) | widest(5d3)
sets(4d4kh3) | widest(4d4kl3) | tallest(3d4!o) | sets(2d4!) | widest(3d4r1) | sets(3d4u) | tallest(3d4mi2)
sets(2d4 + 2d6) | widest({2d4 + 2d6}out<2) | tallest({2d4 + 2d6}kl3) | sets({2d4 + 1d6}out=1 + 1d4)
sets((1d3)d4) | widest(2d(1d3) + 1d4) | sets(2d4>=3) | sets(-2d4) | tallest(2d[0.5,1,2]) | sets(3d4) + 1d4
sides({1d4 + 1d6}kh1) | sides({1d4 + 1d6}kl1) | sides({1d4 + 1d6 + 1d4}out=1dh1) | sides({1d4+1d6}out<4)
sides({1d4 + 1d6 + 1d4}dh1kl1) | sides(1d4 + 1d6kh1) | sides({1d6+1d4}kh1!o) | sides((1d2)d4) | sides(1d(1d4))
max(4, sides({1d4 + 1d6}out=1)) | if(sets(3d4), 1d6, 0) | sets(3d4) and 1d4=1 | widest(4d4) vs 3
sets(3d[a:1,b:1,c]) | widest(3d[a:1,b,c]) | tallest(3d[a:1,b:2,c]) | sides({1d[a:1,b]+1d[a:2,b:1,c]}kh1)
sets(3d[a:1,b:1,c]kh2) | sides(2d[a,b]) | sets(2d[a:1,b] + 2d4)
""")


@pytest.mark.parametrize("text", [*VALUE_SETS, *LOGIC, *EXCLUDED, *THROWN_AGAIN, *TWICE, *LOOKED_AT])
def test_odds_are_those_of_the_roller(text):
    (roll,) = parse(text).rolls
    assert_odds_are_those_of_the_roller(roll, least=LEAST if ENDLESS.search(text) else Fraction(0))


@pytest.mark.parametrize(
    "text",
    [
        "sets(1d6 / 0)",
        "sides(1d6 % 0)",
        "tallest(2d6 // (1d1 - 1))",
        "widest({1 / 0d6, 2d6})",
        "sets(2d6 / (1d6 - 1))",
        "sets(-(1d4 / 0))",
        "sets({2d6 + 1 / (1d6 - 1)}kh1)",
    ],
)
def test_a_function_of_dice_has_no_odds_where_its_roll_may_fail(text):
    with pytest.raises(RollError, match="divides by 0"):
        odds(text)


@pytest.mark.parametrize(
    ("text", "without"), [("sets(2d6 / 2)", "sets(2d6)"), ("sides(2d6 * 3)", "sides(2d6)")]
)
def test_a_function_of_dice_looks_past_arithmetic(text, without):
    assert odds(text) == odds(without)
