"""Notation in plain English, to show what will be rolled before it is."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation.tree import contents, nodes, operators
from dicewright.notation.tree import modifiers as written
from dicewright.notation.tree.dice import Fate, Listed, Positional
from dicewright.notation.tree.matches import Among, AnyOf, Parity
from dicewright.numbers import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dicewright.notation.tree.base import Node
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Roll, Rolls
    from dicewright.numbers import Number

_SIGNS = {"*": "×", "/": "÷", "-": "−", "%": "modulo", "//": "÷"}
_TARGETS = {
    ">=": "to reach {}",
    "<=": "to stay at {} or less",
    ">": "to beat {}",
    "<": "to stay below {}",
    "=": "to hit {} exactly",
    "<>": "to avoid {}",
}
_MATCHES = {
    ">=": "{} or more",
    "<=": "{} or less",
    ">": "more than {}",
    "<": "less than {}",
    "=": "{}",
    "<>": "anything but {}",
}


def describe(tree: Rolls) -> str:
    """Return what the tree of a text asks for, in words; a note comes first.

    >>> import dicewright
    >>> describe(dicewright.parse("2x 4d6kh3 + 2").tree)
    '2 times (4d6, keep the highest 3) + 2'
    >>> describe(dicewright.parse("1d20+5 vs 15 # to hit").tree)
    'to hit: 1d20 + 5 to reach 15'
    """
    return "; then ".join(map(_roll, tree.rolls))


def _roll(roll: Roll) -> str:
    note = f"{roll.note}: " if roll.note else ""
    repeat = "" if roll.repeat is None else f"{roll.repeat} time{'s' * (roll.repeat != 1)} "
    return f"{note}{repeat}{_words(roll.expression)}"


def _words(node: Expression) -> str:
    match node:
        case nodes.Number():
            return shown(node.value)
        case nodes.Name():
            return _modified(f"@{node.name}", node.modifiers)
        case nodes.Named():
            return f"@{node.name} ({_words(node.expression)})"
        case nodes.Pool():
            return _modified(_dice(node), node.modifiers, node)
        case nodes.Group():
            return _group(node)
        case nodes.Arithmetic():
            return _operand(node.first, nodes.precedence(node) + 1) + "".join(map(_step, node.rest))
        case nodes.Power():
            return f"{_operand(node.base, operators.POWER + 1)} to the power of {_operand(node.exponent)}"
        case nodes.Negative():
            return f"−{_operand(node.operand, operators.NEGATIVE)}"
        case nodes.Function():
            return _function(node)
        case nodes.Conditional():
            test, then, otherwise = map(_words, (node.test, node.then, node.otherwise))
            return f"if {test}, then {then}, else {otherwise}"
        case nodes.Labelled():
            return f"{_operand(node.term, operators.TERM)} {node.label}"
        case nodes.Let():
            return f"@{node.name} as {_operand(node.value, operators.TEST + 1)}, then {_words(node.body)}"
        case nodes.Bound():
            return f"@{node.name}"
        case nodes.Logic():
            return f" {node.operator} ".join(
                [_operand(test, node.precedence + 1, alone=True) for test in node.tests]
            )
        case nodes.Not():
            return f"not {_operand(node.test, operators.NOT, alone=True)}"
        case nodes.Test():
            target = _TARGETS[node.operator].format(_operand(node.target, operators.TEST + 1))
            return f"{_operand(node.roll, operators.TEST + 1, alone=True)} {target}"
        case _:
            unreachable(node)


def _operand(node: Expression, at_least: int = operators.NEGATIVE, *, alone: bool = False) -> str:
    """Return a part of something larger: in brackets if it would run into what stands beside it."""
    loose = nodes.precedence(node) < at_least or isinstance(node, nodes.Conditional)
    return f"({_words(node)})" if loose or (not alone and _has_commas(node)) else _words(node)


def _has_commas(node: Expression) -> bool:
    match node:
        case nodes.Pool() | nodes.Group() | nodes.Name():
            return any(not isinstance(modifier, written.Advantage) for modifier in node.modifiers)
        case _:
            return False


def _step(operation: nodes.Operation) -> str:
    sign = _SIGNS.get(operation.operator, operation.operator)
    operand = _operand(operation.operand, operators.OPERATORS[operation.operator] + 1)
    return f" {sign} {operand}" + " rounded down" * (operation.operator == "//")


def _dice(pool: nodes.Pool) -> str:
    count = shown(pool.count.value) if isinstance(pool.count, nodes.Number) else f"({_words(pool.count)})"
    match pool.die:
        case nodes.Sides(expression):
            return f"{count} {_dice_of(count)} of ({_words(expression)}) sides"
        case Fate():
            return f"{count} Fate {_dice_of(count)}"
        case Listed():
            return f"{count} {_dice_of(count)} with the faces {', '.join(map(str, pool.die.faces))}"
        case Positional():
            return f"{count}d{pool.die} read as digits"
        case _:
            return f"{count}d{pool.die}"


def _dice_of(count: str) -> str:
    return "die" if count == "1" else "dice"


def _group(group: nodes.Group) -> str:
    if len(group.rolls) == 1:
        inside = _words(group.rolls[0])
        return _modified(f"all dice of ({inside})", group.modifiers) if group.modifiers else f"({inside})"
    listed = _listed([_operand(roll, operators.TEST + 1) for roll in group.rolls], "and")
    return _modified(f"of {listed}", group.modifiers) if group.modifiers else f"({listed} together)"


def _function(node: nodes.Function) -> str:
    parts = [_operand(argument, operators.TEST + 1) for argument in node.arguments]
    match node.name:
        case "floor":
            return f"({_words(node.arguments[0])}) rounded down"
        case "ceil":
            return f"({_words(node.arguments[0])}) rounded up"
        case "round":
            return f"({_words(node.arguments[0])}) rounded"
        case "abs":
            return f"({_words(node.arguments[0])}) without its sign"
        case "twice":
            return f"({_words(node.arguments[0])}) with its dice twice"
        case "sets":
            return f"the number of sets in ({_words(node.arguments[0])})"
        case "widest":
            return f"the width of the widest set in ({_words(node.arguments[0])})"
        case "tallest":
            return f"the height of the highest set in ({_words(node.arguments[0])})"
        case "sides":
            return f"the number of sides of the largest die in ({_words(node.arguments[0])})"
        case "min":
            return f"the lowest of ({_listed(parts, 'and')})"
        case "max":
            return f"the highest of ({_listed(parts, 'and')})"
        case _:
            return f"{node.name} of ({_listed(parts, 'and')})"


def _listed(parts: Sequence[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _modified(dice: str, modifiers: Iterable[Modifier], pool: nodes.Pool | None = None) -> str:
    words = dice
    for modifier in modifiers:
        # Advantage is said in one breath with the dice that have it.
        words += " " if isinstance(modifier, written.Advantage) else ", "
        words += _modifier(modifier, pool)
    return words


def _modifier(modifier: Modifier, pool: nodes.Pool | None) -> str:
    match modifier:
        case written.Keep():
            return f"keep the {modifier.which}{_more_than_one(modifier)}"
        case written.Drop():
            return f"drop the {modifier.which}{_more_than_one(modifier)}"
        case written.Advantage():
            name = "advantage" if modifier.drop == "lowest" else "disadvantage"
            number = _more_than_one(modifier)
            return f"with {name}" + f" of{number} more dice" * bool(number)
        case written.Explode():
            return _explosion(modifier, pool)
        case written.Exclude():
            return f"without {_match(modifier.match)}"
        case written.Reroll(kind="until"):
            return f"reroll {_match(modifier.match)} until none are left"
        case written.Reroll(kind="once"):
            return f"reroll {_match(modifier.match)} once"
        case written.Reroll(kind="better"):
            return f"reroll {_match(modifier.match)} once and keep the better"
        case written.Reroll():
            return f"for {_match(modifier.match)} roll one die again and add the result"
        case written.Unique():
            return "all different"
        case written.Clamp():
            bound = "least" if modifier.bound == "minimum" else "most"
            return f"each at {bound} {_number(modifier.value, modifier.formula)}"
        case written.Count(kind="success"):
            return f"count {_matching_dice(modifier.match)}"
        case written.Count(kind="failure"):
            return f"take one away for each {_match(modifier.match)}"
        case written.Count():
            return f"one more for each {_match(modifier.match)}"
        case written.Mark():
            name = "critical" if modifier.kind == "critical" else "critical failure"
            return f"{name} on {_match(modifier.match)}"
        case written.Sort():
            return "highest first" if modifier.descending else "lowest first"
        case _:
            unreachable(modifier)


def _explosion(explode: written.Explode, pool: nodes.Pool | None) -> str:
    if explode.match is not None:
        faces = _match(explode.match)
    elif pool is not None and not isinstance(pool.die, nodes.Sides):
        faces = shown(pool.die.highest)
    else:
        faces = "the highest face"
    ways = {
        "each": "explode on {}",
        "once": "explode once on {}",
        "compound": "explode on {}, added to the same die",
        "penetrate": "explode on {}, each extra die one less",
        "compound-penetrate": "explode on {}, added to the same die, each extra roll one less",
    }
    return ways[explode.kind].format(faces)


def _match(match: Match) -> str:
    if isinstance(match, Parity):
        return str(match)
    if isinstance(match, Among):
        return _listed([_range(first, last) for first, last in match.ranges()], "or")
    if isinstance(match, AnyOf):
        return _listed([_match(matcher) for matcher in match.matchers], "or")
    return _MATCHES[match.operator].format(_number(match.value, match.formula))


def _range(first: Number, last: Number) -> str:
    return shown(first) if first == last else f"{shown(first)} to {shown(last)}"


def _matching_dice(match: Match) -> str:
    return f"{match} dice" if isinstance(match, Parity) else f"dice of {_match(match)}"


def _more_than_one(modifier: written.Keep | written.Drop | written.Advantage) -> str:
    number = _number(modifier.number, modifier.formula)
    return f" {number}" if number != "1" else ""


def _number(value: Number, formula: Node | None) -> str:
    """Return a number of a modifier, or how it is written if its names are not looked up yet."""
    return str(formula) if formula is not None and contents.pending(formula) else shown(value)
