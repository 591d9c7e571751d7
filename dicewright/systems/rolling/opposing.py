"""What a system does with two rolls: which of them wins, and how likely that is."""

from __future__ import annotations

from dicewright.errors import NotationError, RollError
from dicewright.phrases import Phrase
from dicewright.randomness import draw_from
from dicewright.source import Span
from dicewright.systems.result import SystemResult
from dicewright.systems.rolling import contests
from dicewright.systems.rolling.looks import Looks
from dicewright.systems.spellings import sides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright.notation.names import Meaning
    from dicewright.randomness import AnyDraw, Seed
    from dicewright.systems.rolling.contests import Contest, ContestOdds, Opposition
    from dicewright.systems.rolling.program import Program


class Opposing(Looks):
    """The contests of a system. `System` has them all; nothing else is one of these."""

    if TYPE_CHECKING:

        def understands(self, text: str) -> bool: ...
        def example(self, roll: str) -> str: ...

    def opposing(self, text: str) -> tuple[str, str] | None:
        """Return the two calls of `coc 55 vs coc 40`, or None if a text is no such contest.

        In a system whose rolls take no "vs", the second one may be left to its numbers: `coc 55 vs 40`.
        """
        for first, second in sides(text):
            if not self.understands(first):
                continue
            if self.understands(second):
                return first, second
            if not second[:1].isdigit() and second[:1] not in "+-":
                continue
            try:
                program, given = self.call(first)
            except (NotationError, RollError):
                continue
            takes_vs = any(piece.prefix == "vs" for piece in program.kind.pieces)
            if program.kind.opposed is not None and not takes_vs and given:
                return first, f"{self.description.opening(program.kind.name)} {second}"
        return None

    def contest(
        self,
        text: str,
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> Contest:
        """Roll one call against another, as in "coc 55 vs coc 40": the first one's dice are thrown first.

        The arguments and errors are those of `roll`; and RollError if the file does not say how two
        results are compared.
        """
        both = self._both(text)
        calls = [self.call(call, names) for call in both]
        self._comparable(*[program for program, _ in calls])
        draw = draw_from(seed, dice)
        left, right = (
            SystemResult(call, self._thrown(program, given, draw, call))
            for call, (program, given) in zip(both, calls, strict=True)
        )
        return self._contest(left, right)

    def answer(
        self,
        first: SystemResult,
        text: str,
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> Contest:
        """Roll a call against an earlier result, such as another player's.

        The arguments and errors are those of `roll`; RollError if the two cannot be compared, and
        ValueError if the result is of another system, or of another version of its file.
        """
        _, program = self._live(first)
        other, given = self.call(text, names)
        self._comparable(program, other)
        second = SystemResult(text, self._thrown(other, given, draw_from(seed, dice), text), seed)
        return self._contest(first, second)

    def contest_odds(self, text: str, *, names: Mapping[str, Meaning] | None = None) -> ContestOdds:
        """Return the exact odds of one call against another, as in "coc 55 vs coc 40"."""
        from dicewright.probability.work import Work
        from dicewright.systems.odds.contest_odds import odds

        (left, first), (right, second) = (self.call(call, names) for call in self._both(text))
        self._comparable(left, right)
        with self._of_call(text):
            return odds(left, first, second, Work(self.description.limits))

    def compared_odds(
        self, first: str, second: str, *, names: Mapping[str, Meaning] | None = None, pushed: bool = False
    ) -> ContestOdds:
        """Return how often each of two calls comes out better than the other.

        They are compared as the file says for opposed rolls; or else the better outcome wins, if every
        outcome that can come up has a tone; or else, of rolls without outcomes, the higher number. The
        `basis` of what is returned says which.

        Args:
            first: a call such as "pbta +1".
            second: another call of the same roll.
            names: saved values that may be typed instead of numbers.
            pushed: whether each roll is pushed if it fails and the file allows it.

        Raises:
            RollError: the two are not of the same roll, the file does not say which of two results is
                better, or `pushed` is asked of a roll that cannot be pushed.
            OddsTooLarge: the odds take too much work.

        The other errors are those of `roll`.

        >>> import dicewright
        >>> odds = dicewright.systems()["pbta"].compared_odds("pbta +2", "pbta +0")
        >>> odds.basis, str(odds.first), str(odds.second), str(odds.tie)
        ('outcome', '25/48', '1/6', '5/16')
        """
        from dicewright.probability.work import Work
        from dicewright.systems.odds.contest_odds import compared, no_order

        (left, one), (right, other) = (self.call(call, names) for call in (first, second))
        self._same_kind(left, right)
        with self._of_call(f"{first} vs {second}"):
            found = compared(left, one, other, Work(self.description.limits), pushed=pushed)
        if found is None:
            raise no_order(left)
        return found

    def answer_odds(
        self, first: SystemResult, text: str, *, names: Mapping[str, Meaning] | None = None
    ) -> ContestOdds:
        """Return the exact odds of answering an earlier result; the errors are those of `answer`."""
        from dicewright.probability.work import Work
        from dicewright.systems.odds.contest_odds import answer_odds

        live, program = self._live(first)
        other, given = self.call(text, names)
        self._comparable(program, other)
        with self._of_call(text):
            return answer_odds(program, live, given, Work(self.description.limits))

    def may_oppose(self, result: SystemResult) -> bool:
        """Return whether another roll can be compared with a result."""
        return self._live(result)[1].kind.opposed is not None

    def opposed(self, first: SystemResult, second: SystemResult) -> Opposition:
        """Compare two results, as the roll of the first one says.

        Raises RollError if the file does not say how, and ValueError for results of another system.
        """
        (left, program), (right, other) = self._live(first), self._live(second)
        self._comparable(program, other)
        return contests.opposed(program, left, right)

    def _contest(self, first: SystemResult, second: SystemResult) -> Contest:
        found = self.opposed(first, second)
        return contests.Contest(first, second, found.winner, found.by, found.words)

    def _both(self, text: str) -> tuple[str, str]:
        both = self.opposing(text)
        if both is None:
            raise NotationError(
                Phrase("Write two rolls of this system with vs between them."),
                code="no-contest",
                text=text,
                span=Span(0, max(1, len(text))),
            )
        return both

    @staticmethod
    def _comparable(first: Program, second: Program) -> None:
        contests.rule_of(first)
        Opposing._same_kind(first, second)

    @staticmethod
    def _same_kind(first: Program, second: Program) -> None:
        if first.kind is not second.kind:
            raise RollError(
                Phrase("Only rolls of the same kind can be compared."),
                code="other-roll",
            )
