"""A second look at a result: dice thrown again, and one result held against another.

The second result is a roll of its own that points to the first: of its faces, only those that were
thrown anew are in it, in the order of the pools, and within a pool in the order in which its dice lie.
"""

from __future__ import annotations

from dicewright.arithmetic import dice_count
from dicewright.errors import RollError
from dicewright.numbers import simplest
from dicewright.results import Die
from dicewright.systems.rolling.live import Live
from dicewright.systems.rules.formulas import compiled
from dicewright.systems.rules.readings import Lying, stepped
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from dicewright.notation.tree.nodes import Pool as PoolNode
    from dicewright.numbers import Number
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rolling.throwing import Hand
    from dicewright.systems.rules.formulas import Formula, Known
    from dicewright.systems.rules.model import Description, Pool, Push

    # The name of a pool, and which of its dice, from 0.
    Chosen = tuple[str, int]


class Opposition(Value):
    """Two results held against each other."""

    winner: int | None
    """0 where the first wins, 1 where the second does, None for a tie."""
    by: int | None
    """Which of the file's entries decided it, from 0; None for a tie."""
    words: str
    """"tie" in the system's words for a tie, else ""."""


class Pushed(Live):
    """A second roll of some of the dice: its dice are those that lie now."""

    __slots__ = ()

    def pools(self) -> dict[str, tuple[Die, ...]]:
        found: dict[str, tuple[Die, ...]] = {}
        number = 0
        for term, pool in enumerate(self._kind.pools):
            lying: Lying = self._rolled.known[self._kind.places[pool.name]]
            dice = []
            for value, kind, position in zip(lying.values, lying.each_kind(), lying.positions, strict=True):
                face = kind.face(position)
                dice.append(Die(number, term, kind, (face.value,), value, face.name))
                number += 1
            found[pool.name] = tuple(dice)
        return found


def may_push(program: Program, known: Known, made: int) -> bool:
    """Return whether a result may be pushed, after so many pushes before it."""
    push = program.kind.push
    if push is None or made >= push.limit:
        return False
    return push.when is None or bool(compiled(push.when, program.limits)(known))


def pushes_before(result: SystemResult) -> int:
    """Return how many pushes lead to a result."""
    made = 0
    while result.first is not None:
        made += 1
        result = result.first
    return made


def refuse_push(program: Program) -> RollError:
    """Return the error for a result that may not be pushed."""
    push = program.kind.push
    return RollError(
        "This roll cannot be pushed."
        if push is None
        else f"{push.name}: that is not possible with this result.",
        code="no-push",
        hint="It is possible once, and only where the system's rules allow it." if push is not None else "",
    )


def candidates(program: Program, known: Known) -> tuple[Chosen, ...]:
    """Return the dice that a push may throw again, in the order of the pools."""
    push = program.kind.push
    if push is None:
        return ()
    found: list[Chosen] = []
    for name, test in push.reroll.items():
        lying: Lying = known[program.kind.places[name]]
        found += [
            (name, at) for at, value in enumerate(lying.values) if _matches(test, value, program, known)
        ]
    return tuple(found)


def _matches(test: Formula | None, value: Number, program: Program, known: Known) -> bool:
    if test is None:
        return True
    numbers = [compiled(part, program.limits)(known) for part in test.parts]
    kept, scores = stepped(test.data.steps, [value], numbers)
    return bool(kept) and scores[0] != 0


def pushed(
    program: Program,
    description: Description,
    given: dict[str, Any],
    known: Known,
    hand: Hand,
    chosen: Iterable[Chosen] | None,
) -> Pushed | Live:
    """Throw the chosen dice again, or all that may be, and read them.

    Raises RollError where a chosen die may not be thrown again, or more are chosen than the player may.
    """
    push = program.kind.push
    assert push is not None
    changed = dict(given)
    for name, formula in push.sets.items():
        changed[name] = simplest(compiled(formula, program.limits)(known))
    start = program.start(changed)
    if push.whole and push.choose is None:
        return Live(description, program.kind, changed, program.roll(hand, start))
    picked = _picked(program, push, known, chosen)
    for pool in program.kind.pools:
        place = program.kind.places[pool.name]
        again = sorted(at for name, at in picked if name == pool.name)
        start[place] = _thrown_again(pool, known[place], again, start, hand, program)
    return Pushed(description, program.kind, changed, program.read(hand, start))


def _picked(program: Program, push: Push, known: Known, chosen: Iterable[Chosen] | None) -> set[Chosen]:
    allowed = candidates(program, known)
    if chosen is None:
        by_policy = list(allowed)
        if push.policy != "all":
            by_policy.sort(
                key=lambda die: _shown(program, known, die), reverse=push.policy == "highest first"
            )
        return set(by_policy if push.choose is None else by_policy[: push.choose])
    picked = {(name.lower(), at) for name, at in chosen}
    if not picked <= set(allowed):
        raise RollError("One of these dice may not be thrown again.", code="not-pushed")
    if push.choose is not None and len(picked) > push.choose:
        raise RollError(f"At most {push.choose} dice may be thrown again.", code="too-many-chosen")
    return picked


def _shown(program: Program, known: Known, die: Chosen) -> Number:
    lying: Lying = known[program.kind.places[die[0]]]
    return lying.values[die[1]]


def _thrown_again(
    pool: Pool, lying: Lying, again: Sequence[int], known: Known, hand: Hand, program: Program
) -> Lying:
    """Return a pool with some dice thrown again, and dice that it has more or fewer of since."""
    values, kinds, positions = list(lying.values), list(lying.each_kind()), list(lying.positions)
    total = lying.total
    span = pool.plan.node.span
    for at in again:
        kind = kinds[at]
        position = hand.throw(1, kind.sides, span)[0]
        value = kind.face(position).value
        total += value - values[at]
        values[at], positions[at] = value, position
    if pool.plan.kind == "dice" and pool.plan.formula is not None and pool.plan.die is not None:
        node: PoolNode = pool.plan.node  # type: ignore[assignment]
        wanted = dice_count(compiled(pool.plan.formula, program.limits)(known), node)
        die = pool.plan.die
        for position in hand.throw(max(0, wanted - len(values)), die.sides, span):
            value = die.face(position).value
            total += value
            values.append(value)
            kinds.append(die)
            positions.append(position)
        for value in values[wanted:]:
            total -= value
        del values[wanted:], kinds[wanted:], positions[wanted:]
    return Lying(simplest(total), values, kinds, positions)


def opposed(program: Program, first: Live, second: Live) -> Opposition:
    """Hold two results of the same roll against each other, by the file's entries in order.

    Raises RollError where the file does not say how.
    """
    rule = program.kind.opposed
    if rule is None:
        raise RollError("This roll is not held against another.", code="not-opposed")
    for place, entry in enumerate(rule.by):
        left, right = (_standing(entry, one, program) for one in (first, second))
        if left != right:
            return Opposition(int(right > left), place, "")
    return Opposition(None, None, rule.tie)


def _standing(entry: Any, live: Live, program: Program) -> Number:
    if entry == "outcome":
        # The best outcome stands first.
        place = live.rolled.outcome
        return -len(program.kind.outcomes) if place is None else -place
    return simplest(compiled(entry, program.limits)(live.rolled.known))
