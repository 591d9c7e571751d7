"""The catalog of all texts that players read.

The source holds them in English, each in a call of one of these functions. Another language is a file
`bot/locale/LANGUAGE/LC_MESSAGES/dicewright.mo`; if it lacks a text, the English one is used.
"""

from __future__ import annotations

import gettext as catalogs
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dicewright.rendering import Numeral, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN = "dicewright"
FOLDER = Path(__file__).parent / "locale"
# Discord has 33 languages.
_MOST_LANGUAGES = 64

ENGLISH = "en-US"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(message: str, **values: object) -> str:
    """Return a text in the current language, with its `{names}` replaced by values.

    Integers get separators, and phrases of the library are translated, too.

    >>> _("Rolls {low} to {high}", low=1, high=1_234)
    'Rolls 1 to 1,234'
    """
    return _filled(_load(_language.get()).gettext(message), values)


def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
    """Return the form of a text for a number, which is `{count}` in it.

    >>> [ngettext("{count} roll", "{count} rolls", count) for count in (1, 1_500)]
    ['1 roll', '1,500 rolls']
    """
    return _filled(_load(_language.get()).ngettext(singular, plural, count), {**values, "count": count})


def pgettext(context: str, message: str, **values: object) -> str:
    """Return a text whose translation depends on its place, such as "Roll" on a button or in a sentence.

    >>> pgettext("button", "Roll")
    'Roll'
    """
    return _filled(_load(_language.get()).pgettext(context, message), values)


def N_(message: str) -> str:
    """Mark a text for the catalog and return it as it is: for constants, made before the language is known.

    It is translated where it is used, by `_` or `in_language`.
    """
    return message


def said(text: str) -> str:
    """Return a phrase of the library in the current language; text that is no `Phrase` stays as it is.

    >>> import dicewright
    >>> try:
    ...     dicewright.roll("1/0")
    ... except dicewright.RollError as error:
    ...     print(said(error.advice))
    This divides by 0. The right side must not be 0.
    """
    if not isinstance(text, Phrase):
        return text
    try:
        return _said_in(_load(_language.get()), text)
    except RecursionError:
        return str(text)


def _said_in(catalog: catalogs.NullTranslations, text: Phrase) -> str:
    if not isinstance(catalog, catalogs.GNUTranslations):
        return str(text)
    values = text.values
    if text.forms and isinstance(count := values["count"], int):
        template = catalog.ngettext(*text.forms, count)
    else:
        template = catalog.gettext(text.template)
    return template.format_map({name: _said_value(catalog, value) for name, value in values.items()})


def _said_value(catalog: catalogs.NullTranslations, value: object) -> object:
    if isinstance(value, Phrase):
        return _said_in(catalog, value)
    if isinstance(value, Numeral):
        return separated(value)
    # A bool is an int, and none of our texts has one.
    return number(value) if type(value) is int else value


def number(value: int) -> str:
    """Return an integer with the separators of the current language.

    >>> number(1_234_567)
    '1,234,567'
    """
    return separated(f"{value:,}")


def separated(digits: str) -> str:
    """Return a number in English notation with the separators and the point of the current language.

    >>> separated("1,234.5")
    '1,234.5'
    """
    separator, point = pgettext("the separator in 1,234", ","), pgettext("the point in 3.5", ".")
    if separator == "," and point == ".":
        return digits
    return digits.translate({ord(","): separator, ord("."): point})


@contextmanager
def language(name: str) -> Iterator[None]:
    """Use the texts of a language within the block, given Discord's name for it, such as pt-BR."""
    token = _language.set(_known(name))
    try:
        yield
    finally:
        _language.reset(token)


def speak(name: str) -> None:
    """Use the texts of a language for the rest of this task, and for tasks that it starts."""
    _language.set(_known(name))


def spoken() -> str:
    """Return the language of this task: English if there are no texts in the requested one."""
    return _language.get()


def in_language(name: str, message: str, *, context: str = "") -> str | None:
    """Return the translation of a text; None if there is none."""
    catalog = _load(name)
    said = catalog.pgettext(context, message) if context else catalog.gettext(message)
    return None if said == message else said


def are_translated() -> bool:
    """Whether there is a translation into any other language."""
    return any(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))


def _filled(text: str, values: dict[str, object]) -> str:
    if not values:
        return text
    catalog = _load(_language.get())
    return text.format_map({name: _said_value(catalog, value) for name, value in values.items()})


def _known(name: str) -> str:
    return name if isinstance(_load(name), catalogs.GNUTranslations) else ENGLISH


@lru_cache(_MOST_LANGUAGES)
def _load(name: str) -> catalogs.NullTranslations:
    return catalogs.translation(DOMAIN, FOLDER, [name.replace("-", "_")], fallback=True)
