"""A quick reader for the notation that nearly everybody types: sums and products of plain dice.

`2d20kh1 + 7`, `(2d6+3)*2 - 1d4`, `10d6!`, `8d10>=8`. It knows a small part of the language exactly, and
leaves every text with anything else in it to the parser, errors included. The tests hold it to the
parser, places in the text included.
"""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright.errors import DiceError
from dicewright.notation.mistakes import checks
from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Count, Drop, Explode, Keep
from dicewright.notation.tree.rolls import Roll, Rolls

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from dicewright.limits import Limits
    from dicewright.notation.tree.modifiers import Modifier, Which
    from dicewright.notation.tree.nodes import Expression

    Scan = Callable[[], re.Match[str] | None]

# No number here has more digits, and no text is deeper: tighter limits are the parser's business.
_DIGITS = 6
_DEPTH = 2
# Groups of the pattern.
_COUNT, _SIDES, _WORD, _NUMBER_OF_DICE, _BANG, _SIGN, _VALUE, _NUMBER, _OPERATOR = range(1, 10)
# An operator, a closing bracket, or the end, which is no group.
_AFTER_TERM = (_OPERATOR, None)
# The same dice come first in the pattern of short texts, followed by a number.
_PLUS, _ADDED = 8, 9
_CHOICES: dict[str, tuple[type[Keep | Drop], Which]] = {
    "k": (Keep, "highest"),
    "kh": (Keep, "highest"),
    "kl": (Keep, "lowest"),
    "d": (Drop, "lowest"),
    "dh": (Drop, "highest"),
    "dl": (Drop, "lowest"),
}


class _NotCommonError(Exception):
    """Something stands in the text that only the parser knows."""


