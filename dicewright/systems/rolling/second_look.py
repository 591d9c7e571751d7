"""A second look at a result: dice thrown again.

The second result is a roll of its own that points to the first: of its faces, only those that were
thrown again are in it, in the order of the pools, and within a pool in the order of its dice.
"""

from __future__ import annotations

from itertools import groupby

from dicewright.arithmetic import dice_count
from dicewright.errors import RollError
from dicewright.numbers import simplest
from dicewright.phrases import Phrase, plural
from dicewright.source import excerpt
from dicewright.systems.rolling.live import Live, as_dice
from dicewright.systems.rules.compiling import compiled, passing
from dicewright.systems.rules.readings import PoolDice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from dicewright.notation.tree.nodes import Pool as PoolNode
    from dicewright.numbers import Number
    from dicewright.results import Die
    from dicewright.systems.result import Chosen, SystemResult
    from dicewright.systems.rolling.hand import Hand
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Known
    from dicewright.systems.rules.model import Pool


class Pushed(Live):
    """A second roll of some of the dice: its dice are those on the table now."""

    __slots__ = ()

    def plain_dice(self) -> None:
        return None

    def pools(self) -> dict[str, tuple[Die, ...]]:
        known, places = self.rolled.known, self._kind.places
        thrown: dict[str, PoolDice] = {pool.name: known[places[pool.name]] for pool in self._kind.pools}
        return as_dice(
            {
                name: [
                    (kind, up, value, True)
                    for (kind, up), value in zip(pool.dice(), pool.values, strict=True)
                ]
                for name, pool in thrown.items()
            }
        )


def may_push(program: Program, known: Known, made: int) -> bool:
    """Return whether a result may be pushed, after this many pushes before it."""
    push = program.kind.push
    if push is None or made >= push.limit:
        return False
    if not push.whole and not any(pushable(known) for pushable in program.pushable):
        return False
    return program.push_when is None or bool(program.push_when(known))


def pushes_before(result: SystemResult) -> int:
    """Return how many pushes lead to a result."""
    made = 0
    while result.first is not None:
        made += result.action == "push"
        result = result.first
    return made


def refuse_push(program: Program, known: Known | None = None, made: int = 0) -> RollError:
    """Return the error for a result that may not be pushed, after this many pushes before it."""
    push = program.kind.push
    if push is None:
        why = Phrase("This roll cannot be pushed.")
    elif made >= push.limit == 1:
        why = Phrase('"{name}" is not possible again.', name=excerpt(push.name))
    elif made >= push.limit:
        why = Phrase(
            '"{name}" is not possible more than {times} times.', name=excerpt(push.name), times=push.limit
        )
    elif known is not None and not push.whole and not candidates(program, known):
        why = Phrase(
            '"{name}" is not possible: no die of this result may be rolled again.', name=excerpt(push.name)
        )
    else:
        why = Phrase('"{name}" is not possible with this result.', name=excerpt(push.name))
    return RollError(why, code="no-push")


def candidates(program: Program, known: Known) -> tuple[Chosen, ...]:
    """Return the dice that a push may throw again, in the order of the pools."""
    push = program.kind.push
    if push is None:
        return ()
    places = program.kind.places
    return tuple(
        (name, at)
        for name, test in push.reroll.items()
        for at in passing(test, known[places[name]].values, known, program.limits)
    )


