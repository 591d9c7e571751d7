"""Modifiers in plain English, as they follow the dice that they are for."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation.tree import contents, nodes
from dicewright.notation.tree import modifiers as written
from dicewright.notation.tree.matches import Among, AnyOf, Parity
from dicewright.numbers import shown
from dicewright.phrases import Phrase, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright.notation.tree.base import Node
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.numbers import Number


def modified(dice: str, modifiers: Iterable[Modifier], pool: nodes.Pool | None = None) -> str:
    """Return dice in words, followed by their modifiers.

    >>> modified("4d6", [written.Keep("highest", 3)])
    '4d6, keep the highest 3'
    """
    words = dice
    for modifier in modifiers:
        if isinstance(modifier, written.Advantage):
            # It is said in one breath with the dice that have it.
            words = _with_advantage(words, modifier)
        else:
            words = Phrase("{dice}, {modifier}", dice=words, modifier=_modifier(modifier, pool))
    return words


def _with_advantage(dice: str, modifier: written.Advantage) -> Phrase:
    number = _number(modifier.number, modifier.formula)
    if modifier.drop == "lowest":
        if number == "1":
            return Phrase("{dice} with advantage", dice=dice)
        return Phrase("{dice} with advantage of {number} more dice", dice=dice, number=number)
    if number == "1":
        return Phrase("{dice} with disadvantage", dice=dice)
    return Phrase("{dice} with disadvantage of {number} more dice", dice=dice, number=number)


def _modifier(modifier: Modifier, pool: nodes.Pool | None) -> Phrase:
    match modifier:
        case written.Keep():
            return _keep(modifier.which, _number(modifier.number, modifier.formula))
        case written.Drop():
            return _drop(modifier.which, _number(modifier.number, modifier.formula))
        case written.Explode():
            return _explosion(modifier, pool)
        case written.Exclude():
            return Phrase("without {faces}", faces=_match(modifier.match))
        case written.Reroll():
            return _reroll(modifier.kind, _match(modifier.match))
        case written.Unique():
            return Phrase("all different")
        case written.Clamp(bound="minimum"):
            return Phrase("each at least {number}", number=_number(modifier.value, modifier.formula))
        case written.Clamp():
            return Phrase("each at most {number}", number=_number(modifier.value, modifier.formula))
        case written.Count():
            return _count(modifier)
        case written.Mark(kind="critical"):
            return Phrase("critical on {faces}", faces=_match(modifier.match))
        case written.Mark():
            return Phrase("critical failure on {faces}", faces=_match(modifier.match))
        case written.Sort():
            return Phrase("highest first") if modifier.descending else Phrase("lowest first")
        case written.Advantage():
            raise AssertionError("advantage is part of the dice that have it")
        case _:
            unreachable(modifier)


def _keep(which: written.Which, number: str) -> Phrase:
    one = number == "1"
    match which:
        case "highest":
            return Phrase("keep the highest") if one else Phrase("keep the highest {number}", number=number)
        case "lowest":
            return Phrase("keep the lowest") if one else Phrase("keep the lowest {number}", number=number)
        case "middle":
            return Phrase("keep the middle") if one else Phrase("keep the middle {number}", number=number)
        case _:
            unreachable(which)


def _drop(which: written.Which, number: str) -> Phrase:
    one = number == "1"
    match which:
        case "highest":
            return Phrase("drop the highest") if one else Phrase("drop the highest {number}", number=number)
        case "lowest":
            return Phrase("drop the lowest") if one else Phrase("drop the lowest {number}", number=number)
        case "middle":
            return Phrase("drop the middle") if one else Phrase("drop the middle {number}", number=number)
        case _:
            unreachable(which)


def _explosion(explode: written.Explode, pool: nodes.Pool | None) -> Phrase:
    if explode.match is not None:
        faces = _match(explode.match)
    elif pool is not None and not isinstance(pool.die, nodes.Sides):
        faces = shown(pool.die.highest)
    else:
        faces = Phrase("the highest face")
    match explode.kind:
        case "each":
            return Phrase("explode on {faces}", faces=faces)
        case "once":
            return Phrase("explode once on {faces}", faces=faces)
        case "compound":
            return Phrase("explode on {faces}, added to the same die", faces=faces)
        case "penetrate":
            return Phrase("explode on {faces}, each extra die one less", faces=faces)
        case "compound-penetrate":
            return Phrase("explode on {faces}, added to the same die, each extra roll one less", faces=faces)
        case _:
            unreachable(explode.kind)


def _reroll(kind: str, faces: str) -> Phrase:
    match kind:
        case "until":
            return Phrase("reroll {faces} until none are left", faces=faces)
        case "once":
            return Phrase("reroll {faces} once", faces=faces)
        case "better":
            return Phrase("reroll {faces} once and keep the better", faces=faces)
        case _:
            return Phrase("for {faces} roll one die again and add the result", faces=faces)


def _count(count: written.Count) -> Phrase:
    match = count.match
    match count.kind:
        case "success" if isinstance(match, Parity):
            return Phrase("count odd dice") if match.odd else Phrase("count even dice")
        case "success":
            return Phrase("count dice of {faces}", faces=_match(match))
        case "failure":
            return Phrase("take one away for each {faces}", faces=_match(match))
        case _:
            return Phrase("one more for each {faces}", faces=_match(match))


def _match(match: Match) -> str:
    if isinstance(match, Parity):
        return Phrase("odd") if match.odd else Phrase("even")
    if isinstance(match, Among):
        return one_of([_range(first, last) for first, last in match.ranges()])
    if isinstance(match, AnyOf):
        return one_of([_match(matcher) for matcher in match.matchers])
    number = _number(match.value, match.formula)
    match match.operator:
        case ">=":
            return Phrase("{number} or more", number=number)
        case "<=":
            return Phrase("{number} or less", number=number)
        case ">":
            return Phrase("more than {number}", number=number)
        case "<":
            return Phrase("less than {number}", number=number)
        case "=":
            return number
        case _:
            return Phrase("anything but {number}", number=number)


def _range(first: Number, last: Number) -> str:
    return shown(first) if first == last else Phrase("{low} to {high}", low=shown(first), high=shown(last))


def _number(value: Number, formula: Node | None) -> str:
    """Return a number of a modifier, or how it is written if its names are not looked up yet."""
    return str(formula) if formula is not None and contents.pending(formula) else shown(value)
