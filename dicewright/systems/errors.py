"""What can be wrong with a system's file, with its line and a caret into the string."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy

from dicewright.errors import DiceError, NotationError, RollError
from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SystemFileError(NotationError):
    """A game system's file cannot be used.

    Attributes:
        line: the line of the file, from 1; 0 if the error is about the whole file.
        key: the key on that line, such as "roll.pool.values.hits", or "".

    >>> import dicewright
    >>> try:
    ...     dicewright.System.from_toml('format = 1\\nname = "Odd"\\ncommand = "1d6"')
    ... except dicewright.SystemFileError as error:
    ...     error.line, error.key
    (3, 'command')
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        line: int = 0,
        key: str = "",
        hint: str = "",
        text: str = "",
        span: Span | None = None,
    ) -> None:
        super().__init__(message, code=code, hint=hint, text=text, span=span)
        self.line = line
        shown = excerpt(key, 80)
        self.key: str = key if shown == key else shown

    @property
    def advice(self) -> str:
        """The place, the message and the hint as one line of prose; a `Phrase`, if they are."""
        line, key, advice = str(self.line), self.key, super().advice
        if self.line and key:
            return Phrase("Line {line}, {key}: {advice}", line=line, key=key, advice=advice)
        if self.line:
            return Phrase("Line {line}: {advice}", line=line, advice=advice)
        return Phrase("{key}: {advice}", key=key, advice=advice) if key else advice


def in_file(error: DiceError, text: str, line: int, key: str) -> SystemFileError:
    """Return the error of a string of the file with its place in the file."""
    if isinstance(error, SystemFileError):
        return error
    error.found_in(text)
    return SystemFileError(
        error.message, code=error.code, line=line, key=key, hint=error.hint, text=error.text, span=error.span
    )


@contextmanager
def of_call(call: str, name: str) -> Iterator[None]:
    """Let errors about the strings of a system's file point at the call of the player instead.

    What the file says is for the game master: the error that points into it is the cause of the other.
    """
    try:
        yield
    except NotationError:
        raise  # it points at what was typed
    except DiceError as error:
        if error.text == call:
            raise
        shown = copy(error)
        shown.text = call
        begin = len(call) - len(call.lstrip())
        after = begin + len(call[begin:].split(maxsplit=1)[0]) if call.strip() else 0
        shown.span = Span(after + 1, len(call)) if call[after:].strip() else Span(begin, len(call))
        if isinstance(error, RollError):
            shown.hint = Phrase("The file of {system} does not allow for this.", system=name)
        raise shown from error
