"""A roll that was just made, as the source of a result: everything is worked out when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count

from dicewright.interpreter import evaluate
from dicewright.modifiers.mark import natural
from dicewright.randomness import scripted
from dicewright.results import Die, plain_dice
from dicewright.results.thrower import Thrower
from dicewright.systems.rolling.hand import Chains
from dicewright.systems.rolling.program import message
from dicewright.systems.rolling.throwing import Formulas, plain_pools
from dicewright.systems.rolling.written import call as written_call
from dicewright.systems.rules.plans import as_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from dicewright.notation.tree.dice import DieKind
    from dicewright.numbers import Number
    from dicewright.results import Rolled as RolledNode
    from dicewright.systems.result import Run
    from dicewright.systems.rolling.hand import Hand
    from dicewright.systems.rolling.program import Program, Rolled
    from dicewright.systems.rules.formulas import Known
    from dicewright.systems.rules.model import Description, Outcome, RollKind, Tone
    from dicewright.systems.rules.readings import PoolDice


class Live:
    """What a system made of one roll."""

    __slots__ = ("_description", "_given", "_kind", "_read", "_thrown")

    def __init__(self, program: Program, given: dict[str, Any], rolled: Rolled | None) -> None:
        self._description: Description = program.description
        self._kind: RollKind = program.kind
        self._given = given
        self._read = rolled
        self._thrown: tuple[Program, Hand, Known] | None = None

    @classmethod
    def thrown(cls, program: Program, given: dict[str, Any], hand: Hand, known: Known) -> Live:
        """Return a roll whose dice were thrown, and are read when something of it is asked for."""
        live = cls(program, given, None)
        live._thrown = program, hand, known
        return live

    @property
    def rolled(self) -> Rolled:
        """The roll itself, for a second look at it; read now if it has not been yet."""
        if self._read is None:
            assert self._thrown is not None
            program, hand, known = self._thrown
            self._read = program.read(hand, known)
        return self._read

    @property
    def system(self) -> str:
        return self._description.command

    @property
    def digest(self) -> str:
        return self._description.digest

    @property
    def roll(self) -> str:
        return self._kind.name

    @property
    def given(self) -> dict[str, Any]:
        """The parameters as they were given: numbers, and trees of dice."""
        return self._given

    def parameters(self) -> dict[str, Number | str]:
        return {
            name: value if hasattr(value, "denominator") else str(value)
            for name, value in self._given.items()
        }

    def values(self) -> dict[str, Number | str]:
        rolled, places = self.rolled, self._kind.places
        return {
            value.name: rolled.tables[value.name]
            if value.name in rolled.tables
            else rolled.known[places[value.name]]
            for value in self._kind.values
        }

    def result(self) -> Number | None:
        return self.rolled.result

    @property
    def _outcome(self) -> Outcome | None:
        place = self.rolled.outcome
        return None if place is None else self._kind.outcomes[place]

    def outcome(self) -> str | None:
        return None if (outcome := self._outcome) is None else outcome.name

    def tone(self) -> Tone | None:
        return None if (outcome := self._outcome) is None else outcome.tone

    def notes(self) -> tuple[str, ...]:
        return tuple(self._kind.notes[place].name for place in self.rolled.notes)

    def message(self) -> str:
        return message(self._kind, self.rolled, [self.outcome() or "", *self.notes()])

    def faces(self) -> tuple[int, ...]:
        return tuple(face for block in self.rolled.hand.faces for face in block)

    def pools(self) -> dict[str, tuple[Die, ...]]:
        """Return all dice; if a pool is more than plain dice, the interpreter throws the same faces again."""
        limits, known = self._description.limits, self.rolled.known
        if (rolled := self._only_pool()) is not None:
            return {self._kind.pools[0].name: _dice_in(rolled)}
        if (runs := self._runs()) is not None:
            return self._dice_of(runs)
        thrower = Thrower(scripted(self.faces()), limits)
        work_out = Formulas(limits).with_known(known)
        found = {}
        for pool in self._kind.pools:
            up: PoolDice = known[self._kind.places[pool.name]]
            if isinstance(up.kinds, Sequence) or self._kind.places[pool.name] in self.rolled.hand.exploded:
                found[pool.name] = _dice_in(evaluate(as_node(pool.plan, work_out, known, limits), thrower))
            else:
                number, term = len(up.positions), thrower.new_term()
                dice = thrower.throw(number, up.kinds, term, pool.plan.node.span)
                found[pool.name] = tuple(natural((), dice))
        for value in self._kind.values:
            if value.words:
                row = self._description.tables[value.words].rows[known[self._kind.places[value.name]]]
                thrown = [evaluate(as_node(plan, work_out, known, limits), thrower) for plan in row.rolls]
                if thrown:
                    found[value.name] = tuple(chain.from_iterable(map(_dice_in, thrown)))
        return found

    def _only_pool(self) -> RolledNode | None:
        """Return the dice of the only pool as the interpreter has rolled them; None if it is not so."""
        kind = self._kind
        if len(kind.pools) > 1 or any(value.words for value in kind.values):
            return None
        return self.rolled.hand.rolled.get(kind.places[kind.pools[0].name]) if kind.pools else None

    def plain_dice(self) -> tuple[Run, ...] | None:
        """Return all dice as they were thrown, in runs of one kind; None if one is more than a plain die."""
        runs = None if self.rolled.hand.exploded else self._runs()
        return None if runs is None else tuple(runs)

    def _runs(self) -> list[Any] | None:
        """Return the dice in runs: in place of the faces of those that exploded, their chains.

        None if others are more than plain dice.
        """
        kind, known, hand = self._kind, self.rolled.known, self.rolled.hand
        if hand.rolled or any(
            value.words and self._description.tables[value.words].rows[known[kind.places[value.name]]].rolls
            for value in kind.values
        ):
            return None
        found: list[tuple[str, DieKind, Sequence[int] | Chains]] = []
        for pool in kind.pools:
            place = kind.places[pool.name]
            up: PoolDice = known[place]
            if not isinstance(up.kinds, Sequence):
                found.append((pool.name, up.kinds, hand.exploded.get(place, up.positions)))
            elif up.kinds:  # and not a number in place of dice
                pools = plain_pools(known[pool.plan.place]) if pool.plan.kind == "given" else None
                if pools is None:
                    return None
                at = 0
                for size, die, _span in pools:
                    found.append((pool.name, die, up.positions[at : at + size]))
                    at += size
        return found

    def _dice_of(self, runs: Iterable[tuple[str, DieKind, Any]]) -> dict[str, tuple[Die, ...]]:
        found: dict[str, tuple[Die, ...]] = {pool.name: () for pool in self._kind.pools}
        number = 0
        for term, (pool, kind, up) in enumerate(runs):
            chains = isinstance(up, Chains)
            found[pool] += tuple(up.dice(number, term) if chains else plain_dice(kind, up, number, term))
            number += up.size if chains else len(up)
        return found

    def follow_ups(self) -> tuple[str, ...]:
        """Return the calls that the outcome, the notes and the rows of tables lead to."""
        wanted = [] if (outcome := self._outcome) is None else [outcome.then]
        wanted += [self._kind.notes[place].then for place in self.rolled.notes]
        for value in self._kind.values:
            if value.words:
                row = self.rolled.known[self._kind.places[value.name]]
                wanted.append(self._description.tables[value.words].rows[row].then)
        return tuple([self._call(name) for name in dict.fromkeys(wanted) if name]) if any(wanted) else ()

    def call(self) -> str:
        """Return what was typed, with saved values filled in."""
        return written_call(self._description, self._kind, self._given)

    def _call(self, name: str) -> str:
        """Return the call of another roll, with the parameters that both have."""
        kind = self._description.rolls[name]
        shared = {
            parameter.name: self._given[parameter.name]
            for parameter in kind.parameters.values()
            if parameter.name in self._given and parameter.kind == self._kind.parameters[parameter.name].kind
        }
        return written_call(self._description, kind, shared)


def _dice_in(rolled: RolledNode) -> tuple[Die, ...]:
    """Return all dice of a tree that was rolled, in the order thrown."""
    return tuple([die for part in rolled.walk() for die in part.dice])


def as_dice(pools: Mapping[str, Iterable[tuple[DieKind, int, Number, bool]]]) -> dict[str, tuple[Die, ...]]:
    """Return the dice of a result by pool, numbered from 0 over all of them.

    Each is given by its kind, the position of the face that is up, its value, and whether it is kept.
    """
    numbers = count()
    found = {}
    for term, (name, dice) in enumerate(pools.items()):
        shown = [(kind, kind.face(up), value, kept) for kind, up, value, kept in dice]
        found[name] = tuple(
            Die(next(numbers), term, kind, (face.value,), value, face.name, kept)
            for kind, face, value, kept in shown
        )
    return found
