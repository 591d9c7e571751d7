"""Notation that rolls here and means something else in another bot: a hint says so.

The meanings of theirs are from the documentation of Dice Maiden, Roll20, Avrae, Foundry and Rollem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.texts import N_, _, spoken
from dicewright import NotationError, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.nodes import Expression, Modifier

SUSPICIOUS = re.compile(
    r"[<>*/]|(?<![a-z])[krf]\s*\d|[!%]\s*\d|c[sf]\s*\d|[dw]\s*(\d)\1|^\s*[+-]|^\s*(?:sr|ex|ed|vtm|ol)\w*\d\s*[+-]",
    re.IGNORECASE,
)
"""Matches every text that has a silent difference, and few others: worth a look before the text is parsed."""
_SIGNED_DIE = re.compile(r"\s*([+-])\s*d(\d{1,4}|%)(?![\w!<>=(])", re.IGNORECASE)
# Dice Maiden's names of games in whose calls a sum is a number of ours.
_SUM_IN_CALL = re.compile(r"\s*((?:sr|ex|ed4e|ed|vtm|ol)\w*?(\d+))\s*([+-])\s*(\d+)\s*", re.IGNORECASE)
# Signs that are strict here, and not in Roll20.
_INCLUSIVE = {">": ">=", "<": "<="}
_STRICT: dict[type, tuple[str, str]] = {
    nodes.Count: (
        N_("`{here}` counts {bound} and more here; Roll20's `{here}` is `{ours}`."),
        N_("`{here}` counts {bound} and less here; Roll20's `{here}` is `{ours}`."),
    ),
    nodes.Explode: (
        N_("`{here}` explodes on {bound} and more here; Roll20's `{here}` is `{ours}`."),
        N_("`{here}` explodes on {bound} and less here; Roll20's `{here}` is `{ours}`."),
    ),
    nodes.Reroll: (
        N_("`{here}` rerolls {bound} and more here; Roll20's `{here}` is `{ours}`."),
        N_("`{here}` rerolls {bound} and less here; Roll20's `{here}` is `{ours}`."),
    ),
    nodes.Mark: (
        N_("`{here}` marks {bound} and more here; Roll20's `{here}` is `{ours}`."),
        N_("`{here}` marks {bound} and less here; Roll20's `{here}` is `{ours}`."),
    ),
    nodes.Test: (
        N_("`{here}` takes {bound} or more here; Roll20's `{here}` is `{ours}`."),
        N_("`{here}` takes {bound} or less here; Roll20's `{here}` is `{ours}`."),
    ),
}
_LONGEST = 40
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 100, 500
# Roughly by how far the results lie apart.
_GRAVEST_FIRST = (
    "signed-die",
    "strict",
    "marks",
    "reroll",
    "explode",
    "keep",
    "failures",
    "precedence",
    "digits",
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a text means here and elsewhere."""

    kind: str
    """A player sees one hint of each kind."""
    text: str


def silent_differences(text: str) -> list[Hint]:
    """Return what in a text that can be rolled means something else in another bot, the gravest first.

    >>> [hint.text for hint in silent_differences("8d10>7 + 2")]
    ["`>7` counts 8 and more here; Roll20's `>7` is `>=7`."]
    >>> silent_differences("8d10>=8")
    []
    """
    return [*_remembered(text, spoken())] if len(text) <= _LONGEST_REMEMBERED else _differences(text)


@lru_cache(maxsize=_MOST_REMEMBERED)  # To read a text takes ten times as long, and tables repeat themselves.
def _remembered(text: str, _language: str) -> tuple[Hint, ...]:
    return tuple(_differences(text))


def _differences(text: str) -> list[Hint]:
    if summed := _SUM_IN_CALL.fullmatch(text):
        return [_of_sum_in_call(*summed.groups())]
    try:
        tree = nodes.read_tree(text)
    except NotationError:
        # The call of a game system, or a saved roll.
        return []
    found = list(_of_signed_die(text))
    # What a note says is no notation, and what a name stands for was not written here.
    pending = [roll.expression for roll in tree.rolls]
    while pending:
        node = pending.pop()
        found += _of_node(text, node)
        pending += nodes.children(node)
    return sorted(found, key=lambda hint: _GRAVEST_FIRST.index(hint.kind))


def _of_signed_die(text: str) -> Iterator[Hint]:
    if (die := _SIGNED_DIE.match(text)) is None:
        return
    sign, sides = die.groups()
    said = (
        N_("`+d{sides}` is a plain d{sides} here; Dice Maiden's advantage is `{ours}`.")
        if sign == "+"
        else N_("`-d{sides}` takes away a d{sides} here; Dice Maiden's disadvantage is `{ours}`.")
    )
    ours = f"1d{sides}{'adv' if sign == '+' else 'dis'}"
    if sides == "%":
        # Theirs is for rolling under: of two tens, the lower one is the advantage.
        ours = f"2d10k{'l' if sign == '+' else 'h'}1 * 10 + 1d10 - 10"
    yield Hint("signed-die", _(said, sides=sides, ours=ours))


def _of_sum_in_call(call: str, number: str, sign: str, more: str) -> Hint:
    if sign == "+":
        found = int(number) + int(more)
        said = N_(
            "In `{call} + {more}`, `{number} + {more}` is one number here, {found}; Dice Maiden adds {more} "
            "to the result."
        )
    else:
        found = int(number) - int(more)
        said = N_(
            "In `{call} - {more}`, `{number} - {more}` is one number here, {found}; Dice Maiden subtracts "
            "{more} from the result."
        )
    return Hint("call-sum", _(said, call=call, more=more, number=number, found=found))


