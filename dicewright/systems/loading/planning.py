"""From notation to plans: how the dice of a pool are thrown, given what its names mean."""

from __future__ import annotations

from dicewright.errors import NotationError
from dicewright.notation.tree import formulas, nodes
from dicewright.notation.tree.contents import children
from dicewright.phrases import Phrase
from dicewright.systems.loading.building import DICE
from dicewright.systems.rules.plans import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.systems.loading.building import Scope
    from dicewright.systems.rules.formulas import Formula


def throws(node: Expression, scope: Scope) -> bool:
    """Return whether a tree throws dice."""
    match node:
        case nodes.Pool():
            return True
        case nodes.Name() if scope.kinds.get(node.name) == DICE:
            return True
        case nodes.Function() if node.name in scope.tables and scope.tables[node.name].holds == "dice":
            return True
    return any(throws(inside, scope) for inside in children(node))


def plan(node: Expression, scope: Scope) -> Plan:
    """Return how to throw a tree. Raises NotationError if a name is unknown."""
    if not throws(node, scope):
        return Plan("number", node, scope.formula(node))
    match node:
        case nodes.Pool():
            return _dice(node, scope)
        case nodes.Name():
            if node.modifiers:
                # @dice! is {@dice}!: each die explodes for itself.
                bare = node.replace(modifiers=())
                return plan(nodes.Group((bare,), node.modifiers, node.begin, node.end), scope)
            return Plan("given", node, place=scope.places[node.name])
        case nodes.Labelled():
            return plan(node.term, scope)
        case nodes.Conditional() if not throws(node.test, scope):
            parts = plan(node.then, scope), plan(node.otherwise, scope)
            return Plan("branch", node, scope.formula(node.test), parts=parts)
        case nodes.Function() if node.name in scope.tables:
            (number,) = node.arguments
            return Plan("row", node, scope.formula(number), table=scope.tables[node.name])
        case nodes.Group() if not node.modifiers and len(node.rolls) == 1:
            return plan(node.rolls[0], scope)
        case _:
            inside = tuple(plan(part, scope) for part in children(node))
            operands = _operands(node.modifiers, scope) if isinstance(node, nodes.Group) else ()
            return Plan("combined", node, parts=inside, operands=operands)


def _dice(node: nodes.Pool, scope: Scope) -> Plan:
    if throws(node.count, scope) or (
        isinstance(node.die, nodes.Sides) and throws(node.die.expression, scope)
    ):
        raise NotationError(
            Phrase("In a system, the number of dice and the number of sides cannot depend on dice."),
            code="dice-in-count",
            hint=Phrase("First roll those dice as a separate pool, and write its name here."),
            span=node.span,
        )
    count = scope.formula(node.count)
    die: DieKind | None = None
    sides: Formula | None = None
    if isinstance(node.die, nodes.Sides):
        inside = node.die.expression
        if isinstance(inside, nodes.Name) and inside.name in scope.dice:
            die = scope.dice[inside.name].kind
        else:
            sides = scope.formula(inside)
    else:
        die = node.die
    return Plan("dice", node, count, die, sides, operands=_operands(node.modifiers, scope))


def _operands(modifiers: tuple[Modifier, ...], scope: Scope) -> tuple[tuple[Expression, Formula], ...]:
    """Return the computed numbers of modifiers, as they are written and as formulas."""
    return tuple((formula, scope.formula(formula)) for formula in formulas.of(modifiers))
