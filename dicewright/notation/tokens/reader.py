"""The tokens of a text, read one after the other."""

from __future__ import annotations

from dicewright.errors import LimitError, NotationError
from dicewright.notation.tokens import lexer
from dicewright.notation.tokens.lexer import Token
from dicewright.notation.tokens.wrapping import OPENERS, unwrapped
from dicewright.numbers import exact
from dicewright.phrases import Phrase
from dicewright.source import quotable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.source import Span


# A number with perhaps a sign, as lists of faces and of values hold it.
SIGNED_NUMBER = r"[+-]?\s*(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
# Corrections longer than this are not looked for, and longer than this not shown in a sentence.
_LONGEST_FIX, _LONGEST_SHOWN = 200, 100


class Reader:
    """Where the parser is in a text, how deep, and how it says that something is wrong there."""

    __slots__ = (
        "_depth",
        "_position",
        "_tokens",
        "ahead",
        "behind",
        "bound",
        "expression",
        "limits",
        "parses",
        "stop",
        "tables",
        "text",
    )

    def __init__(
        self,
        text: str,
        limits: Limits,
        expression: Callable[..., Expression],
        tables: Collection[str] = (),
        parses: Callable[[str, Limits, Collection[str]], bool] | None = None,
    ) -> None:
        """Begin at the front of a text. `parses` says whether a correction can be parsed in its place."""
        self.text: str = text
        self.parses: Callable[[str, Limits, Collection[str]], bool] | None = parses
        self.limits: Limits = limits
        self.expression: Callable[..., Expression] = expression
        self.tables: Collection[str] = tables
        """The names of tables of a game system, which are called as functions are."""
        self.bound: dict[str, Expression] = {}
        """The names that a `let` around this place gives, and what they stand for."""
        self._depth = 0
        self.stop: int
        start, self.stop = unwrapped(text) if text[:1] in OPENERS or not text else (0, len(text))
        self._tokens = lexer.tokens(text, start, self.stop)
        self._position = 0
        self.ahead: Token = self._tokens[0]
        self.behind: Token = self._tokens[0]

    @property
    def second(self) -> Token:
        """The token after the next one."""
        return self.after(1)

    def after(self, number: int) -> Token:
        """Return the token this many after the next one, or the end."""
        return self._tokens[min(self._position + number, len(self._tokens) - 1)]

    def before(self, number: int) -> Token | None:
        """Return the token this many before the next one, if there are as many."""
        return self._tokens[self._position - number] if number <= self._position else None

    @property
    def apart(self) -> bool:
        """Whether a space stands before the next token."""
        return self.ahead.start > self.behind.stop or self.behind is self.ahead

    @property
    def here(self) -> Span:
        """The place of the next token, or right after the text."""
        return self.ahead.span.replace(stop=max(self.ahead.stop, self.ahead.start + 1))

    @property
    def nested(self) -> bool:
        """Whether this is inside brackets."""
        return self._depth > 0

    @property
    def place(self) -> tuple[int, Token, int, dict[str, Expression]]:
        """Where the reader is, and the names that are bound there, to go back to."""
        return self._position, self.behind, self._depth, self.bound

    def go_back(self, place: tuple[int, Token, int, dict[str, Expression]]) -> None:
        """Go back to where the reader was, as long as no token was split since."""
        self._position, self.behind, self._depth, self.bound = place
        self.ahead = self._tokens[self._position]

    def skip_to(self, place: int) -> None:
        """Move past all tokens that start before this place in the text."""
        while self.ahead.start < place and self.ahead.kind != lexer.END:
            self.take()

    def take(self) -> Token:
        """Return the next token and move past it; at the end, stay there."""
        token = self.behind = self.ahead
        if token.kind != lexer.END:
            self._position = position = self._position + 1
            self.ahead = self._tokens[position]
        return token

    def take_sign(self, sign: str) -> bool:
        """Move past the next token if it is this sign."""
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
        """Take dice apart into number, word and number: after a modifier, `3d1` is a number and a drop."""
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
        """Read the text again from here: what was taken for a note is the roll itself."""
        self._tokens[self._position :] = lexer.tokens(self.text, start, self.stop)
        self.ahead = self._tokens[self._position]

    def number(self, token: Token) -> Number:
        """Return the number that a token writes, or raise LimitError if it is too long."""
        text = token.text
        if len(text) > self.limits.digits:
            raise self._too_long(len(text), token.span)
        return exact(text)

    def signed_number(self, written: str, span: Span) -> Number:
        """Return a number that is written with perhaps a sign, or raise LimitError if it is too long."""
        digits = "".join(written.split())
        if len(digits) > self.limits.digits:
            raise self._too_long(len(digits), span)
        return (-1 if digits[0] == "-" else 1) * exact(digits.lstrip("+-"))

    def _too_long(self, digits: int, span: Span) -> LimitError:
        return LimitError(
            Phrase(
                "This number has {digits} digits; the limit is {limit}.",
                digits=digits,
                limit=self.limits.digits,
            ),
            limit="digits",
            allowed=self.limits.digits,
            hint=Phrase("Write a shorter number."),
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
                Phrase("This is nested more than {limit} levels deep.", limit=self.limits.nesting),
                limit="nesting",
                allowed=self.limits.nesting,
                hint=Phrase("Use fewer nested brackets."),
                span=token.span,
            )

    def leave(self) -> None:
        """Come back up one level."""
        self._depth -= 1

    def error(
        self, message: str, code: str, hint: str, span: Span, *, fixes: Iterable[str] = ()
    ) -> NotationError:
        """Return the error that points at this place.

        The first of `fixes`, texts to send instead of the whole, that can be parsed is the error's
        `fix`, and takes the place of the hint.
        """
        fix = next((fix for fix in fixes if self.possible(fix)), None)
        if fix is not None and len(fix) <= _LONGEST_SHOWN:
            hint = Phrase("Write {fix}.", fix=quotable(fix))
        return NotationError(message, code=code, hint=hint, span=span, fix=fix)

    def possible(self, text: str) -> bool:
        """Return whether a correction can be parsed. Long ones are not tried, for the time it would take."""
        return (
            self.parses is not None
            and len(text) <= _LONGEST_FIX
            and self.parses(text, self.limits, self.tables)
        )

    def with_instead(self, replacement: str, start: int, stop: int) -> str:
        """Return the whole text with a part of it replaced."""
        return f"{self.text[:start]}{replacement}{self.text[stop:]}".strip()
