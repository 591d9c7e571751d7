"""Ways to the odds of very many dice, held against those for few dice, and against what is known of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import odds
from dicewright.limits import DEFAULT_LIMITS
from dicewright.parsed import Notation
from dicewright.probability.dice import chains, dice_totals, effects
from dicewright.probability.distributions import sums
from tests.core.probability.test_exact import COUNTED, EXPLODED, KEPT, REROLLED

MORE = """
5d6!>=5 | 4d6! | 3d10!>=4 | 4d4!p>=2 | 3dF!=-1 | 3dF!<>0 | 4d[-2,-1,3]!=-2 | 3d[0,1,2]!=0 | 3d[0,2,5]!<>5
4d6!>=5>=4 | 4d10!=10>=8f1 | 3d6!p>=3 | 4d6!even | 2d[0.5,1.5,2]! | 4d6!o>=3 | 3d6!r1 | 3d6!ro<=2
4d6kh2! | 5d4km2!>=3 | 4d6kl2!o | 4d6kh3!! | 4d6kh2!p | 4d6kh3ro1 | 4d6kh3r<=2 | 4d6kh3mi2 | 4d6dl1!>=5
4d6kh2!>=5 | 4d6kh2mi3! | 5d4kh3!ro2 | 4d6kl3ra1 | 3d[a:1,b:1,2]kh2! | 3d[1,1,2]kh2!
3d6u | 4d6u | 4d6ukh2 | 4d6ukm2 | 4d6u! | 4d6ukl2! | 3d6u>=3 | 3d[0,10,1000000]u | 4d6umi3 | 3d6uro1 | 4d4u
5d6ra6 | 4d6ra<=3 | 4d6ra6>=4 | 4d6ra1! | 3d[1,2]ra<=2 | 4d6ra1ra2 | 4d6ra1r2
3d6! + 2d4!p | 3d6 + 2d8 - 1d4 | 5d[1,1,2,3] + 4 | (1d4)d6! | 3d6! vs 12 | 4x 2d6
"""
TEXTS = list(
    dict.fromkeys(
        (
            *EXPLODED,
            *REROLLED,
            *COUNTED,
            *KEPT,
            *filter(None, map(str.strip, MORE.replace("\n", "|").split("|"))),
        )
    )
)


def fresh(text):
    """Return the odds of a text, worked out anew."""
    return Notation(text, DEFAULT_LIMITS, {}).odds()


def chances(distribution):
    return {value: Fraction(weight, distribution.denominator) for value, weight in distribution.items()}


def assert_as_near_as_missing(one, other):
    """Hold each chance against the other: it is too low by no more than is missing on its side."""
    mine, theirs = chances(one), chances(other)
    for value in mine | theirs:
        difference = mine.get(value, 0) - theirs.get(value, 0)
        assert -one.missing <= difference <= other.missing, value


@pytest.mark.parametrize("text", TEXTS)
def test_many_dice_are_a_power_of_one(text, monkeypatch):
    expected = fresh(text)
    monkeypatch.setattr(dice_totals, "_FEW", 0)
    monkeypatch.setattr(effects, "_FEW", 0)
    assert_as_near_as_missing(fresh(text), expected)


@pytest.mark.parametrize("text", [text for text in TEXTS if "!" in text and "ra" not in text])
def test_the_chain_of_one_die_is_a_series(text, monkeypatch):
    expected = fresh(text)
    monkeypatch.setattr(chains, "is_long", lambda *_: True)
    found = fresh(text)
    assert found.missing < Fraction(1, 10**12)
    assert_as_near_as_missing(found, expected)


PICKED = """
4d6kh2 | 4d6kl3 | 5d6dl1 | 5d6dh2 | 4d6kh1 | 4d6kl1 | 4d20kh2 | 9d6kh5 | 9d4dl4 | 4d[1,1,2]kh2
4d[0.5,2,3]kl2
4d[-3,0,5]kh3 | 4d[a:1,b:1,c]kh2 | 4dFkh2 | 5d2kh3 | 4d6kh2!o | 4d6kh2! | 4d6kh2!! | 4d6kh2!p | 4d6kh2!!p
4d6kh2!>=5 | 4d6kl2!<=2 | 4d6kh3!even | 4d6kh3ro1 | 4d6kh3r<=2 | 4d6kl3ro>=5 | 4d6kh3rk<=3 | 4d6kh3mi2
4d6kh2ma4 | 4d6kh3>=5 | 5d6kh3>=4f1 | 4d6kh2!>=5 | 4d10kh2>=8ds>=9 | 4d10>=8kh3 | 4d6r1kh3 | 4d6kh2!r1
4d6!!kh2 | 4d6!!kl3 | 4d6!!pkh2 | 3d4!!>=3kh2 | 4d6!!kh2r1
4d6mi3kh2! | 4d66kh2 | 4d[0,7,1000]kh2 | 4d6kh3cs6
"""


@pytest.mark.parametrize("text", [text.strip() for text in PICKED.strip().replace("\n", "|").split("|")])
def test_the_highest_of_many_dice_are_right_to_a_dozen_digits(text, monkeypatch):
    expected = fresh(text)
    monkeypatch.setattr(dice_totals, "_FEW", 0)
    monkeypatch.setattr(dice_totals, "_FOR_EXACT", Fraction(0))
    found = fresh(text)
    # A power of two: it was not worked out in all digits.
    assert found.denominator & (found.denominator - 1) == 0 or found.missing
    assert found.missing < Fraction(1, 10**12)
    assert_as_near_as_missing(found, expected)


@pytest.mark.parametrize("text", TEXTS)
def test_a_dozen_digits_are_right(text, monkeypatch):
    expected = fresh(text)
    monkeypatch.setattr(dice_totals, "_FEW", 0)
    monkeypatch.setattr(effects, "_FEW", 0)
    for name in ("_LARGE_UNITS", "_LARGE_BYTES", "_SHORT"):
        monkeypatch.setattr(sums, name, 0)
    found = fresh(text)
    assert found.missing < Fraction(1, 10**12)
    assert_as_near_as_missing(found, expected)


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("9000d6", Fraction(31_500)),
        ("9000d20", Fraction(94_500)),
        ("3000d6!", Fraction(12_600)),
        ("9000d6!o", 9000 * Fraction(49, 12)),
        ("9999d2!p", Fraction(2 * 9999)),
        ("9000d20ra1", 94_500 + Fraction(21, 2) * (1 - Fraction(19, 20) ** 9000)),
        ("100d10!!", Fraction(5500, 9)),
        ("9000d6r1", Fraction(36_000)),
        ("9000d6ro1", 9000 * (Fraction(20, 6) + Fraction(7, 12))),
        ("9000d10!=10>=8", 9000 * Fraction(1, 3)),
        # Nearly all dice explode: each chain goes on for long.
        ("1d10!<>10", Fraction(55)),
        ("7d10!<>10", Fraction(7 * 55)),
        ("100d10!<>10", Fraction(100 * 55)),
        ("2d6!>=2", Fraction(42)),
        ("9d6!<>1even", 9 * Fraction(3)),
        ("3d6!p<>6", 3 * (Fraction(7, 2) + 5 * Fraction(5, 2))),
        ("2d6kh1!<>6", Fraction(161, 36) + Fraction(25, 36) * 21),
        ("6d20u", Fraction(63)),
        ("10d100u", Fraction(505)),
        ("5000d6 + 4000d10", Fraction(17_500 + 22_000)),
    ],
)
def test_means_of_large_pools(text, mean):
    found = odds(text)
    assert found.missing < Fraction(1, 10**12)
    assert abs(found.mean - mean) <= found.missing * 1_000 * mean


@pytest.mark.parametrize(
    ("text", "plain", "factor", "added"),
    [
        # Of 700 dice nearly always fewer than 350 show a 20, and each of these explodes.
        ("700d20kh350!", "700d20kh350", 1, 35 * Fraction(21, 2) * Fraction(20, 19)),
        ("700d20kh350!!", "700d20kh350", 1, 35 * Fraction(21, 2) * Fraction(20, 19)),
        ("700d20!!kh350", "700d20kh350", 1, 35 * Fraction(21, 2) * Fraction(20, 19)),
        ("700d20kh350!p", "700d20kh350", 1, 35 * Fraction(19, 2) * Fraction(20, 19)),
        ("700d20kh350!o", "700d20kh350", 1, 35 * Fraction(21, 2)),
        # What is kept and what is dropped are all there is.
        ("700d20kl350", "700d20kh350", -1, Fraction(7350)),
        ("9000d6kl4500", "9000d6kh4500", -1, Fraction(31_500)),
        ("100d20dh1", "100d20kh1", -1, Fraction(1050)),
        ("3000d6kl1", "1", 1, Fraction(0)),
        ("9000d6kh1!", "6", 1, Fraction(7, 2) * Fraction(6, 5)),
        ("700d2kl234!!", "234", 1, Fraction(0)),
    ],
)
def test_means_of_the_highest_of_many(text, plain, factor, added):
    found = odds(text)
    mean = factor * odds(plain).mean + added
    assert found.missing < Fraction(1, 10**12)
    assert abs(found.mean - mean) <= 10**-9 * mean


def test_highest_of_many_that_explode_after_that():
    # Each of the 18 kept shows a 6 and explodes, or is one of the others: the mean is that of both.
    found, plain = odds("37d6kh18!"), odds("37d6kh18")
    sixes = sum(min(18, number) * chance for number, chance in chances(odds("37d6=6")).items())
    assert abs(found.mean - (plain.mean + sixes * Fraction(21, 5))) <= found.missing * 1_000 * found.mean


def test_all_of_what_is_kept_is_exact_where_it_fits():
    found = odds("3000d6!")
    assert found.minimum == 3000
    # Six in a row would be as long a chain: 2999 dice show a 1, and one a 2.
    assert found.probability("=", 3001) == 3000 * Fraction(1, 6) ** 3000
