"""The measurement of the systems' odds: both sides answer the same question, and a difference is seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bench.peers.systems import QUESTIONS
from bench.systems import disagreement, measured

_QUICK = [question for question in QUESTIONS if "cod" not in question.text]


@pytest.mark.parametrize("question", _QUICK, ids=[question.text for question in _QUICK])
def test_both_say_the_same_about_other_dice(question):
    other = replace(question, text=question.other, given=question.other_given)
    assert disagreement(other) == ""


def test_a_difference_is_seen():
    question = replace(QUESTIONS[0], model=lambda *_: {"win": Fraction(1, 2)})
    assert disagreement(question) == "win"
    assert disagreement(replace(question, model=lambda *_: {"draw": Fraction(0)})) == "draw"


@pytest.mark.parametrize("name", ["dicewright", "icepool"])
def test_a_measurement_is_a_time(name):
    pbta = next(question for question in QUESTIONS if question.text == "pbta +2")
    assert 0 <= measured(name, pbta) < 60
