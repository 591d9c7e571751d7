"""The terms of an expression: numbers, dice, groups, names, functions, brackets, and their labels."""

from __future__ import annotations

from dicewright.notation.mistakes import checks
from dicewright.notation.mistakes.suggestions import EVERYDAY
from dicewright.notation.parsing import bindings, misplaced, modifier_suffixes, pools
from dicewright.notation.parsing.brackets import bracketed, listed
from dicewright.notation.parsing.phrases import EDGES
from dicewright.notation.tokens import lexer
from dicewright.notation.tokens.lexer import BRACKETED, DICE, NAME, NUMBER, WORD
from dicewright.notation.tokens.lookahead import die_follows
from dicewright.notation.tree import nodes
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.nodes import Expression

# What changes a roll would be lost in the brackets of a label.
_NO_LABELS = EDGES.union(
    [f"with {edge}" for edge in EDGES], ("drop highest", "drop lowest", "keep highest", "keep lowest")
)


def term(reader: Reader) -> Expression:
    """Take one term with its label."""
    token = reader.ahead
    kind = token.kind
    if kind == DICE:
        node: Expression = pools.dice(reader)
    elif kind == NUMBER:
        reader.take()
        number = nodes.Number(reader.number(token), token.start, token.stop)
        node = number
        if reader.ahead.kind in (DICE, WORD):
            if reader.apart and reader.ahead.kind == DICE:
                pools.refuse_drop_apart(reader, token)
            node = (
                pools.pool(reader, number, token.start)
                if die_follows(reader)
                else _without_modifiers(reader, number)
            )
    elif kind == WORD:
        node = _word(reader)
    elif kind == NAME and token.text[1:] in reader.bound:
        node = _bound(reader)
    elif kind == NAME:
        reader.take()
        modifiers = modifier_suffixes.of_name(reader)
        node = nodes.Name(token.text[1:], modifiers, token.start, reader.behind.stop)
    elif token.text == "(":
        node = _brackets(reader)
    elif token.text == "{":
        node = _group(reader)
    else:
        raise misplaced.missing(reader)
    return _labelled(reader, node, token.start) if reader.ahead.kind == BRACKETED else node


def _labelled(reader: Reader, node: Expression, begin: int) -> nodes.Labelled:
    token = reader.take()
    label = lexer.clean(reader.text[token.start + 1 : token.stop - 1])
    if not label:
        raise reader.error(
            Phrase("This label is empty."), "empty-label", Phrase("For example, 2d6[fire]."), token.span
        )
    if label.lower() in _NO_LABELS:
        raise reader.error(
            Phrase('"{label}" would be only a label here.', label=label),
            "bad-label",
            Phrase("Leave the brackets out, as in 1d20+5 adv."),
            token.span,
        )
    if label[0] == "[":
        raise reader.error(
            Phrase("A label cannot begin with a bracket."),
            "bad-label",
            Phrase("For example, 2d6[fire]."),
            token.span,
        )
    if modifier_suffixes.follows(reader):
        raise reader.error(
            Phrase("A label comes last."),
            "label-first",
            Phrase("Write it after the modifiers, as in 2d6kh1[fire]."),
            token.span,
        )
    return nodes.Labelled(node, label, begin, token.stop)


def _word(reader: Reader) -> Expression:
    token = reader.ahead
    if token.text in reader.bound:
        return _bound(reader)
    if token.text == bindings.LET:
        return bindings.let(reader)
    if die_follows(reader):
        return pools.pool(reader, nodes.Number(1, token.start, token.start), token.start)
    if token.text == "if" or token.text in FUNCTIONS or token.text in reader.tables:
        return _function(reader)
    raise misplaced.missing(reader)


def _bound(reader: Reader) -> nodes.Bound:
    """Take a name that a `let` gives, which stands for a total and not for dice."""
    token = reader.take()
    name = token.text.removeprefix("@")
    node = nodes.Bound(name, token.start, token.stop)
    if modifier_suffixes.follows(reader) and not (reader.apart and reader.ahead.text in EVERYDAY):
        raise bindings.no_dice(name, node, reader)
    return node


