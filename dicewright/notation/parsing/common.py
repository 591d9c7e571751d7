"""A quick reader for the notation that nearly everybody types: sums and products of plain dice.

`2d20kh1 + 7`, `(2d6+3)*2 - 1d4`, `10d6!`, `8d10>=8`. It knows a small part of the language exactly, and
leaves every text with anything else in it to the parser, errors included. Tests compare it with the
parser, places in the text included.
"""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright.errors import DiceError, LimitError
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Count, Drop, Explode, Keep
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection
    from types import ModuleType
    from typing import Any

    from dicewright.notation.tree.modifiers import Modifier, Which
    from dicewright.notation.tree.nodes import Expression

    Scan = Callable[[], re.Match[str] | None]

# No number here has more digits, and no text is deeper: tighter limits are the parser's business.
_DIGITS = 6
_DEPTH = 2
# Groups of the pattern.
_COUNT, _SIDES, _WORD, _NUMBER_OF_DICE, _BANG, _SIGN, _VALUE, _NUMBER, _AFTER, _ALONE = range(1, 11)
# What follows a bracket: an operator, another closing bracket, or the end, which is no group.
_AFTER_BRACKET = (_ALONE, None)
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


def parse(text: str, limits: Limits = DEFAULT_LIMITS, tables: Collection[str] = ()) -> Rolls:
    """Return the tree of a text, in which the names of these tables may be called as functions are.

    Raises:
        NotationError: the text is not dice notation; the error points at the place.
        LimitError: the text, a number, the nesting or the number of rolls passes a limit.

    >>> str(parse("4D6kh3+2"))
    '4d6kh3 + 2'
    """
    if len(text) > limits.text:
        raise LimitError(
            Phrase(
                "This text has {count} characters; the limit is {limit}.", count=len(text), limit=limits.text
            ),
            limit="text",
            allowed=limits.text,
            hint=Phrase("Write a shorter roll."),
        )
    tree = read(text, limits)
    if tree is None:
        tree = _parser().parse_any(text, limits, tables)
    return tree


def read(text: str, limits: Limits) -> Rolls | None:
    """Return the tree of a common text, or None if the parser has to read it.

    >>> from dicewright.limits import DEFAULT_LIMITS
    >>> str(read("4D6kh3+2", DEFAULT_LIMITS)), read("4d6kh3 vs 12", DEFAULT_LIMITS)
    ('4d6kh3 + 2', None)
    """
    if limits is not DEFAULT_LIMITS and (limits.digits < _DIGITS or limits.nesting < _DEPTH):
        return None
    if not text.isascii():
        return None
    short, any_terms = _patterns()
    text = text.lower()
    token = short.match(text)
    try:
        if token is not None:
            expression = _short(token, limits)
        else:
            scan: Scan = any_terms.scanner(text).match  # type: ignore[attr-defined]  # typeshed does not know Pattern.scanner
            expression, _ = _expression(scan, limits, 0)
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
    sign = r"\*(?!\*) | [-+)]"
    term = rf"(?: {dice} | ([0-9]{{1,6}})(?![0-9a-z.!\#]) ) [ \t]*+ (?: ({sign}) | \Z )"
    piece = rf"[ \t]*+ (?: {term} | (\( | {sign}) | \Z )"
    return re.compile(short, re.VERBOSE), re.compile(piece, re.VERBOSE)


def _short(token: re.Match[str], limits: Limits) -> Expression:
    pool = _pool(token, limits)
    sign = token[_PLUS]
    if sign is None:
        return pool
    number = _number(token.start(_ADDED), token[_ADDED])
    end = number.end
    operation = nodes.Operation(sign, number, token.start(_PLUS), end)
    return nodes.Arithmetic(pool, (operation,), pool.begin, end)


def _expression(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int]:
    """Return a sum, and where it ends: after the closing bracket, if it is in brackets."""
    first: Expression | None = None
    sums: list[nodes.Operation] = []
    begin = at = 0
    plus = ""
    while True:
        operand, start, stop, sign, place = _term(scan, limits, depth)
        if sign == "*":
            factor = operand
            products: list[nodes.Operation] = []
            while sign == "*":
                before = place
                operand, _, stop, sign, place = _term(scan, limits, depth)
                products.append(nodes.Operation("*", operand, before, stop))
            operand = nodes.Arithmetic(factor, tuple(products), start, stop)
        if first is None:
            first, begin = operand, start
        else:
            sums.append(nodes.Operation(plus, operand, at, stop))
        if sign not in ("+", "-"):
            break
        plus, at = sign, place
    if (sign == ")") != bool(depth):
        raise _NotCommonError
    if sums:
        first = nodes.Arithmetic(first, tuple(sums), begin, stop)
    return first, place + 1


