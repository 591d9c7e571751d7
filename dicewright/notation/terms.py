"""The terms of an expression: numbers, dice, groups, names, functions, brackets, and their labels."""

from __future__ import annotations

from functools import lru_cache

from dicewright.errors import LimitError, NotationError
from dicewright.limits import shown, too_many_dice
from dicewright.notation import faces, lexer, nodes, suffixes, suggestions
from dicewright.notation.dice import Fate, Listed, Numbered
from dicewright.notation.lexer import BRACKETED, DICE, END, NAME, NOTE, NUMBER, WORD, Token
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.nodes import Expression
    from dicewright.notation.reader import Reader

# How many arguments each function takes, at least and at most, and an example.
FUNCTIONS = {
    "floor": (1, 1, "floor(7 / 2)"),
    "ceil": (1, 1, "ceil(7 / 2)"),
    "round": (1, 1, "round(7 / 2)"),
    "abs": (1, 1, "abs(1d6 - 1d8)"),
    "min": (1, 99, "min(1d6, 1d8)"),
    "max": (1, 99, "max(1d6, 1d8)"),
}


def term(reader: Reader) -> Expression:
    """Take one term with the label behind it."""
    token = reader.ahead
    kind = token.kind
    if kind == DICE:
        node: Expression = _dice(reader)
    elif kind == NUMBER:
        reader.take()
        number = nodes.Number(reader.number(token), token.start, token.stop)
        node = number
        if reader.ahead.kind in (DICE, WORD):
            node = (
                _pool(reader, number, token.start)
                if _die_follows(reader)
                else _without_modifiers(reader, number)
            )
    elif kind == WORD:
        node = _word(reader)
    elif kind == NAME:
        reader.take()
        modifiers = suffixes.of_name(reader)
        node = nodes.Name(token.text[1:], modifiers, token.start, reader.behind.stop)
    elif token.text == "(":
        node = _brackets(reader)
    elif token.text == "{":
        node = _group(reader)
    else:
        raise _missing(reader)
    return _labelled(reader, node, token.start) if reader.ahead.kind == BRACKETED else node


def _labelled(reader: Reader, node: Expression, begin: int) -> nodes.Labelled:
    token = reader.take()
    label = lexer.clean(reader.text[token.start + 1 : token.stop - 1])
    if not label:
        raise reader.error("This label is empty.", "empty-label", "As in 2d6[fire].", token.span)
    if suffixes.follows(reader):
        raise reader.error(
            "A label comes last.",
            "label-first",
            "Write it after the modifiers, as in 2d6kh1[fire].",
            token.span,
        )
    return nodes.Labelled(node, label, begin, token.stop)


def _word(reader: Reader) -> Expression:
    token = reader.ahead
    if _die_follows(reader):
        return _pool(reader, nodes.Number(1, token.start, token.start), token.start)
    if token.text == "if" or token.text in FUNCTIONS:
        return _function(reader)
    raise _missing(reader)


def starts_term(reader: Reader) -> bool:
    """Return whether the next token could begin a term."""
    token = reader.ahead
    begins = token.kind in (DICE, NUMBER, NAME) or token.text in ("(", "{", "if", *FUNCTIONS)
    return begins or _die_follows(reader)


def _die_follows(reader: Reader) -> bool:
    """Return whether the next token is the `d` of dice, or the `dF` of Fate dice with modifiers behind it."""
    word = reader.ahead.text
    if reader.ahead.kind == DICE:
        return word[0] == "d"
    return word in ("d", "df") or (word[:2] == "df" and suffixes.segments(word[2:]) is not None)


def _dice(reader: Reader) -> nodes.Pool:
    """Take dice that are written in one piece, as nearly all are."""
    token = reader.take()
    if len(token.text) > reader.limits.digits:
        _refuse_dice(reader, token)
    count, die = _read_dice(token.text)
    if not 0 < die.sides <= reader.limits.faces or int(count.value) > reader.limits.dice:
        _refuse_dice(reader, token)
    modifiers = suffixes.of_pool(reader, count, die)
    return nodes.Pool(count, die, modifiers, token.start, reader.behind.stop)


@lru_cache(maxsize=256)
def _read_dice(written: str) -> tuple[nodes.Number, Numbered]:
    """Return the count and the die of `4d6`. Most texts are new, but the dice in them are not."""
    count, _, sides = written.partition("d")
    return nodes.Number(int(count or 1)), Numbered(100 if sides == "%" else int(sides or 0))


def _refuse_dice(reader: Reader, token: Token) -> None:
    """Raise the error of whichever part of `4d6` passes a limit, if one does."""
    count, _, sides = token.text.partition("d")
    middle = token.start + len(count)
    if count:
        counted = Token(NUMBER, count, token.start, middle)
        _check_count(reader, nodes.Number(reader.number(counted), token.start, middle))
    _numbered(reader, Token(NUMBER, "100" if sides == "%" else sides, middle + 1, token.stop))


def _pool(reader: Reader, count: Expression, begin: int) -> nodes.Pool:
    """Take the dice behind their count, which began with a bracket perhaps."""
    if isinstance(count, nodes.Number):
        _check_count(reader, count)
    reader.loosen()
    word = reader.ahead
    if word.text.startswith("df"):
        reader.split("df")
        reader.take()
        die: Fate | Numbered | Listed | nodes.Sides = Fate()
    else:
        reader.take()
        die = _sides(reader, word)
    modifiers = suffixes.of_pool(reader, count, die)
    return nodes.Pool(count, die, modifiers, begin, reader.behind.stop)


