"""Saved rolls as a file that players keep, edit, and carry to another bot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.saved_rolls import SavedRoll

FORMAT = "dicewright saved rolls"
VERSION = 1
LARGEST_FILE = 500_000
"""Bytes. As many rolls as anyone may have fit in, with texts as long as they may be."""

_EXAMPLE = '{"name": "attack", "text": "1d20 + 5"}'


def to_file(rolls: Iterable[SavedRoll]) -> str:
    """Return saved rolls as JSON text, in the order given."""
    entries = [{"name": roll.name, "text": roll.text} for roll in rolls]
    return json.dumps({"format": FORMAT, "version": VERSION, "rolls": entries}, ensure_ascii=False, indent=2)


def from_file(content: bytes) -> dict[str, str]:
    """Return the texts in a file by name, as they are written there.

    Raises UserError if it is not such a file; whether the texts can be rolled is not looked at.

    >>> from_file(b'{"format": "dicewright saved rolls", "version": 1, "rolls": []}')
    {}
    """
    if len(content) > LARGEST_FILE:
        raise UserError(
            _(
                "This file is too large: it has {size} bytes, and up to {most} are allowed.",
                size=len(content),
                most=LARGEST_FILE,
            )
        )
    document = _json(content)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UserError(
            _('This isn\'t a file of saved rolls: it has no "format": "{format}".', format=FORMAT)
        )
    version = document.get("version")
    if version != VERSION:
        raise UserError(
            _(
                "This file has version {version}, and the bot can only read version {readable}.",
                version=_shown(version),
                readable=VERSION,
            )
        )
    entries = document.get("rolls")
    if not isinstance(entries, list):
        raise UserError(_('The file needs a list of "rolls", each like this: {example}', example=_EXAMPLE))
    texts: dict[str, str] = {}
    for place, entry in enumerate(entries, start=1):
        name, text = _entry(entry, place)
        if name in texts:
            raise UserError(
                _(
                    "Roll {place} in the file has the same name as an earlier one: “{name}”.",
                    place=place,
                    name=_shown(name),
                )
            )
        texts[name] = text
    return texts


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UserError(_("This file isn't UTF-8 text. Save it again as UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise UserError(
            _(
                "This file isn't valid JSON: see line {line}, column {column}.",
                line=error.lineno,
                column=error.colno,
            )
        ) from None
    except (RecursionError, ValueError):
        raise UserError(_("This file isn't valid JSON.")) from None


def _entry(entry: object, place: int) -> tuple[str, str]:
    match entry:
        case {"name": str(name), "text": str(text)}:
            return name, text
        case _:
            raise UserError(
                _("Roll {place} in the file should look like this: {example}", place=place, example=_EXAMPLE)
            )


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
