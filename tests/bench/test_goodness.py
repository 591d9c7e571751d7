"""The benchmark that holds a million rolls against the odds, on dice that are known to be fair or not."""

from __future__ import annotations

import dicewright
from bench.goodness import EXPRESSIONS, chi_squared, rolled, verifiable
from dicewright import verification


def test_even_counts_are_as_expected() -> None:
    groups, statistic, p_value = chi_squared(dict.fromkeys(range(1, 7), 100), dicewright.odds("1d6"), 600)
    assert (groups, statistic, p_value) == (6, 0.0, 1.0)


def test_a_loaded_die_is_found_out() -> None:
    loaded = {**dict.fromkeys(range(1, 6), 90), 6: 150}
    groups, statistic, p_value = chi_squared(loaded, dicewright.odds("1d6"), 600)
    assert (groups, statistic) == (6, 5 * 100 / 100 * 1 + 50**2 / 100)
    assert p_value < 0.001


def test_rare_totals_are_put_together() -> None:
    rolls = 1_000
    odds = dicewright.odds("3d6")
    counts = {value: round(weight * rolls / odds.denominator) for value, weight in odds.items()}
    counts[10] += rolls - sum(counts.values())
    groups, _, p_value = chi_squared(counts, odds, rolls)
    # 3 and 18, and 4 and 17 with them, are expected less than twenty times.
    assert groups == 12
    assert p_value > 0.99


def test_what_the_odds_rule_out_is_an_alarm() -> None:
    assert chi_squared({1: 599, 7: 1}, dicewright.odds("1d6"), 600)[2] == 0.0


def test_thirty_expressions_each_of_which_has_odds_and_rolls() -> None:
    assert len(set(EXPRESSIONS)) == 30
    for text in EXPRESSIONS:
        assert dicewright.odds(text).missing < 1e-12
        assert sum(rolled(text, 3).values()) == 3
        assert sum(verifiable(text, 3).values()) == 3


def test_verifiable_rolls_are_those_of_whole_sessions() -> None:
    most = verification.MOST_ROLLS
    counts = verifiable("1d1000000", most + 10)
    assert sum(counts.values()) == most + 10
    # Seeds that came again would give the same faces again.
    assert len(counts) > most - 20
