"""What can be wrong with a system's file, with its line and a caret into the string."""

from __future__ import annotations

from dicewright.errors import DiceError, NotationError
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.source import Span


class SystemFileError(NotationError):
    """A game system's file cannot be used.

    Attributes:
        line: the line of the file, from 1; 0 where the error is about the whole file.
        key: what stands there, such as "roll.pool.values.hits", or "".

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
        """The place, the message and the hint as one line of prose."""
        place = f"Line {self.line}" if self.line else ""
        where = ", ".join(part for part in (place, self.key) if part)
        return f"{where}{': ' if where else ''}{super().advice}"


def in_file(error: DiceError, text: str, line: int, key: str) -> SystemFileError:
    """Return the error of a string of the file with its place in the file."""
    if isinstance(error, SystemFileError):
        return error
    error.found_in(text)
    return SystemFileError(
        error.message, code=error.code, line=line, key=key, hint=error.hint, text=error.text, span=error.span
    )
