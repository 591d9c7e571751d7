"""A phrase: English words with values in them, which another language can word in its own way."""

from __future__ import annotations


class Phrase(str):
    """Text in English that remembers what it is made of: a `template`, and the `values` for its `{names}`.

    A program that speaks another language translates the template and fills the values in again.

    >>> from fractions import Fraction
    >>> from dicewright.rendering import one_in
    >>> rarity = one_in(Fraction(1, 1296))
    >>> rarity, rarity.template, rarity.values
    ('1 in 1,296', '1 in {number}', {'number': '1,296'})
    >>> f"una su {rarity.values['number']}"
    'una su 1,296'
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, /, **values: str) -> Phrase:
        """Return the phrase with its names replaced by values."""
        phrase = super().__new__(cls, template.format(**values))
        phrase.template = template
        phrase.values = values
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (self.template,), self.values
