"""What can be seen to be wrong with modifiers before any die is rolled.

The errors say where, but not in which text: the caller knows that.
"""

from __future__ import annotations

from dicewright.errors import NotationError
from dicewright.limits import shown
from dicewright.notation.mistakes import impossible
from dicewright.notation.mistakes.impossible_words import use_vs
from dicewright.notation.mistakes.reach import supplied
from dicewright.notation.tree import contents, nodes, twice
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.endless import refuse_endless
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import (
    Advantage,
    Clamp,
    Count,
    Drop,
    Explode,
    Keep,
    Reroll,
    Sort,
    Unique,
    counted_by,
)
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.notation.tree.sums import not_a_pool, not_added_up, not_summed
from dicewright.phrases import Phrase, plural
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.source import Span

# Whatever they stand beside, these contradict nothing.
_HARMLESS = (Keep, Sort)
# These throw dice again, perhaps forever.
_AGAIN = (Explode, Reroll)
_SUMS = ("+", "-")


def pool(
    count: Expression, die: DieKind | nodes.Sides, modifiers: tuple[Modifier, ...], limits: Limits
) -> None:
    """Raise NotationError if modifiers of a pool contradict each other or its dice.

    Dice that would explode or be rerolled forever raise LimitError.
    """
    if all(isinstance(modifier, _HARMLESS) for modifier in modifiers):
        return
    _order(modifiers)
    if isinstance(count, nodes.Number):
        _dropped(int(count.value), "dice", modifiers)
    if not isinstance(die, nodes.Sides):
        impossible.in_pool(count, die, modifiers)
        for modifier in modifiers:
            if isinstance(modifier, _AGAIN) and not (modifier.match and supplied(modifier.match)):
                refuse_endless(modifier, die, limits)


def refuse_number_after_count(pool: Expression, sign: str, added: Expression) -> None:
    """Raise NotationError for 1d100<=50+10 and 1d100<=65/2: the target of one die may be what is changed.

    What another pool counts is added to the count, a count with `f` or `ds` is meant as one, and dice
    multiply the count: 1d20>=15 * 2d6 is damage for a hit.
    """
    is_sum = sign in _SUMS
    if _counts(added) or (not is_sum and isinstance(added, nodes.Pool | nodes.Group)):
        return
    if isinstance(pool, nodes.Pool) and (count := _counted_die(pool)) is not None:
        raise _error(
            Phrase(
                "This could be added to the number of successes, or to the number that the die should reach."
            )
            if is_sum
            else Phrase(
                "This could change the number of successes, or the number that the die should reach."
            ),
            "count-or-target",
            use_vs(pool.replace(modifiers=pool.modifiers[:-1]), count.match),
            count.span,
        )


def refuse_count_after_number(before: tuple[Expression, ...], sign: str, pool: Expression) -> None:
    """Raise NotationError for 5+1d20>=15 and 2*1d20>=15, which may count one die or test the total.

    As there, what other pools count is added to the count, and dice are multiplied by it.
    """
    if (count := _counted_die(pool)) is None or any(map(_counts, before)):
        return
    if sign in _SUMS or not any(isinstance(each, nodes.Pool | nodes.Group) for each in before):
        raise _error(
            Phrase("This could count the die on its own, or compare the total."),
            "count-or-total",
            Phrase("To test the total, write vs. To count the die, put it in brackets."),
            count.span,
        )


def _counted_die(node: Expression) -> Count | None:
    """Return the comparison that counts a single die, if that is all that is done with the count."""
    if isinstance(node, nodes.Pool) and isinstance(node.count, nodes.Number) and node.count.value == 1:
        return counted_by(node.modifiers)
    return None


def _counts(node: Expression) -> bool:
    return isinstance(node, nodes.Pool | nodes.Group) and any(
        isinstance(each, Count) for each in node.modifiers
    )


def refuse_range(pool: nodes.Pool) -> None:
    """Raise NotationError for 5 <= 1d20 <= 10: one comparison would count the die, the other test that."""
    count = pool.modifiers[-1] if pool.modifiers else None
    if isinstance(count, Count) and isinstance(count.match, Comparison):
        dice = pool.replace(modifiers=pool.modifiers[:-1])
        raise _error(
            Phrase("A roll can be compared only once."),
            "second-test",
            Phrase("For a range write let x = {dice} in @x >= 5 and @x <= 10.", dice=excerpt(str(dice))),
            count.span,
        )


def group(rolls: tuple[Expression, ...], modifiers: tuple[Modifier, ...]) -> None:
    """Raise NotationError if modifiers of a group contradict each other or its rolls."""
    _order(modifiers)
    if len(rolls) == 1:
        _refuse_totals(rolls[0])
        if (odd_one := not_summed(rolls[0])) is not None:
            raise not_added_up(odd_one, NotationError)
        if (count := _dice_in(rolls[0])) is not None:
            _dropped(count, "dice", modifiers)
        impossible.in_group_of_one(rolls[0], modifiers)
        return
    _dropped(len(rolls), "rolls", modifiers)
    for modifier in modifiers:
        if not isinstance(modifier, Keep | Drop | Sort | Count):
            raise _error(
                Phrase(
                    '"{modifier}" works on dice, but this group contains several rolls.',
                    modifier=str(modifier),
                ),
                "modifier-on-group",
                Phrase("Write it inside the braces, right after the dice it is for."),
                modifier.span,
            )
    impossible.in_group(rolls, modifiers)


