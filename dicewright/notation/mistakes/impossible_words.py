"""The words of errors about modifiers that no die can match: what is wanted, and what dice show instead."""

from __future__ import annotations

from dicewright.notation.tree.matches import Among, AnyOf, Comparison, Parity
from dicewright.notation.tree.modifiers import Count, Explode, Mark, Reroll
from dicewright.numbers import written
from dicewright.phrases import Numeral, Phrase, in_a_row, one_of
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.notation.mistakes.reach import Reach
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression

# How many characters of a player's dice an error repeats.
QUOTED = 60


def kinds(reaches: Sequence[Reach]) -> list[str]:
    """Return the different kinds of dice, as a sentence about them quotes them."""
    return [excerpt(die, QUOTED) for die in dict.fromkeys(f"d{reach.die}" for reach in reaches)]


def none(modifier: Modifier, wanted: str, dice: str) -> Phrase:
    """Return a sentence that says that no die can show what a modifier is for."""
    values = {"wanted": wanted, "dice": dice}
    match modifier:
        case Count(kind="success"):
            return Phrase("This counts dice that show {wanted}, but no {dice} can.", **values)
        case Count(kind="failure"):
            return Phrase(
                "This takes a success away for dice that show {wanted}, but no {dice} can.", **values
            )
        case Count():
            return Phrase("This counts dice double that show {wanted}, but no {dice} can.", **values)
        case Explode():
            return Phrase("This explodes dice that show {wanted}, but no {dice} can.", **values)
        case Reroll():
            return Phrase("This rerolls dice that show {wanted}, but no {dice} can.", **values)
        case Mark():
            return Phrase("This marks dice that show {wanted}, but no {dice} can.", **values)
        case _:
            return Phrase("This takes out dice that show {wanted}, but no {dice} can.", **values)


def none_after(modifier: Modifier, wanted: str, dice: str, after: str) -> Phrase:
    """Return the same sentence for dice that other modifiers have changed before."""
    values = {"wanted": wanted, "dice": dice, "after": after}
    match modifier:
        case Count(kind="success"):
            return Phrase("This counts dice that show {wanted}, but no {dice} can after {after}.", **values)
        case Count(kind="failure"):
            return Phrase(
                "This takes a success away for dice that show {wanted}, but no {dice} can after {after}.",
                **values,
            )
        case Count():
            return Phrase(
                "This counts dice double that show {wanted}, but no {dice} can after {after}.", **values
            )
        case Explode():
            return Phrase("This explodes dice that show {wanted}, but no {dice} can after {after}.", **values)
        case Reroll():
            return Phrase("This rerolls dice that show {wanted}, but no {dice} can after {after}.", **values)
        case Mark():
            return Phrase("This marks dice that show {wanted}, but no {dice} can after {after}.", **values)
        case _:
            return Phrase(
                "This takes out dice that show {wanted}, but no {dice} can after {after}.", **values
            )


def use_vs(roll: Expression, match: Match) -> Phrase:
    """Return the hint to test the total against the number that dice are counted by."""
    if not isinstance(match, Comparison):
        return Phrase("Leave the braces and the arithmetic out, or round and test the total with vs.")
    target = str(match).removeprefix(">=")
    return Phrase(
        "To test the total, write vs, as in {roll} vs {target}.",
        roll=excerpt(str(roll), QUOTED),
        target=target,
    )


def shows(reaches: Sequence[Reach], *, changed: bool) -> Phrase:
    """Return what the dice can show, as a sentence; `changed` if other modifiers have changed it."""
    reach = reaches[0]
    values = [first if first == last else None for first, last in reach.ranges]
    die = excerpt(f"d{reach.die}", QUOTED)
    if len(reaches) > 1 or not reach.ranges:
        return Phrase("Use a number that one of the dice can show.")
    if len(values) > 1 and None not in values and len(values) < 8:
        shown = in_a_row([Numeral(written(value)) for value in values if value is not None])
        if changed:
            return Phrase("A {die} shows {values} here.", die=die, values=shown)
        return Phrase("A {die} shows {values}.", die=die, values=shown)
    lowest, highest = Numeral(written(reach.ranges[0][0])), Numeral(written(reach.ranges[-1][1]))
    if lowest == highest:
        if changed:
            return Phrase("A {die} shows only {number} here.", die=die, number=lowest)
        return Phrase("A {die} shows only {number}.", die=die, number=lowest)
    if changed:
        return Phrase("A {die} shows {low} to {high} here.", die=die, low=lowest, high=highest)
    return Phrase("A {die} shows {low} to {high}.", die=die, low=lowest, high=highest)


def wanted_of(match: Match) -> str:
    """Return what dice should show."""
    match match:
        case Parity(odd=True):
            return Phrase("an odd number")
        case Parity():
            return Phrase("an even number")
        case Among():
            return Phrase("one of {values}", values=excerpt(match.argument, QUOTED))
        case AnyOf():
            return one_of(list(map(wanted_of, match.matchers)))
    number = str(match)[len(match.operator) :]
    match match.operator:
        case ">=":
            return Phrase("at least {number}", number=number)
        case "<=":
            return Phrase("at most {number}", number=number)
        case ">":
            return Phrase("more than {number}", number=number)
        case "<":
            return Phrase("less than {number}", number=number)
        case "=":
            return Phrase("exactly {number}", number=number)
        case _:
            return Phrase("anything other than {number}", number=number)
