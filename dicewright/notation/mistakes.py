"""What is said of a token that cannot stand where it stands."""

from __future__ import annotations

from dicewright.notation import suffixes, suggestions
from dicewright.notation.functions import FUNCTIONS
from dicewright.notation.lexer import BRACKETED, END, NOTE, NUMBER, WORD
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.lexer import Token
    from dicewright.notation.reader import Reader


def side_by_side(reader: Reader, token: Token, hint: str) -> NotationError:
    """Return the error for a term right behind another."""
    return reader.error("Two rolls stand side by side.", "side-by-side", hint, token.span)


def stray_comma(reader: Reader, token: Token) -> NotationError:
    """Return the error for a comma where it separates nothing."""
    return reader.error(
        "A comma stands only between braces or in a function.",
        "stray-comma",
        "Write 1000 without one, ; for two rolls, or {4d6, 3d8} for a group.",
        token.span,
    )


def misplaced_word(reader: Reader, token: Token) -> NotationError:
    """Return the error for a word that means nothing where it stands."""
    word = token.text
    cut = suffixes.segments(word)
    if cut and cut[0] != "d":
        return reader.error(
            f'"{excerpt(word)}" goes after dice or a group.',
            "modifier-without-dice",
            "As in 4d6kh3 or 1d20adv.",
            token.span,
        )
    if cut or (word[0] == "d" and len(word) == 2):
        return missing_sides(reader, token.start)
    near = suggestions.nearest(word, ("if", *FUNCTIONS)) if len(word) > 1 else []
    if near:
        hint = f"Did you mean {near[0]}( )?"
    else:
        hint = suggestions.elsewhere(word) or suggestions.NOTES_AND_NAMES
    return reader.error(f'"{excerpt(word)}" means nothing here.', "unknown-word", hint, token.span)


def missing(reader: Reader) -> NotationError:
    """Say why no term begins with the next token."""
    token, before = reader.ahead, reader.behind
    at_start = before is token
    if token.kind == WORD and token.text != "vs":
        return misplaced_word(reader, token)
    if token.kind == BRACKETED:
        return reader.error(
            "A label goes after what it names.",
            "label-first",
            "Write 2d6[fire], or d[1,2,3] for a die with these faces.",
            token.span,
        )
    if token.kind in (END, NOTE) or token.text == ";":
        if at_start or before.text == ";":
            return reader.error(
                "There is nothing to roll.",
                "empty",
                "Write dice such as 1d20 or 4d6kh3 + 2.",
                Span(token.start, token.start + 1),
            )
        return reader.error(
            f'The roll ends after "{excerpt(before.span.of(reader.text))}":',
            "incomplete",
            f"a number or dice should follow, as in {_example(before.text)}.",
            Span(before.stop, before.stop + 1),
        )
    if at_start or before.text == ";":
        return reader.error(
            f'A roll cannot start with "{excerpt(token.span.of(reader.text))}".',
            "unexpected",
            "Start with dice or a number, as in 1d20 + 5.",
            token.span,
        )
    return reader.error(
        f'"{excerpt(token.span.of(reader.text))}" cannot follow "{excerpt(before.span.of(reader.text))}":',
        "unexpected",
        f"a number or dice should, as in {_example(before.text)}.",
        token.span,
    )


def _example(sign: str) -> str:
    """Return a roll that goes on rightly after this sign."""
    return {
        "(": "(1d6 + 2) * 2",
        "{": "{4d6, 3d8}",
        ",": "max(1d6, 1d8)",
        "vs": "1d20 vs 15",
        "x": "6x 4d6kh3",
        "#": "6#4d6kh3",
    }.get(sign, f"1d20 {sign} 5" if sign and not sign.isalnum() else "1d20 + 5")


def missing_sides(reader: Reader, place: int) -> NotationError:
    """Ask for the sides of the dice whose `d` stands at a place."""
    before = reader.behind
    count = before.text if before.kind == NUMBER and before.stop == place and len(before.text) < 5 else "3"
    return reader.error(
        "How many sides?",
        "missing-sides",
        f"Write {count}d6, {count}d% or {count}d[1,2,3].",
        Span(place + 1, place + 2),
    )