def _group(reader: Reader) -> nodes.Group:
    opening = reader.take()
    reader.enter(opening)
    rolls = listed(reader, opening, "}")
    reader.leave()
    modifiers = modifier_suffixes.of_group(reader, rolls)
    return nodes.Group(rolls, modifiers, opening.start, reader.behind.stop)


def _brackets(reader: Reader) -> Expression:
    opening = reader.ahead
    inside = bracketed(reader)
    if die_follows(reader):
        return pools.pool(reader, inside, opening.start)
    if modifier_suffixes.word_follows(reader) and not reader.apart:
        raise reader.error(
            Phrase("Modifiers go after dice or braces, not after parentheses."),
            "modifier-after-brackets",
            Phrase("Write {{ }} around the rolls, as in {{1d8 + 1d6}}kh1."),
            opening.span.to(reader.ahead.span),
        )
    return inside


def _function(reader: Reader) -> Expression:
    name = reader.take()
    opening = reader.ahead
    if name.text == "if":
        least, most, example = 3, 3, "if(1d20 vs 15, 2d6, 0)"
    else:
        least, most, example = FUNCTIONS.get(name.text) or (1, 1, f"{name.text}(2d6)")
    if opening.text != "(":
        raise reader.error(
            Phrase('"{function}" needs brackets.', function=name.text),
            "missing-arguments",
            Phrase("For example, {example}.", example=example),
            name.span,
        )
    reader.take()
    reader.enter(opening)
    arguments = listed(reader, opening, ")")
    reader.leave()
    if not least <= len(arguments) <= most:
        raise reader.error(
            _wrong_count(name.text, most, len(arguments)),
            "argument-count",
            Phrase("For example, {example}.", example=example),
            name.span.to(reader.behind.span),
        )
    if len(arguments) == 1 and most > 1:
        raise _no_choice(reader, name, arguments[0])
    if name.text == "if":
        test, then, otherwise = arguments
        return nodes.Conditional(test, then, otherwise, name.start, reader.behind.stop)
    checks.function(name.text, arguments)
    return _without_modifiers(reader, nodes.Function(name.text, arguments, name.start, reader.behind.stop))


def _wrong_count(function: str, most: int, count: int) -> Phrase:
    match most:
        case 1:
            return Phrase('"{function}" takes one value, not {count}.', function=function, count=count)
        case 3:
            return Phrase(
                '"{function}" takes a test and two rolls, not {count}.', function=function, count=count
            )
        case _:
            return Phrase('"{function}" takes 1 to 99 values, not {count}.', function=function, count=count)


def _without_modifiers(reader: Reader, node: Expression) -> Expression:
    """Return the node, or say that a number or a function takes no modifier."""
    if modifier_suffixes.word_follows(reader) and not (reader.apart or reader.ahead.text in ("adv", "dis")):
        raise misplaced.unknown_word(reader, reader.ahead)
    return node


def _no_choice(reader: Reader, name: Token, argument: Expression) -> NotationError:
    """Return the error for `max(2d20)`, which looks like the higher of two dice and would be their sum."""
    fixes = []
    dice = argument.span.of(reader.text)
    if isinstance(argument, nodes.Pool) and not argument.modifiers:
        kept = f"{dice}{'kh1' if name.text == 'max' else 'kl1'}"
        fixes = [reader.with_instead(kept, name.start, reader.behind.stop)]
    return reader.error(
        Phrase('"{function}" chooses between values, and this is only one.', function=name.text),
        "argument-count",
        Phrase(
            "For example, {example}; of the dice in one throw, keep one, as in 2d20kh1.",
            example=FUNCTIONS[name.text][2],
        ),
        name.span.to(reader.behind.span),
        fixes=fixes,
    )
