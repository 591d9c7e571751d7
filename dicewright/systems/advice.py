"""The error for a game system's call where dice notation was expected, such as `4cod` or `v5 7 h2`."""

from __future__ import annotations

import re

from dicewright.errors import NotationError
from dicewright.notation.tokens.signs import lowered
from dicewright.notation.tokens.wrapping import unwrapped
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt
from dicewright.systems.registry import shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.systems.registry import Systems

# The first letters in a call. With these, a text is meant as dice, whatever is wrong with it.
_FIRST = re.compile(r"[^\w@#\"]*(?:[0-9]+\s*)?([^\W\d_]+)")
_DICE = frozenset(("d", "w", "к", "д", "df", "x", "let", "if", "kh", "kl", "adv", "dis", *FUNCTIONS))
_REPEAT = re.compile(r"\s*[0-9]+(?:\s*[x#]\s*|\s+)", re.IGNORECASE)
_LONGEST = 100


def of_a_game(error: NotationError, systems: Systems | None = None) -> NotationError:
    """Return the error that names the game and how its call is typed; else the error as it is.

    >>> import dicewright
    >>> try:
    ...     dicewright.parse("2d6; 4cod")
    ... except dicewright.NotationError as error:
    ...     print(error.hint)
    Type cod 4 on its own, without other dice.
    """
    if error.name or error.span is None:
        return error
    for span in _parts(error.text, error.span):
        call = span.of(error.text)
        if not _may_be_call(call):
            continue
        known = systems or shipped()
        if not known.understands(call):
            continue
        try:
            system = known.find(call)
        except NotationError:  # several systems know it
            continue
        typed = excerpt(system.spelled_out(call), 60)
        alone = unwrapped(error.text) == (span.start, span.stop)
        return NotationError(
            Phrase('"{text}" is a roll of a game, {system}.', text=excerpt(call), system=system.name),
            code="game-system",
            hint=Phrase('Type {typed} on its own; in Python, write systems().roll("{typed}").', typed=typed)
            if alone
            else Phrase("Type {typed} on its own, without other dice.", typed=typed),
            text=error.text,
            span=span,
        )
    return error


def _parts(text: str, marked: Span) -> list[Span]:
    """Return what may be a call: the whole text, one roll between semicolons, that without its repeat."""
    start, stop = unwrapped(text)
    found = [Span(start, stop)]
    first = text.rfind(";", start, marked.start) + 1 or start
    last = text.find(";", marked.start, stop)
    found.append(Span(first, stop if last < 0 else last))
    if (repeat := _REPEAT.match(text, first)) is not None:
        found.append(Span(repeat.end(), found[-1].stop))
    return [_trimmed(text, span) for span in dict.fromkeys(found) if span.of(text).strip()]


def _trimmed(text: str, span: Span) -> Span:
    written = span.of(text)
    start = span.start + len(written) - len(written.lstrip())
    return Span(start, start + len(written.strip()))


def _may_be_call(text: str) -> bool:
    first = _FIRST.match(text) if len(text) <= _LONGEST else None
    return first is not None and lowered(first[1]) not in _DICE
