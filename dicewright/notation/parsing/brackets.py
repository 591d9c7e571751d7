"""What stands in brackets: one expression, or several between commas."""

from __future__ import annotations

from dicewright.notation.parsing import commas, misplaced, strays
from dicewright.notation.tokens.lexer import STRAY, WORD
from dicewright.notation.tokens.lookahead import ends, starts_term
from dicewright.phrases import Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.nodes import Expression


def bracketed(reader: Reader) -> Expression:
    """Take an expression in round brackets."""
    opening = reader.take()
    reader.enter(opening)
    inside = reader.expression(reader)
    reader.leave()
    _close(reader, opening, ")")
    return inside


def listed(reader: Reader, opening: Token, closing: str) -> tuple[Expression, ...]:
    """Take expressions between commas, and the closing bracket."""
    found = [reader.expression(reader)]
    while reader.take_sign(","):
        found.append(reader.expression(reader))
    _close(reader, opening, closing)
    return tuple(found)


def _close(reader: Reader, opening: Token, closing: str) -> None:
    if reader.take_sign(closing):
        return
    if ends(reader.ahead) or reader.ahead.text in (")", "}"):
        raise reader.error(
            Phrase("This bracket is never closed."),
            "unclosed",
            Phrase("Add a {closing} where it should end.", closing=closing),
            opening.span,
        )
    if reader.ahead.kind == STRAY:
        raise strays.error(reader, reader.ahead)
    if reader.ahead.kind == WORD and not starts_term(reader):
        raise misplaced.unknown_word(reader, reader.ahead)
    if reader.ahead.text == ",":
        raise commas.stray(reader, reader.ahead, opening)
    if starts_term(reader):
        between = (
            Phrase("Write + between them.")
            if opening.text == "("
            else Phrase("Write + between them, or a comma.")
        )
        raise misplaced.side_by_side(reader, reader.ahead, between)
    raise reader.error(
        Phrase('"{typed}" cannot be used here.', typed=excerpt(reader.ahead.span.of(reader.text))),
        "unexpected",
        Phrase("A sign such as + or the closing {closing} is missing before it.", closing=closing),
        reader.ahead.span,
    )
