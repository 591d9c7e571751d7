"""Notation in plain English, to show what will be rolled before it is."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation.tree import modifiers as written
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.dice import Fate, Listed, Positional
from dicewright.numbers import shown
from dicewright.phrases import Phrase, all_of, in_a_row, one_of, plural, run_together
from dicewright.rendering.modifier_words import modified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Roll, Rolls

_SIGNS = {"*": "×", "/": "÷", "-": "−"}


def describe(tree: Rolls) -> str:
    """Return what the tree of a text asks for, in words; a note comes first. Most are a `Phrase`.

    >>> import dicewright
    >>> describe(dicewright.parse("2x 4d6kh3 + 2").tree)
    '2 times (4d6, keep the highest 3) + 2'
    >>> describe(dicewright.parse("1d20+5 vs 15 # to hit").tree)
    'to hit: 1d20 + 5 to reach 15'
    """
    words, *others = map(_roll, tree.rolls)
    for other in others:
        words = Phrase("{first}; then {next}", first=words, next=other)
    return words


def _roll(roll: Roll) -> str:
    words = _words(roll.expression)
    if roll.repeat is not None:
        words = plural("{count} time {roll}", "{count} times {roll}", roll.repeat, roll=words)
    return Phrase("{note}: {roll}", note=roll.note, roll=words) if roll.note else words


def _words(node: Expression) -> str:
    match node:
        case nodes.Number():
            return shown(node.value)
        case nodes.Name():
            return modified(f"@{node.name}", node.modifiers)
        case nodes.Named():
            return run_together(f"@{node.name} (", _words(node.expression), ")")
        case nodes.Pool():
            return modified(_dice(node), node.modifiers, node)
        case nodes.Group():
            return _group(node)
        case nodes.Arithmetic():
            return _chain(node)
        case nodes.Power():
            return Phrase(
                "{base} to the power of {exponent}",
                base=_operand(node.base, operators.POWER + 1),
                exponent=_operand(node.exponent),
            )
        case nodes.Negative():
            return run_together("−", _operand(node.operand, operators.NEGATIVE))
        case nodes.Function():
            return _function(node)
        case nodes.Conditional():
            return Phrase(
                "if {test}, then {then}, else {otherwise}",
                test=_words(node.test),
                then=_words(node.then),
                otherwise=_words(node.otherwise),
            )
        case nodes.Labelled():
            return run_together(_operand(node.term, operators.TERM), f" {node.label}")
        case nodes.Let():
            return Phrase(
                "@{name} as {value}, then {roll}",
                name=node.name,
                value=_operand(node.value, operators.TEST + 1),
                roll=_words(node.body),
            )
        case nodes.Bound():
            return f"@{node.name}"
        case nodes.Logic():
            return _logic(node)
        case nodes.Not():
            return Phrase("not {test}", test=_operand(node.test, operators.NOT, alone=True))
        case nodes.Test():
            return _test(node)
        case _:
            unreachable(node)


def _operand(node: Expression, at_least: int = operators.NEGATIVE, *, alone: bool = False) -> str:
    """Return a part of something larger: in brackets if it would run into what stands beside it."""
    loose = nodes.precedence(node) < at_least or isinstance(node, nodes.Conditional)
    return _bracketed(node) if loose or (not alone and _has_commas(node)) else _words(node)


def _bracketed(node: Expression) -> str:
    return run_together("(", _words(node), ")")


def _has_commas(node: Expression) -> bool:
    match node:
        case nodes.Pool() | nodes.Group() | nodes.Name():
            return any(not isinstance(modifier, written.Advantage) for modifier in node.modifiers)
        case _:
            return False


def _chain(node: nodes.Arithmetic) -> str:
    """Return a chain of operators of which only two are words."""
    parts = [_operand(node.first, nodes.precedence(node) + 1)]
    for step in node.rest:
        operand = _operand(step.operand, operators.OPERATORS[step.operator] + 1)
        match step.operator:
            case "%":
                parts = [Phrase("{left} modulo {right}", left=run_together(*parts), right=operand)]
            case "//":
                parts = [Phrase("{left} ÷ {right} rounded down", left=run_together(*parts), right=operand)]
            case sign:
                parts += [f" {_SIGNS.get(sign, sign)} ", operand]
    return run_together(*parts)


def _logic(node: nodes.Logic) -> str:
    words, *others = [_operand(test, node.precedence + 1, alone=True) for test in node.tests]
    for other in others:
        words = all_of((words, other)) if node.operator == "and" else one_of((words, other))
    return words


def _test(node: nodes.Test) -> Phrase:
    roll = _operand(node.roll, operators.TEST + 1, alone=True)
    target = _operand(node.target, operators.TEST + 1)
    match node.operator:
        case ">=":
            return Phrase("{roll} to reach {target}", roll=roll, target=target)
        case "<=":
            return Phrase("{roll} to stay at {target} or less", roll=roll, target=target)
        case ">":
            return Phrase("{roll} to beat {target}", roll=roll, target=target)
        case "<":
            return Phrase("{roll} to stay below {target}", roll=roll, target=target)
        case "=":
            return Phrase("{roll} to hit {target} exactly", roll=roll, target=target)
        case _:
            return Phrase("{roll} to avoid {target}", roll=roll, target=target)


def _dice(pool: nodes.Pool) -> str:
    one = isinstance(pool.count, nodes.Number) and pool.count.value == 1
    count = shown(pool.count.value) if isinstance(pool.count, nodes.Number) else _bracketed(pool.count)
    match pool.die:
        case nodes.Sides(expression):
            sides = _words(expression)
            if one:
                return Phrase("1 die of ({sides}) sides", sides=sides)
            return Phrase("{number} dice of ({sides}) sides", number=count, sides=sides)
        case Fate():
            return Phrase("1 Fate die") if one else Phrase("{number} Fate dice", number=count)
        case Listed():
            faces = in_a_row(list(map(str, pool.die.faces)))
            if one:
                return Phrase("1 die with the faces {faces}", faces=faces)
            return Phrase("{number} dice with the faces {faces}", number=count, faces=faces)
        case Positional():
            return Phrase("{dice} read as digits", dice=run_together(count, f"d{pool.die}"))
        case _:
            return run_together(count, f"d{pool.die}")


def _group(group: nodes.Group) -> str:
    if len(group.rolls) == 1:
        inside = _bracketed(group.rolls[0])
        return (
            modified(Phrase("all dice of {rolls}", rolls=inside), group.modifiers)
            if group.modifiers
            else inside
        )
    listed = all_of([_operand(roll, operators.TEST + 1) for roll in group.rolls])
    if group.modifiers:
        return modified(Phrase("of {rolls}", rolls=listed), group.modifiers)
    return Phrase("({rolls} together)", rolls=listed)


def _function(node: nodes.Function) -> str:
    parts = [_operand(argument, operators.TEST + 1) for argument in node.arguments]
    match node.name:
        case "min":
            return Phrase("the lowest of ({rolls})", rolls=all_of(parts))
        case "max":
            return Phrase("the highest of ({rolls})", rolls=all_of(parts))
    roll = _words(node.arguments[0])
    match node.name:
        case "floor":
            return Phrase("({roll}) rounded down", roll=roll)
        case "ceil":
            return Phrase("({roll}) rounded up", roll=roll)
        case "round":
            return Phrase("({roll}) rounded", roll=roll)
        case "abs":
            return Phrase("({roll}) without its sign", roll=roll)
        case "twice":
            return Phrase("({roll}) with its dice twice", roll=roll)
        case "sets":
            return Phrase("the number of sets in ({roll})", roll=roll)
        case "widest":
            return Phrase("the width of the widest set in ({roll})", roll=roll)
        case "tallest":
            return Phrase("the height of the highest set in ({roll})", roll=roll)
        case "sides":
            return Phrase("the number of sides of the largest die in ({roll})", roll=roll)
        case _:
            return Phrase("{function} of ({rolls})", function=node.name, rolls=all_of(parts))
