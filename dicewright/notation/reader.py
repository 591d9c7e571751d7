"""The tokens of a text, read one after the other."""

from __future__ import annotations

from dicewright.errors import LimitError, NotationError
from dicewright.notation import lexer
from dicewright.notation.lexer import Token
from dicewright.numbers import exact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from dicewright.limits import Limits
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.source import Span


class Reader:
    """Where the parser is in a text, how deep, and how it says that something is wrong there."""

    __slots__ = (
        "_depth",
        "_position",
        "_tokens",
        "ahead",
        "behind",
        "expression",
        "limits",
        "tables",
        "text",
    )

    def __init__(
        self,
        text: str,
        limits: Limits,
        expression: Callable[..., Expression],
        tables: Collection[str] = (),
    ) -> None:
        self.text: str = text
        self.limits: Limits = limits
        self.expression: Callable[..., Expression] = expression
        self.tables: Collection[str] = tables
        """The names of tables of a game system, which are called as functions are."""
        self._depth = 0
        self._tokens = lexer.tokens(text)
        self._position = 0
        self.ahead: Token = self._tokens[0]
        self.behind: Token = self._tokens[0]

    @property
    def second(self) -> Token:
        """The token after the next one."""
        return self._tokens[min(self._position + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and move past it; at the end, stay there."""
        token = self.behind = self.ahead
        if token.kind != lexer.END:
            self._position = position = self._position + 1
            self.ahead = self._tokens[position]
        return token

    def take_sign(self, sign: str) -> bool:
        """Move past the next token where it is this sign."""
        if self.ahead.text == sign:
            self.take()
            return True
        return False

    def split(self, *beginnings: str) -> None:
        """Cut the next token into these beginnings and the rest, as `khmi` is `kh` and `mi`."""
        token = self.ahead
        start, pieces = token.start, []
        for piece in (*beginnings, token.text[sum(map(len, beginnings)) :]):
            if piece:
                pieces.append(Token(token.kind, piece, start, start + len(piece)))
                start += len(piece)
        self._tokens[self._position : self._position + 1] = pieces
        self.ahead = pieces[0]

    def loosen(self) -> None:
        """Take dice apart into number, word and number: behind a modifier, `3d1` is a number and a drop."""
        token = self.ahead
        if token.kind == lexer.DICE:
            count, letter, sides = token.text.partition("d")
            middle = token.start + len(count)
            kind = lexer.SIGN if sides == "%" else lexer.NUMBER
            apart = [
                Token(lexer.WORD, letter, middle, middle + 1),
                Token(kind, sides, middle + 1, token.stop),
            ]
            if count:
                apart.insert(0, Token(lexer.NUMBER, count, token.start, middle))
            self._tokens[self._position : self._position + 1] = apart
            self.ahead = apart[0]

    def reread(self, start: int) -> None:
        """Read the text anew from here: what was taken for a note is the roll itself."""
        self._tokens[self._position :] = lexer.tokens(self.text, start)
        self.ahead = self._tokens[self._position]

    def number(self, token: Token) -> Number:
        """Return the number that a token writes, or raise LimitError where it is too long."""
        text = token.text
        if len(text) > self.limits.digits:
            raise self.too_long(len(text), token.span)
        return exact(text)

    def too_long(self, digits: int, span: Span) -> LimitError:
        """Return the error for a number with so many digits."""
        return LimitError(
            f"This number has {digits} digits; the limit is {self.limits.digits}.",
            limit="digits",
            allowed=self.limits.digits,
            hint="Write a shorter number.",
            span=span,
        )

    def whole(self, token: Token, message: str, hint: str) -> int:
        """Return the whole number that a token writes, or raise NotationError with this message."""
        value = self.number(token)
        if not isinstance(value, int):
            raise self.error(message, "not-whole", hint, token.span)
        return value

    def enter(self, token: Token) -> None:
        """Go one level deeper; past the limit of nesting raise LimitError."""
        self._depth += 1
        if self._depth > self.limits.nesting:
            raise LimitError(
                f"This is nested more than {self.limits.nesting} levels deep.",
                limit="nesting",
                allowed=self.limits.nesting,
                hint="Use fewer brackets inside one another.",
                span=token.span,
            )

    def leave(self) -> None:
        """Come back up one level."""
        self._depth -= 1

    def error(self, message: str, code: str, hint: str, span: Span) -> NotationError:
        """Return the error that points at this place."""
        return NotationError(message, code=code, hint=hint, span=span)
