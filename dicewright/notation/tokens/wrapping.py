"""What people paste around a roll: the command of a bot, the brackets of a virtual table, quotes."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# A text that starts with none of these is not wrapped: nearly all texts.
OPENERS = frozenset("/!.[\"'`“”„«‘rR \t\n")
_PAIRS = (
    ("[[", "]]"),
    ("```", "```"),
    ("`", "`"),
    ('"', '"'),
    ("'", "'"),
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
)


def unwrapped(text: str) -> tuple[int, int]:
    """Return where the roll itself starts and stops in a text.

    >>> start, stop = unwrapped("/roll [[1d20+5]]")
    >>> "/roll [[1d20+5]]"[start:stop]
    '1d20+5'
    """
    start, stop = 0, len(text)
    command = _command().match(text)
    if command is not None:
        start = command.end()
    while True:
        while start < stop and text[start].isspace():
            start += 1
        while start < stop and text[stop - 1].isspace():
            stop -= 1
        for opening, closing in _PAIRS:
            first, last = start + len(opening), stop - len(closing)
            if (
                first < last
                and text.startswith(opening, start)
                and text.startswith(closing, last)
                and opening not in (inside := text[first:last])
                and closing not in inside
            ):
                start, stop = first, last
                break
        else:
            return start, stop


@cache
def _command() -> re.Pattern[str]:
    import re  # importing the library alone does not pay for it

    return re.compile(
        r"\s*(?:[/!.](?:roll|r)(?![^\W\d_])|roll(?=\s))(?:\s*(?:dice|roll|notation|expression)\s*:)?",
        re.IGNORECASE,
    )
