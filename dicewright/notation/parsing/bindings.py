"""`let x = 2d6 in @x + @x`: one roll used several times. It is rolled once, and the name is its total."""

from __future__ import annotations

from dicewright.notation.parsing import misplaced
from dicewright.notation.tokens.lexer import NAME, NUMBER, WORD
from dicewright.notation.tokens.lookahead import is_die
from dicewright.notation.tree import nodes
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.phrases import Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.nodes import Expression

LET = "let"
_IN = "in"
_EXAMPLE = Phrase("For example, let x = 2d6 in @x + @x.")
# Words that mean something where a name could stand.
_TAKEN = frozenset((LET, _IN, "if", "vs", "against", "versus", "and", "or", "not", *FUNCTIONS))


def let(reader: Reader) -> nodes.Let:
    """Take `let x = …, y = … in` and the roll after it. Raises NotationError if a part is missing."""
    first = reader.take()
    reader.enter(first)
    outer = reader.bound
    bound: list[tuple[str, Expression, int]] = []
    while True:
        begin = reader.ahead.start
        name = _name(reader)
        value = reader.expression(reader)
        bound.append((name, value, begin))
        reader.bound = {**reader.bound, name: value}
        if not reader.take_sign(","):
            break
    if reader.ahead.text != _IN:
        raise reader.error(
            Phrase('"in" should follow, then the roll that uses the name.'),
            "missing-in",
            _EXAMPLE,
            reader.here,
        )
    reader.take()
    body = reader.expression(reader)
    if follows(reader):
        raise _beside(reader)
    reader.bound = outer
    reader.leave()
    for name, value, begin in reversed(bound):
        body = nodes.Let(name, value, body, begin, reader.behind.stop)
    assert isinstance(body, nodes.Let)
    return body.replace(begin=first.start)


def _beside(reader: Reader) -> NotationError:
    """Return the error for a name right after a term: of 2x, that it is written 2 * x."""
    token, behind = reader.ahead, reader.behind
    if behind.kind == NUMBER and behind.stop == token.start:
        return reader.error(
            Phrase("A sign is missing here."),
            "side-by-side",
            Phrase("Write * to multiply."),
            token.span,
            fixes=[reader.with_instead(" * ", token.start, token.start)],
        )
    return misplaced.side_by_side(reader, token, Phrase("Write + between them."))


def follows(reader: Reader, place: int = 0) -> bool:
    """Return whether a name that `let` gives comes next, or a few tokens later."""
    return bool(reader.bound) and reader.after(place).text.removeprefix("@") in reader.bound


def _name(reader: Reader) -> str:
    """Take a name, with or without @, and the = after it."""
    token = reader.ahead
    if token.kind not in (NAME, WORD):
        raise reader.error(Phrase('A name should follow "let" here.'), "missing-name", _EXAMPLE, reader.here)
    name = token.text.removeprefix("@")
    if token.kind == WORD and (name in _TAKEN or is_die(token)):
        raise reader.error(
            Phrase('"{name}" already means something else.', name=excerpt(name)),
            "name-taken",
            Phrase("Choose another name."),
            token.span,
        )
    reader.take()
    if not reader.take_sign("="):
        raise reader.error(
            Phrase('A = should follow "{name}".', name=excerpt(name)), "missing-sign", _EXAMPLE, reader.here
        )
    return name


def named(reader: Reader, token: Token) -> nodes.Name | nodes.Bound:
    """Return what a name without modifiers stands for: one that `let` gives, or one that the caller does."""
    name = token.text.removeprefix("@")
    if name in reader.bound:
        return nodes.Bound(name, token.start, token.stop)
    return nodes.Name(name, (), token.start, token.stop)


def no_number(reader: Reader, sign: Token) -> NotationError:
    """Return the error for a name that `let` gives where dice are compared with a number: 5d10>=@x."""
    name = reader.ahead.text.removeprefix("@")
    span = sign.span.to(reader.ahead.span)
    if isinstance(reader.bound[name], nodes.Number):
        return reader.error(
            Phrase("@{name} is given by let, but dice are counted against a number.", name=excerpt(name)),
            "not-a-number",
            Phrase("Write the number itself, as in 5d10>=7."),
            span,
        )
    total = reader.with_instead(f" vs {sign.text.replace('>=', '')}", sign.start, sign.stop)
    return reader.error(
        Phrase("@{name} is a roll, but dice are counted against a number.", name=excerpt(name)),
        "not-a-number",
        Phrase("To test the total, write vs, as in 1d20 vs @x."),
        span,
        fixes=[total],
    )


def no_dice(name: str, node: nodes.Bound, reader: Reader) -> NotationError:
    """Return the error for a modifier on a name that `let` gives: it stands for a total, not for dice."""
    return reader.error(
        Phrase("@{name} is a total here, so it takes no modifiers.", name=excerpt(name)),
        "modifier-without-dice",
        Phrase("Write them where the dice are rolled, as in let x = 4d6kh3 in @x + @x."),
        node.span.to(reader.ahead.span),
    )
