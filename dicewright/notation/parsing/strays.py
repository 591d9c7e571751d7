"""The errors for characters that mean nothing in a roll."""

from __future__ import annotations

from dicewright.notation.mistakes.suggestions import DICE_FIRST
from dicewright.notation.parsing import phrases
from dicewright.phrases import Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader


def error(reader: Reader, token: Token) -> NotationError:
    """Return the error for a character that means nothing in a roll."""
    span = token.span
    character = span.of(reader.text)
    match character:
        case "[":
            message, code = Phrase("This bracket is never closed."), "unclosed"
            hint = Phrase("Add a ] after it.")
        case "]":
            message, code = Phrase("This ] has no matching opening bracket."), "unopened"
            hint = Phrase("Add a [, or leave it out.")
        case "@":
            message, code = Phrase("A name should follow @."), "missing-name"
            hint = Phrase("For example, @str.")
        case _:
            return _meaningless(reader, token, character)
    return reader.error(message, code, hint, span)


def _meaningless(reader: Reader, token: Token, character: str) -> NotationError:
    span = token.span
    hint = (
        Phrase("Leave it out, or put a note after #, as in 1d20 # to hit.")
        if has_numbers(reader)
        else DICE_FIRST
    )
    if character.isdigit():
        hint = Phrase("Write digits as 0 to 9.")
    if character == ".":
        hint = Phrase("A decimal is written 0.5, a range of faces d[0..9].")
    if character == "?" and reader.text[span.stop : span.stop + 1] == "{":
        hint = Phrase("Write the number itself, or a saved name such as @str.")
    fixes: list[str] = []
    if character == ":":
        words = reader.text[token.stop :].strip()
        fixes = [] if phrases.hides(words) else [f"{reader.text[: token.start].rstrip()} # {words}"]
        hint = Phrase("A colon can be used only between a face's name and its value, as in d[hit:1, blank].")
    return reader.error(
        Phrase('"{character}" means nothing in a roll.', character=excerpt(character)),
        "stray",
        hint,
        span,
        fixes=fixes,
    )


def has_numbers(reader: Reader) -> bool:
    """Return whether there is any digit: a text without one holds no dice that a note could belong to."""
    return any(character.isdigit() for character in reader.text)
