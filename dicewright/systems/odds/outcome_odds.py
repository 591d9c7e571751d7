"""The odds of a roll's outcomes, notes and values, and how they are added up."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dicewright.probability.distributions.distribution import from_weights
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, TypeVar

    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.model import RollKind

    T = TypeVar("T")
    # A roll once it is read: its values, its result, and the places of its outcome and of its notes.
    Found = tuple[tuple[Number, ...], Number | None, int | None, tuple[int, ...]]


class Distributions(Mapping[str, "Distribution"]):
    """The distributions of values, each made from its weights when it is first asked for."""

    __slots__ = ("_denominator", "_made", "_weights")

    def __init__(self, weights: dict[str, dict[Number, int]], denominator: int) -> None:
        self._weights = weights
        self._denominator = denominator
        self._made: dict[str, Distribution] = {}

    def __getitem__(self, name: str) -> Distribution:
        if name not in self._made:
            self._made[name] = from_weights(self._weights[name], self._denominator)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._weights)

    def __len__(self) -> int:
        return len(self._weights)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


class OutcomeOdds(Value):
    """The exact odds of a roll of a game system.

    >>> from dicewright import System
    >>> coin = System.from_toml('''
    ... format = 1
    ... name = "Coins"
    ... command = "coin"
    ... [roll.toss]
    ... usage = "@coins"
    ... pools.coins_thrown = "(@coins)d2"
    ... values.heads = "{@coins_thrown}=2"
    ... outcomes = [{ name = "all heads", when = "@heads = @coins" }, { name = "some tails" }]
    ... ''')
    >>> odds = coin.odds("coin 3")
    >>> odds.outcomes["all heads"], odds.values["heads"].mean
    (Fraction(1, 8), Fraction(3, 2))
    """

    outcomes: Mapping[str, Fraction]
    """The chance of each outcome, in the order of the file."""
    notes: Mapping[str, Fraction]
    """The chance of each note."""
    values: Mapping[str, Distribution]
    """The distribution of each value that is a number, and of "result" where the roll has one."""
    words: Mapping[str, Mapping[str, Fraction]]
    """For each value that is looked up in a table of words, the chance of each of them."""
    missing: Fraction
    """The chance of all that was cut off: 0 unless dice explode without end."""
    policy: str = ""
    """How the player is taken to choose, where that makes a difference; "" where nothing is chosen."""
    before_choice: bool = False
    """Whether these are the odds before the player keeps dice, since the file has no rule for that."""

    @property
    def no_outcome(self) -> Fraction:
        """The chance that none of the outcomes holds: 0 unless the file leaves a gap between them."""
        if not self.outcomes:
            return Fraction(0)
        return 1 - self.missing - sum(self.outcomes.values(), Fraction(0))

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can carry; fractions are texts such as "1/6"."""
        return {
            "outcomes": {name: str(chance) for name, chance in self.outcomes.items()},
            "notes": {name: str(chance) for name, chance in self.notes.items()},
            "values": {name: value.to_dict() for name, value in self.values.items()},
            "words": {
                name: {word: str(chance) for word, chance in chances.items()}
                for name, chances in self.words.items()
            },
            "no_outcome": str(self.no_outcome),
            "missing": str(self.missing),
            "policy": self.policy,
            "before_choice": self.before_choice,
        }


class Tally:
    """Adds up the results of a roll, each with its weight."""

    def __init__(self, program: Program, asked: RollKind | None = None) -> None:
        """`asked` is a part of the roll of which alone is asked."""
        kind = asked or program.kind
        self._kind = kind
        self._tables = program.description.tables
        self.outcome_weights: list[int] = [0] * len(kind.outcomes)
        self.note_weights: list[int] = [0] * len(kind.notes)
        self.value_weights: list[dict[Number, int]] = [{} for _ in kind.values]
        self.result_weights: dict[Number, int] = {}
        self.mass: int = 0
        """The sum of all weights that were added."""

    def add(self, found: Found, weight: int) -> None:
        """Add the result of a roll, with its weight."""
        values, result, outcome, notes = found
        self.mass += weight
        for weights, value in zip(self.value_weights, values, strict=True):
            weights[value] = weights.get(value, 0) + weight
        if result is not None:
            self.result_weights[result] = self.result_weights.get(result, 0) + weight
        if outcome is not None:
            self.outcome_weights[outcome] += weight
        for note in notes:
            self.note_weights[note] += weight

    def odds(self, denominator: int, policy: str = "") -> OutcomeOdds:
        """Return the odds, the weights being over this denominator."""
        values: dict[str, dict[Number, int]] = {}
        words: dict[str, dict[str, Fraction]] = {}
        for value, weights in zip(self._kind.values, self.value_weights, strict=True):
            if value.words:
                rows = self._tables[value.words].rows
                found: dict[str, Fraction] = {}
                for row in sorted(weights):
                    word = rows[int(row)].words
                    found[word] = found.get(word, Fraction(0)) + Fraction(weights[row], denominator)
                words[value.name] = found
            else:
                values[value.name] = weights
        if self.result_weights:
            values["result"] = self.result_weights
        return OutcomeOdds(
            _chances([outcome.name for outcome in self._kind.outcomes], self.outcome_weights, denominator),
            _chances([note.name for note in self._kind.notes], self.note_weights, denominator),
            Distributions(values, denominator),
            words,
            Fraction(denominator - self.mass, denominator),
            policy,
        )


def together(parts: Sequence[OutcomeOdds]) -> OutcomeOdds:
    """Return odds that know what several know, each of another part of a roll."""
    first, *_ = parts
    return first.replace(
        outcomes=_joined(part.outcomes for part in parts),
        notes=_joined(part.notes for part in parts),
        values=_joined(part.values for part in parts),
        words=_joined(part.words for part in parts),
        missing=max(part.missing for part in parts),
    )


def _joined(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    return {name: one for part in parts for name, one in part.items()}


def _chances(names: Iterable[str], weights: Iterable[int], denominator: int) -> dict[str, Fraction]:
    return {name: Fraction(weight, denominator) for name, weight in zip(names, weights, strict=True)}
