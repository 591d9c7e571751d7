"""The tokens of a text, read one after the other."""

from __future__ import annotations

from dicewright.errors import LimitError, NotationError
from dicewright.notation import lexer
from dicewright.notation.lexer import Token
from dicewright.numbers import exact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from dicewright.limits import Limits
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.source import Span


class Reader:
    """Where the parser is in a text, how deep, and how it says that something is wrong there."""

    __slots__ = ("_position", "_tokens", "ahead", "behind", "depth", "expression", "limits", "text")

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        limits: Limits,
        expression: Callable[[Reader], Expression],
    ) -> None:
        self.text = text
        self.limits = limits
        self.expression = expression
        self.depth = 0
        self._tokens = tokens
        self._position = 0
        self.ahead = self.behind = tokens[0]

    @property
    def second(self) -> Token:
        """The token after the next one."""
        return self._tokens[min(self._position + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and move past it; at the end, stay there."""
        self.behind = self.ahead
        if self.behind.kind != lexer.END:
            self._position += 1
            self.ahead = self._tokens[self._position]
        return self.behind

    def take_sign(self, *signs: str) -> bool:
        """Move past the next token where it is one of these signs."""
        if self.ahead.kind == lexer.SIGN and self.ahead.text in signs:
            self.take()
            return True
        return False

    def split(self, length: int) -> None:
        """Cut the next token in two, the first `length` characters long, as `khmi` is `kh` and `mi`."""
        token = self.ahead
        if length < len(token.text):
            middle = token.start + length
            self._tokens[self._position] = Token(token.kind, token.text[:length], token.start, middle)
            self._tokens.insert(
                self._position + 1, Token(token.kind, token.text[length:], middle, token.stop)
            )
            self.ahead = self._tokens[self._position]

    def number(self, token: Token) -> Number:
        """Return the number that a token writes, or raise LimitError where it is too long."""
        if len(token.text) > self.limits.digits:
            raise LimitError(
                f"This number has {len(token.text)} digits; the limit is {self.limits.digits}.",
                limit="digits",
                allowed=self.limits.digits,
                hint="Write a shorter number.",
                span=token.span,
            )
        return exact(token.text)

    def whole(self, token: Token, message: str, hint: str) -> int:
        """Return the whole number that a token writes, or raise NotationError with this message."""
        value = self.number(token)
        if not isinstance(value, int):
            raise self.error(message, "not-whole", hint, token.span)
        return value

    def deeper(self, token: Token) -> _Level:
        """Return a context that is one level deeper; past the limit of nesting it raises LimitError."""
        if self.depth >= self.limits.nesting:
            raise LimitError(
                f"This is nested more than {self.limits.nesting} levels deep.",
                limit="nesting",
                allowed=self.limits.nesting,
                hint="Use fewer brackets inside one another.",
                span=token.span,
            )
        return _Level(self)

    def error(self, message: str, code: str, hint: str, span: Span) -> NotationError:
        """Return the error that points at this place."""
        return NotationError(message, code=code, hint=hint, span=span)


class _Level:
    __slots__ = ("_reader",)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> None:
        self._reader.depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.depth -= 1
