"""Dice thrown together, as odds see them: what can be on the table, and how likely it is.

A `Die` is one die with the chances of what it shows. A *case* is a row of independent dice, equal
neighbors counted together. A `Table` is a weighted choice between cases: exploding dice are one
case without an extra die, one with one extra die, and so on. Every modifier leads from a table to a
table, so any of them can follow any other, and faces are only distinguished if that matters.
"""

from __future__ import annotations

from itertools import repeat
from math import lcm

from dicewright.notation.tree.modifiers import Drop, Keep, Unique
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from fractions import Fraction

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.numbers import Number
    from dicewright.probability.work import Work

    # What a die counts, its successes (None if dice are not counted), the successes it takes away,
    # and 1 if it shows the name that is tallied.
    Outcome = tuple[Number, int | None, int, int]
    Case = tuple[tuple["Die", int], ...]
    Worth = Callable[["Die", Outcome], Number]
    Pick = Keep | Drop | Unique


# A row of a few dice with its weight, in a dictionary.
CASE_BYTES = 700


class Die(Value):
    """One die and the chances of what it shows: outcome `i` has the chance `weights[i] / denominator`.

    The chances may add up to less than 1: a die that shows no 6 is the die with the sixes left out,
    not rescaled, so that the chance of a case is a plain product.
    """

    outcomes: tuple[Outcome, ...]
    weights: tuple[int, ...]
    denominator: int
    kind: DieKind | None = None
    """What is thrown if it is thrown again; None for the total of a roll, which never is."""
    term: int = 0
    """Which pool of a group it belongs to."""
    fresh: Die | None = None
    """What it shows when it is thrown again; None for the same chances as now."""

    def __eq__(self, other: object) -> bool:
        # What any two values do, in a fraction of the time: dice are compared often.
        if not isinstance(other, Die):
            return NotImplemented
        return self is other or (
            self.weights == other.weights
            and self.outcomes == other.outcomes
            and (self.denominator, self.kind, self.term) == (other.denominator, other.kind, other.term)
            and self.fresh == other.fresh
        )

    def __hash__(self) -> int:
        # Enough to tell most dice apart: cases are looked up often, and some dice have very many faces.
        some = self.outcomes[:4], self.outcomes[-4:], self.weights[:4], self.weights[-4:]
        return hash((some, len(self.outcomes), self.denominator, self.term))

    @property
    def again(self) -> Die:
        """The same die thrown once more."""
        return self.fresh or self

    @property
    def mass(self) -> int:
        """The sum of the weights."""
        return sum(self.weights)

    def only(self, wanted: Callable[[Number], bool]) -> Die:
        """Return the die with only the outcomes that count a wanted value; the others are left out."""
        found = [pair for pair in zip(self.outcomes, self.weights, strict=True) if wanted(pair[0][0])]
        return self.replaced(dict(found), self.denominator)

    def mapped(self, function: Callable[[Outcome], Outcome]) -> Die:
        """Return the die that shows a function of what this one shows."""
        weights: dict[Outcome, int] = {}
        for outcome, weight in zip(self.outcomes, self.weights, strict=True):
            image = function(outcome)
            weights[image] = weights.get(image, 0) + weight
        return self.replaced(weights, self.denominator)

    def replaced(self, weights: Mapping[Outcome, int], denominator: int) -> Die:
        """Return a die with other chances that is the same when it is thrown again."""
        return Die(tuple(weights), tuple(weights.values()), denominator, self.kind, self.term, self.again)

    def showing(self, outcome: Outcome) -> Die:
        """Return the die that has landed with this outcome."""
        return self.replaced({outcome: 1}, 1)


class Table(Value):
    """A weighted choice between cases, and what is still to be done to their dice.

    The chance of a case is its weight over the denominator, times the chances of its dice. Picks and
    changes wait because a total of picked dice, or of many that explode, is quick to find, and every way
    in which they can fall is not.
    """

    cases: Mapping[Case, int]
    denominator: int = 1
    picks: tuple[Pick, ...] = ()
    """Which dice are kept. The first may be a `Unique`: then no two of equal dice show the same."""
    later: tuple[Modifier, ...] = ()
    """What happens to each kept die separately after that; the first may be a reroll that adds one die."""


def thrown(die: Die, count: int, picks: tuple[Pick, ...] = (), later: tuple[Modifier, ...] = ()) -> Table:
    """Return the table with equal dice on it, and what is still to be done to them."""
    return Table({((die, count),) if count else (): 1}, 1, picks, later)


def side_by_side(left: Table, right: Table, work: Work) -> Table:
    """Return the table with the dice of two others, independent of each other."""
    work.spend(24 * len(left.cases) * len(right.cases))
    work.need(CASE_BYTES * len(left.cases) * len(right.cases))
    cases: dict[Case, int] = {}
    for row, weight in left.cases.items():
        for more, other in right.cases.items():
            collect(cases, (*row, *more), weight * other)
    return Table(cases, left.denominator * right.denominator)