def _dice_in(node: Expression) -> int | None:
    """Return how many dice a sum holds; None if that is only known when it is rolled."""
    match node:
        case nodes.Pool(nodes.Number(count)) if not node.modifiers:
            return int(count)
        case nodes.Number():
            return 0
        case nodes.Arithmetic() | nodes.Negative() | nodes.Labelled():
            counts = [_dice_in(child) for child in children(node)]
            return None if None in counts else sum(count for count in counts if count is not None)
        case _:
            return None


def name(modifiers: tuple[Modifier, ...]) -> None:
    """Raise NotationError if modifiers of a name contradict each other.

    Whether its dice are counted already is only known when it has been looked up, so a count may be
    missing here.
    """
    counted = any(isinstance(modifier, Count) and modifier.kind == "success" for modifier in modifiers)
    _order(modifiers if counted else tuple(m for m in modifiers if not isinstance(m, Count)))


def function(name: str, arguments: tuple[Expression, ...]) -> None:
    """Raise NotationError if a function of dice is given anything but dice that are added up.

    What is to be rolled twice may be anything but a test.
    """
    if name == twice.NAME:
        twice.doubled(arguments[0])
    if name in DICE_FUNCTIONS or (name == twice.NAME and not any(True for _ in contents.pools(arguments[0]))):
        _refuse_totals(arguments[0])
    if name in DICE_FUNCTIONS and (place := not_summed(arguments[0])) is not None:
        raise not_a_pool(name, place, NotationError)


def _refuse_totals(node: Expression) -> None:
    """Raise NotationError if the total that a `let` names stands for dice."""
    if isinstance(node, nodes.Bound):
        raise _error(
            Phrase("@{name} is a total here, not dice.", name=excerpt(node.name)),
            "not-dice",
            Phrase("Write this where the dice are rolled, as in let x = 4d6kh3 in @x + @x."),
            node.span,
        )
    if not isinstance(node, nodes.Let):
        for inside in children(node):
            _refuse_totals(inside)


def _order(modifiers: tuple[Modifier, ...]) -> None:
    counting = exploding = False
    advantage: str | None = None
    for modifier in modifiers:
        match modifier:
            case Count(kind="success"):
                if counting:
                    raise _error(
                        Phrase("These dice are already counted."),
                        "second-count",
                        Phrase(
                            "Use f to subtract successes and ds to count dice twice, as in 8d10>=8f1ds10."
                        ),
                        modifier.span,
                    )
                counting = True
            case Count() if not counting:
                word = str(modifier)[: 1 + (modifier.kind == "double")]
                raise _error(
                    Phrase('"{word}" needs a count before it.', word=word),
                    "count-first",
                    Phrase("For example, 8d10>=8{modifier}.", modifier=str(modifier)),
                    modifier.span,
                )
            case Explode() if exploding:
                raise _error(
                    Phrase("These dice already explode."),
                    "second-explosion",
                    Phrase("Write one list of faces, as in 4d6![5,6], or one comparison: 4d6!>=5."),
                    modifier.span,
                )
            case Advantage(drop=drop) if advantage not in (None, drop):
                raise _error(
                    Phrase("Advantage and disadvantage cancel each other out."),
                    "advantage-and-disadvantage",
                    Phrase("Leave both out, or one of them."),
                    modifier.span,
                )
            case Advantage() | Explode() | Reroll() | Unique() | Clamp() if counting:
                raise _error(
                    Phrase("The dice have already been counted here."),
                    "after-count",
                    Phrase('Write "{modifier}" in front of the count.', modifier=str(modifier)),
                    modifier.span,
                )
            case Explode():
                exploding = True
            case Advantage():
                advantage = modifier.drop
            case _:
                pass


def _dropped(count: int, what: str, modifiers: tuple[Modifier, ...]) -> None:
    """Refuse to drop all there are or more: 1d4d6 is more likely meant as (1d4)d6."""
    left = count
    for modifier in modifiers:
        match modifier:
            case Keep() | Drop() if contents.supplied(modifier.formula):
                return
            case Keep():
                left = min(left, modifier.number)
            case Drop() if modifier.number > count > 0:
                raise _error(
                    _too_many(what, modifier.number, count),
                    "drops-too-many",
                    Phrase("For dice that roll dice, write (1d4)d6.")
                    if what == "dice"
                    else Phrase("Drop fewer."),
                    modifier.span,
                )
            case Drop() if modifier.number >= left > 0:
                raise _error(
                    Phrase("This drops all dice, and leaves nothing to add up.")
                    if what == "dice"
                    else Phrase("This drops all rolls, and leaves nothing to add up."),
                    "drops-all",
                    Phrase("Drop fewer than {number}.", number=left) if left > 1 else Phrase("Leave it out."),
                    modifier.span,
                )
            case Drop():
                left -= modifier.number
            case Explode() | Reroll(kind="add"):
                return
            case _:
                pass


def _too_many(what: str, dropped: int, count: int) -> Phrase:
    number = shown(dropped)
    if what == "dice":
        return plural(
            "This drops {number} dice, but there is only one.",
            "This drops {number} dice, but there are only {count}.",
            count,
            number=number,
        )
    return plural(
        "This drops {number} rolls, but there is only one.",
        "This drops {number} rolls, but there are only {count}.",
        count,
        number=number,
    )


def _error(message: str, code: str, hint: str, span: Span) -> NotationError:
    return NotationError(message, code=code, hint=hint, span=span)