def _sides(reader: Reader, word: Token) -> Numbered | Listed | nodes.Sides:
    token = reader.ahead
    if token.kind == BRACKETED:
        reader.take()
        return faces.parse(reader, token)
    if reader.take_sign("%"):
        return Numbered(100)
    if token.text == "(":
        sides = _bracketed(reader)
        return nodes.Sides(sides, token.start, reader.behind.stop)
    if token.kind != NUMBER:
        raise _missing_sides(reader, word.start)
    return _numbered(reader, reader.take())


def _missing_sides(reader: Reader, place: int) -> NotationError:
    """Ask for the sides of the dice whose `d` stands at a place."""
    before = reader.behind
    count = before.text if before.kind == NUMBER and before.stop == place and len(before.text) < 5 else "3"
    return reader.error(
        "How many sides?",
        "missing-sides",
        f"Write {count}d6, {count}d% or {count}d[1,2,3].",
        Span(place + 1, place + 2),
    )


def _numbered(reader: Reader, token: Token) -> Numbered:
    sides = reader.whole(token, "A die has a whole number of sides.", "As in d6.")
    if sides == 0:
        raise reader.error("A die needs at least one face.", "no-faces", "Write d6 or d20.", token.span)
    if sides > reader.limits.faces:
        raise LimitError(
            f"This die has {shown(sides)} faces; the limit is {reader.limits.faces:,}.",
            limit="faces",
            allowed=reader.limits.faces,
            hint="Use a smaller die.",
            span=token.span,
        )
    return Numbered(sides)


def _check_count(reader: Reader, count: nodes.Number) -> None:
    if not isinstance(count.value, int):
        raise reader.error(
            "The number of dice must be whole.",
            "not-whole",
            "Write 2d6, or round it: (floor(5/2))d6.",
            count.span,
        )
    if count.value > reader.limits.dice:
        raise too_many_dice(count.value, reader.limits, count.span)


def _group(reader: Reader) -> nodes.Group:
    opening = reader.take()
    reader.enter(opening)
    rolls = _list(reader, opening, "}")
    reader.leave()
    modifiers = suffixes.of_group(reader, rolls)
    return nodes.Group(rolls, modifiers, opening.start, reader.behind.stop)


def _brackets(reader: Reader) -> Expression:
    opening = reader.ahead
    inside = _bracketed(reader)
    if _die_follows(reader):
        return _pool(reader, inside, opening.start)
    if suffixes.word_follows(reader):
        raise reader.error(
            "Modifiers go after dice or braces, not after round brackets.",
            "modifier-after-brackets",
            "Write { } around the rolls, as in {1d8 + 1d6}kh1.",
            opening.span.to(reader.ahead.span),
        )
    return inside


def _bracketed(reader: Reader) -> Expression:
    opening = reader.take()
    reader.enter(opening)
    inside = reader.expression(reader)
    reader.leave()
    _close(reader, opening, ")")
    return inside


def _function(reader: Reader) -> Expression:
    name = reader.take()
    opening = reader.ahead
    least, most, example = (3, 3, "if(1d20 vs 15, 2d6, 0)") if name.text == "if" else FUNCTIONS[name.text]
    if opening.text != "(":
        raise reader.error(
            f'"{name.text}" needs brackets.', "missing-arguments", f"As in {example}.", name.span
        )
    reader.take()
    reader.enter(opening)
    arguments = _list(reader, opening, ")")
    reader.leave()
    if not least <= len(arguments) <= most:
        wanted = {1: "one value", 3: "a test and two rolls", 99: "1 to 99 values"}[most]
        raise reader.error(
            f'"{name.text}" takes {wanted}, not {len(arguments)}.',
            "argument-count",
            f"As in {example}.",
            name.span.to(reader.behind.span),
        )
    if name.text == "if":
        test, then, otherwise = arguments
        return nodes.Conditional(test, then, otherwise, name.start, reader.behind.stop)
    return _without_modifiers(reader, nodes.Function(name.text, arguments, name.start, reader.behind.stop))


def _list(reader: Reader, opening: Token, closing: str) -> tuple[Expression, ...]:
    """Take expressions between commas, and the closing bracket."""
    found = [reader.expression(reader)]
    while reader.take_sign(","):
        found.append(reader.expression(reader))
    _close(reader, opening, closing)
    return tuple(found)


def _close(reader: Reader, opening: Token, closing: str) -> None:
    if reader.take_sign(closing):
        return
    if reader.ahead.kind == END or reader.ahead.text in (";", ")", "}") or reader.ahead.kind == NOTE:
        raise reader.error(
            "This bracket is never closed.",
            "unclosed",
            f"Add a {closing} after what belongs in it.",
            opening.span,
        )
    if reader.ahead.kind == WORD and not starts_term(reader):
        raise misplaced_word(reader, reader.ahead)
    if reader.ahead.text == ",":
        raise stray_comma(reader, reader.ahead)
    if starts_term(reader):
        between = "Write + between them." if opening.text == "(" else "Write + between them, or a comma."
        raise side_by_side(reader, reader.ahead, between)
    raise reader.error(
        f'"{excerpt(reader.ahead.span.of(reader.text))}" cannot stand here.',
        "unexpected",
        f"A sign such as + or the closing {closing} should come first.",
        reader.ahead.span,
    )


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


def _without_modifiers(reader: Reader, node: Expression) -> Expression:
    """Return the node, or say that a number or a function takes no modifier."""
    if suffixes.word_follows(reader):
        raise misplaced_word(reader, reader.ahead)
    return node


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
        return _missing_sides(reader, token.start)
    near = suggestions.nearest(word, ("if", *FUNCTIONS)) if len(word) > 1 else []
    if near:
        hint = f"Did you mean {near[0]}( )?"
    else:
        hint = suggestions.elsewhere(word) or suggestions.NOTES_AND_NAMES
    return reader.error(f'"{excerpt(word)}" means nothing here.', "unknown-word", hint, token.span)


def _missing(reader: Reader) -> NotationError:
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
