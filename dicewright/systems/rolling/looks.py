"""What a system does with results that it has: pushes and kept dice."""

from __future__ import annotations

from dicewright.randomness import draw_from, scripted
from dicewright.systems.errors import of_call
from dicewright.systems.result import SystemResult
from dicewright.systems.rolling import keeping, second_look
from dicewright.systems.rolling.hand import Hand
from dicewright.systems.rolling.live import Live
from dicewright.systems.rolling.passed import of_another_system
from dicewright.systems.rolling.program import is_small

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from typing import Any

    from dicewright.notation.names import Meaning
    from dicewright.randomness import AnyDraw, Draw, Seed
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.result import Chosen
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.model import Description


class Looks:
    """The second looks of a system. `System` has them all; nothing else is one of these."""

    description: Description

    if TYPE_CHECKING:

        @property
        def digest(self) -> str: ...
        def program(self, roll: str) -> Program: ...
        def call(
            self, text: str, names: Mapping[str, Meaning] | None = None
        ) -> tuple[Program, dict[str, Any]]: ...
        def roll(
            self,
            text: str,
            *,
            seed: Seed | None = None,
            dice: AnyDraw | None = None,
            names: Mapping[str, Meaning] | None = None,
        ) -> SystemResult: ...

    def may_push(self, result: SystemResult) -> bool:
        """Return whether the player may throw dice of a result again."""
        live, program = self._live(result)
        return second_look.may_push(program, live.rolled.known, second_look.pushes_before(result))

    def pushable(self, result: SystemResult) -> tuple[Chosen, ...]:
        """Return the dice that may be thrown again: the name of the pool, and which of its dice, from 0."""
        live, program = self._live(result)
        return second_look.candidates(program, live.rolled.known)

    def push(
        self,
        result: SystemResult,
        *,
        chosen: Iterable[Chosen] | None = None,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
    ) -> SystemResult:
        """Throw dice of a result again; the new result points to it as its `first`.

        Args:
            result: a result of this system, just made or stored.
            chosen: the dice that the player chose of `pushable`; None for those of the file's policy.
            seed: makes it reproducible: the stream is read from its start.
            dice: draws faces in place of the operating system.

        Raises:
            RollError: the rules of the file do not allow it, or a chosen die may not be thrown again.
            ValueError: the result is of another system, or of another version of its file.

        >>> import dicewright
        >>> alien = dicewright.systems()["alien"]
        >>> result = alien.roll("alien 2 s1", dice=dicewright.scripted([6, 2, 3]))
        >>> alien.pushable(result)
        (('base_dice', 1), ('stress_dice', 0))
        >>> alien.push(result, dice=dicewright.scripted([6, 4, 5])).message
        '2 against 1: success'
        """
        live, program, picked, made = self._to_push(result, chosen)
        hand, known = self._hand(seed, dice), live.rolled.known
        with self._of_call(result.text):
            pushed = second_look.pushed(program, live.given, known, hand, picked, made)
        return SystemResult(result.text, pushed, seed, result, picked, "push")

    def push_odds(self, result: SystemResult, *, chosen: Iterable[Chosen] | None = None) -> OutcomeOdds:
        """Return the exact odds of pushing a result; the arguments and errors are those of `push`.

        >>> import dicewright
        >>> alien = dicewright.systems()["alien"]
        >>> result = alien.roll("alien 2", dice=dicewright.scripted([2, 2]))
        >>> alien.push_odds(result).outcomes["success"]  # two dice, and the one that stress adds
        Fraction(91, 216)
        """
        from dicewright.probability.work import Work
        from dicewright.systems.odds.pushing.push_odds import PushOdds

        live, program, picked, made = self._to_push(result, chosen)
        odds = PushOdds(program, Work(self.description.limits))
        with self._of_call(result.text):
            return odds.after(live.given, live.rolled.known, picked, made)

    def _to_push(
        self, result: SystemResult, chosen: Iterable[Chosen] | None
    ) -> tuple[Live, Program, tuple[Chosen, ...], int]:
        """Return what a push starts from, the dice that it throws again, and how many pushes came before.

        Raises the errors of `push`.
        """
        live, program = self._live(result)
        known = live.rolled.known
        made = second_look.pushes_before(result)
        if not second_look.may_push(program, known, made):
            raise second_look.refuse_push(program, known, made)
        return live, program, second_look.picked(program, known, chosen), made

    def may_keep(self, result: SystemResult) -> bool:
        """Return whether the player may pick dice of a result to keep."""
        return keeping.possible(*self._live(result))

    def keepable(self, result: SystemResult) -> tuple[Chosen, ...]:
        """Return the dice that may be kept: the name of the pool, and which of its dice, from 0.

        Of a second result these are the dice that kept ones have brought.
        """
        live, program = self._live(result)
        return keeping.candidates(program, live)

    def most_kept(self, result: SystemResult) -> int:
        """Return how many of the `keepable` dice may be kept."""
        live, program = self._live(result)
        return min(keeping.most(program, live), len(keeping.candidates(program, live)))

    def keep(
        self,
        result: SystemResult,
        chosen: Iterable[Chosen],
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
    ) -> SystemResult:
        """Keep some dice of a result; the new result points to it as its `first`.

        Dice that are not kept are not read any longer, unless the file says what the dice left over are
        for. If it says so, a kept die brings another, which can be kept or left in the same way.

        Args:
            result: a result of this system, just made or stored.
            chosen: the dice that the player keeps of `keepable`.
            seed: makes it reproducible: the stream is read from its start.
            dice: draws faces in place of the operating system.

        Raises:
            RollError: there is nothing to keep, a chosen die cannot be kept, or these are too many.
            ValueError: the result is of another system, or of another version of its file.

        >>> import dicewright
        >>> cortex = dicewright.systems()["cortex"]
        >>> result = cortex.roll("cortex d6 d8 d10", dice=dicewright.scripted([5, 8, 3]))
        >>> result.message
        '13, effect d10: success'
        >>> cortex.keep(result, [("pool", 0), ("pool", 2)]).message
        '8, effect d8: success'
        """
        live, program = self._live(result)
        kept, picked = keeping.kept(program, live, self._hand(seed, dice), chosen)
        return SystemResult(result.text, kept, seed, result, picked, "keep")

    def _thrown(self, program: Program, given: dict[str, Any], draw: Draw, call: str) -> Live:
        """Throw the dice of a roll, and read them now unless that cannot fail and may wait."""
        with self._of_call(call):
            hand = Hand(draw, self.description.limits)
            known = program.start(given)
            program.throw(hand, known)
            if program.certain and is_small(given):
                return Live.thrown(program, given, hand, known)
            return Live(program, given, program.read(hand, known))

    def _of_call(self, call: str) -> AbstractContextManager[None]:
        """Return what makes errors about the file's strings point at a call."""
        return of_call(call, self.description.name)

    def _hand(self, seed: Seed | None, dice: AnyDraw | None) -> Hand:
        return Hand(draw_from(seed, dice), self.description.limits)

    def _live(self, result: SystemResult) -> tuple[Live, Program]:
        """Return what a result was made of; one that was stored is made again from its faces."""
        if result.digest != self.digest:
            raise of_another_system()
        program = self.program(result.roll)
        source = result._source
        if isinstance(source, Live):
            return source, program
        hand = Hand(scripted(result.faces), self.description.limits)
        if result.first is None:
            program, given = self.call(result.call)
            known = program.start(given)
            return Live(program, given, program.roll(hand, known)), program
        first, _ = self._live(result.first)
        if result.action == "keep":
            return keeping.kept(program, first, hand, result.chosen)[0], program
        known = first.rolled.known
        made = second_look.pushes_before(result.first)
        again = second_look.pushed(program, first.given, known, hand, result.chosen, made)
        return again, program
