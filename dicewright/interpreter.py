"""From tree to result: what each node does when it is rolled.

Everything is rolled from left to right, as it is read: of a pool first the count and the sides if
they are computed, then its dice, then its modifiers; of a conditional the test and one branch.
"""

from __future__ import annotations

from dicewright import modifiers, numbers
from dicewright.arithmetic import combined, computed_die, dice_count, margin, refuse_unsummed
from dicewright.cost import refuse_above
from dicewright.errors import DiceError, NotationError
from dicewright.modifiers.keep import chosen
from dicewright.modifiers.mark import natural
from dicewright.notation.tree import nodes, twice
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.modifiers import Count, Drop, Keep, Sort
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.notation.tree.rebuilding import given
from dicewright.phrases import Phrase
from dicewright.results import Rolled
from dicewright.results.roll import RollResult
from dicewright.results.thrower import Thrower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Rolls
    from dicewright.numbers import Number
    from dicewright.randomness import Draw
    from dicewright.results import Die


def roll(tree: Rolls, draw: Draw, limits: Limits) -> tuple[tuple[RollResult, ...], list[int]]:
    """Roll every roll of a tree, repeats included; return them with all faces in the order thrown.

    Raises:
        LimitError: the dice, the work or a number passes a limit.
        RollError: a part cannot be rolled, such as a division by zero.
    """
    refuse_above(limits, tree)
    return roll_affordable(tree, draw, limits)


def roll_affordable(tree: Rolls, draw: Draw, limits: Limits) -> tuple[tuple[RollResult, ...], list[int]]:
    """Do the same for a tree that has passed `dicewright.cost.refuse_above`."""
    thrower = Thrower(draw, limits)
    rolled = tuple(
        RollResult(part, evaluate(part.expression, thrower.next_roll()))
        for part in tree.rolls
        for _ in range(part.repeat or 1)
    )
    return rolled, thrower.faces


def evaluate(node: Expression, thrower: Thrower) -> Rolled:
    """Roll one node and everything below it."""
    match node:
        case nodes.Number():
            return Rolled(node, node.value)
        case nodes.Pool():
            return _pool(node, thrower)
        case nodes.Group(rolls=(only,)) if node.modifiers:
            return _group_of_one(node, evaluate(only, thrower), thrower)
        case nodes.Group() if node.modifiers:
            return _group(node, tuple(evaluate(inside, thrower) for inside in node.rolls), thrower)
        case nodes.Conditional():
            test = evaluate(node.test, thrower)
            branch = evaluate(node.then if test.total else node.otherwise, thrower)
            return Rolled(node, branch.total, (test, branch))
        case nodes.Named():
            try:
                inside = evaluate(node.expression, thrower)
            except DiceError as error:
                # The error's place is in the text that the name stood for.
                raise error.found_in_name(node.name, node.text) from None
            return Rolled(node, inside.total, (inside,))
        case nodes.Test():
            roll, target = evaluate(node.roll, thrower), evaluate(node.target, thrower)
            success = COMPARISONS[node.operator](roll.total, target.total)
            return Rolled(
                node,
                int(success),
                (roll, target),
                success=success,
                margin=margin(node.operator, roll.total, target.total),
            )
        case nodes.Let():
            value = evaluate(node.value, thrower)
            body = evaluate(given(node.body, node.name, value.total), thrower)
            return Rolled(node, body.total, (value, body))
        case nodes.Bound(value=total) if total is not None:
            return Rolled(node, total)
        case nodes.Function(name=twice.NAME):
            inside = evaluate(twice.doubled(node.arguments[0]), thrower)
            return Rolled(node, inside.total, (inside,))
        case nodes.Function(name) if name in DICE_FUNCTIONS:
            return _function_of_dice(node, thrower)
        case nodes.Logic() | nodes.Not():
            parts = tuple(evaluate(inside, thrower) for inside in children(node))
            held = combined(node, [part.total for part in parts], thrower.limits)
            return Rolled(node, held, parts, success=bool(held))
        case nodes.Name() | nodes.Bound():
            raise AssertionError("names are looked up before a tree is rolled")
        case _:
            parts = tuple(evaluate(inside, thrower) for inside in children(node))
            return Rolled(node, combined(node, [part.total for part in parts], thrower.limits), parts)


