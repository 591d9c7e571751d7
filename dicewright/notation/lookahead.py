"""What the next token could begin."""

from __future__ import annotations

from dicewright.notation.functions import FUNCTIONS
from dicewright.notation.lexer import DICE, NAME, NUMBER
from dicewright.notation.segments import segments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.lexer import Token
    from dicewright.notation.reader import Reader


def starts_term(reader: Reader) -> bool:
    """Return whether the next token could begin a term."""
    token = reader.ahead
    begins = token.kind in (DICE, NUMBER, NAME) or token.text in ("(", "{", "if", *FUNCTIONS, *reader.tables)
    return begins or die_follows(reader)


def die_follows(reader: Reader) -> bool:
    """Return whether the next token is the `d` of dice."""
    return is_die(reader.ahead)


def is_die(token: Token) -> bool:
    """Return whether a token is the `d` of dice, or the `dF` of Fate dice with modifiers behind it."""
    word = token.text
    if token.kind == DICE:
        return word[0] == "d"
    return word in ("d", "df") or (word[:2] == "df" and segments(word[2:]) is not None)
