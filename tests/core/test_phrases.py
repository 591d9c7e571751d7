"""Phrases: text that remembers what it is made of."""

from __future__ import annotations

import ast
import copy
import pickle
import string
from fractions import Fraction
from pathlib import Path

import pytest

import dicewright
from dicewright import RollError
from dicewright.rendering import (
    Phrase,
    decimal,
    one_in,
    percent,
    plural,
    range_words,
    sentences,
    target_words,
)

MANY = plural("{count} die of {number}", "{count} dice of {number}", 1_500, number=decimal(1234.5))

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
    Phrase("{count} dice", count=12),
    MANY,
    Phrase("“{typed}” has {dice}.", typed="{0} {typed}", dice=MANY),
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_its_template_with_its_values(phrase: Phrase) -> None:
    assert isinstance(phrase, Phrase)
    shown = {name: each if isinstance(each, str) else f"{each:,}" for name, each in phrase.values.items()}
    assert phrase.template.format(**shown) == phrase


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_copy_is_the_same_phrase(phrase: Phrase, copied) -> None:
    again = copied(phrase)
    assert (again, again.template, again.forms) == (phrase, phrase.template, phrase.forms)
    assert [(name, type(value), value) for name, value in again.values.items()] == [
        (name, type(value), value) for name, value in phrase.values.items()
    ]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 dice"), (1, "1 die"), (2, "2 dice"), (-1, "-1 dice"), (12_345, "12,345 dice")],
)
def test_a_plural_is_the_form_that_english_has_for_the_number(count: int, text: str) -> None:
    phrase = plural("{count} die", "{count} dice", count)
    assert phrase == text
    assert (phrase.forms, phrase.values) == (("{count} die", "{count} dice"), {"count": count})


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        ([], ""),
        (["", ""], ""),
        (["One.", ""], "One."),
        (["", "One."], "One."),
        (
            [Phrase("One."), "Two.", Phrase("Three {dice}.", dice=MANY)],
            "One. Two. Three 1,500 dice of 1,234.5.",
        ),
    ],
)
def test_sentences_stand_one_after_another(texts: list[str], whole: str) -> None:
    assert sentences(*texts) == whole


def _error(message: str, hint: str = "") -> RollError:
    return RollError(message, code="test", hint=hint)


def test_an_error_keeps_its_phrases() -> None:
    error = _error(Phrase("This has {dice}.", dice=MANY), Phrase("Roll fewer."))
    for each in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert isinstance(each.message, Phrase)
        assert isinstance(each.hint, Phrase)
        assert isinstance(each.advice, Phrase)
        assert each.advice == "This has 1,500 dice of 1,234.5. Roll fewer."
        assert each.advice.values["first"] is each.message


def test_an_error_in_a_name_says_which() -> None:
    error = _error(Phrase("This has {dice}.", dice=MANY)).found_in_name("bolt", "1d6")
    assert error.advice == "In @bolt: This has 1,500 dice of 1,234.5."
    assert isinstance(error.advice, Phrase)
    assert error.advice.values == {"name": "bolt", "advice": error.message}


@pytest.mark.parametrize("typed", ["x" * 500, "a\nb"])
def test_a_phrase_that_is_cut_or_cleaned_is_text(typed: str) -> None:
    error = _error(Phrase("No {typed}.", typed=typed), Phrase("No {typed}.", typed=typed))
    assert not isinstance(error.message, Phrase)
    assert not isinstance(error.hint, Phrase)
    assert (len(error.message), len(error.hint)) <= (401, 301)
    assert error.advice.isprintable()


def _named(template: str) -> set[str]:
    return {
        name for _text, name, _format, _conversion in string.Formatter().parse(template) if name is not None
    }


def _misfilled(source: str) -> list[str]:
    """Return the phrases of a module that lack a value for a place, or a place for a value."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        forms = call.args[: {"Phrase": 1, "plural": 2}.get(call.func.id, 0)]
        templates = [
            each.value for each in forms if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if not templates:
            continue
        places = set.union(*map(_named, templates))
        given = {each.arg for each in call.keywords} | ({"count"} if len(forms) == 2 else set())
        # Values that stand in a dictionary are not looked for.
        if given - {None} != places and not (None in given and given - {None} < places):
            found.append(templates[0])
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Phrase('No {what}.', what=1)", []),
        ("Phrase('No {what}.')", ["No {what}."]),
        ("Phrase('None.', what=1)", ["None."]),
        ("Phrase('In {{ }}.')", []),
        ("Phrase('In { }.')", ["In { }."]),
        ("Phrase('{{@{name}}}=6', name=name)", []),
        ("Phrase('No {what}, {who}.', who=1, **values)", []),
        ("plural('{count} die', '{count} dice', 3)", []),
        ("plural('{count} die of {name}', '{count} dice', 3)", ["{count} die of {name}"]),
    ],
)
def test_how_a_phrase_is_filled(source: str, found: list[str]) -> None:
    assert _misfilled(source) == found


def test_each_place_of_a_phrase_has_a_value() -> None:
    """Also where no test comes by: an error that cannot be worded would be lost."""
    library = Path(dicewright.__file__).parent
    assert {
        str(path.relative_to(library)): wrong
        for path in library.rglob("*.py")
        if (wrong := _misfilled(path.read_text(encoding="utf-8")))
    } == {}
