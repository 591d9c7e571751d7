"""The error for a comma that separates nothing, and what may have been meant."""

from __future__ import annotations

from dicewright.notation.tokens.lexer import NUMBER, SIGN, WORD
from dicewright.notation.tokens.lookahead import letters_before, segments
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader


def stray(reader: Reader, token: Token, opening: Token | None = None) -> NotationError:
    """Return the error for a comma where it separates nothing, perhaps after a bracket that is open."""
    fixes = _as_set(reader)
    closing = reader.text.find(")", token.stop)
    if opening is not None and opening.text == "(" and closing >= 0:
        inside = reader.text[opening.stop : closing]
        meant = f"[{inside}]" if _after_modifier(reader, opening.start) else f"{{{inside}}}"
        fixes.append(reader.with_instead(meant, opening.start, closing + 1))
    return reader.error(
        Phrase("Commas can be used only inside braces or functions."),
        "stray-comma",
        Phrase("Write 1000 without a comma, ; for two rolls, or {{4d6, 3d8}} for a group."),
        token.span,
        fixes=fixes,
    )


def _as_set(reader: Reader) -> list[str]:
    """Return the text with the values around a comma as a set, if they follow a modifier: `4d6r1,2`."""
    first, before = reader.behind, reader.before(2)
    if first.kind != NUMBER or before is None or before.kind not in (WORD, SIGN) or before.text in ("+", "-"):
        return []
    place = 0
    while reader.after(place).text == "," and reader.after(place + 1).kind == NUMBER:
        place += 2
    if not place:
        return []
    last = reader.after(place - 1)
    values = reader.text[first.start : last.stop]
    return [reader.with_instead(f"[{values}]", first.start, last.stop)]


def _after_modifier(reader: Reader, place: int) -> bool:
    """Return whether a bracket at a place holds what dice are compared with, as in `r(1,2)` and `=(4,5)`."""
    before = reader.text[:place].rstrip()
    return before[-1:] in ("<", ">", "=", "!") or bool(segments(letters_before(before, len(before)).lower()))
