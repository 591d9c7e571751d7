"""Phrases: text that remembers what it is made of."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import pytest

import dicewright
from dicewright.rendering import Phrase, one_in, percent, range_words, target_words

PHRASES = [
    percent(Fraction(1, 3)),
    percent(Fraction(1)),
    percent(Fraction(0), Fraction(1, 10**13)),
    one_in(Fraction(0)),
    one_in(Fraction(1)),
    one_in(Fraction(1, 1296)),
    one_in(Fraction(1295, 1296)),
    one_in(Fraction(1, 10**20)),
    one_in(1 - Fraction(1, 10**20)),
    one_in(Fraction(0), Fraction(1, 10**13)),
    one_in(Fraction(1), Fraction(1, 10**13)),
    target_words(dicewright.Target()),
    target_words(dicewright.Target(low=3)),
    target_words(dicewright.Target(high=3)),
    target_words(dicewright.Target(low=3, high=3)),
    target_words(dicewright.Target(low=3, high=5)),
    range_words(dicewright.odds("7")),
    range_words(dicewright.odds("2d6")),
    range_words(dicewright.odds("2d6!")),
    range_words(dicewright.odds("0 * 1d6!")),
    range_words(dicewright.odds("9000d6")),
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_its_template_with_its_values(phrase: Phrase) -> None:
    assert isinstance(phrase, Phrase)
    assert phrase.template.format(**phrase.values) == phrase


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_copy_is_the_same_phrase(phrase: Phrase, copied) -> None:
    again = copied(phrase)
    assert (again, again.template, again.values) == (phrase, phrase.template, phrase.values)
