"""What a roll costs at least, read off the tree before the first die is thrown."""

from __future__ import annotations

from dicewright.limits import too_many_dice, too_many_steps
from dicewright.notation import nodes
from dicewright.notation.modifiers import Advantage, Drop
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.notation.nodes import Expression


class Cost(Value):
    """What is spent whatever the dice show: dice thrown, and dice looked at by modifiers."""

    dice: int
    steps: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.dice + other.dice, self.steps + other.steps)

    def times(self, repeat: int) -> Cost:
        """Return the cost of so many repeats."""
        return Cost(self.dice * repeat, self.steps * repeat)


_NOTHING = Cost(0, 0)


def refuse_above(limits: Limits, tree: nodes.Rolls) -> None:
    """Raise LimitError where a text costs more than the limits allow, whatever the dice show."""
    cost = least_cost(tree)
    if cost.dice > limits.dice:
        raise too_many_dice(cost.dice, limits, None)
    if cost.steps > limits.steps:
        raise too_many_steps(limits, None)


def least_dice(tree: nodes.Rolls) -> int:
    """Return the number of dice that a text throws whatever they show."""
    return least_cost(tree).dice


def least_cost(tree: nodes.Rolls) -> Cost:
    """Return what rolling a text costs whatever the dice show.

    >>> from dicewright.notation.parser import parse
    >>> least_cost(parse("3x 4d6adv + (1d4)d6"))
    Cost(dice=18, steps=12)
    """
    return sum((_least(part.expression).times(part.repeat or 1) for part in tree.rolls), _NOTHING)


def _least(node: Expression) -> Cost:
    if isinstance(node, nodes.Conditional):
        branches = _least(node.then), _least(node.otherwise)
        cheaper = Cost(min(cost.dice for cost in branches), min(cost.steps for cost in branches))
        return _least(node.test) + cheaper
    inside = sum(map(_least, nodes.children(node)), _NOTHING)
    if isinstance(node, nodes.Pool) and isinstance(node.count, nodes.Number):
        return inside + _pool(int(node.count.value), node)
    if isinstance(node, nodes.Group):
        looked_at = len(node.rolls) if len(node.rolls) > 1 else _lying(node.rolls[0])
        return inside + Cost(0, looked_at * len(node.modifiers))
    return inside


def _pool(count: int, node: nodes.Pool) -> Cost:
    more = 0
    for modifier in node.modifiers:
        if isinstance(modifier, Drop):
            break  # perhaps no die is left to have an advantage
        if isinstance(modifier, Advantage) and count:
            more += modifier.number
    return Cost(count + more, count * len(node.modifiers))


def _lying(node: Expression) -> int:
    """Return how many dice a group of one picks among: not those that tell how many others to throw."""
    if isinstance(node, nodes.Pool):
        return int(node.count.value) if isinstance(node.count, nodes.Number) else 0
    return sum(map(_lying, nodes.children(node)))
