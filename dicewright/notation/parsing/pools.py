"""Dice as they are written: the count, the `d`, the sides, and the modifiers after them."""

from __future__ import annotations

from functools import lru_cache

from dicewright.limits import too_many_dice, too_many_faces
from dicewright.notation.parsing import bindings, faces, misplaced, modifier_suffixes, strays
from dicewright.notation.parsing.brackets import bracketed
from dicewright.notation.tokens.lexer import BRACKETED, DICE, NAME, NUMBER, STRAY, Token
from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Fate, Listed, Numbered, Positional, is_positional
from dicewright.numbers import from_digits
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.nodes import Expression


# What a number is checked with, and only said if it is not whole.
_WHOLE_SIDES, _SIDES_EXAMPLE = Phrase("A die has a whole number of sides."), Phrase("For example, d6.")
# What stands for a hundred sides: the second is printed on the tens die of a pair.
_PERCENTILE = ("%", "00")


def dice(reader: Reader) -> nodes.Pool:
    """Take dice that are written in one piece, as nearly all are."""
    token = reader.take()
    if len(token.text) > reader.limits.digits:
        _refuse_dice(reader, token)
    count, die = _read_dice(token.text)
    if not 0 < die.sides <= reader.limits.faces or int(count.value) > reader.limits.dice:
        _refuse_dice(reader, token)
    modifiers = modifier_suffixes.of_pool(reader, count, die)
    return nodes.Pool(count, die, modifiers, token.start, reader.behind.stop)


@lru_cache(maxsize=256)
def _read_dice(written: str) -> tuple[nodes.Number, Numbered | Positional]:
    """Return the count and the die of `4d6`. Most texts are new, but the dice in them are not."""
    count, _, sides = written.partition("d")
    return nodes.Number(from_digits(count or "1")), _die(sides)


def _die(sides: str) -> Numbered | Positional:
    """Return the die with these sides; one without faces if they can only be a mistake."""
    if sides in _PERCENTILE:
        return Numbered(100)
    if is_positional(sides):
        return Numbered(0) if sides[0] == "1" else Positional(int(sides[0]), len(sides))
    return Numbered(from_digits(sides or "0"))


def _refuse_dice(reader: Reader, token: Token) -> None:
    """Raise the error of whichever part of `4d6` passes a limit, if one does."""
    count, _, sides = token.text.partition("d")
    middle = token.start + len(count)
    if count:
        counted = Token(NUMBER, count, token.start, middle)
        _check_count(reader, nodes.Number(reader.number(counted), token.start, middle))
    _written(reader, Token(NUMBER, "100" if sides in _PERCENTILE else sides, middle + 1, token.stop))


def pool(reader: Reader, count: Expression, begin: int) -> nodes.Pool:
    """Take the dice after their count, which may be an expression in brackets."""
    if isinstance(count, nodes.Number):
        _check_count(reader, count)
    reader.loosen()
    word = reader.ahead
    if word.text.startswith("df"):
        reader.split("df")
        reader.take()
        die: DieKind | nodes.Sides = Fate()
    else:
        reader.take()
        die = _sides(reader, word)
    modifiers = modifier_suffixes.of_pool(reader, count, die)
    return nodes.Pool(count, die, modifiers, begin, reader.behind.stop)


def _sides(reader: Reader, word: Token) -> Numbered | Positional | Listed | nodes.Sides:
    token = reader.ahead
    if token.kind == BRACKETED:
        reader.take()
        return faces.parse(reader, token)
    if reader.take_sign("%"):
        return Numbered(100)
    if token.text == "(":
        sides = bracketed(reader)
        if (
            isinstance(sides, nodes.Number)
            and is_positional(str(sides))
            and sides.value <= reader.limits.faces
        ):
            return Numbered(int(sides.value))
        return nodes.Sides(sides, token.start, reader.behind.stop)
    if token.kind == NAME:
        name = bindings.named(reader, reader.take())
        return nodes.Sides(name, token.start, token.stop, bare=isinstance(name, nodes.Name))
    if token.kind == STRAY:
        raise strays.error(reader, token)
    if token.kind != NUMBER:
        raise misplaced.missing_sides(reader, word.start)
    return _written(reader, reader.take())


def _written(reader: Reader, token: Token) -> Numbered | Positional:
    sides = reader.whole(token, _WHOLE_SIDES, _SIDES_EXAMPLE)
    if sides == 0 and token.text not in _PERCENTILE:
        raise reader.error(
            Phrase("A die needs at least one face."), "no-faces", Phrase("Write d6 or d20."), token.span
        )
    die = _die(token.text if token.text.isdecimal() else str(sides))
    if not die.sides:
        raise reader.error(
            Phrase("A d{sides} would be read as digits, and always show {sides}.", sides=str(sides)),
            "one-number",
            Phrase("For a die with {sides} sides write d({sides}).", sides=str(sides)),
            token.span,
            fixes=[reader.with_instead(f"({sides})", token.start, token.stop)],
        )
    if die.sides > reader.limits.faces:
        raise too_many_faces(die.sides, reader.limits, token.span, hint=Phrase("Use a smaller die."))
    return die


def _check_count(reader: Reader, count: nodes.Number) -> None:
    if not isinstance(count.value, int):
        raise reader.error(
            Phrase("The number of dice must be whole."),
            "not-whole",
            Phrase("Write 2d6, or round it: (floor(5/2))d6."),
            count.span,
        )
    if count.value > reader.limits.dice:
        raise too_many_dice(count.value, reader.limits, count.span)


def refuse_drop_apart(reader: Reader, count: Token) -> None:
    """Raise NotationError for `2d20+5 d1`, which may be five dice or a drop from the two before.

    It is a drop only if dice before have some to drop.
    """
    sides = reader.ahead.text[1:]
    if not sides.isdecimal() or len(sides) > 4:
        return
    place = 2  # the count stands between
    while (token := reader.before(place)) is not None and token.text != ";":
        dice = token.text.partition("d")[0]
        if token.kind == DICE and dice.isdecimal() and len(dice) < 5 and int(dice) > int(sides):
            raise reader.error(
                Phrase("This could mean more dice, or dice to drop."),
                "drop-or-dice",
                Phrase(
                    "For dice write {count}d{sides} without a space; to drop {sides}, write d{sides} "
                    "right after the dice they are dropped from.",
                    count=count.text,
                    sides=sides,
                ),
                count.span.to(reader.ahead.span),
            )
        place += 1
