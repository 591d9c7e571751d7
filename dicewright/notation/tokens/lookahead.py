"""What the next token could begin, and which modifiers a run of letters is made of."""

from __future__ import annotations

from functools import lru_cache

from dicewright.notation.mistakes.suggestions import MODIFIER_MEANINGS
from dicewright.notation.tokens.lexer import DICE, END, NAME, NOTE, NUMBER
from dicewright.notation.tree.operators import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What may follow modifiers without a space.
_AFTER = ("vs", "and", "or")


def starts_term(reader: Reader) -> bool:
    """Return whether the next token could begin a term."""
    token = reader.ahead
    begins = token.kind in (DICE, NUMBER, NAME) or token.text in (
        *("(", "{", "if", "let"),
        *FUNCTIONS,
        *reader.tables,
        *reader.bound,
    )
    return begins or die_follows(reader)


def ends(token: Token) -> bool:
    """Return whether a roll is over before this token."""
    return token.kind in (END, NOTE) or token.text == ";"


def die_follows(reader: Reader) -> bool:
    """Return whether the next token is the `d` of dice."""
    return is_die(reader.ahead)


def is_die(token: Token) -> bool:
    """Return whether a token is the `d` of dice, or the `dF` of Fate dice with modifiers after it."""
    word = token.text
    if token.kind == DICE:
        return word[0] == "d"
    return word in ("d", "df") or (word[:2] == "df" and segments(word[2:]) is not None)


@lru_cache(maxsize=256)
def segments(word: str) -> tuple[str, ...] | None:
    """Cut a run of letters into modifiers, the longest first; None if that is impossible.

    A `vs`, `and` or `or` may close the run; it is not part of the answer.

    >>> segments("khmi"), segments("advvs"), segments("kx")
    (('kh', 'mi'), ('adv',), None)
    """
    if word == "disadv":
        return (word,)
    found = []
    while word and word not in _AFTER:
        for length in (4, 3, 2, 1):
            if word[:length] in MODIFIER_MEANINGS:
                found.append(word[:length])
                word = word[length:]
                break
        else:
            return None
    return tuple(found)


def letters_before(text: str, place: int) -> str:
    """Return the letters that stand right before a place in a text, or "".

    >>> letters_before("2 * max(3", 7)
    'max'
    """
    before = text[:place]
    return before[len(before.rstrip(_LETTERS)) :]