def _term(scan: Scan, limits: Limits, depth: int) -> tuple[Expression, int, int, str | None, int]:
    """Return a number, dice or a bracket, its begin and end, and the sign after it with its place."""
    token = scan()
    if token is None or (last := token.lastindex) is None:
        raise _NotCommonError
    if last == _ALONE:
        if token[_ALONE] != "(" or depth == _DEPTH:
            raise _NotCommonError
        inside, stop = _expression(scan, limits, depth + 1)
        after = scan()
        if after is None or after.lastindex not in _AFTER_BRACKET or (sign := after[_ALONE]) == "(":
            raise _NotCommonError
        return inside, token.start(_ALONE), stop, sign, after.start(_ALONE)
    sign, place = token[_AFTER], token.start(_AFTER)
    if token[_SIDES] is not None:
        pool = _pool(token, limits)
        return pool, pool.begin, pool.end, sign, place
    number = _number(token.start(_NUMBER), token[_NUMBER])
    return number, number.begin, number.end, sign, place


def _pool(token: re.Match[str], limits: Limits) -> nodes.Pool:
    if token[_SIGN] is not None and (
        token.string[: token.start(_COUNT)].strip() or token.string[token.end(_VALUE) :].strip()
    ):
        # With more around it, the comparison may test a total.
        raise _NotCommonError
    dice = token.group(_COUNT, _SIDES, _WORD, _NUMBER_OF_DICE, _BANG, _SIGN, _VALUE)
    if limits is DEFAULT_LIMITS:
        return _known_dice(token.start(_COUNT), dice)
    return _dice(token.start(_COUNT), dice, limits)


@lru_cache(maxsize=512)
def _number(start: int, digits: str) -> nodes.Number:
    """Return the number that stands at a place in the text."""
    return nodes.Number(int(digits), start, start + len(digits))


@lru_cache(maxsize=512)
def _known_dice(start: int, dice: tuple[Any, ...]) -> nodes.Pool:
    """Return dice under the usual limits. Most texts are new, but the dice in them are not."""
    return _dice(start, dice, DEFAULT_LIMITS)


def _dice(start: int, dice: tuple[Any, ...], limits: Limits) -> nodes.Pool:
    """Return the dice written in the groups of a token that begins at a place in the text."""
    written_count, sides, word, number, bang, sign, value = dice
    if len(sides) > 1 and len(set(sides)) == 1:
        # d66 may stand for two dice, each a digit.
        raise _NotCommonError
    count, die = nodes.Number(int(written_count or 1)), Numbered(int(sides))
    if die.sides > limits.faces or count.value > limits.dice:
        raise _NotCommonError
    after = start + len(written_count) + len("d") + len(sides)
    modifier: Modifier
    if word is not None:
        make, which = _CHOICES[word]
        modifier = make(which, int(number), after, after + len(word) + len(number))
    elif bang is not None:
        modifier = Explode("each", None, after, after + len(bang))
    elif sign is not None:
        matching = Comparison(sign, int(value))
        modifier = Count("success", matching, after, after + len(sign) + len(value))
    else:
        return nodes.Pool(count, die, (), start, after)
    if not isinstance(modifier, Keep):  # which contradicts nothing
        _checks().pool(count, die, (modifier,), limits)
    return nodes.Pool(count, die, (modifier,), start, modifier.end)


@cache  # An import costs more than a call, even of what is loaded.
def _checks() -> ModuleType:
    """Return the module of checks, loaded when first asked for: plain dice need none."""
    from dicewright.notation.mistakes import checks

    return checks


@cache  # An import costs more than a call, even of what is loaded.
def _parser() -> ModuleType:
    """Return the module of the whole grammar, loaded when first asked for: common texts need none of it."""
    from dicewright.notation.parsing import parser

    return parser
