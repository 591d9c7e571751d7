"""The terms of an expression: numbers, dice, groups, names, functions, brackets, and their labels."""

from __future__ import annotations

from dicewright.errors import LimitError, NotationError
from dicewright.limits import shown, too_many_dice
from dicewright.notation import faces, lexer, nodes, suffixes, suggestions
from dicewright.notation.dice import Fate, Listed, Numbered
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.lexer import Token
    from dicewright.notation.nodes import Expression
    from dicewright.notation.reader import Reader

# How many arguments each function takes, at least and at most.
FUNCTIONS = {"floor": (1, 1), "ceil": (1, 1), "round": (1, 1), "abs": (1, 1), "min": (1, 99), "max": (1, 99)}


def term(reader: Reader) -> Expression:
    """Take one term with the label behind it."""
    node = _bare_term(reader)
    if reader.ahead.kind == lexer.BRACKETED:
        token = reader.take()
        label = lexer.clean(token.span.of(reader.text)[1:-1])
        if not label:
            raise reader.error("This label is empty.", "empty-label", "As in 2d6[fire].", token.span)
        if suffixes.follows(reader):
            raise reader.error(
                "A label comes last.",
                "label-first",
                "Write it after the modifiers, as in 2d6kh1[fire].",
                token.span,
            )
        node = nodes.Labelled(node, label, node.span.to(token.span))
    return node


def _bare_term(reader: Reader) -> Expression:
    token = reader.ahead
    match token.kind:
        case lexer.NUMBER:
            reader.take()
            number = nodes.Number(reader.number(token), token.span)
            if _die_follows(reader):
                return _pool(reader, number)
            return _without_modifiers(reader, number)
        case lexer.NAME:
            reader.take()
            modifiers = suffixes.of_name(reader)
            return nodes.Name(token.text[1:], modifiers, token.span.to(reader.behind.span))
        case lexer.WORD if token.text[0] == "d" and _die_follows(reader):
            return _pool(reader, nodes.Number(1, Span(token.start, token.start)))
        case lexer.WORD if token.text == "if" or token.text in FUNCTIONS:
            return _function(reader)
        case lexer.SIGN if token.text == "(":
            return _brackets(reader)
        case lexer.SIGN if token.text == "{":
            return _group(reader)
        case _:
            raise _missing(reader)


def starts_term(reader: Reader) -> bool:
    """Return whether the next token could begin a term."""
    token = reader.ahead
    return (
        token.kind in (lexer.NUMBER, lexer.NAME)
        or token.text in ("(", "{", "if", *FUNCTIONS)
        or (token.kind == lexer.WORD and token.text[0] == "d" and _die_follows(reader))
    )


def _die_follows(reader: Reader) -> bool:
    """Return whether the next tokens are the `d` of dice; `d` before anything but a modifier is."""
    word = reader.ahead
    if word.kind != lexer.WORD or word.text[0] != "d":
        return False
    return word.text in ("d", "df") or (
        word.text.startswith("df") and suffixes.segments(word.text[2:]) is not None
    )


def _pool(reader: Reader, count: Expression) -> nodes.Pool:
    if isinstance(count, nodes.Number):
        _check_count(reader, count)
    word = reader.ahead
    if word.text.startswith("df"):
        reader.split(2)
        reader.take()
        die: Fate | Numbered | Listed | nodes.Sides = Fate()
    else:
        reader.take()
        die = _sides(reader, word)
    modifiers = suffixes.of_pool(reader, count, die)
    start = min(count.span.start, word.start)
    return nodes.Pool(count, die, modifiers, Span(start, reader.behind.stop))


def _sides(reader: Reader, word: Token) -> Numbered | Listed | nodes.Sides:
    token = reader.ahead
    if token.kind == lexer.BRACKETED:
        reader.take()
        return faces.parse(reader, token)
    if reader.take_sign("%"):
        return Numbered(100)
    if token.text == "(":
        sides = _bracketed(reader)
        return nodes.Sides(sides, token.span.to(reader.behind.span))
    if token.kind != lexer.NUMBER:
        example = word.span.of(reader.text)
        front = excerpt(reader.text[: word.start].rpartition(" ")[2][-12:] + example)
        count = front[: -len(example)] if front[: -len(example)].isdecimal() else "3"
        raise reader.error(
            "How many sides?",
            "missing-sides",
            f"Write {count}d6, {count}d% or {count}d[1,2,3].",
            Span(word.stop, word.stop + 1),
        )
    reader.take()
    sides_written = reader.whole(token, "A die has a whole number of sides.", "As in d6.")
    if sides_written == 0:
        raise reader.error("A die needs at least one face.", "no-faces", "Write d6 or d20.", token.span)
    if sides_written > reader.limits.faces:
        raise LimitError(
            f"This die has {shown(sides_written)} faces; the limit is {reader.limits.faces:,}.",
            limit="faces",
            allowed=reader.limits.faces,
            hint="Use a smaller die.",
            span=token.span,
        )
    return Numbered(sides_written)


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
    with reader.deeper(opening):
        rolls = _list(reader, opening, "}")
    modifiers = suffixes.of_group(reader, rolls)
    return nodes.Group(rolls, modifiers, opening.span.to(reader.behind.span))


