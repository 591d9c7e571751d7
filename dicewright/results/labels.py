"""What part of a roll's total each label stands for."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.numbers import add, divide, floor_divide, modulo, multiply, subtract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright.numbers import Number
    from dicewright.results import Rolled


def totals(rolled: Rolled) -> dict[str, Number]:
    """Return the total by label, in reading order; dice that only decide something have no part in it.

    A factor or divisor around labelled terms counts in. Rounding does if one label stands for all
    that is rounded: of 2d6[fire] // 2 the label has the result of the roll. Rounding several labels
    together cannot be shared out, and leaves each its exact part.

    >>> import dicewright
    >>> dicewright.roll("2d6[fire] // 2", dice=dicewright.scripted([3, 4])).labels
    {'fire': 3}
    """
    node, parts = rolled.node, rolled.parts
    match node:
        case nodes.Labelled():
            return merged([{node.label: rolled.total}, totals(parts[0])])
        case nodes.Negative():
            return _scaled(totals(parts[0]), -1)
        case nodes.Arithmetic():
            return _chain(node, parts)
        case nodes.Power():
            return _changed(totals(parts[0]), parts[0].total, rolled.total)
        case nodes.Function(name) if name in DICE_FUNCTIONS:
            return {}
        case nodes.Function(name="min" | "max"):
            return next(totals(part) for part in parts if part.total == rolled.total)
        case nodes.Function():
            return _changed(totals(parts[0]), parts[0].total, rolled.total)
        case nodes.Conditional() | nodes.Let():
            return totals(parts[1])
        case nodes.Test():
            return totals(parts[0])
        case nodes.Group() if rolled.kept:
            return merged(totals(part) for part, kept in zip(parts, rolled.kept, strict=True) if kept)
        case nodes.Pool():
            return {}
        case _:
            return merged(map(totals, parts))


def merged(labels: Iterable[dict[str, Number]]) -> dict[str, Number]:
    """Return the sums by label over several rolls. Case does not matter: the first spelling stands.

    >>> merged([{"Fire": 2}, {"fire": 3}])
    {'Fire': 5}
    """
    sums: dict[str, Number] = {}
    spelling: dict[str, str] = {}
    for part in labels:
        for written, value in part.items():
            label = spelling.setdefault(" ".join(written.casefold().split()), written)
            sums[label] = add(sums.get(label, 0), value)
    return sums


def _chain(node: nodes.Arithmetic, parts: tuple[Rolled, ...]) -> dict[str, Number]:
    value, found = parts[0].total, totals(parts[0])
    within = [totals(part) for part in parts[1:]]
    if not (found or any(within)):
        return {}
    for step, part, labelled in zip(node.rest, parts[1:], within, strict=True):
        operand = part.total
        match step.operator:
            case "+":
                found = merged([found, labelled])
                value = add(value, operand)
            case "-":
                found = merged([found, _scaled(labelled, -1)])
                value = subtract(value, operand)
            case "*":
                found = _scaled(found, operand) if found else _scaled(labelled, value)
                value = multiply(value, operand)
            case "/":
                found = _scaled(found, divide(1, operand))
                value = divide(value, operand)
            case "//":
                exact = divide(value, operand)
                found = _changed(_scaled(found, divide(1, operand)), exact, floor_divide(value, operand))
                value = floor_divide(value, operand)
            case _:
                found = _changed(found, value, modulo(value, operand))
                value = modulo(value, operand)
    return found


def _changed(labels: dict[str, Number], before: Number, after: Number) -> dict[str, Number]:
    """Let a label that stands for the whole value before stand for the whole value after."""
    if len(labels) == 1 and before in labels.values():
        return dict.fromkeys(labels, after)
    return labels


def _scaled(labels: dict[str, Number], factor: Number) -> dict[str, Number]:
    return {label: multiply(total, factor) for label, total in labels.items()}
