"""The odds of a roll that may be pushed: an exact mixture over the first throws.

Where the whole roll is made again, the odds of the second one are weighted with the chance of a first
one that is pushed. Where some dice stay and each die is counted for itself, dice are vectors of sums;
else the first throw is looked at way by way. Faces that nothing the file says can tell apart are one
class then, so that ten dice fall in some tens of ways.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

from dicewright.errors import DiceError
from dicewright.limits import too_many_dice
from dicewright.systems.odds.enumeration import every_way, found_by, in_classes, one_by_one, tallied
from dicewright.systems.odds.exact import found_with
from dicewright.systems.odds.exact import odds as odds_of
from dicewright.systems.odds.face_classes import Classes, each
from dicewright.systems.odds.finals import Finals
from dicewright.systems.odds.laying import NotJoint
from dicewright.systems.odds.outcome_odds import Tally
from dicewright.systems.odds.pushing import push_sums
from dicewright.systems.odds.pushing.look_readings import NotSums
from dicewright.systems.rolling import second_look
from dicewright.systems.rolling.hand import Hand
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.probability.work import Work
    from dicewright.source import Span
    from dicewright.systems.odds.enumeration import Take
    from dicewright.systems.odds.outcome_odds import Found, OutcomeOdds
    from dicewright.systems.result import Chosen
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Known

# What reading a die costs besides the throw itself.
_DIE = 20
_FAILED = ("failure", "disaster")


def failures(program: Program) -> frozenset[int | None]:
    """Return the places of the outcomes that a player pushes: failures by their tone, or else the worst."""
    outcomes = program.kind.outcomes
    if not outcomes:
        return frozenset([None])
    if any(outcome.tone for outcome in outcomes):
        return frozenset(place for place, outcome in enumerate(outcomes) if outcome.tone in _FAILED)
    return frozenset([len(outcomes) - 1])


class PushOdds:
    """Works out the odds of one roll and its pushes together."""

    def __init__(self, program: Program, work: Work) -> None:
        self._program = program
        self._work = work
        self._failures = failures(program)
        self._found: dict[Found, Fraction] = {}
        push = program.kind.push
        if push is None:
            raise second_look.refuse_push(program)
        self._push = push

    def before(self, given: Mapping[str, Any]) -> OutcomeOdds:
        """Return the odds of a roll that is pushed where it fails and the rules allow it."""
        if self._never(given):
            return odds_of(self._program, given, self._work)
        if self._push.whole and self._push.choose is None:
            self._anew(given, Fraction(1), 0)
            return self._odds()
        tally = Tally(self._program)
        # What is wrong with a roll is found throw by throw, with its place.
        with suppress(NotSums, DiceError):
            ways = push_sums.tallied(self._program, given, self._failures, self._work, tally)
            return tally.odds(ways)
        after: dict[Any, _Pushing] = {}
        for chance, known in self._throws(given, None, 0):
            self._sort_out(given, known, chance, 0, after)
        self._follow(after, 0)
        return self._odds()

    def _never(self, given: Mapping[str, Any]) -> bool:
        """Return whether what was typed allows no push, however the dice fall."""
        if self._push.when is None:
            return False
        try:
            *_, when = Finals(self._program, given, (self._push.when,)).formulas
        except (NotJoint, DiceError):
            return False
        return when.operation == "number" and not when.data

    def after(
        self, given: Mapping[str, Any], known: Known, picked: Sequence[Chosen], made: int
    ) -> OutcomeOdds:
        """Return the odds of pushing a result now, after this many pushes before it."""
        if self._push.whole and self._push.choose is None:
            now = second_look.changed(self._program, given, known)
            for found, _, chance in self._rolled(now, (), made + 1):
                self._add(found, chance)
        else:
            pushing = _Pushing(given, known, picked)
            for chance, second in self._throws(pushing.changed(self._program), pushing, made + 1):
                self._add(self._found_by(second), chance)
        return self._odds()

    def _odds(self) -> OutcomeOdds:
        policy = self._push.policy if self._push.choose is not None else ""
        return tallied(self._found.items(), Tally(self._program), policy)

    def _add(self, found: Found, chance: Fraction) -> None:
        self._found[found] = self._found.get(found, Fraction(0)) + chance

    def _found_by(self, known: Known) -> Found:
        rolled = self._program.read(Hand(_nothing, self._program.limits), known, in_words=False)
        return found_by(self._program, rolled)

    # The whole roll again.

    def _anew(self, given: Mapping[str, Any], share: Fraction, made: int) -> None:
        push = self._push
        when = push.when if push.when is not None else Formula("number", (), 1)
        again: dict[tuple[Number, ...], Fraction] = {}
        for found, asked, chance in self._rolled(given, (when, *push.sets.values()), made):
            if made < push.limit and found[2] in self._failures and asked[0]:
                again[asked[1:]] = again.get(asked[1:], Fraction(0)) + share * chance
            else:
                self._add(found, share * chance)
        for sets, chance in again.items():
            self._anew({**given, **dict(zip(push.sets, sets, strict=True))}, chance, made + 1)

    def _rolled(
        self, given: Mapping[str, Any], besides: Sequence[Formula], made: int
    ) -> Iterator[tuple[Found, tuple[Number, ...], Fraction]]:
        return found_with(self._program, given, besides, self._work, made)

    # Some of the dice again.

    def _sort_out(
        self, given: Mapping[str, Any], known: Known, chance: Fraction, made: int, after: dict[Any, _Pushing]
    ) -> None:
        """Add a throw that is kept, or put it among those that are pushed."""
        found = self._found_by(known)
        if found[2] not in self._failures or not second_look.may_push(self._program, known, made):
            self._add(found, chance)
            return
        picked = second_look.picked(self._program, known, None)
        pushing = _Pushing(given, known, picked)
        # Throws of which the same dice stay are one.
        key = pushing.key(self._program)
        after.setdefault(key, pushing).chance += chance

    def _follow(self, after: Mapping[Any, _Pushing], made: int) -> None:
        further: dict[Any, _Pushing] = {}
        for pushing in after.values():
            now = pushing.changed(self._program)
            for chance, known in self._throws(now, pushing, made + 1):
                self._sort_out(now, known, pushing.chance * chance, made + 1, further)
        if further:
            self._follow(further, made + 1)

    def _throws(
        self, given: Mapping[str, Any], pushing: _Pushing | None, made: int
    ) -> Iterator[tuple[Fraction, Known]]:
        """Yield each way the pools can fall, thrown for the first time or with some dice thrown again."""
        program = self._program
        classes = Classes(program, given)
        pools = [program.kind.places[pool.name] for pool in program.kind.pools]

        def attempt(take: Take) -> Known:
            hand = _Classed(take, classes, program)
            known = program.start(dict(given), made)
            if pushing is None:
                program.throw(hand, known)
            else:
                second_look.throw_again(program, pushing.known, pushing.picked, known, hand)
            self._work.spend(_DIE * sum(len(known[place].values) for place in pools))
            return known

        return every_way(attempt, self._work)


def _nothing(_count: int, _sides: int) -> Sequence[int]:
    raise AssertionError("nothing is rolled when dice are read")


class _Pushing:
    """A first throw that is pushed."""

    def __init__(self, given: Mapping[str, Any], known: Known, picked: Sequence[Chosen]) -> None:
        self.given = dict(given)
        self.known = known
        self.picked = picked
        self.chance = Fraction(0)

    def changed(self, program: Program) -> dict[str, Any]:
        return second_look.changed(program, self.given, self.known)

    def key(self, program: Program) -> Any:
        """Return what decides the second throw: the dice that stay, how many do not, and the parameters."""
        again: dict[str, set[int]] = {}
        for name, at in self.picked:
            again.setdefault(name, set()).add(at)
        now = self.changed(program).values()
        found: list[Any] = [tuple([value if hasattr(value, "denominator") else id(value) for value in now])]
        for pool in program.kind.pools:
            pool_dice = self.known[program.kind.places[pool.name]]
            thrown = again.get(pool.name, set())
            kinds = list(map(id, pool_dice.each_kind()))
            dice = enumerate(zip(kinds, pool_dice.positions, strict=True))
            stay = tuple([die for at, die in dice if at not in thrown])
            found.append(
                (stay, tuple([kinds[at] for at in sorted(thrown)]), None if kinds else pool_dice.total)
            )
        return tuple(found)


class _Classed(Hand):
    """A hand whose dice fall in every way, faces of one class being the same."""

    __slots__ = ("_classes", "_take")

    def __init__(self, take: Take, classes: Classes, program: Program) -> None:
        super().__init__(lambda count, sides: take(lambda: in_classes(count, each(sides))), program.limits)
        self._take = take
        self._classes = classes

    def throw(self, count: int, sides: int, span: Span) -> Sequence[int]:
        self.dice += count
        if self.dice > self.limits.dice:
            raise too_many_dice(self.dice, self.limits, span)
        if not count:
            return ()
        classes = self._classes.of(self.pool, sides)
        ways = one_by_one if self._classes.ordered else in_classes
        return self._take(lambda: ways(count, classes))
