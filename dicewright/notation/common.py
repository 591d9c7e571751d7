"""A quick reader for the notation that nearly everybody types: sums and products of plain dice.

`2d20kh1 + 7`, `(2d6+3)*2 - 1d4`, `10d6!`, `8d10>=8`. It knows a small part of the language exactly, and
leaves every text with anything else in it to the parser, errors included. The tests hold it to the
parser, places in the text included.
"""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright.errors import DiceError
from dicewright.notation import checks, nodes
from dicewright.notation.dice import Numbered
from dicewright.notation.modifiers import Comparison, Count, Drop, Explode, Keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from dicewright.limits import Limits
    from dicewright.notation.modifiers import Modifier, Which
    from dicewright.notation.nodes import Expression

    Scan = Callable[[], re.Match[str] | None]

# No number here has more digits, and no text is deeper: tighter limits are the parser's business.
_DIGITS = 6
_DEPTH = 2
# Groups of the pattern.
_COUNT, _SIDES, _WORD, _NUMBER_OF_DICE, _BANG, _SIGN, _VALUE, _NUMBER, _OPERATOR = range(1, 10)
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


def read(text: str, limits: Limits) -> nodes.Rolls | None:
    """Return the tree of a common text, or None where the parser has to read it.

    >>> from dicewright.limits import DEFAULT_LIMITS
    >>> str(read("4D6kh3+2", DEFAULT_LIMITS)), read("4d6kh3 vs 12", DEFAULT_LIMITS)
    ('4d6kh3 + 2', None)
    """
    if not text.isascii() or limits.digits < _DIGITS or limits.nesting < _DEPTH:
        return None
    scan: Scan = _pattern().scanner(text.lower()).match  # type: ignore[attr-defined]
    try:
        expression, _, last = _expression(scan, limits, 0)
    except (_NotCommonError, DiceError):
        return None
    return nodes.Rolls((nodes.Roll(expression),)) if not last[0].strip() else None


@cache
def _pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"""
        [ \t]*+(?:
          ([0-9]{0,4})d([1-9][0-9]{0,4})
            (?: (k[hl]?|d[hl]) ([1-9][0-9]{0,2}) | (!) | (>=|<=|>|<) ([0-9]{1,3}) )?+ (?![0-9a-z.!=<>\[(%])
        | ([0-9]{1,6})(?![0-9a-z.!\#])
        | (\*(?!\*)|[-+()])
        | \Z
        )
        """,
        re.VERBOSE,
    )


def _expression(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, re.Match[str]]:
    """Return a sum, where its last part ends, and what follows it: a closing bracket or the end."""
    first: Expression | None = None
    operations: list[nodes.Operation] = []
    begin = place = 0
    sign = ""
    while True:
        operand, start, stop, after = _product(scan, limits, depth)
        if first is None:
            first, begin = operand, start
        else:
            operations.append(nodes.Operation(sign, operand, place, stop))
        sign = after[_OPERATOR]
        if sign not in ("+", "-"):
            break
        place = after.start(_OPERATOR)
    if (sign == ")") != bool(depth) or sign == "(":
        raise _NotCommonError
    if operations:
        return nodes.Arithmetic(first, tuple(operations), begin, stop), stop, after
    return first, stop, after


def _product(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, int, re.Match[str]]:
    """Return a product, where it starts and ends, and what follows it."""
    first, start, stop = _term(scan, limits, depth)
    after = scan()
    operations = []
    while after is not None and after[_OPERATOR] == "*":
        operand, _, stop = _term(scan, limits, depth)
        operations.append(nodes.Operation("*", operand, after.start(_OPERATOR), stop))
        after = scan()
    if after is None or (after.lastindex is not None and after.lastindex != _OPERATOR):
        raise _NotCommonError
    if operations:
        first = nodes.Arithmetic(first, tuple(operations), start, stop)
    return first, start, stop, after


def _term(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, int]:
    """Return a number, dice or a bracket, and where it starts and ends."""
    token = scan()
    if token is None or token.lastindex is None:
        raise _NotCommonError
    if token.lastindex < _NUMBER:
        start, stop = token.start(_COUNT), token.end()
        return _pool(token, start, stop, limits), start, stop
    if token.lastindex == _NUMBER:
        start, stop = token.span(_NUMBER)
        return nodes.Number(int(token[_NUMBER]), start, stop), start, stop
    if token[_OPERATOR] != "(" or depth == _DEPTH:
        raise _NotCommonError
    inside, _, closing = _expression(scan, limits, depth + 1)
    return inside, token.start(_OPERATOR), closing.end()


def _pool(token: re.Match[str], start: int, stop: int, limits: Limits) -> nodes.Pool:
    count, die = _dice(token[_COUNT], token[_SIDES])
    if die.sides > limits.faces or count.value > limits.dice:
        raise _NotCommonError
    found: Modifier
    match token.lastindex:
        case 2:
            return nodes.Pool(count, die, (), start, stop)
        case 4:
            make, which = _CHOICES[token[_WORD]]
            found = make(which, int(token[_NUMBER_OF_DICE]), token.start(_WORD), stop)
        case 5:
            found = Explode("each", None, token.start(_BANG), stop)
        case _:
            comparison = Comparison(token[_SIGN], int(token[_VALUE]))
            found = Count("success", comparison, token.start(_SIGN), stop)
            if stop != len(token.string):
                raise _NotCommonError
    modifiers = (found,)
    if not isinstance(found, Keep):
        checks.pool(count, die, modifiers, limits)
    return nodes.Pool(count, die, modifiers, start, stop)


@lru_cache(maxsize=256)
def _dice(count: str, sides: str) -> tuple[nodes.Number, Numbered]:
    """Return the count and the die. Most texts are new, but the dice in them are not."""
    if len(sides) > 1 and len(set(sides)) == 1:
        # d66 may stand for two dice, each a digit.
        raise _NotCommonError
    return nodes.Number(int(count or 1)), Numbered(int(sides))
