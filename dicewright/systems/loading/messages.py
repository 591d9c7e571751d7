"""Messages such as "{successes} against {difficulty}: {outcome}": only declared names stand in braces."""

from __future__ import annotations

import re
from functools import lru_cache

from dicewright.notation.mistakes.suggestions import nearest
from dicewright.numbers import shown
from dicewright.phrases import Phrase
from dicewright.source import excerpt, presentable
from dicewright.systems.loading.building import DICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.numbers import Number
    from dicewright.systems.loading.building import Scope
    from dicewright.systems.loading.fields import Fields

_AT = re.compile(r"@([^\W\d]\w*)")
_PLACE = re.compile(r"\{([^{}]*)\}")


def read_message(fields: Fields, name: str, default: str, scope: Scope) -> str:
    """Return the message of an entry; a name in braces that is not declared is an error."""
    message = fields.words(name, default)
    known = {"outcome", "notes", *scope.kinds} - scope.absent.keys()
    for match in _PLACE.finditer(message):
        name_in, *forms = match[1].split("|")
        written = name_in.strip().lower()
        if written in scope.absent:
            why, hint = scope.absent[written]
            fields.refuse(why, "unknown-name", name, hint=hint)
        if written not in known:
            near = nearest(written, known, most=1)
            fields.refuse(
                Phrase('Nothing here is called "{{{name}}}".', name=excerpt(name_in)),
                "unknown-name",
                name,
                hint=Phrase("Did you mean {{{near}}}?", near=near[0]) if near else "",
            )
        if forms and (written in ("outcome", "notes", *scope.words) or scope.kinds[written] == DICE):
            fields.refuse(
                Phrase("{{{written}}} is no number.", written=written),
                "bad-forms",
                name,
                hint=Phrase("Leave out the bars."),
            )
        if forms and (len(forms) != 2 or not all(map(str.strip, forms))):
            fields.refuse(
                Phrase("After the name of a number come two words, for one and for more."),
                "bad-forms",
                name,
                hint=Phrase("For example, {{hits|hit|hits}}."),
            )
    for match in _AT.finditer(message):
        if match[1].lower() in scope.kinds:
            fields.refuse(
                Phrase("In a message, names are written in braces."),
                "name-in-message",
                name,
                hint=Phrase(
                    "Write {{{name}}} in place of {written}.", name=match[1].lower(), written=match[0]
                ),
            )
    if "[[" in message:
        fields.refuse(
            Phrase("Double brackets are rolled only in the texts of tables."),
            "roll-in-message",
            name,
            hint=Phrase('Roll a pool, as in pools.extra = "1d6", and write {{extra}} here.'),
        )
    if re.search(r"[{}]", _PLACE.sub("", message)):
        fields.refuse(
            Phrase("Braces must contain the name of a value."),
            "stray-brace",
            name,
            hint=Phrase("For example, {{result}}."),
        )
    return message


@lru_cache(maxsize=512)
def _pieces(message: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the pieces of a message: words, the name of the value after them or "", and its word for one
    and for more where it is counted."""
    pieces = []
    parts = [*_PLACE.split(message), ""]
    for words, place in zip(parts[::2], parts[1::2], strict=True):
        name, *forms = place.split("|")
        pieces.append((words, name.strip().lower(), tuple(map(str.strip, forms))))
    return tuple(pieces)


def filled(message: str, word: Callable[[str], Number | str]) -> str:
    """Return a message with the values in their places; `word` gives the value of a name.

    >>> values = {"total": 17, "dc": 15, "outcome": "success"}
    >>> filled("{total} against {dc}: {outcome}", values.__getitem__)
    '17 against 15: success'
    >>> filled("{hits|hit|hits}, {wounds|wound|wounds}", {"hits": 1, "wounds": 2}.__getitem__)
    '1 hit, 2 wounds'
    """
    written: list[str] = []
    for words, name, forms in _pieces(message):
        written.append(words)
        if name:
            value = word(name)
            if value.__class__ is int:
                written.append(str(value))
            else:
                written.append(presentable(value) if isinstance(value, str) else shown(value))
            if forms:
                written.append(f" {forms[0] if value in (1, -1) else forms[1]}")
    return "".join(written)
