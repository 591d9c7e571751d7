"""What the benchmark of odds asks: rolls that mean what they say, and a warm-up that gives nothing away."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from bench.odds import Found, Row, agree, measure
from bench.peers.calculators import OURS, OURS_PARSED, QUESTIONS, Question

QUICK = [question for question in QUESTIONS if question.text not in ("100d6kh50", "1000d6", "20d20kh10")]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_the_warm_up_asks_for_other_dice(question: Question) -> None:
    texts = [question.notation.format(*numbers) for numbers in question.alike]
    assert len({*texts, question.text}) == len(texts) + 1
    for text in texts:
        assert dicewright.parse(text) != dicewright.parse(question.text)


@pytest.mark.parametrize("peer", [OURS, OURS_PARSED], ids=lambda peer: peer.name)
@pytest.mark.parametrize("question", QUICK, ids=lambda question: question.text)
def test_a_measurement_has_the_odds_of_the_roll(peer, question: Question) -> None:
    found = measure(peer, question)
    odds = dicewright.odds(question.text)
    assert found["weights"] == {str(value): str(weight) for value, weight in odds.items()}
    assert found["first"] > 0
    assert found["again"] > 0


def test_answers_agree_but_for_what_was_cut() -> None:
    coin = {Fraction(0): Fraction(1, 2), Fraction(1): Fraction(1, 2)}
    cut = {**coin, Fraction(2): Fraction(1, 10**15)}
    bent = {Fraction(0): Fraction(1, 3), Fraction(1): Fraction(2, 3)}
    assert agree(coin, Found(1, 1, cut))
    assert not agree(coin, Found(1, 1, bent))


def test_ratios_are_taken_within_a_round() -> None:
    ours = [Found(1, 1, {}), Found(4, 1, {}), Found(2, 1, {})]
    theirs = [Found(3, 1, {}), Found(12, 1, {}), Found(2, 1, {})]
    row = Row("1d6", {OURS.name: ours, OURS_PARSED.name: ours, "icepool": theirs, "dyce": "-"})
    assert row.ratios() == {OURS_PARSED.name: 1, "icepool": 3}
    assert row.lead() == 3
