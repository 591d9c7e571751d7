"""Throwing dice that explode: numbered ones whose only modifier is `!` or `!!`, without the interpreter.

They are thrown as it throws them: first all dice, then one chain after the other.
"""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Explode
from dicewright.systems.rolling.hand import Chains
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.plans import as_node
from dicewright.systems.rules.readings import PoolDice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.systems.rolling.hand import Hand, Throw
    from dicewright.systems.rules.formulas import Known
    from dicewright.systems.rules.plans import Plan

    # A die, the faces on which it explodes, and the modifier.
    Rule = tuple[Numbered, frozenset[int], Explode]

_KINDS = ("each", "compound")
_LARGEST = 255
_MOST_RULES = 64


def explodes(plan: Plan) -> bool:
    """Return whether a plan throws dice of one kind that explode, and do nothing else."""
    node = plan.node
    if plan.kind != "dice" or not isinstance(node, nodes.Pool) or len(node.modifiers) != 1:
        return False
    (modifier,) = node.modifiers
    return isinstance(modifier, Explode) and modifier.kind in _KINDS


def exploding(plan: Plan, limits: Limits, interpreted: Throw) -> Throw:
    """Return the thrower of such a plan; `interpreted` throws what comes near a limit, or is another die."""
    assert plan.formula is not None
    count = compiled(plan.formula, limits)
    deciding = [
        formula for formula in (plan.sides, *[one for _, one in plan.operands]) if formula is not None
    ]
    operands = [compiled(formula, limits) for formula in deciding]
    rules: dict[tuple[object, ...], Rule | None] = {}

    def throw(known: Known, hand: Hand) -> PoolDice:
        number = count(known)
        if number.__class__ is not int or not 0 <= number <= min(limits.dice - hand.dice, limits.steps):
            return interpreted(known, hand)
        key = tuple([operand(known) for operand in operands])
        if key not in rules:
            if len(rules) == _MOST_RULES:
                rules.clear()
            rules[key] = _rule(plan, known, limits)
        rule = rules[key]
        return interpreted(known, hand) if rule is None else _thrown(int(number), rule, plan, hand)

    return throw


def _rule(plan: Plan, known: Known, limits: Limits) -> Rule | None:
    """Return the rule for dice; None for other dice than numbered ones, and if each face explodes."""
    node = as_node(plan, lambda formula: compiled(formula, limits)(known), known, limits)
    assert isinstance(node, nodes.Pool)
    kind, (modifier,) = node.die, node.modifiers
    assert isinstance(modifier, Explode)
    if not isinstance(kind, Numbered) or kind.sides > _LARGEST:
        return None
    faces = range(1, kind.sides + 1)
    found = frozenset([kind.sides] if modifier.match is None else filter(modifier.match.matches, faces))
    return None if len(found) == kind.sides else (kind, found, modifier)


def _thrown(number: int, rule: Rule, plan: Plan, hand: Hand) -> PoolDice:
    kind, matching, modifier = rule
    sides = kind.sides
    drawn = hand.throw(number, sides, plan.node.span)
    if matching.isdisjoint(drawn):
        return PoolDice(sum(drawn), drawn, kind, drawn)
    chains = []
    for face in drawn:
        chain = [face]
        while face in matching:
            (face,) = hand.throw(1, sides, modifier.span)
            chain.append(face)
        chains.append(chain)
    compound = modifier.kind == "compound"
    hand.exploded.setdefault(hand.pool, Chains(kind, chains, compound=compound))
    if compound:
        values = [sum(chain) for chain in chains]
        return PoolDice(sum(values), values, kind, drawn)
    faces = [face for chain in chains for face in chain]
    return PoolDice(sum(faces), faces, kind, faces)
