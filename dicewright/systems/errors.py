"""What can be wrong with a system's file, with its line and a caret into the string."""

from __future__ import annotations

from copy import copy

from dicewright.errors import DiceError, NotationError, RollError
from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt


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
        self.key: str = excerpt(key, 80)

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


class of_call:
    """Let errors about the strings of a system's file point at the call of the player instead.

    What the file says is for the game master: the error that points into it is the cause of the other.
    """

    __slots__ = ("_call", "_name")

    def __init__(self, call: str, name: str) -> None:
        self._call = call
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # An error of notation points at what was typed already.
        if not isinstance(error, DiceError) or isinstance(error, NotationError) or error.text == self._call:
            return
        call = self._call
        shown = copy(error)
        shown.text = call
        begin = len(call) - len(call.lstrip())
        after = begin + len(call[begin:].split(maxsplit=1)[0]) if call.strip() else 0
        shown.span = Span(after + 1, len(call)) if call[after:].strip() else Span(begin, len(call))
        if isinstance(error, RollError):
            shown.hint = Phrase("The file of {system} does not allow for this.", system=self._name)
        raise shown from error
