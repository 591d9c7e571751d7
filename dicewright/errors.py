"""What can go wrong, said so that a player knows what to do.

DiceError
├── NotationError      the text is not dice notation
├── ArgumentError      the program passed something that makes no sense, such as Limits(dice=-1)
├── LimitError         the roll asks for more than the limits allow
│   └── OddsTooLarge   the exact odds would take more work than the limits allow
└── RollError          good notation that cannot be rolled, such as 1/0
"""

from __future__ import annotations

from dicewright.phrases import Phrase, sentences
from dicewright.source import Span, excerpt, point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Never, NoReturn, Self


# Errors quote the player, so their length is held here, whatever was quoted: Discord takes 2,000 characters.
_LONGEST_MESSAGE, _LONGEST_HINT = 400, 300


class DiceError(ValueError):
    """The root of every error the library raises on purpose. Each is a ValueError.

    Attributes:
        message: a sentence that says what was found, printable, in at most 401 characters; a `Phrase`, if a
            player's text can cause the error, unless what it quotes is too long.
        hint: what to write instead, in at most 301, or "" if nothing better is known; a `Phrase`, too.
        code: a short, stable name of the kind of error, such as "unknown-modifier".
        text: the text in which the error was found, or "" if there was none.
        span: where in `text`, or None.
        name: the @name that stands for `text`, if the player wrote only the name; else "".

    >>> import dicewright
    >>> try:
    ...     dicewright.roll("4d6kx3")
    ... except dicewright.DiceError as error:
    ...     print(error)
    4d6kx3
       ^^
    "kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?
    """

    def __init__(
        self, message: str, *, code: str, hint: str = "", text: str = "", span: Span | None = None
    ) -> None:
        self.message: str = excerpt(message, _LONGEST_MESSAGE)
        self.hint: str = excerpt(hint, _LONGEST_HINT)
        super().__init__(self.message)
        self.code = code
        self.text: str = text
        self.span = span
        self.name: str = ""

    @property
    def advice(self) -> str:
        """The message and the hint as one line of prose; a `Phrase`, if they are."""
        advice = sentences(self.message, self.hint)
        return Phrase("In @{name}: {advice}", name=self.name, advice=advice) if self.name else advice

    @property
    def marked(self) -> str:
        """The part of the text that the error points at, or "" if it points at none."""
        return "" if self.span is None else self.span.of(self.text)

    def __str__(self) -> str:
        if self.span is None or not self.text:
            return self.advice
        return f"{point(self.text, self.span)}\n{self.advice}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, dict(vars(self)))

    def found_in(self, text: str, span: Span | None = None) -> Self:
        """Fill in the text, and the span if none is known yet; return the error itself."""
        if not self.text:
            self.text = text
            self.span = self.span or span
        return self

    def found_in_name(self, name: str, text: str) -> Self:
        """Say which @name stands for the text, if neither is known yet; return the error itself."""
        self.found_in(text)
        self.name = self.name or excerpt(name)
        return self


class NotationError(DiceError):
    """The text is not dice notation.

    Attributes:
        fix: a text to send instead, if what was meant is clear. It can be parsed.

    >>> import dicewright
    >>> try:
    ...     dicewright.parse("8d10 t7")
    ... except dicewright.NotationError as error:
    ...     error.marked, error.fix
    ('t', '8d10>=7')
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        hint: str = "",
        text: str = "",
        span: Span | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(message, code=code, hint=hint, text=text, span=span)
        self.fix = fix


class ArgumentError(DiceError):
    """The calling program passed something that makes no sense, such as a limit below zero.

    No player can cause one by what they write in a roll.

    >>> import dicewright
    >>> dicewright.roll(None)
    Traceback (most recent call last):
    dicewright.errors.ArgumentError: A roll is text such as "4d6kh3", not None.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "argument",
        hint: str = "",
        text: str = "",
        span: Span | None = None,
    ) -> None:
        super().__init__(message, code=code, hint=hint, text=text, span=span)


class LimitError(DiceError):
    """The roll asks for more than the limits allow.

    Attributes:
        limit: the name of the limit, a field of `Limits`.
        allowed: its value.

    >>> import dicewright
    >>> try:
    ...     dicewright.roll("500d6", limits=dicewright.Limits(dice=100))
    ... except dicewright.LimitError as error:
    ...     error.limit, error.allowed
    ('dice', 100)
    """

    def __init__(
        self,
        message: str,
        *,
        limit: str,
        allowed: int,
        code: str = "",
        hint: str = "",
        text: str = "",
        span: Span | None = None,
    ) -> None:
        super().__init__(message, code=code or f"limit-{limit}", hint=hint, text=text, span=span)
        self.limit = limit
        self.allowed = allowed


class OddsTooLarge(LimitError):
    """The exact odds would take more work or memory than the limits allow.

    >>> import dicewright
    >>> try:
    ...     dicewright.odds("100d6kh50", limits=dicewright.Limits(work=100))
    ... except dicewright.OddsTooLarge as error:
    ...     error.limit
    'work'
    """


class RollError(DiceError):
    """Good notation that cannot be rolled, such as a division by zero.

    >>> import dicewright
    >>> try:
    ...     dicewright.roll("1/0")
    ... except dicewright.RollError as error:
    ...     error.code, error.marked
    ('division-by-zero', '/0')
    """


def _rebuild(kind: type[DiceError], message: str, attributes: dict[str, Any]) -> DiceError:
    error = kind.__new__(kind, message)
    error.__dict__.update(attributes)
    return error


def unreachable(value: Never) -> NoReturn:
    """Close a `match` over all node types: `typing.assert_never`, without importing typing."""
    raise AssertionError(f"unexpected {value!r}")


def quoted(value: object) -> str:
    """Return an argument as a sentence about it shows it: short, and printable whatever it is.

    >>> quoted(None), quoted([1, 2]), quoted("x" * 99)
    ('None', '[1, 2]', "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…")
    """
    try:
        return excerpt(repr(value), 40)
    except Exception:  # a stranger's repr may fail in any way, and a number may be too long to be written
        return f"an object of type {type(value).__name__}"