def _pool(node: nodes.Pool, thrower: Thrower) -> Rolled:
    parts: list[Rolled] = []
    if isinstance(node.count, nodes.Number):
        count = int(node.count.value)
    else:
        parts.append(evaluate(node.count, thrower))
        count = dice_count(parts[-1].total, node)
    kind: DieKind
    if isinstance(node.die, nodes.Sides):
        parts.append(evaluate(node.die.expression, thrower))
        kind = computed_die(parts[-1].total, node.die, thrower.limits)
    else:
        kind = node.die
    dice = thrower.throw(count, kind, thrower.new_term(), node.span)
    dice = natural(node.modifiers, modifiers.apply(node.modifiers, dice, thrower))
    total = numbers.bounded(dice_total(node.modifiers, dice), thrower.limits, node.span)
    return Rolled(node, total, tuple(parts), tuple(dice))


def dice_total(written: Sequence[Modifier], dice: Sequence[Die]) -> Number:
    """Return the result of a pool: the sum of its kept dice, or its successes if they are counted."""
    kept = [die for die in dice if die.kept]
    if any(isinstance(modifier, Count) for modifier in written) or any(d.successes is not None for d in kept):
        return sum((die.successes or 0) - die.failures for die in kept)
    return numbers.simplest(sum(die.value for die in kept))


def _function_of_dice(node: nodes.Function, thrower: Thrower) -> Rolled:
    refuse_unsummed(node)
    inside = evaluate(node.arguments[0], thrower)
    dice = [die for die in inside.added_dice() if die.kept]
    thrower.budget.spend_steps(len(dice), node.span)
    from dicewright.results import dice_functions  # few rolls need it

    return Rolled(node, dice_functions.value(node.name, dice), (inside,))


def _group(node: nodes.Group, parts: tuple[Rolled, ...], thrower: Thrower) -> Rolled:
    """Apply the modifiers of a group to the totals of its rolls."""
    kept = list(range(len(parts)))
    order = list(range(len(parts)))
    score: list[int] | None = None
    for modifier in node.modifiers:
        thrower.budget.spend_steps(len(parts), modifier.span)
        match modifier:
            case Keep() | Drop():
                picked = chosen([parts[place].total for place in kept], modifier.which, modifier.number)
                keeps = isinstance(modifier, Keep)
                kept = [place for at, place in enumerate(kept) if (at in picked) == keeps]
            case Sort():
                order.sort(key=lambda place: parts[place].total, reverse=modifier.descending)
            case Count():
                score = score or [0] * len(parts)
                for place in kept:
                    score[place] += modifier.worth * modifier.match.matches(parts[place].total)
            case _:
                raise NotationError(
                    Phrase('"{modifier}" works on dice.', modifier=str(modifier)),
                    code="modifier-on-group",
                    span=modifier.span,
                )
    total = (
        sum(parts[place].total for place in kept) if score is None else sum(score[place] for place in kept)
    )
    return Rolled(
        node,
        numbers.bounded(numbers.simplest(total), thrower.limits, node.span),
        tuple(parts[place] for place in order),
        kept=tuple(place in kept for place in order),
    )


def _group_of_one(node: nodes.Group, inside: Rolled, thrower: Thrower) -> Rolled:
    """Apply the modifiers of a group to all dice in it, and add up what is left."""
    refuse_unsummed(node)
    after = modifiers.apply(node.modifiers, inside.added_dice(), thrower)
    by_term: dict[int, list[Die]] = {}
    for die in after:
        by_term.setdefault(die.term, []).append(die)
    recounted = _recounted(inside, by_term, thrower.limits)
    counts = any(isinstance(modifier, Count) for modifier in node.modifiers)
    total = dice_total(node.modifiers, after) if counts else recounted.total
    return Rolled(node, total, (recounted,), kept=(True,))


def _recounted(rolled: Rolled, dice_by_term: dict[int, list[Die]], limits: Limits) -> Rolled:
    """Return a rolled tree with these dice in its pools, and its totals worked out again."""
    if isinstance(rolled.node, nodes.Pool):
        if not rolled.dice:
            return rolled
        dice = dice_by_term[rolled.dice[0].term]
        return rolled.replace(total=dice_total(rolled.node.modifiers, dice), dice=tuple(dice))
    if not rolled.parts:
        return rolled
    parts = tuple(_recounted(part, dice_by_term, limits) for part in rolled.parts)
    total = combined(rolled.node, [part.total for part in parts], limits)
    return rolled.replace(total=total, parts=parts)
