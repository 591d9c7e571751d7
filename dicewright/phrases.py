"""A phrase: English words with values in them, which another language can word in its own way."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Phrase(str):
    """Text in English that remembers what it is made of: a `template`, and the `values` for its `{names}`.

    A program that speaks another language translates the template and fills the values in again. A value is
    text that stays as it is, such as notation that the player wrote; an integer or a `Numeral`, which every
    language writes with separators of its own; or another phrase, which is translated first. `forms` has the
    singular and the plural of a template that `plural` has chosen between, and is empty otherwise; the number
    is the value `count` then.

    >>> from fractions import Fraction
    >>> from dicewright.rendering import one_in
    >>> rarity = one_in(Fraction(1, 1296))
    >>> rarity, rarity.template, rarity.values
    ('1 in 1,296', '1 in {number}', {'number': '1,296'})
    >>> f"una su {rarity.values['number']}"
    'una su 1,296'
    """

    __slots__ = ("forms", "template", "values")

    template: str
    values: dict[str, str | int]
    forms: tuple[str, str] | tuple[()]

    def __new__(cls, template: str, /, **values: str | int) -> Phrase:
        """Return the phrase with its names replaced by values; integers get separators."""
        shown = {name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()}
        phrase = super().__new__(cls, template.format_map(shown))
        phrase.template = template
        phrase.values = values
        phrase.forms = ()
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | int]]:
        return (self.template,), self.values


class Numeral(str):
    """A number as text, with English separators and an English point.

    >>> from dicewright.rendering import decimal
    >>> isinstance(decimal(3.5), Numeral)
    True
    """

    __slots__ = ()


def plural(singular: str, other: str, count: int, /, **values: str | int) -> Phrase:
    """Return the phrase for a number of things, which is `{count}` in it.

    Languages with more than two forms choose by `forms` and `count`, as gettext does.

    >>> [plural("{count} die", "{count} dice", count) for count in (1, 1_500)]
    ['1 die', '1,500 dice']
    """
    phrase = Phrase(singular if count == 1 else other, **values, count=count)
    phrase.forms = (singular, other)
    return phrase


def all_of(parts: Sequence[str]) -> str:
    """Return one or several texts as one phrase with "and" before the last.

    >>> all_of(["d4"]), all_of(["d4", "d6"]), all_of(["d4", "d6", "d8"])
    ('d4', 'd4 and d6', 'd4, d6 and d8')
    """
    if len(parts) == 1:
        return parts[0]
    return Phrase("{first} and {last}", first=in_a_row(parts[:-1]), last=parts[-1])


def one_of(parts: Sequence[str]) -> str:
    """Return one or several texts as one phrase with "or" before the last.

    >>> one_of(["kh"]), one_of(["kh", "kl"]), one_of(["kh", "kl", "km"])
    ('kh', 'kh or kl', 'kh, kl or km')
    """
    if len(parts) == 1:
        return parts[0]
    return Phrase("{first} or {last}", first=in_a_row(parts[:-1]), last=parts[-1])


def in_a_row(parts: Sequence[str]) -> str:
    """Return one or several texts as one phrase, with commas between them.

    >>> in_a_row(["d4", "d6", "d8"])
    'd4, d6, d8'
    """
    if len(parts) == 1:
        return parts[0]
    # In halves, so that a translation is not as deep as a row is long.
    middle = len(parts) // 2
    return Phrase("{first}, {next}", first=in_a_row(parts[:middle]), next=in_a_row(parts[middle:]))


def run_together(*parts: str) -> str:
    """Return texts with nothing between them as one phrase, such as notation around other phrases.

    >>> run_together("(", Phrase("{number} or more", number=5), ")").values["part1"].template
    '{number} or more'
    """
    if not any(isinstance(part, Phrase) for part in parts):
        return "".join(parts)
    values = {f"part{place}": part for place, part in enumerate(parts)}
    return Phrase("".join([f"{{{name}}}" for name in values]), **values)


def sentences(*texts: str) -> str:
    """Return several sentences as one phrase, in their order; empty ones are left out.

    >>> both = sentences(Phrase("{count} dice are too many.", count=500), "", Phrase("Roll fewer."))
    >>> both, both.template
    ('500 dice are too many. Roll fewer.', '{first} {second}')
    """
    said, *rest = [text for text in texts if text] or [""]
    for text in rest:
        said = Phrase("{first} {second}", first=said, second=text)
    return said