def _brackets(reader: Reader) -> Expression:
    opening = reader.ahead
    inside = _bracketed(reader)
    if _die_follows(reader):
        return _pool(reader, inside)
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
    with reader.deeper(opening):
        inside = reader.expression(reader)
    _close(reader, opening, ")")
    return inside


def _function(reader: Reader) -> Expression:
    name = reader.take()
    opening = reader.ahead
    example = "if(1d20 vs 15, 2d6, 0)" if name.text == "if" else f"{name.text}(7 / 2)"
    if opening.text != "(":
        raise reader.error(
            f'"{name.text}" needs brackets.', "missing-arguments", f"As in {example}.", name.span
        )
    reader.take()
    with reader.deeper(opening):
        arguments = _list(reader, opening, ")")
    span = name.span.to(reader.behind.span)
    least, most = (3, 3) if name.text == "if" else FUNCTIONS[name.text]
    if not least <= len(arguments) <= most:
        wanted = {1: "one value", 3: "a test and two rolls"}[least]
        raise reader.error(
            f'"{name.text}" takes {wanted}, not {len(arguments)}.',
            "argument-count",
            f"As in {example}.",
            span,
        )
    if name.text == "if":
        test, then, otherwise = arguments
        return nodes.Conditional(test, then, otherwise, span)
    return _without_modifiers(reader, nodes.Function(name.text, arguments, span))


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
    if (
        reader.ahead.kind == lexer.END
        or reader.ahead.text in (";", ")", "}")
        or reader.ahead.kind == lexer.NOTE
    ):
        raise reader.error(
            "This bracket is never closed.",
            "unclosed",
            f"Add a {closing} after what belongs in it.",
            opening.span,
        )
    if reader.ahead.kind == lexer.WORD and not starts_term(reader):
        raise misplaced_word(reader, reader.ahead)
    raise reader.error(
        f'"{excerpt(reader.ahead.span.of(reader.text))}" cannot stand here.',
        "unexpected",
        f"A sign such as + or the closing {closing} should come first.",
        reader.ahead.span,
    )


def _without_modifiers(reader: Reader, node: Expression) -> Expression:
    """Return the node, or say that a number or a function takes no modifier."""
    if suffixes.word_follows(reader):
        token = reader.ahead
        raise reader.error(
            f'"{excerpt(token.text)}" goes after dice or a group.',
            "modifier-without-dice",
            "As in 4d6kh3.",
            token.span,
        )
    return node


def misplaced_word(reader: Reader, token: Token) -> NotationError:
    """Return the error for a word that means nothing where it stands."""
    word = token.text
    if word[0] == "d" and len(word) == 2:
        return reader.error(
            "How many sides?",
            "missing-sides",
            "Write 3d6, 3d% or 3d[1,2,3].",
            Span(token.start + 1, token.stop),
        )
    if suffixes.segments(word) is not None:
        return reader.error(
            f'"{excerpt(word)}" goes after dice.',
            "modifier-without-dice",
            "As in 4d6kh3 or 1d20adv.",
            token.span,
        )
    hint = ""
    near = suggestions.nearest(word, ("if", *FUNCTIONS))
    if near:
        hint = f"Did you mean {near[0]}( )?"
    elif elsewhere := suggestions.for_modifier(word):
        hint = elsewhere
    else:
        hint = "Put a note after #, as in 1d20 # to hit, and a name after @, as in @str."
    return reader.error(f'"{excerpt(word)}" means nothing here.', "unknown-word", hint, token.span)


def _missing(reader: Reader) -> NotationError:
    """Say why no term begins with the next token."""
    token, before = reader.ahead, reader.behind
    at_start = before is token
    if token.kind == lexer.WORD:
        return misplaced_word(reader, token)
    if token.kind == lexer.BRACKETED:
        return reader.error(
            "A label goes after what it names.",
            "label-first",
            "Write 2d6[fire], or d[1,2,3] for a die with these faces.",
            token.span,
        )
    if token.kind in (lexer.END, lexer.NOTE) or token.text == ";":
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
