"""The least that a roll costs, from its tree alone, before the first die is thrown."""

from __future__ import annotations

from dicewright.limits import too_many_dice, too_many_steps
from dicewright.notation.tree import nodes, twice
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Positional
from dicewright.notation.tree.modifiers import Advantage, Drop, Exclude
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Rolls


class Cost(Value):
    """What is spent whatever the dice show: dice thrown, and dice looked at by modifiers."""

    dice: int
    steps: int


def refuse_above(limits: Limits, tree: Rolls) -> None:
    """Raise LimitError if a text costs more than the limits allow, whatever the dice show."""
    dice, steps = _least_of_all(tree)
    if dice > limits.dice:
        raise too_many_dice(dice, limits, None)
    if steps > limits.steps:
        raise too_many_steps(limits, None)


def least_dice(tree: Rolls) -> int:
    """Return the smallest number of dice that a text throws, whatever they show.

    >>> from dicewright.notation.parsing.common import parse
    >>> least_dice(parse("3x 4d6! + 1d20"))
    15
    """
    return _least_of_all(tree)[0]


def least_cost(tree: Rolls) -> Cost:
    """Return what rolling a text costs whatever the dice show.

    >>> from dicewright.notation.parsing.common import parse
    >>> least_cost(parse("3x 4d6adv + (1d4)d6"))
    Cost(dice=18, steps=12)
    """
    return Cost(*_least_of_all(tree))


def _least_of_all(tree: Rolls) -> tuple[int, int]:
    """Return dice and steps. Every roll and all odds begin here, so plain pairs are passed on."""
    dice = steps = 0
    for part in tree.rolls:
        more, looked_at = _least(part.expression)
        repeat = part.repeat or 1
        dice += more * repeat
        steps += looked_at * repeat
    return dice, steps


def _least(node: Expression) -> tuple[int, int]:
    if isinstance(node, nodes.Number):
        return 0, 0
    if isinstance(node, nodes.Pool) and isinstance(node.count, nodes.Number):
        dice, steps = _pool(int(node.count.value), node)
        inside: tuple[Expression, ...] = (node.die.expression,) if isinstance(node.die, nodes.Sides) else ()
    elif isinstance(node, nodes.Function) and node.name == twice.NAME:
        return _least(twice.doubled(node.arguments[0]))
    elif isinstance(node, nodes.Conditional):
        then, otherwise = _least(node.then), _least(node.otherwise)
        dice, steps = min(then[0], otherwise[0]), min(then[1], otherwise[1])
        inside = (node.test,)
    elif isinstance(node, nodes.Arithmetic):
        dice, steps = _least(node.first)
        inside = tuple([step.operand for step in node.rest])
    else:
        dice = steps = 0
        inside = children(node)
        if isinstance(node, nodes.Group):
            looked_at = len(node.rolls) if len(node.rolls) > 1 else _picked_among(node.rolls[0])
            steps = looked_at * len(node.modifiers)
    for child in inside:
        more, looked_at = _least(child)
        dice += more
        steps += looked_at
    return dice, steps


def _pool(count: int, node: nodes.Pool) -> tuple[int, int]:
    more = 0
    for modifier in node.modifiers:
        if isinstance(modifier, Drop | Exclude):
            break  # perhaps no die is left to have an advantage
        if isinstance(modifier, Advantage) and count:
            more += modifier.number
    digits = node.die.length if isinstance(node.die, Positional) else 1
    return (count + more) * digits, count * len(node.modifiers)


def _picked_among(node: Expression) -> int:
    """Return how many dice a group of one picks among: not those that decide how many others to throw."""
    if isinstance(node, nodes.Pool):
        return int(node.count.value) if isinstance(node.count, nodes.Number) else 0
    return sum(map(_picked_among, children(node)))
