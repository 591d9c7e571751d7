"""Keep, drop, advantage and disadvantage: which dice count."""

from __future__ import annotations

from dicewright.errors import RollError
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.notation.tree.modifiers import Advantage, Drop, Exclude, Keep, Which
    from dicewright.numbers import Number
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower


def chosen(values: Sequence[Number], which: Which, number: int) -> set[int]:
    """Return the positions of the highest, lowest or middle values; of equal ones, the earliest.

    The middle of an uneven rest leaves one more above than below.

    >>> sorted(chosen([3, 6, 1, 4], "highest", 2)), chosen([3, 6, 1, 4], "middle", 1)
    ([1, 3], {0})
    """
    if which == "highest":
        order = sorted(range(len(values)), key=lambda position: -values[position])
    else:
        order = sorted(range(len(values)), key=values.__getitem__)
    first = max(0, len(values) - number) // 2 if which == "middle" else 0
    return set(order[first : first + number])


def keep(modifier: Keep, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Drop all kept dice but the chosen ones."""
    return _choose(dice, modifier.which, modifier.number, keep=True)


def drop(modifier: Drop, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Drop the chosen dice."""
    return _choose(dice, modifier.which, modifier.number, keep=False)


def exclude(modifier: Exclude, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Drop the kept dice that match."""
    return [
        die.replace(kept=False) if die.kept and modifier.match.matches(die.value) else die for die in dice
    ]


def advantage(modifier: Advantage, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Throw more dice like the kept ones, then drop as many of the lowest, or highest.

    Raises RollError if the kept dice are of several kinds.
    """
    kept = [die for die in dice if die.kept]
    if not kept:
        return dice
    if any(die.kind != kept[0].kind for die in kept):
        raise mixed_dice(modifier)
    more = thrower.throw(modifier.number, kept[0].kind, kept[0].term, modifier.span, origin="advantage")
    return _choose(dice + more, modifier.drop, modifier.number, keep=False)


def mixed_dice(modifier: Advantage) -> RollError:
    """Return the error for an advantage on dice of several kinds."""
    return RollError(
        Phrase(
            '"{modifier}" rolls an extra die, but there are several kinds of dice here.',
            modifier=str(modifier),
        ),
        code="mixed-dice",
        hint=Phrase("Write it right after the dice it is for, as in {{1d20adv + 1d4}}."),
        span=modifier.span,
    )


def _choose(dice: list[Die], which: Which, number: int, *, keep: bool) -> list[Die]:
    kept = [position for position, die in enumerate(dice) if die.kept]
    picked = chosen([dice[position].value for position in kept], which, number)
    out = {position for place, position in enumerate(kept) if (place in picked) != keep}
    return [die.replace(kept=False) if position in out else die for position, die in enumerate(dice)]