def changed(table: Table, function: Callable[[Die], Die]) -> Table:
    """Return the table with every die changed, whatever the others show."""
    images = {die: function(die) for die in {die for case in table.cases for die, _ in case}}
    return rearranged(table, lambda case: ((images[die], count) for die, count in case))


def spread(table: Table, function: Callable[[Die, int], Iterable[tuple[Case, int]]], work: Work) -> Table:
    """Return the table with every entry of a case turned into a weighted choice of rows of dice."""
    choices: dict[tuple[Die, int], list[tuple[Case, int]]] = {}
    cases: dict[Case, int] = {}
    for case, weight in table.cases.items():
        rows: dict[Case, int] = {(): weight}
        for entry in case:
            if entry not in choices:
                choices[entry] = _counted(function(*entry), work)
            longer: dict[Case, int] = {}
            work.spend(64 * len(rows) * len(choices[entry]))
            work.need(CASE_BYTES * len(rows) * len(choices[entry]))
            for row, ways in rows.items():
                for more, factor in choices[entry]:
                    collect(longer, (*row, *more), ways * factor)
            rows = longer
        for row, ways in rows.items():
            collect(cases, row, ways)
        work.need(CASE_BYTES * len(cases))
    return Table(cases, table.denominator, table.picks)


def _counted(rows: Iterable[tuple[Case, int]], work: Work) -> list[tuple[Case, int]]:
    """Return weighted rows of dice as a list, and count what each of them takes."""
    listed = []
    size = 0
    for case, weight in rows:
        size += CASE_BYTES + weight.bit_length() // 4
        work.spend(32)
        work.need(size)
        listed.append((case, weight))
    return listed


def split(die: Die, match: Match) -> tuple[Die, Die]:
    """Return the die if it matches, and if it does not."""
    return die.only(match.matches), die.only(lambda value: not match.matches(value))


def collect(cases: dict[Case, int], row: Iterable[tuple[Die, int]], weight: int) -> None:
    """Add a row of dice to the cases, equal neighbors taken together. A row that cannot be is left out."""
    merged: list[tuple[Die, int]] = []
    for die, count in row:
        if not count:
            continue
        if not die.outcomes:
            return
        if merged and merged[-1][0] == die:
            count += merged.pop()[1]
        merged.append((die, count))
    case = tuple(merged)
    cases[case] = cases.get(case, 0) + weight


def rearranged(table: Table, function: Callable[[Case], Iterable[tuple[Die, int]]]) -> Table:
    """Return the table with each of its rows of dice changed as a whole."""
    cases: dict[Case, int] = {}
    for case, weight in table.cases.items():
        collect(cases, function(case), weight)
    return Table(cases, table.denominator, table.picks)


def from_chances(chances: Mapping[Case, Fraction], denominator: int) -> Table:
    """Return the table with these cases; each chance is still to be divided by the denominator."""
    common = lcm(*(chance.denominator for chance in chances.values()))
    cases: dict[Case, int] = {}
    for case, chance in chances.items():
        collect(cases, case, int(chance * common))
    return Table(cases, denominator * common)


def one_by_one(case: Case) -> Iterator[Die]:
    """Yield each die of a case separately."""
    for die, count in case:
        yield from repeat(die, count)


def kind(die: Die) -> DieKind:
    """Return the kind of a die that can be thrown again."""
    if die.kind is None:
        raise AssertionError("the total of a roll is never rolled again")
    return die.kind


def shown(_die: Die, outcome: Outcome) -> Number:
    """Return what a die is worth that is added up."""
    return outcome[0]


def value(entry: tuple[Die, int]) -> Number:
    """Return what dice that have landed count."""
    return entry[0].outcomes[0][0]


def size(case: Case) -> int:
    """Return how many dice are in the case."""
    return sum(count for _, count in case)


def kept_ranks(picks: Iterable[Pick], count: int) -> tuple[int, int]:
    """Return the first rank that is kept, from 0 for the highest die, and the first after it that is not.

    >>> from dicewright.notation.parsing.common import parse
    >>> kept_ranks(parse("9d6kh5dl1").rolls[0].expression.modifiers, 9)
    (0, 4)
    """
    first, last = 0, count
    for pick in picks:
        if isinstance(pick, Unique):
            continue
        number = min(pick.number, last - first)
        if pick.which == "middle":
            last -= (last - first - number) // 2
            first = last - number
        elif isinstance(pick, Keep) == (pick.which == "highest"):
            if isinstance(pick, Keep):
                last = first + number
            else:
                last -= number
        elif isinstance(pick, Keep):
            first = last - number
        else:
            first += number
    return first, last


def earliest_first(picks: tuple[Pick, ...]) -> bool:
    """Return whether of equal dice the one thrown first ranks highest, as where the highest are picked."""
    return bool(picks) and isinstance(picks[0], Keep | Drop) and picks[0].which == "highest"