def read(text: str, limits: Limits) -> Rolls | None:
    """Return the tree of a common text, or None where the parser has to read it.

    >>> from dicewright.limits import DEFAULT_LIMITS
    >>> str(read("4D6kh3+2", DEFAULT_LIMITS)), read("4d6kh3 vs 12", DEFAULT_LIMITS)
    ('4d6kh3 + 2', None)
    """
    if not text.isascii() or limits.digits < _DIGITS or limits.nesting < _DEPTH:
        return None
    short, any_terms = _patterns()
    text = text.lower()
    token = short.match(text)
    try:
        if token is not None:
            expression = _short(token, limits)
        else:
            scan: Scan = any_terms.scanner(text).match  # type: ignore[attr-defined]  # typeshed does not know Pattern.scanner
            expression, _, last = _expression(scan, limits, 0)
            if last[0].strip():
                return None
    except (_NotCommonError, DiceError):
        return None
    return Rolls((Roll(expression),))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of dice with perhaps a number added, and that of one piece of any sum."""
    import re

    dice = r"""
        ([0-9]{0,4})d([1-9][0-9]{0,4})
        (?: (k[hl]?|d[hl]) ([1-9][0-9]{0,2}) | (!) | (>=|<=|>|<) ([0-9]{1,3}) )?+ (?![0-9a-z.!=<>\[(%])
    """
    short = rf"[ \t]*+ {dice} [ \t]*+ (?: ([+-]) [ \t]*+ ([0-9]{{1,6}}) [ \t]*+ )? \Z"
    piece = rf"[ \t]*+ (?: {dice} | ([0-9]{{1,6}})(?![0-9a-z.!\#]) | (\*(?!\*)|[-+()]) | \Z )"
    return re.compile(short, re.VERBOSE), re.compile(piece, re.VERBOSE)


def _short(token: re.Match[str], limits: Limits) -> Expression:
    pool = _pool(token, limits)
    sign = token[_PLUS]
    if sign is None:
        return pool
    begin, end = token.span(_ADDED)
    number = nodes.Number(int(token[_ADDED]), begin, end)
    operation = nodes.Operation(sign, number, token.start(_PLUS), end)
    return nodes.Arithmetic(pool, (operation,), pool.begin, end)


def _expression(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, re.Match[str]]:
    """Return a sum, where its last part ends, and what follows it: a closing bracket or the end."""
    first: Expression | None = None
    sums: list[nodes.Operation] = []
    begin = place = 0
    plus = ""
    while True:
        operand, start, stop = _term(scan, limits, depth)
        after = scan()
        if after is None or after.lastindex not in _AFTER_TERM:
            raise _NotCommonError
        sign = after[_OPERATOR]
        if sign == "*":
            factor = operand
            products: list[nodes.Operation] = []
            while sign == "*":
                at = after.start(_OPERATOR)
                operand, _, stop = _term(scan, limits, depth)
                products.append(nodes.Operation("*", operand, at, stop))
                after = scan()
                if after is None or after.lastindex not in _AFTER_TERM:
                    raise _NotCommonError
                sign = after[_OPERATOR]
            operand = nodes.Arithmetic(factor, tuple(products), start, stop)
        if first is None:
            first, begin = operand, start
        else:
            sums.append(nodes.Operation(plus, operand, place, stop))
        if sign not in ("+", "-"):
            break
        plus, place = sign, after.start(_OPERATOR)
    if (sign == ")") != bool(depth) or sign == "(":
        raise _NotCommonError
    if sums:
        first = nodes.Arithmetic(first, tuple(sums), begin, stop)
    return first, stop, after


def _term(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, int]:
    """Return a number, dice or a bracket, and where it starts and ends."""
    token = scan()
    if token is None or (last := token.lastindex) is None:
        raise _NotCommonError
    if last < _NUMBER:
        pool = _pool(token, limits)
        return pool, pool.begin, pool.end
    if last == _NUMBER:
        start, stop = token.span(_NUMBER)
        return nodes.Number(int(token[_NUMBER]), start, stop), start, stop
    if token[_OPERATOR] != "(" or depth == _DEPTH:
        raise _NotCommonError
    inside, _, closing = _expression(scan, limits, depth + 1)
    return inside, token.start(_OPERATOR), closing.end()


def _pool(token: re.Match[str], limits: Limits) -> nodes.Pool:
    count, die = _dice(token[_COUNT], token[_SIDES])
    if die.sides > limits.faces or count.value > limits.dice:
        raise _NotCommonError
    start = token.start(_COUNT)
    if token.lastindex == _SIDES:
        return nodes.Pool(count, die, (), start, token.end(_SIDES))
    modifier: Modifier
    if (word := token[_WORD]) is not None:
        make, which = _CHOICES[word]
        stop = token.end(_NUMBER_OF_DICE)
        modifier = make(which, int(token[_NUMBER_OF_DICE]), token.start(_WORD), stop)
        harmless = make is Keep
    elif token[_BANG] is not None:
        stop = token.end(_BANG)
        modifier = Explode("each", None, stop - 1, stop)
        harmless = die.sides > 1
    elif (sign := token[_SIGN]) is not None:
        stop = token.end(_VALUE)
        if stop != len(token.string) and token.string[stop:].strip():
            # With more after it, the comparison may test a total.
            raise _NotCommonError
        modifier = Count("success", Comparison(sign, int(token[_VALUE])), token.start(_SIGN), stop)
        harmless = False
    else:
        return nodes.Pool(count, die, (), start, token.end(_SIDES))
    if not harmless:
        checks.pool(count, die, (modifier,), limits)
    return nodes.Pool(count, die, (modifier,), start, stop)


@lru_cache(maxsize=256)
def _dice(count: str, sides: str) -> tuple[nodes.Number, Numbered]:
    """Return the count and the die. Most texts are new, but the dice in them are not."""
    if len(sides) > 1 and len(set(sides)) == 1:
        # d66 may stand for two dice, each a digit.
        raise _NotCommonError
    return nodes.Number(int(count or 1)), Numbered(int(sides))
