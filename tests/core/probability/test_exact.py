"""The odds of a text are the chances of what the roller makes of it, weight by weight.

Neither side knows the other: the roller is run through every way its dice can fall, and what it comes
to is counted. This is what holds rolling and odds together.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from dicewright import DiceError, OddsTooLarge
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.names import resolve
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree import modifiers, nodes
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.matches import Among, Comparison, among
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.probability.exact import odds_by_roll
from tests.core.test_notation_examples import TOTALS
from tests.support.dice.enumeration import Outcomes, TooMany, enumerate_rolls
from tests.support.dice.notation_strategies import expressions

if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.results.roll import RollResult

# Rolls that may go on forever are followed down to this chance.
LEAST = Fraction(1, 3_000)
ENDLESS = re.compile(r"!(?!o)|u|r(?![oa])")


def texts(written: str) -> list[str]:
    return [text.strip() for text in re.split(r"[|\n]", written) if text.strip()]


KEPT = texts("""
3d4kh2 | 3d4kl1 | 3d4k | 4d3km2 | 5d3km2 | 4d3km1 | 3d4dh1 | 3d4dl2 | 2d6d | 3d3kh3kl1 | 4d3dl1dh1
4d3kh3dl1kl1 | 2d4kh9 | 2d4adv | 1d4adv2 | 2d4dis | 3d4kh2adv | 0d6adv
2d20cs>=19cf1 | 3d4sakl2
""")
EXPLODED = texts("""
2d4! | 2d3!=2 | 2d4!>=3 | 2d4!<=2kh2 | 3d3!kh2 | 3d3!dl1 | 2d4!adv | 2d4mi2! | 2d4mi2!=2 | 2d4kh1!
2d4ma3!=3 | {2d4+1d3}!kh2 | 1d[1,1,3]! | 2dF! | 2d[0.5,1.5]!
2d4!! | 2d4!!>=3 | 3d3!!kh1 | 2d4mi2!!=2 | 2d4kh1!! | 2d4!p | 2d4!p>=3 | 2d4!pkh1 | 2d4mi2!p=2kh2 | 2d4kl1!p
2d4!o | 2d4!o>=3 | 2d4!okh1 | 3d3!o=2dl1 | 2d4mi2!o=2 | 3d3kh2!okl1
2d4!ra4 | 2d4!r1 | 2d4!ro1kh2 | 2d4!mi2 | 2d4r1!
""")
REROLLED = texts("""
2d4r1 | 2d4r<=2 | 3d4ro1 | 3d4ro<=2kh2 | 3d4kh2ro1 | 2d4kl1r1 | 2d4mi2r2 | 2d4mi2ro2 | 2d4r1r2
2d4ro1ro1 | 2d4!or1 | 3d4ra4 | 2d4ra>=3 | 3d4kh2ra>1 | 2d4ra1ra1 | 3d4ra4kl2 | 3d4ma3ra3
3d4u | 2d4u | 4d4u | 3d6ukh2 | 3d[1,1,2,3]u | 3d4kh2u | 3d4r1u | 2d4!ou | 3d4mi2u | 2d4umi3 | 3d4ukh2!o
2d4uadv
""")
COUNTED = texts("""
3d6>=5 | 3d6>5 | 3d6<=2 | 3d6<2 | 3d6=6 | 3d6<>1 | 3d6even | 3d6odd | 2d[0.5,1,2]even | 3d6>=5f1
3d6>=5f<=2 | 3d6>=5ds6 | 2d6oddf1ds5 | 3d6>=4f1ds>=5kh2 | 3d6>=5kl2 | 3d6kh2>=5 | 2d6>=5f1sd
3d4kh2evenkl1 | 3d4!o>=4 | 2d4r1>=3f2 | 3d6mi3>=3 | 2d6mi2 | 2d6ma5 | 3d4mi2ma3 | 3d4mi3kh2 | 3d4kh2mi3
2d4mi2.5 | 2d4mi-1
""")
CALCULATED = texts("""
7 | 2.5 | 1d4+2 | 1d4-1d4 | 2d4*2 | 1d4*1d4 | 1d4/2 | 1d4/1d4 | 1d4//2 | 1d6//1d4 | -1d4%3 | 1d6%1d3
-1d4 | 2**1d4 | 1d4**2 | -1d4**2 | (1d4-5)**-1 | 1d4/3+1d3/2 | 1d[1,1000000]+1d4 | 2d[0,1000000]+1d4
floor(1d6/4) | ceil(1d6/4) | round(1d6/4) | abs(1d4-3) | min(1d4,1d6,2) | max(1d4,1d6)
if(1d4 vs 3,1d6,0) | if(1d4 vs 1,1d6,1/0) | if(1d4-1,1d3,7) | if(1d4>1,1d6,2) | (1d6 vs 3)+1
(1d4)d4 | 1d(2*3) | (1d3)d(1d3) | (1d4-1)d4kh2 | (1d3)d4!o | ((1d2)d2)d3 | (1d2-1)d1!o
2d% | 4dF | 2d[1,1,2] | 2d[0..3] | 2d[-1,0,1] | 0d6 | 0d6kh1 | 2d4[fire]+1d4[cold]
""")
GROUPED = texts("""
{1d4,2d3} | {1d4} | {1d4+1,2d3,3}kh1 | {1d4,1d4,1d4}kl2 | {1d4+1,2d3,3}dl1 | {1d4+1,2d3,3}km1
{1d4,2d3,1d4}kh2sa | {2d4,1d6}kh1+1d4 | {1d4,2d3}>=3 | {1d4,2d3,3}>=3f1 | {1d4,2d3,3}kh2>=3
{1d4,2d3,3}>=3kh1 | {1d4/2,1d3}kh1 | {1d4!o,2d3kh1}kl1 | {{1d4,1d3}kh1,2}kh1
{2d4+1d6}kh2 | {2d4+1d6}kl1 | {-2d4+1d6}kh2 | {2d4[fire]+1d6[cold]}kh2 | {2d4+1d6+2}mi2kh2 | {2d4}kh1
{{2d4+1d6}kh2+1d4}kh2 | {2d4+1d6}>=3 | {2d4+1d6}r1 | {2d4+1d6}ra3 | {2d4+1d6}u | {2d3+1d3}adv
{(1d3)d4+1d6}kh2 | {1d(1d3)+1d4}kh1 | {2d4kh1+2d6kl1}kh1 | {2d4>=3+1d6}kh2 | {2d4>=3+1d6}>=4
{2d4>=3f1+1d6}>=4 | {2d4>=3}kh1 | {{1d4,1d6}+2d3}kh2
""")
# Of equal dice the first is kept, and here it makes a difference which that is.
TOLD_APART = texts("""
{2d4-1d6}kh2 | {2d4-1d6}kl2 | {2d4-1d4}kh1kl1 | {2d4-1d4}kh2kl1 | {2d4+1d4}kh2kl1 | {2d4-1d4}kl2kh1
{2d3-1d3}adv | {2d3-1d3}ukh2 | {1d4*2+1d4}kh1 | {1d4*1d4}kh1 | {1d4-2d3+3}kh2 | {2d4//2+1d6}kh2
{1d4-1d6}kh1!o | {1d4+1d6}kh1!o | {1d4-1d6}!okh2 | {1d4+1d6}kh1r1 | {1d4+1d6}kh1ro>=3 | {1d4+1d6}kh1u
{2d4+1d6}sara>=3 | {1d4+1d6}saro1kh1 | {1d4+1d6}sdukh1 | {1d3-1d4}sdra>=2
{2d2<2}ra<2kh2 | {2d3>=2f1}ra1kh1>=2 | {2d3>=2}!o<=2kh3 | {2d3>=2}ro1kh1 | {2d3*1d2}kh1
""")
TESTED = texts("""
1d20+5 vs 15 | 1d6 vs 1d4 | 1d6 vs <=3 | 1d6 vs =3 | 1d6 vs <>3 | 2d6 vs >7 | 1d6/2 vs <2 | 2d4>=3 vs 1
(1d6 vs 3) vs 1 | 1d4! vs 5
""")
NAMED = texts("""
3d[hit:1,crit:2,blank] | 3d[a,b,c]kh1 | 2d[a:1,b:1,c]kh1 | 2d[a:1,b:1,2]!okl1 | 2d[a:1,b:1,2]kh1!o=1
2d[a:1,b:2,3]mi2kh1 | 2d[a:1,b:1,2]ukh1 | 3d[a:1,b:1,c:2]kh2kl1 | 2d[a,b:1]+1d[b,c]
{1d[a:1,b],1d[a,b:1]}kh1 | {1d[a:1,b]-1d[a:1,c]}kh1 | (1d[a:1,b:2])d[a,b] | 1d(1d[a:1,b:2])
if(1d[a:1,b],1d[a,c],1d[b:1,c]) | if(1d4,1d[a,b],0) | 1d[a:1,b]*1d[a:2,b:3] | 2d[a:1,b]>=1f0 | 2d[a:1,b]r0
2d[a:1,b]ra1 | 2d[a:0.5,b]/3 | max(1d[a:1,b],1d[a,b]) | -1d[a,b:1] | 1d[a:1,b] vs 1d[a,b:1]
{1d[a:2,b]*2d[a:1,b]}kh2 | {2d[a:1,b]}>=1 | 2d[a:1,b]adv | 3d[a:1,b:1,c]dl1 | 2d[a:1,b:1,c]sdkh1
2d[s+a,2s,b] | 2d[s+a:1,2s:2,b]kh1 | 2d[2s:1,s+a]!o=1 | {1d[s+a,b]+1d[2s:1,c]}kh1 | 3d[2s:1,s,b]>=1
if(1d[s+a:1,2s],1d[s,b],2) | let x = 1d[2s:1,s+a] in @x + 1d[s,a]
2d[a:1,b:1]mi2!o=2kh1 | 2d[a:1,b:2]! | {2d[a,b:1] + 1d[a:1,3]}kh2
""")
USED_TWICE = texts("""
let x = 2d4 in @x + @x | let x = 2d4 in @x * @x - 1d3 | let x = 1d4, y = 1d6 in max(@x, @y) - min(@x, @y)
let x = 1d4 in (@x)d3 + @x | let x = 1d4 in 2d(@x)kh1 | let x = 1d4 in if(@x = 4, 2d4, @x)
let x = 1d6 in @x + 2 vs 5 | let x = 1d6 in @x vs 1d6 | let x = 1d6 in 1d6 + @x vs <=@x * 2
let x = 1d6 vs 3 in if(@x, 1d4, 0) + @x | let x = 1d6 in @x >= 2 and @x <= 4 | 2 + (let x = 1d4 in @x / 2)
let x = 1d4 in let x = @x + 1d2 in @x * 2 | let x = (let y = 1d4 in @y + @y) in @x - 1
{let x = 1d4 in @x * @x, 1d8}kh1 | let x = 2d3!o in @x ** 2 | let x = 3d4>=3 in (@x)d6kh1
(let x = 1d6 in @x + 1 vs 4)[hit] | let x = 1d3 in let y = (@x)d3 in @y vs @x * 2
""")
POSITIONAL = texts("""
1d22 | 2d22 | 2d33kh1 | 1d33adv | 2d22u | 1d33!o | 1d22r11 | 1d33ro<=13 | 2d33>=31 | 2d33even | 1d222
{1d22 + 1d4}kh1 | 2d22mi20 | 1d33 vs 22 | 2d22ra11 | 2d22rk<=12 | 2d22out=11 | (1d2)d22 | sides({1d22+1d6})
""")


@pytest.mark.parametrize(
    "text",
    [
        *(*KEPT, *EXPLODED, *REROLLED, *COUNTED, *CALCULATED, *GROUPED, *TOLD_APART, *TESTED, *NAMED),
        *(*USED_TWICE, *POSITIONAL),
    ],
)
def test_odds_are_those_of_the_roller(text):
    (roll,) = parse(text).rolls
    assert_odds_are_those_of_the_roller(roll, least=LEAST if ENDLESS.search(text) else Fraction(0))


@pytest.mark.parametrize("text", list(dict.fromkeys(text for text, _, _ in TOTALS)))
def test_examples_of_the_notation(text):
    names = {"str": 3, "attack": "1d20 + @str"}
    for roll in resolve(parse(text), names, DEFAULT_LIMITS).rolls:
        # Eight ten-sided dice are looked at in all ways that differ; none of the examples needs more.
        least = LEAST if ENDLESS.search(str(roll.expression)) else Fraction(0)
        assert_odds_are_those_of_the_roller(roll.replace(repeat=None), least=least, alike=True)


@pytest.mark.parametrize("text", ["@hit", "@hit[sword]", "@under"])
def test_a_saved_test_is_a_test(text):
    names = {"hit": "2d4 vs 6", "under": "@hit"}
    (roll,) = resolve(parse(text), names, DEFAULT_LIMITS).rolls
    (odds,) = odds_by_roll(Rolls((roll,)), DEFAULT_LIMITS)
    assert odds.success == Fraction(3, 8)
    assert_odds_are_those_of_the_roller(roll, least=Fraction(0))


def assert_odds_are_those_of_the_roller(roll: Roll, *, least: Fraction, alike: bool = False) -> None:
    rolled = enumerate_rolls(Rolls((roll,)), _seen, least=least, alike=alike)
    assert_same_odds(*odds_by_roll(Rolls((roll,)), DEFAULT_LIMITS), rolled)


def assert_same_odds(found: RollOdds, rolled: Outcomes) -> None:
    _assert_same(found.total, rolled, lambda seen: seen[0])
    for name, tally in found.tally.items():
        _assert_same(tally, rolled, lambda seen, name=name: dict(seen[3]).get(name, 0))
    if found.margin is None:
        assert {seen[2] for seen in rolled.chances} <= {None}
    else:
        _assert_same(found.margin, rolled, lambda seen: seen[2])
    if found.success is None:
        assert {seen[1] for seen in rolled.chances} <= {None}
    else:
        passed = sum((chance for seen, chance in rolled.chances.items() if seen[1]), start=Fraction(0))
        assert passed - found.total.missing <= found.success <= passed + rolled.cut


def _seen(rolls: tuple[RollResult, ...]) -> tuple[object, ...]:
    (roll,) = rolls
    return roll.total, roll.success, roll.margin, tuple(sorted(roll.tally.items()))


def _assert_same(found: Distribution, rolled: Outcomes, what: Callable) -> None:
    """Hold every weight against the roller's; where either was cut, within what was cut."""
    chances: dict[object, Fraction] = {}
    for seen, chance in rolled.chances.items():
        chances[what(seen)] = chances.get(what(seen), Fraction(0)) + chance
    mine = {value: Fraction(weight, found.denominator) for value, weight in found.items()}
    assert found.missing < Fraction(1, 10**12)
    assert bool(rolled.cut) or not found.missing
    for value in chances | mine:
        low, high = chances.get(value, 0) - found.missing, chances.get(value, 0) + rolled.cut
        assert low <= mine.get(value, 0) <= high, value
    if not rolled.cut:
        assert mine == chances


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(expressions(depth=2))
def test_odds_of_any_expression_are_those_of_the_roller(expression):
    roll = Roll(_small(expression))
    assume(_is_writable(roll))
    tree = Rolls((roll,))
    try:
        rolled = enumerate_rolls(tree, _seen, least=Fraction(1, 500), most=3_000)
    except TooMany:
        event("too many ways to roll it")
        return
    except DiceError:
        event("some way to roll it fails")
        with pytest.raises(DiceError):
            odds_by_roll(tree, DEFAULT_LIMITS)
        return
    try:
        (found,) = odds_by_roll(tree, DEFAULT_LIMITS)
    except OddsTooLarge:
        event("too large")
    except DiceError:
        event("some way to roll it that was not followed fails")
        assert rolled.cut
    else:
        event("compared, cut" if rolled.cut else "compared")
        assert_same_odds(found, rolled)


def _is_writable(roll: Roll) -> bool:
    try:
        return parse(str(roll)).rolls[0] == roll
    except DiceError:
        return False


def _small(node: nodes.Expression) -> nodes.Expression:
    """Return the expression with few dice of few sides, so that all ways to roll it can be tried."""
    node = rebuilt(node, _small)
    if not isinstance(node, nodes.Pool):
        return node
    count, die = node.count, node.die
    if isinstance(count, nodes.Number):
        count = nodes.Number(count.value % 4)
    if isinstance(die, Numbered):
        die = Numbered(1 + (die.sides - 1) % 4)
    return node.replace(count=count, die=die, modifiers=tuple(map(_low, node.modifiers)))


def _low(modifier: modifiers.Modifier) -> modifiers.Modifier:
    """Return the modifier with a number that small dice may show."""
    match modifier:
        case modifiers.Clamp():
            return modifier.replace(value=modifier.value % 5)
        case modifiers.Explode() | modifiers.Reroll() | modifiers.Count() | modifiers.Exclude():
            match = modifier.match
            if isinstance(match, Comparison):
                return modifier.replace(match=Comparison(match.operator, match.value % 5))
            if isinstance(match, Among):
                return modifier.replace(match=among([(low % 5, low % 5 + 1) for low, _ in match.ranges()]))
    return modifier
