"""The expressions of the dice language. `str(node)` is the canonical form: parsing it gives an equal tree.

    Rolls                               1d20 + 5; 2d6
    └── Roll                            6x 4d6kh3 # stats
        └── Expression
            ├── Number Name             7 · @str
            ├── Pool                    4d6kh3
            ├── Group                   {4d6, 3d8}kh1
            ├── Arithmetic              1d20 + 5 - 1d4
            ├── Power Negative          2 ** 3 · -1d4
            ├── Function Conditional    floor(7 / 2) · if(1d20 vs 15, 2d6, 0)
            ├── Labelled                2d6[fire]
            ├── Test                    1d20 + 5 vs 15
            ├── Logic Not               1d20 vs 15 and not 1d6 vs 5
            └── Let Bound               let x = 2d6 in @x + @x

The modifiers of pools and groups are in `dicewright.notation.tree.modifiers`.
"""

from __future__ import annotations

from dicewright.notation.tree.base import Node
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import counted_by, joined, would_take
from dicewright.notation.tree.operators import AND, LET, NEGATIVE, NOT, OPERATORS, OR, POWER, TERM, TEST
from dicewright.numbers import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from dicewright import numbers
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier


class _Written(Node):
    def __str__(self) -> str:
        # No recursion: a deep tree can be written wherever a shallow one can.
        pending = self.pieces()
        if len(pending) == 1 and isinstance(pending[0], str):
            return pending[0]
        text: list[str] = []
        pending.reverse()
        while pending:
            piece = pending.pop()
            if isinstance(piece, str):
                text.append(piece)
            else:
                pending += reversed(piece.pieces())
        return "".join(text)


def _digits(value: numbers.Number) -> str:
    # Most numbers are short; `str` refuses very long ones.
    return str(value) if value.__class__ is int and value.bit_length() < 64 else written(value)


class Number(_Written):
    """A number as written: never negative, since the sign is an operator."""

    value: numbers.Number
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        return _digits(self.value)

    def pieces(self) -> list[str | Node]:
        return [_digits(self.value)]


class Name(_Written):
    """A value or roll that the caller supplies, with modifiers for the dice it stands for."""

    name: str
    modifiers: tuple[Modifier, ...] = ()
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        modifiers = joined(self.modifiers)
        # A letter would run on into the name; a sign must not stand alone, where it starts a note.
        return [f"@{self.name}{' ' * modifiers[:1].isalpha()}{modifiers}"]


class Named(_Written):
    """A name that has been looked up. `text` is what it stood for, the place its own spans point into.

    The modifiers after the name are in the expression already, and here for the canonical form.
    """

    name: str
    expression: Expression
    text: str
    modifiers: tuple[Modifier, ...] = ()
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return Name(self.name, self.modifiers).pieces()


class Sides(_Written):
    """A number of sides that is computed first, as in `1d(2*3)`.

    `bare` is a name without brackets, as in `1d@trait`, which may also stand for a die; once it is
    looked up, the pool has that die instead of this.
    """

    expression: Expression
    begin: int = 0
    end: int = 0
    bare: bool = False

    def pieces(self) -> list[str | Node]:
        return ["(", self.expression, ")"]


class Pool(_Written):
    """Dice of one kind, thrown together. `named` is the name that supplied the die of `1d@trait`."""

    count: Expression
    die: DieKind | Sides
    modifiers: tuple[Modifier, ...] = ()
    begin: int = 0
    end: int = 0
    named: Named | None = None

    def pieces(self) -> list[str | Node]:
        if isinstance(self.count, Number) and self.named is None and not isinstance(self.die, Sides):
            # Nearly all pools, and so in one piece.
            modifiers = joined(self.modifiers) if self.modifiers else ""
            die: object = self.die
            if isinstance(die, Numbered) and die.sides < 11:
                die = die.sides  # no digit stands twice in it
            return [f"{_digits(self.count.value)}d{die}{modifiers}"]
        count = [self.count] if isinstance(self.count, Number) else ["(", self.count, ")"]
        bare: Expression | None = self.named
        if isinstance(self.die, Sides):
            if not self.die.bare:
                return [*count, "d", self.die, joined(self.modifiers)]
            bare = self.die.expression
        if isinstance(bare, Name | Named):
            return [*count, "d", *Name(bare.name, self.modifiers).pieces()]
        return [*count, "d", str(self.die), joined(self.modifiers)]


class Group(_Written):
    """Rolls in braces. Modifiers work on the dice of a single roll, but on the totals of several."""

    rolls: tuple[Expression, ...]
    modifiers: tuple[Modifier, ...] = ()
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return ["{", *_listed(self.rolls), "}", joined(self.modifiers)]