def _of_node(text: str, node: Expression) -> Iterator[Hint]:
    match node:
        case nodes.Pool() | nodes.Group():
            for modifier in node.modifiers:
                written = modifier.span.of(text)
                # A long one is no habit from elsewhere, and a backtick would end the quotation.
                if len(written) <= _LONGEST and "`" not in written:
                    yield from _of_modifier("".join(written.split()), node, modifier)
            if isinstance(node, nodes.Pool) and isinstance(node.die, nodes.Positional):
                yield _of_digits(str(node.die))
        case nodes.Test(roll=roll, target=nodes.Number(value=int() as target)):
            # With vs, it is nobody else's notation.
            sign = text[roll.end : node.target.begin].strip(" \t()")
            if sign in _INCLUSIVE:
                yield _strict(nodes.Test, f"{sign}{target}", sign, target)
        case nodes.Arithmetic():
            yield from _of_sum(text, node)


def _of_modifier(written: str, node: nodes.Pool | nodes.Group, modifier: Modifier) -> Iterator[Hint]:
    sign, value = _comparison(modifier)
    if sign in _INCLUSIVE:
        yield _strict(type(modifier), written, sign, value)
    letters = written.rstrip("0123456789").lower()
    bare = letters + written[len(letters) :] == written.lower() and len(written) > len(letters)
    match modifier:
        case nodes.Keep() if letters == "k" and bare:
            said = N_(
                "`{here}` keeps the highest {number} here; Avrae's `{here}` keeps the dice that show "
                "{number}."
            )
            yield Hint("keep", _(said, here=written, number=str(modifier.number)))
        case nodes.Explode(kind="each") if letters == "!" and bare and value != _highest(node):
            said = N_("`{here}` explodes on {number} alone here; Rollem's `{here}` is `!>={number}`.")
            yield Hint("explode", _(said, here=written, number=str(value)))
        case nodes.Reroll(kind="until") if letters == "r" and bare and value is not None:
            said = N_(
                "`{here}` rerolls until no {number} is left here; Dice Maiden's `{here}` is "
                "`ro<={number}`, Foundry's is `ro{number}`."
            )
            yield Hint("reroll", _(said, here=written, number=str(value)))
        case nodes.Count(kind="failure") if letters == "f" and bare and value != 1:
            said = N_(
                "`{here}` takes away a success for each {number} here; Dice Maiden's `{here}` is "
                "`f<={number}`."
            )
            yield Hint("failures", _(said, here=written, number=str(value)))
        case nodes.Mark() if value is not None and _is_pool(node):
            said = N_("`{here}` only marks dice here; Foundry's `{here}` counts them: `{ours}`.")
            yield Hint("marks", _(said, here=written, ours=f"{sign}{value}"))


def _comparison(modifier: Modifier) -> tuple[str, int | None]:
    """Return the sign of a modifier's comparison, and the number after it if that is written out."""
    match: Any = getattr(modifier, "match", None)
    sign: str = getattr(match, "operator", "")
    written_out = sign and match.formula is None and isinstance(match.value, int)
    return sign, match.value if written_out else None


def _strict(kind: type, written: str, sign: str, value: int | None) -> Hint:
    ours = written.replace(sign, _INCLUSIVE[sign])
    if value is None:
        said = N_("`{here}` leaves out the number itself here; Roll20's `{here}` is `{ours}`.")
        return Hint("strict", _(said, here=written, ours=ours))
    more = sign == ">"
    said = _STRICT[kind][0 if more else 1]
    return Hint("strict", _(said, here=written, bound=value + 1 if more else value - 1, ours=ours))


def _is_pool(node: nodes.Pool | nodes.Group) -> bool:
    """Return whether dice are thrown to be counted: several, of which none is chosen."""
    chosen = any(isinstance(each, nodes.Keep | nodes.Drop | nodes.Advantage) for each in node.modifiers)
    counted = any(isinstance(each, nodes.Count) for each in node.modifiers)
    one = isinstance(node, nodes.Pool) and isinstance(node.count, nodes.Number) and node.count.value == 1
    return not (chosen or counted or one)


def _highest(node: nodes.Pool | nodes.Group) -> object:
    """Return the highest face of a pool, on which each of its dice explodes in every bot."""
    if isinstance(node, nodes.Pool) and not isinstance(node.die, nodes.Sides):
        return node.die.highest
    return None


def _of_digits(digits: str) -> Hint:
    said = N_(
        "`d{digits}` rolls digit by digit here, from {low} to {digits}; Dice Maiden's `d{digits}` has "
        "{digits} sides: `d({digits})`."
    )
    return Hint("digits", _(said, digits=digits, low="1" * len(digits)))


def _of_sum(text: str, node: nodes.Arithmetic) -> Iterator[Hint]:
    """Yield the hint for a product after a sum: 1d6 + 2 * 3."""
    for operation in node.rest:
        product = operation.operand
        if isinstance(product, nodes.Arithmetic) and text[: product.begin].rstrip()[-1:] != "(":
            ours = f"({text[node.begin : product.first.end]}){text[product.first.end : product.end]}"
            said = N_("`{sign}` goes first here; Dice Maiden goes from left to right: `{ours}`.")
            if len(ours) <= _LONGEST and "`" not in ours:
                yield Hint("precedence", _(said, sign=product.rest[0].operator, ours=ours))
            return
