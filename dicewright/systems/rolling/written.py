"""Calls written out: what was typed with every saved value filled in, so that it means the same forever."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.numbers import written as number_text
from dicewright.systems.spellings import Spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.systems.rules.model import Description, Parameter, RollKind


def call(description: Description, kind: RollKind, given: Mapping[str, Any]) -> str:
    """Return the call of a roll with these parameters; those that are not given are left out.

    Dice stand last, since a sign after them would go on with them.
    """
    first = description.first
    arguments = _arguments(description, kind, given)
    written = " ".join([description.opening(kind.name), *arguments])
    if kind.name == first and Spellings(description.command, description.aliases).respelled(written):
        # Another bot writes something else like this: the name of the roll tells them apart.
        return " ".join([description.command, first, *arguments])
    return written


def _arguments(description: Description, kind: RollKind, given: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    alone: list[str] = []
    dice: list[str] = []
    for piece in kind.pieces:
        value = given.get(piece.parameter)
        parameter = kind.parameters[piece.parameter]
        left_out = piece.optional and value == parameter.default
        if piece.switch:
            words += [piece.prefix] * bool(value)
        elif value is None or isinstance(value, nodes.Number):
            continue  # not given, or no dice
        elif parameter.kind != "number":
            dice.append(f"{piece.prefix}{' ' * bool(piece.prefix)}{_dice(description, parameter, value)}")
        elif piece.prefix:
            if not left_out:
                words.append(f"{piece.prefix}{' ' * piece.spaced}{_number(value)}")
        else:
            # What stands alone fills the usage from the left, so what is left out counts if more follows.
            alone.append(_number(value))
            if not left_out:
                words += alone
                alone = []
    return words + dice


def _dice(description: Description, parameter: Parameter, value: Expression) -> str:
    if parameter.kind == "letters":
        letters = {id(die.kind): die.letter for die in description.dice.values()}
        return "".join(f"{pool.count}{letters[id(pool.die)]}" for pool in _pools(value))
    if parameter.kind == "mixed":
        return " ".join(map(str, _pools(value)))
    return str(without_names(value))


def _pools(tree: Expression) -> tuple[nodes.Pool, ...]:
    """Return the pools that dice by letters, or mixed dice, consist of."""
    return (tree,) if isinstance(tree, nodes.Pool) else children(tree)  # type: ignore[return-value]  # sums of pools


def _number(value: Number) -> str:
    text = number_text(value)
    return text if text.lstrip("-").replace(".", "", 1).isdigit() else f"({text})"


def without_names(tree: Expression) -> Expression:
    """Return a tree in which names are replaced by what they stand for.

    >>> from dicewright.notation.names import resolve
    >>> from dicewright.notation.parsing.common import parse
    >>> tree = resolve(parse("2d6 + @bonus * 2"), {"bonus": "1d4 + 1"})
    >>> str(without_names(tree.rolls[0].expression))
    '2d6 + {1d4 + 1} * 2'
    """
    if isinstance(tree, nodes.Named):
        inside = without_names(tree.expression)
        return (
            inside if isinstance(inside, nodes.Number | nodes.Pool | nodes.Group) else nodes.Group((inside,))
        )
    if isinstance(tree, nodes.Pool) and tree.named is not None:
        tree = tree.replace(named=None)
    return rebuilt(tree, without_names)
