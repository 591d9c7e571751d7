"""Rerolls: the old die stays in the result, out of play, and a new one follows it."""

from __future__ import annotations

from dicewright.errors import RollError
from dicewright.notation.tree.endless import refuse_endless
from dicewright.phrases import Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Reroll, Unique
    from dicewright.numbers import Number
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower
    from dicewright.source import Span


def reroll(modifier: Reroll, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Reroll matching dice until they match no more, once, or once for the better of both throws; or
    roll one of them again and add it.

    Raises LimitError if every face would be rerolled forever.
    """
    after: list[Die] = []
    added = False
    for die in dice:
        if not die.kept or added or not modifier.match.matches(die.value):
            after.append(die)
            continue
        refuse_endless(modifier, die.kind, thrower.limits)
        if modifier.kind == "add":
            after += die, thrower.throw_again(die, modifier.span, "added")
            added = True
        elif modifier.kind == "better":
            again = thrower.throw_again(die, modifier.span, "rerolled")
            if again.value > die.value:
                after += die.replace(kept=False, replaced=True), again
            else:
                after += die, again.replace(kept=False)
        else:
            after.append(die)
            _again(after, thrower, modifier.span)
            while modifier.kind == "until" and modifier.match.matches(after[-1].value):
                _again(after, thrower, modifier.span)
    return after


def unique(modifier: Unique, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Reroll each die until it differs from the kept ones before it.

    Raises RollError if the dice have too few different faces.
    """
    after: list[Die] = []
    seen: set[Number] = set()
    kinds = {die.term: die.kind for die in dice}
    possible = {term: _values(kind, len(dice)) for term, kind in kinds.items()}
    for die in dice:
        after.append(die)
        if not die.kept:
            continue
        while after[-1].value in seen:
            values = possible[die.term]
            if values is not None and values <= seen:
                raise not_unique(modifier, die.kind)
            _again(after, thrower, modifier.span)
        seen.add(after[-1].value)
    return after


def not_unique(modifier: Unique, kind: DieKind) -> RollError:
    """Return the error for dice that cannot all differ."""
    return RollError(
        Phrase(
            "There are more dice than different faces on a {die}, so they cannot all differ.",
            die=excerpt(f"d{kind}"),
        ),
        code="not-unique",
        hint=Phrase("Roll fewer dice, or leave out u."),
        span=modifier.span,
    )


def _again(dice: list[Die], thrower: Thrower, span: Span) -> None:
    """Take the last die out of play and throw another after it."""
    dice.append(thrower.throw_again(dice[-1], span, "rerolled"))
    dice[-2] = dice[-2].replace(kept=False, replaced=True)


def _values(kind: DieKind, most: int) -> set[Number] | None:
    """Return the different values of a die; None if there are more than `most`, so that some stay free."""
    values: set[Number] = set()
    for value in kind.values():
        values.add(value)
        if len(values) > most:
            return None
    return values
