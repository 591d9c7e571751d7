"""Odds that others have published, with where they stand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import odds


def counts(text: str) -> dict[int, int]:
    """Return how many of all ways lead to each total, where all ways are equally likely."""
    found = odds(text)
    return dict(found.items())


def test_four_dice_drop_the_lowest():
    """mygurps.com, "Math Behind 4d6 Drop Lowest": the ways to roll 3 to 18, of 1,296; the mean is 12.24."""
    ways = [1, 4, 10, 21, 38, 62, 91, 122, 148, 167, 172, 160, 131, 94, 54, 21]
    assert counts("4d6dl1") == counts("4d6kh3") == dict(zip(range(3, 19), ways, strict=True))
    found = odds("4d6kh3")
    assert (f"{float(found.mean):.2f}", found.quantile(0.5), found.mode) == ("12.24", 12, 13)


def test_six_ability_scores():
    """d20source.com, "What Are The Odds?": at least one 18 among six scores in 9.337 of 100 cases."""
    assert f"{100 * float(1 - (1 - odds('4d6kh3').probability('=', 18)) ** 6):.3f}" == "9.337"
    assert odds("3d6").probability("=", 18) == Fraction(1, 216)


@pytest.mark.parametrize("least", range(1, 21))
def test_advantage(least):
    """The higher of two d20 is at least n with the chance 1 - ((n - 1) / 20) ** 2: both must miss."""
    expected = 1 - Fraction(least - 1, 20) ** 2
    assert odds("1d20adv").probability(">=", least) == odds("2d20kh1").probability(">=", least) == expected
    assert odds("1d20dis").probability("<=", 21 - least) == expected


def test_fate_dice():
    """Alex Gude, "Fate Dice Statistics" (alexgude.com): 19/81 for 0, then 16, 10, 4 and 1."""
    assert counts("4dF") == dict(zip(range(-4, 5), [1, 4, 10, 16, 19, 16, 10, 4, 1], strict=True))


# Percentages for at least 1, 2, ... successes; some were rounded, some cut to two decimals.
WORLD_OF_DARKNESS = {
    1: "30.00 3.00 0.30 0.03",
    2: "51.00 13.20 2.13 0.29 0.03",
    3: "65.70 26.01 6.73 1.30 0.21 0.03",
    4: "75.99 38.94 13.80 3.64 0.77 0.14 0.02",
    5: "83.19 50.77 22.53 7.56 2.02 0.45 0.09 0.01",
    8: "94.23 76.44 50.65 27.14 11.91",
    10: "97.17 86.27 66.27 42.93 23.39 10.81 4.31 1.50 0.46 0.13 0.03",
}


@pytest.mark.parametrize("dice", WORLD_OF_DARKNESS)
def test_world_of_darkness_pools(dice):
    """Chronicles of Darkness Wiki, "Probabilities", table "10s Again", and its formula for the average.

    A d10 succeeds from 8 up, and a 10 is rolled again (New World of Darkness, page 32).
    """
    found = odds(f"{dice}d10!=10>=8")
    for successes, published in enumerate(WORLD_OF_DARKNESS[dice].split(), 1):
        assert abs(100 * found.probability(">=", successes) - Fraction(published)) < Fraction(1, 100)
    assert abs(found.mean - Fraction(dice, 3)) < Fraction(1, 10**9)


# Percentages for a target of 2, 3, ... 12.
WILD_CARD = {
    4: "96 83 63 50 32 27 19 16 12 8 4",
    6: "97 89 75 56 31 31 25 20 15 10 5",
    8: "98 92 81 67 48 38 25 22 18 14 10",
    10: "98 93 85 73 58 50 38 29 18 15 12",
    12: "99 94 88 78 65 58 50 41 31 21 11",
}
EXTRA = {
    4: "75 50 25 25 19 13 6 6 5 3 2",
    6: "83 67 50 33 17 17 14 11 8 6 3",
    8: "88 75 63 50 38 25 13 13 11 9 8",
    10: "90 80 70 60 50 40 30 20 10 10 9",
    12: "92 83 75 67 58 50 42 33 25 17 8",
}


@pytest.mark.parametrize("sides", EXTRA)
def test_savage_worlds(sides):
    """1d8.blogspot.com, "Dice Probabilities in Savage Worlds" (April 2011).

    Dice that show their highest face are rolled again and added; a wild card takes the better of the
    trait die and a d6. The numbers published for wild cards are up to two points off from those that
    follow from the table for single dice; ours must follow exactly.
    """
    alone, wild, better = odds(f"1d{sides}!"), odds("1d6!"), odds(f"{{1d{sides}!, 1d6!}}kh1")
    published = zip(range(2, 13), EXTRA[sides].split(), WILD_CARD[sides].split(), strict=True)
    for target, extra, wild_card in published:
        reached = alone.probability(">=", target)
        assert abs(100 * reached - int(extra)) <= Fraction(1, 2) + 100 * alone.missing, target
        either = better.probability(">=", target)
        assert abs(100 * either - int(wild_card)) <= 2, target
        missed = (1 - reached) * (1 - wild.probability(">=", target))
        assert abs(either - (1 - missed)) <= Fraction(1, 10**12)


def test_two_dice():
    """Of the 36 ways two dice can fall, 1 makes 2, 2 make 3, up to 6 for 7, and down again to 1 for 12."""
    assert counts("2d6") == {total: 6 - abs(7 - total) for total in range(2, 13)}
