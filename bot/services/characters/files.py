"""Characters as a file that players keep, edit, and carry to another bot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.services.characters.names import checked_name
from bot.services.characters.sheet import (
    MOST_VALUES,
    Sheet,
    read_sheet,
    sheet_values,
    value_name,
    value_text,
)
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.store.sheets.characters import Character

FORMAT = "dicewright characters"
VERSION = 1
LARGEST_FILE = 1_000_000
"""Bytes. As many characters as anyone may have fit in, with as many values."""
_EXAMPLE = '{"name": "Mira", "values": {"str": "3"}}'


def to_file(characters: Iterable[Character]) -> str:
    """Return characters as JSON text, in the order given."""
    entries = [{"name": each.name, "values": dict(each.values)} for each in characters]
    document = {"format": FORMAT, "version": VERSION, "characters": entries}
    return json.dumps(document, ensure_ascii=False, indent=2)


def from_file(content: bytes, name: str) -> tuple[dict[str, Mapping[str, str]], Sheet]:
    """Return the values of the characters in a file, by name, and what could not be read.

    A file that is not one of `to_file` is the sheet of one character, called `name`, as lines of text.
    Raises UserError if nothing in it can be read.

    >>> from_file(b"STR: 3", "Mira")[0]
    {'Mira': {'str': '3'}}
    """
    if len(content) > LARGEST_FILE:
        raise UserError(
            _(
                "This file is too large: it has {size} bytes, and up to {most} are allowed.",
                size=len(content),
                most=LARGEST_FILE,
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(_("This file isn't UTF-8 text. Save it again as UTF-8.")) from None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        sheet = read_sheet(text)
        return {checked_name(name): sheet_values(sheet)}, sheet
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UserError(_('This isn\'t a file of characters: it has no "format": "{format}".', format=FORMAT))
    if document.get("version") != VERSION:
        raise UserError(
            _(
                "This file has version {version}, and the bot can only read version {readable}.",
                version=str(document.get("version"))[:40],
                readable=VERSION,
            )
        )
    entries = document.get("characters")
    if not isinstance(entries, list) or not entries:
        raise UserError(
            _('The file needs a list of "characters", each like this: {example}', example=_EXAMPLE)
        )
    found = dict(_entry(entry, place) for place, entry in enumerate(entries, start=1))
    return found, Sheet({})


def _entry(entry: object, place: int) -> tuple[str, Mapping[str, str]]:
    match entry:
        case {"name": str(name), "values": dict(values)} if len(values) <= MOST_VALUES:
            read = {}
            for key, value in values.items():
                written, text = value_name(str(key)), value_text(str(value))
                if not written or not text:
                    raise UserError(
                        _(
                            "Character {place} in the file has a value that can't be read: "
                            "“{name}: {value}”.",
                            place=place,
                            name=str(key)[:40],
                            value=str(value)[:40],
                        )
                    )
                read[written] = text
            return checked_name(name), read
        case _:
            raise UserError(
                _(
                    "Character {place} in the file should look like this: {example}",
                    place=place,
                    example=_EXAMPLE,
                )
            )
