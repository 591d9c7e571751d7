"""Chances and ranges in another language: each phrase is worded whole, with figures as it writes them."""

from __future__ import annotations

import gettext
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import dicewright
from bot import chances, texts
from bot.outcomes import outcome_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_GERMAN = {
    "1 in {number}": "1 zu {number}",
    "all but 1 in {number}": "alles au\N{LATIN SMALL LETTER SHARP S}er 1 zu {number}",
    "{number}%": "{number} %",
    "almost 0%": "fast 0 %",
    "at least {number}": "mindestens {number}",
    "from {low} to {high}": "{low} bis {high}",
    "{low} or more": "ab {low}",
    "success by {margin}": "um {margin} geschafft",
    "failure by {margin}": "um {margin} verfehlt",
}
_SEPARATORS = {",": ".", ".": ","}
_MISSING = Fraction(1, 10**13)


class _German(gettext.GNUTranslations):
    def __init__(self) -> None:
        super().__init__()

    def gettext(self, message: str) -> str:
        return _GERMAN.get(message, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return {"{total} successes": "{total} Erfolge"}.get(plural, plural if number != 1 else singular)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - the signature of gettext
        return _SEPARATORS.get(message, message)


@pytest.fixture(autouse=True)
def _german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(texts, "_load", lambda _name: _German())
    with texts.language("de"):
        yield


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (lambda: chances.percent(Fraction(71, 200)), "35,5 %"),
        (lambda: chances.percent(Fraction(0), _MISSING), "fast 0 %"),
        (lambda: chances.one_in(Fraction(2, 9)), "1 zu 4,5"),
        (lambda: chances.one_in(Fraction(1, 1296)), "1 zu 1.296"),
        (lambda: chances.one_in(Fraction(1295, 1296)), "alles au\N{LATIN SMALL LETTER SHARP S}er 1 zu 1.296"),
        (lambda: chances.target_words(dicewright.Target(low=1_500)), "mindestens 1.500"),
        (lambda: chances.target_words(dicewright.Target(low=3, high=5)), "3 bis 5"),
        (lambda: chances.range_words(dicewright.odds("2d6")), "2 bis 12"),
        (lambda: chances.range_words(dicewright.odds("2d6!")), "ab 2"),
        (lambda: chances.decimal(1234.5), "1.234,5"),
        (lambda: chances.whole(1_234), "1.234"),
        (lambda: texts.number(1_234), "1.234"),
    ],
)
def test_chances(say: Callable[[], str], said: str) -> None:
    assert say() == said


@pytest.mark.parametrize(
    ("text", "faces", "said"),
    [
        ("1d20 + 5 vs 15", [12], "um 2 geschafft"),
        ("1d20 + 5 vs 15", [7], "um 3 verfehlt"),
        ("3d10>=8", [8, 9, 1], "2 Erfolge"),
    ],
)
def test_outcomes(text: str, faces: list[int], said: str) -> None:
    assert outcome_words(dicewright.roll(text, dice=dicewright.scripted(faces)).rolls[0]) == said
