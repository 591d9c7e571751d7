"""One roll against another: `coc 55 vs coc 40`, or an answer to another player's roll."""

from __future__ import annotations

from fractions import Fraction

from dicewright.errors import RollError
from dicewright.numbers import simplest
from dicewright.phrases import Phrase
from dicewright.systems.result import SystemResult
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.model import TONES
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from dicewright.numbers import Number
    from dicewright.systems.rolling.live import Live
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.model import Opposed


class Opposition(Value):
    """Two results compared by the rules of their system.

    >>> import dicewright
    >>> coc = dicewright.systems()["coc"]
    >>> coc.opposed(coc.roll("coc 55", seed="a"), coc.roll("coc 80", seed="b")).winner
    1
    """

    winner: int | None
    """0 if the first wins, 1 if the second does, None for a tie."""
    by: int | None
    """Which of the file's entries decided it, from 0; None for a tie."""
    words: str
    """"tie" in the system's words for a tie, else ""."""


class Contest(Value):
    """Two rolls of a system, and which of them wins.

    >>> import dicewright
    >>> dice = dicewright.scripted([8, 4, 6, 7])
    >>> contest = dicewright.systems().contest("coc 55 vs coc 80", dice=dice)
    >>> contest.winner, contest.first.outcome, contest.second.outcome
    (1, 'success', 'success')
    >>> print(contest)
    37 against 55: success
    65 against 80: success
    The second roll wins.
    """

    first: SystemResult
    second: SystemResult
    winner: int | None
    """0 if the first roll wins, 1 if the second does, None for a tie."""
    by: int | None
    """Which of the file's entries decided it, from 0; None for a tie."""
    words: str
    """The system's words for a tie, or "" if there is none."""

    @property
    def ended(self) -> str:
        """How it ended, in a sentence."""
        if self.winner is None:
            return f"{self.words[:1].upper()}{self.words[1:]}."
        return Phrase("The second roll wins.") if self.winner else Phrase("The first roll wins.")

    def __str__(self) -> str:
        return "\n".join([str(self.first), str(self.second), self.ended])

    def to_dict(self) -> dict[str, Any]:
        """Return the contest as plain data that JSON can hold; `from_dict` makes it a contest again."""
        return {
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
            "winner": self.winner,
            "by": self.by,
            "words": self.words,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Contest:
        """Return the contest that `to_dict` described.

        Raises ValueError or KeyError if the data is of another form.
        """
        first, second = (SystemResult.from_dict(plain[name]) for name in ("first", "second"))
        return cls(first, second, plain["winner"], plain["by"], plain["words"])


class ContestOdds(Value):
    """The exact odds of one roll against another.

    >>> import dicewright
    >>> odds = dicewright.systems().contest_odds("pen 12 vs pen 12")
    >>> odds.first == odds.second, odds.first + odds.second + odds.tie
    (True, Fraction(1, 1))
    """

    first: Fraction
    """The chance that the first roll wins."""
    second: Fraction
    """The chance that the second roll wins."""
    tie: Fraction
    """The chance of a tie."""
    missing: Fraction = Fraction(0)
    """The chance of all that was cut off: 0 unless dice explode without end."""
    basis: Literal["rule", "outcome", "number"] = "rule"
    """What was compared: what the file says of opposed rolls, the outcomes, or the numbers."""

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can carry; fractions are texts such as "1/6"."""
        return {name: str(getattr(self, name)) for name in self._fields}


def opposed(program: Program, first: Live, second: Live) -> Opposition:
    """Compare two results of the same roll, by the entries of the file in order.

    Raises RollError if the file does not say how.
    """
    rule = rule_of(program)
    for place, entry in enumerate(rule.by):
        left, right = (standing(entry, one, program) for one in (first, second))
        if left != right:
            return Opposition(int(right > left), place, "")
    return Opposition(None, None, rule.tie)


def rule_of(program: Program) -> Opposed:
    """Return how two results of a roll are compared. Raises RollError if the file does not say."""
    rule = program.kind.opposed
    if rule is None:
        raise RollError(
            Phrase("This roll is not an opposed roll."),
            code="not-opposed",
            hint=Phrase(
                "The system's file does not say how two of its results are compared, "
                'as in opposed = {{ by = ["outcome"] }}.'
            ),
        )
    return rule


def standing(entry: Any, live: Live, program: Program) -> Number:
    """Return what a result is compared by in one entry of the file."""
    if entry == "outcome":
        return rank(live.rolled.outcome, program)
    return simplest(compiled(entry, program.limits)(live.rolled.known))


def rank(outcome: int | None, program: Program) -> int:
    """Return a number that is higher for a better outcome.

    A better tone is better. Within a tone, and if not every outcome has one, the file lists the best
    first: it may list a fumble early, because what is found first holds.
    """
    outcomes = program.kind.outcomes
    if outcome is None:
        return -len(TONES) * len(outcomes) - 1
    tone = outcomes[outcome].tone
    tones = TONES.index(tone) if tone is not None and all(one.tone for one in outcomes) else 0
    return -tones * len(outcomes) - outcome
