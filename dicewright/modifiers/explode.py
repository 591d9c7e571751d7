"""Exploding dice: each die that matches brings another one."""

from __future__ import annotations

from dicewright.errors import LimitError
from dicewright.notation.modifiers import Comparison
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.hand import Hand
    from dicewright.limits import Limits
    from dicewright.notation.dice import DieKind
    from dicewright.notation.modifiers import Explode, Reroll
    from dicewright.results import Die


def explode(modifier: Explode, dice: list[Die], hand: Hand) -> list[Die]:
    """Throw the extra dice, each behind the die it came from, one chain after the other.

    A die explodes by what it counts, an extra die by what it shows. Raises LimitError where every
    face explodes.
    """
    after = []
    for die in dice:
        match = modifier.match or Comparison("=", die.kind.highest)
        if modifier.kind != "once":
            refuse_endless(modifier, match, die.kind, hand.limits)
        if not die.kept or not match.matches(die.value):
            after.append(die)
        elif modifier.kind == "compound":
            after.append(_compound(modifier, match, die, hand))
        else:
            after.append(die)
            after.extend(_chain(modifier, match, die, hand))
    return after


def _chain(modifier: Explode, match: Comparison, die: Die, hand: Hand) -> list[Die]:
    extra = []
    while True:
        die = hand.throw_again(die, modifier.span, "exploded")
        explodes = modifier.kind != "once" and match.matches(die.value)
        extra.append(die.replace(value=die.value - 1) if modifier.kind == "penetrate" else die)
        if not explodes:
            return extra


def _compound(modifier: Explode, match: Comparison, die: Die, hand: Hand) -> Die:
    faces = []
    while True:
        face = hand.throw_again(die, modifier.span, "exploded").value
        faces.append(face)
        if not match.matches(face):
            return die.replace(rolls=(*die.rolls, *faces), value=die.value + sum(faces))


def refuse_endless(modifier: Explode | Reroll, match: Comparison, kind: DieKind, limits: Limits) -> None:
    """Raise LimitError where every face of the die matches, so that it would never come to rest."""
    if kind.must(match):
        raise LimitError(
            f'"{modifier}" matches every face of a {excerpt("d" + str(kind))}, so it would never end.',
            limit="dice",
            allowed=limits.dice,
            code="endless",
            hint="Leave out at least one face.",
            span=modifier.span,
        )
