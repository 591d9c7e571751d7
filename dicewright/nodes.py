"""What a text means, as a tree: for programs that look into rolls, or write them.

`parse(text).tree` is a `Rolls`: for each part between semicolons a `Roll`, with an expression made of the
nodes below. `str()` of a node is its notation, `children` leads down, and `rebuilt` makes a changed copy.

>>> import dicewright
>>> from dicewright import nodes
>>> roll, = dicewright.parse("4d6kh3 + 2").tree.rolls
>>> match roll.expression:
...     case nodes.Arithmetic(first=nodes.Pool(die=die)):
...         print(die.sides)
6
"""

from __future__ import annotations

from typing import Literal

from dicewright.cost import least_dice
from dicewright.notation.parsing.common import parse as read_tree
from dicewright.notation.tree import formulas
from dicewright.notation.tree.contents import children, innermost
from dicewright.notation.tree.dice import DieKind, Face, FaceRange, Fate, Listed, Numbered, Positional
from dicewright.notation.tree.modifiers import (
    Advantage,
    Clamp,
    Count,
    Drop,
    Explode,
    Keep,
    Mark,
    Modifier,
    Reroll,
    Sort,
    Unique,
)
from dicewright.notation.tree.nodes import (
    Arithmetic,
    Bound,
    Conditional,
    Expression,
    Function,
    Group,
    Labelled,
    Let,
    Logic,
    Name,
    Named,
    Negative,
    Not,
    Number,
    Operation,
    Pool,
    Power,
    Sides,
    Test,
)
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.notation.tree.rolls import Roll, Rolls

__all__ = [
    "Advantage",
    "Arithmetic",
    "Bound",
    "Clamp",
    "Conditional",
    "Count",
    "DieKind",
    "Drop",
    "Explode",
    "Expression",
    "Face",
    "FaceRange",
    "Fate",
    "Function",
    "Group",
    "Keep",
    "Labelled",
    "Let",
    "Listed",
    "Logic",
    "Mark",
    "Modifier",
    "Name",
    "Named",
    "Negative",
    "Not",
    "Number",
    "Numbered",
    "Operation",
    "Pool",
    "Positional",
    "Power",
    "Reroll",
    "Roll",
    "Rolls",
    "Sides",
    "Sort",
    "Test",
    "Unique",
    "Which",
    "children",
    "innermost",
    "least_dice",
    "names_in",
    "read_tree",
    "rebuilt",
]

Which = Literal["highest", "lowest", "middle"]
"""Which dice `Keep` and `Drop` pick."""


def names_in(tree: Rolls) -> dict[str, Name]:
    """Return the names in a tree that nobody has looked up yet, each with the first place it stands at.

    `read_tree` makes such a tree of a text, whatever its names may stand for. They come in the order of
    that text, those in modifiers included.

    >>> list(names_in(read_tree("1d20 + @Str + @str")))
    ['str']
    """
    found: list[Name] = []
    pending = [roll.expression for roll in tree.rolls]
    while pending:
        node = pending.pop()
        if isinstance(node, Name):
            found.append(node)
        if isinstance(node, Pool | Group | Name):
            pending += formulas.of(node.modifiers)
        if isinstance(node, Pool) and node.named is not None:
            pending.append(node.named)
        pending += children(node)
    names: dict[str, Name] = {}
    for name in sorted(found, key=lambda name: name.begin):
        names.setdefault(name.name, name)
    return names