class Operation(_Written):
    """One step of a chain: an operator and what stands to its right."""

    operator: str
    operand: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return [f" {self.operator} ", *_operand(self.operand, OPERATORS[self.operator] + 1)]


class Arithmetic(_Written):
    """A chain of operators of one precedence, worked off from the left.

    A chain, and not nested pairs, so that a sum of five hundred terms is no deeper than one of two.
    """

    first: Expression
    rest: tuple[Operation, ...]
    begin: int = 0
    end: int = 0

    @property
    def precedence(self) -> int:
        return OPERATORS[self.rest[0].operator]

    def pieces(self) -> list[str | Node]:
        return [*_operand(self.first, self.precedence + 1), *self.rest]


class Power(_Written):
    """`base ** exponent`, from the right."""

    base: Expression
    exponent: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return [*_operand(self.base, POWER + 1), " ** ", *_operand(self.exponent, NEGATIVE)]


class Negative(_Written):
    """The unary minus."""

    operand: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return ["-", *_operand(self.operand, NEGATIVE)]


class Function(_Written):
    """floor, ceil, round, abs, min or max."""

    name: str
    arguments: tuple[Expression, ...]
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return [f"{self.name}(", *_listed(self.arguments), ")"]


class Conditional(_Written):
    """`if(test, then, otherwise)`: only the branch taken is rolled."""

    test: Expression
    then: Expression
    otherwise: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return ["if(", *_listed((self.test, self.then, self.otherwise)), ")"]


class Labelled(_Written):
    """A term with a label, as in `2d6[fire]`."""

    term: Expression
    label: str
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        last = self.term.modifiers[-1:] if isinstance(self.term, Name | Named | Pool | Group) else ()
        apart = " " * any(would_take(modifier, self.label) for modifier in last)
        return [*_operand(self.term, TERM), f"{apart}[{self.label}]"]


class Test(_Written):
    """A total compared with a target. As a value it is 1 for success and 0 for failure."""

    roll: Expression
    operator: str
    target: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        operator = "" if self.operator == ">=" else self.operator
        return [*_operand(self.roll, TEST + 1), f" vs {operator}", *_operand(self.target, TEST + 1)]


class Logic(_Written):
    """Tests joined by `and`, or by `or`. As a value it is 1 if they hold and 0 if they don't."""

    operator: Literal["and", "or"]
    tests: tuple[Expression, ...]
    begin: int = 0
    end: int = 0

    @property
    def precedence(self) -> int:
        return AND if self.operator == "and" else OR

    def pieces(self) -> list[str | Node]:
        pieces = _operand(self.tests[0], self.precedence + 1)
        for test in self.tests[1:]:
            pieces += (f" {self.operator} ", *_operand(test, self.precedence + 1))
        return pieces


class Not(_Written):
    """The opposite of a test."""

    test: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return ["not ", *_operand(self.test, NOT)]


class Let(_Written):
    """`let x = value in body`: the value is rolled once, and each `@x` in the body is its result."""

    name: str
    value: Expression
    body: Expression
    begin: int = 0
    end: int = 0

    def pieces(self) -> list[str | Node]:
        return [f"let {self.name} = ", self.value, " in ", self.body]


class Bound(_Written):
    """A name that a `let` around it gives. `value` is what was rolled, None before it is."""

    name: str
    begin: int = 0
    end: int = 0
    value: numbers.Number | None = None

    def pieces(self) -> list[str | Node]:
        return [f"@{self.name}"]


_Term = Number | Name | Named | Pool | Group | Labelled | Bound
_Combination = Arithmetic | Power | Negative | Function | Conditional | Test | Logic | Not | Let
Expression = _Term | _Combination


# All others bind like terms, or know how tightly their operator does. A labelled term takes no label bare.
_PRECEDENCE = {Test: TEST, Not: NOT, Negative: NEGATIVE, Power: POWER, Let: LET, Labelled: TERM - 1}


def precedence(node: Expression) -> int:
    """Return how tightly the outermost operator of a node binds."""
    if isinstance(node, (Arithmetic, Logic)):
        return node.precedence
    # Beside an operator, the comparison of a single die could be a test of the total.
    if isinstance(node, Pool) and node.modifiers and isinstance(node.count, Number) and node.count.value == 1:
        return TEST if counted_by(node.modifiers) else TERM
    return _PRECEDENCE.get(type(node), TERM)


def _operand(node: Expression, at_least: int) -> list[str | Node]:
    return [node] if precedence(node) >= at_least else ["(", node, ")"]


def _listed(nodes: tuple[Expression, ...]) -> list[str | Node]:
    pieces: list[str | Node] = [piece for node in nodes for piece in (", ", node)]
    return pieces[1:]
