"""A language that is made of the English catalog: what does not go through the catalog stays in English."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot import texts
from release.texts import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

NAME = "eo"
_ROOT = Path(__file__).parents[3]
_WIDE = {code: code + 0xFEE0 for code in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))}
_VALUES = re.compile(r"(\{\w+\})")
_WORD = re.compile(r"[A-Za-z]+")


def spoken(template: str) -> str:
    """Return a template in the language: its letters are wide, but for the names of its values.

    >>> import unicodedata
    >>> spoken("{count} dice") == "{count} dice", unicodedata.normalize("NFKC", spoken("{count} dice"))
    (False, '{count} dice')
    """
    return "".join(
        part if _VALUES.fullmatch(part) else part.translate(_WIDE) for part in _VALUES.split(template)
    )


WIDE = re.compile(f"[{spoken('a')}-{spoken('z')}]")
"""Matches a letter of the language."""


def english(text: str, *known: str, shortest: int = 1) -> set[str]:
    """Return the words of a text that are in English, but for those that the known texts have.

    >>> sorted(english(f"{spoken('Write')} 4d6 or kh", "4d6kh"))
    ['or']
    """
    expected = {word.lower() for each in known for word in _WORD.findall(each)}
    return {word for word in _WORD.findall(text) if len(word) >= shortest and word.lower() not in expected}


@contextmanager
def pseudo_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak the language within the block; its catalog is written into a folder."""
    home = folder / NAME / "LC_MESSAGES"
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{texts.DOMAIN}.mo").write_bytes(_catalog())
    monkeypatch.setattr(texts, "FOLDER", folder)
    texts._load.cache_clear()
    try:
        with texts.language(NAME):
            yield
    finally:
        texts._load.cache_clear()


@cache
def _catalog() -> bytes:
    catalog = read_po(StringIO((_ROOT / TEMPLATE).read_text(encoding="utf-8")), locale=NAME)
    for message in catalog:
        if isinstance(message.id, tuple):
            message.string = tuple(map(spoken, message.id))
        elif message.id:
            message.string = spoken(message.id)
    written = BytesIO()
    write_mo(written, catalog)
    return written.getvalue()
