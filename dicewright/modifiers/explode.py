"""Exploding dice: each die that matches brings another one."""

from __future__ import annotations

from dicewright.notation.tree.endless import refuse_endless
from dicewright.notation.tree.matches import Comparison

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Explode
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower


def explode(modifier: Explode, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Throw the extra dice, each after the die it came from, one chain after the other.

    A die explodes by what it counts, an extra die by what it shows. Raises LimitError if every
    face explodes.
    """
    after = []
    for die in dice:
        match = modifier.match or Comparison("=", die.kind.highest)
        if not die.kept or not match.matches(die.value):
            after.append(die)
            continue
        refuse_endless(modifier, die.kind, thrower.limits)
        if modifier.kind in ("compound", "compound-penetrate"):
            after.append(_compound(modifier, match, die, thrower))
        else:
            after.append(die)
            after.extend(_chain(modifier, match, die, thrower))
    return after


def _chain(modifier: Explode, match: Match, die: Die, thrower: Thrower) -> list[Die]:
    extra = []
    while True:
        die = thrower.throw_again(die, modifier.span, "exploded")
        explodes = modifier.kind != "once" and match.matches(die.value)
        extra.append(die.replace(value=die.value - 1) if modifier.kind == "penetrate" else die)
        if not explodes:
            return extra


def _compound(modifier: Explode, match: Match, die: Die, thrower: Thrower) -> Die:
    faces = []
    while True:
        face = thrower.throw_again(die, modifier.span, "exploded").value
        faces.append(face)
        if not match.matches(face):
            less = len(faces) if modifier.kind == "compound-penetrate" else 0
            return die.replace(rolls=(*die.rolls, *faces), value=die.value + sum(faces) - less)
