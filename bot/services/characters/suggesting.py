"""The values of a character that a player may be about to type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.characters.sheet import value_name
from bot.services.rolls.suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AT_END = re.compile(r"(?P<at>@?)(?P<begun>[^\W\d]\w*(?:[ -][^\W\d]\w*)*)$")
_MOST = 10
_FEWEST_LETTERS = 2


def from_sheet(typed: str, values: Mapping[str, str], *, bare: bool) -> Iterator[Suggestion]:
    """Yield what is typed with each value whose name goes on as it begins, or one of its words.

    Without an @, that is if `bare` is true, as in a game's call.

    >>> [each.text for each in from_sheet("coc b1 hid", {"spot_hidden": "55", "hide": "20"}, bare=True)]
    ['coc b1 hide', 'coc b1 spot_hidden']
    """
    at_end = _AT_END.search(typed)
    if at_end is None or not (at_end["at"] or bare):
        return
    words = re.split(r"[ -]", at_end["begun"])
    shown: set[str] = set()
    for count in range(len(words), 0, -1):
        if at_end["at"] and count < len(words):
            break
        begun = value_name(" ".join(words[-count:]))
        if len(begun) < _FEWEST_LETTERS and not at_end["at"]:
            continue
        place = len(typed) - len(" ".join(words[-count:]))
        first = [name for name in values if name.startswith(begun)]
        second = [name for name in values if f"_{begun}" in name and name not in first]
        for name in [*first, *second][:_MOST]:
            if name not in shown:
                shown.add(name)
                yield Suggestion("own", f"{typed[:place]}{name}", values[name])