def changed(program: Program, given: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Return the parameters as a push changes them."""
    push = program.kind.push
    assert push is not None
    sets = {name: simplest(compiled(formula, program.limits)(known)) for name, formula in push.sets.items()}
    return {**given, **sets}


def pushed(
    program: Program,
    given: dict[str, Any],
    known: Known,
    hand: Hand,
    picked: Iterable[Chosen],
    made: int,
) -> Pushed | Live:
    """Throw dice again, the picked ones if the file does not say that all are, and read them.

    `made` is how many pushes came before this one.
    """
    push = program.kind.push
    assert push is not None
    now = changed(program, given, known)
    start = program.start(now, made + 1)
    if push.whole and push.choose is None:
        return Live(program, now, program.roll(hand, start))
    throw_again(program, known, picked, start, hand)
    return Pushed(program, now, program.read(hand, start))


def throw_again(program: Program, known: Known, picked: Iterable[Chosen], start: Known, hand: Hand) -> None:
    """Set each pool of `start` to its dice after some of them were thrown again."""
    chosen = list(picked)
    for pool in program.kind.pools:
        place = program.kind.places[pool.name]
        again = sorted(at for name, at in chosen if name == pool.name)
        hand.pool = place
        start[place] = _thrown_again(pool, known[place], again, start, hand, program)


def picked(program: Program, known: Known, chosen: Iterable[Chosen] | None) -> tuple[Chosen, ...]:
    """Return the dice that are thrown again: those that were chosen, or those of the file's policy.

    Raises RollError if a chosen die may not be thrown again, or more are chosen than the player may.
    """
    push = program.kind.push
    assert push is not None
    allowed = candidates(program, known)
    if chosen is None:
        by_policy = list(allowed)
        if push.policy != "all":
            by_policy.sort(
                key=lambda die: _shown(program, known, die), reverse=push.policy == "highest first"
            )
        return tuple(by_policy if push.choose is None else by_policy[: push.choose])
    found = among(allowed, chosen, "push")
    if push.choose is not None and len(found) > push.choose:
        raise RollError(
            plural(
                "At most {count} die may be rolled again.",
                "At most {count} dice may be rolled again.",
                push.choose,
            ),
            code="too-many-chosen",
        )
    return tuple(sorted(found))


def among(
    allowed: Sequence[Chosen], chosen: Iterable[Chosen], action: Literal["push", "keep"]
) -> set[Chosen]:
    """Return the dice that were chosen. Raises RollError if one may not be; it counts them from 1."""
    found = {(name.lower(), at) for name, at in chosen}
    if found.issubset(allowed):
        return found
    name, at = min(found.difference(allowed))
    may: dict[str, list[str]] = {}
    for pool, place in allowed:
        may.setdefault(pool, []).append(str(place + 1))
    listed = "; ".join(f"{pool} {', '.join(numbers)}" for pool, numbers in may.items())
    pool, number = excerpt(name), at + 1
    if action == "push":
        why = Phrase("Die {number} of {pool} cannot be rolled again.", number=number, pool=pool)
    else:
        why = Phrase("Die {number} of {pool} cannot be kept.", number=number, pool=pool)
    raise RollError(
        why,
        code="not-pushed" if action == "push" else "not-kept",
        hint=Phrase("These can: {dice}.", dice=listed) if listed else Phrase("No die can."),
    )


def _shown(program: Program, known: Known, die: Chosen) -> Number:
    pool_dice: PoolDice = known[program.kind.places[die[0]]]
    return pool_dice.values[die[1]]


def _thrown_again(
    pool: Pool, pool_dice: PoolDice, again: Sequence[int], known: Known, hand: Hand, program: Program
) -> PoolDice:
    """Return a pool with some dice thrown again, and dice that it has more or fewer of since."""
    values, kinds, positions = list(pool_dice.values), list(pool_dice.each_kind()), list(pool_dice.positions)
    total = pool_dice.total
    span = pool.plan.node.span
    for kind, places in groupby(again, kinds.__getitem__):
        alike = list(places)
        for at, position in zip(alike, hand.throw_all(len(alike), kind, span), strict=True):
            value = kind.face(position).value
            total += value - values[at]
            values[at], positions[at] = value, position
    if pool.plan.kind == "dice" and pool.plan.formula is not None and pool.plan.die is not None:
        node: PoolNode = pool.plan.node  # type: ignore[assignment]  # plans of dice have a pool
        wanted = dice_count(compiled(pool.plan.formula, program.limits)(known), node)
        die = pool.plan.die
        for position in hand.throw_all(max(0, wanted - len(values)), die, span):
            value = die.face(position).value
            total += value
            values.append(value)
            kinds.append(die)
            positions.append(position)
        for value in values[wanted:]:
            total -= value
        del values[wanted:], kinds[wanted:], positions[wanted:]
    return PoolDice(simplest(total), values, kinds, positions)
