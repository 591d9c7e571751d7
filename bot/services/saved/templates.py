"""Calls that are saved with names in place of what changes from roll to roll: `v5 @pool h@hunger`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from bot.services.saved.names import canonical_name, list_parts
from bot.texts import _
from dicewright import NotationError, close_matches
from dicewright.nodes import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

_NAME = re.compile(r"@([^\W\d]\w*)")
_WORD = re.compile(r"[^\W\d]\w*(?:-[^\W\d]\w*)*")
_LIKENESS = 0.7
_OPERATORS = tuple("+-*/(,")
# Numbers of which one is within the bounds of nearly every value of every game.
_TRIED = ("1", "5", "10", "0", "50", "3")
OF_VALUES = frozenset({"out-of-bounds", "not-whole", "not-a-number", "one-of-group"})
"""The codes of errors in values, while the call itself is right."""

# Dice after a name that has no value yet: `@level d8` can only mean that many. After dice it drops some.
_COUNTED = re.compile(r"@(?P<name>[^\W\d]\w*)\s+(?P<die>d(?:[2-9]|\d{2,6}|%))(?!\w)", re.IGNORECASE)


class Reader(Protocol):
    """What reads calls."""

    def begins_call(self, text: str) -> bool:
        """Return whether the first word of a text is that of a game system."""

    def read(self, text: str, *, times: int = 1, names: Mapping[str, str] | None = None) -> object:
        """Return a text as a call. Raises NotationError."""


def with_counted_dice(text: str, known: Container[str]) -> str:
    """Return notation in which names without a value are the number of the dice behind them.

    >>> with_counted_dice("1d8 + @level d8", known=()), with_counted_dice("@attack d2", known=("attack",))
    ('1d8 + (@level)d8', '@attack d2')
    """
    return _COUNTED.sub(
        lambda found: (
            found[0] if canonical_name(found["name"]) in known else f"(@{found['name']}){found['die']}"
        ),
        text,
    )


def check_templates(reader: Reader, text: str) -> bool:
    """Return whether a text is a call, or a list of which a part is one, with @names for what is open.

    Raises NotationError where a part can be neither a call nor dice.
    """
    found = list_parts(text)
    if not any(map(reader.begins_call, found)):
        return False
    for part in found:
        if reader.begins_call(part):
            check_template(reader, part)
        else:
            read_tree(part)
    return True


def check_template(reader: Reader, text: str) -> None:
    """Raise NotationError where a text with @names is no call, whatever the names stand for.

    A word of it that is not understood may be a name without its @, which the error then says.
    """
    names = _NAME.findall(text)
    try:
        _tried(reader, text, names)
    except NotationError as error:
        if error.code == "missing-parameter":
            error.hint = _(
                "{hint} What changes from roll to roll can be a name, as in {example}.",
                hint=error.hint,
                example=f"{text.split('#')[0].strip()} @pool",
            )
        elif error.code == "unknown-piece" and (fix := _with_name(reader, text, error, names)):
            error.hint, error.fix = _("Did you mean {call}?", call=fix), fix
        raise


def _tried(reader: Reader, text: str, names: list[str]) -> None:
    failed: NotationError | None = None
    for number in _TRIED:
        try:
            reader.read(text, names=dict.fromkeys(names, number))
        except NotationError as error:
            if not names or error.code not in OF_VALUES:
                raise
            failed = error
        else:
            return
    # Each name has bounds of its own: what the numbers are wrong for is found when it is rolled.
    if failed is not None and failed.code == "one-of-group":
        raise failed


def _with_name(reader: Reader, text: str, error: NotationError, names: list[str]) -> str:
    """Return the text with an @ before the word that an error points at, where that makes it a call."""
    if error.span is None or not _WORD.fullmatch(error.marked):
        return ""
    name = error.marked.replace("-", "_")
    place = text.find(error.marked)
    fix = f"{text[:place]}@{name}{text[place + len(error.marked) :]}"
    try:
        _tried(reader, fix, [*names, name])
    except NotationError:
        return ""
    return fix


def offer_name(error: NotationError, text: str, can_be_saved: Callable[[str], bool]) -> None:
    """Let an error about a word in dice offer the word as a name, if that makes it a text to save."""
    if error.span is None or error.text != text or not _WORD.fullmatch(error.marked):
        return
    before = text[: error.span.start].rstrip()
    fix = f"{text[: error.span.start]}@{error.marked.replace('-', '_')}{text[error.span.stop :]}"
    # Words after a whole roll are a note on it.
    if before.endswith(_OPERATORS) and can_be_saved(fix):
        error.hint, error.fix = _("Did you mean {call}?", call=fix), fix


def offer_saved_value(error: NotationError, names: Mapping[str, str]) -> None:
    """Let an error about a word offer the saved value that begins so, or that it is a slip of."""
    if error.span is None:
        return
    for word in _WORD.finditer(error.marked):
        written = canonical_name(word[0])
        if written in names or error.marked[: word.start()].endswith("@"):
            continue
        begun = [name for name in names if name.startswith(written) or name.endswith(f"_{written}")]
        near = begun or close_matches(written, names, most=1, likeness=_LIKENESS)
        if near:
            at = error.span.start + word.start()
            fix = f"{error.text[:at]}{near[0]}{error.text[at + len(word[0]) :]}"
            error.hint, error.fix = _("Did you mean {call}?", call=fix), fix
        return
