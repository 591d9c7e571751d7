"""Numbers that a roll can give and its file does not cover, with an outcome or with a row of a table."""

from __future__ import annotations

from dicewright.numbers import shown
from dicewright.phrases import Numeral, Phrase
from dicewright.systems.rules import possible
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dicewright.numbers import Number
    from dicewright.systems.rules.model import RollKind
    from dicewright.systems.rules.possible import Possible

    Bounds = tuple[Number | None, Number | None]


class Gap(Value):
    """A number that a roll can give, and that nothing covers."""

    number: Number
    between: bool
    """Whether it is between numbers that are covered."""
    entry: tuple[str, ...]
    """The entry of the roll that should cover it."""
    table: str = ""
    """The table that has no row for it; "" if no outcome covers it."""
    fraction: bool = False
    """Whether it stands for fractions between two ranges."""

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        if self.table:
            return Phrase(
                "The table {table} has no row for {number}.",
                table=self.table,
                number=Numeral(shown(self.number)),
            )
        if self.fraction:
            return Phrase("The result may be a fraction, and a fraction between two ranges has no outcome.")
        return Phrase("No outcome covers a result of {number}.", number=Numeral(shown(self.number)))

    @property
    def hint(self) -> str:
        """What to do about it."""
        if self.fraction:
            return Phrase(
                'Round the result, as in floor(…) for down or ceil(…) for up; "//" divides and rounds down.'
            )
        if self.table:
            return Phrase('Give it a row, or widen one: "7..9", the first as "..N", the last as "N..".')
        return Phrase(
            "Widen a range, or leave range and when out of the last outcome, which then covers the rest."
        )


def gaps(kind: RollKind) -> Iterator[Gap]:
    """Yield the gaps of a roll that are certain to be rolled some day, an example of each."""
    known = possible.of_roll(kind)
    fractions: dict[int, bool] = {}
    for value in kind.values:
        fractions[kind.places[value.name]] = possible.may_be_fraction(value.formula, fractions)
    yield from _between_outcomes(kind, known, fractions)
    typed = _without_dice(kind)
    rows: dict[int, list[tuple[int, int]]] = {}
    for value in kind.values:
        # One table a value is enough to look at, so that no file takes long to check.
        one = next((one for one in value.formula.walk() if one.operation == "table"), None)
        # A table of what may be typed, such as kinds of dice, refuses the rest on purpose.
        if one is None or one.needs_only(typed):
            continue
        table = one.data
        if id(table) not in rows:
            rows[id(table)] = _joined((row.first, row.last) for row in table.rows)
        for number, between in _left(possible.of(one.parts[0], known), rows[id(table)]):
            yield Gap(number, between, ("values", value.name), table.name)


def _without_dice(kind: RollKind) -> set[int]:
    """Return the places of the parameters, and of the values that depend on no dice."""
    found = kind.places_before
    for value in kind.values:
        if value.formula.needs_only(found):
            found.add(kind.places[value.name])
    return found


def _between_outcomes(
    kind: RollKind, known: dict[int, Possible | None], fractions: dict[int, bool]
) -> Iterator[Gap]:
    ranges = [(outcome.least, outcome.most) for outcome in kind.outcomes if outcome.test is None]
    if kind.result is None or not ranges or len(ranges) < len(kind.outcomes) or (None, None) in ranges:
        return
    if possible.may_be_fraction(kind.result, fractions):
        yield Gap(0, True, ("outcomes",), fraction=True)
        return
    for number, between in _left(possible.of(kind.result, known), _joined(ranges)):
        yield Gap(number, between, ("outcomes",))


def _left(inside: Possible | None, joined: Sequence[tuple[int, int]]) -> Iterator[tuple[Number, bool]]:
    """Yield a number of each stretch that no range covers, and whether it is between two ranges."""
    for one in () if inside is None else inside.outside(joined):
        numbers = sorted(one.listed) if one.listed is not None else (one.example,)
        between = [number for number in numbers if joined[0][1] < number < joined[-1][0]]
        yield (between or numbers)[0], bool(between)


def _joined(ranges: Iterable[Bounds]) -> list[tuple[int, int]]:
    """Return ranges in order, with those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(
        (-possible.FAR if first is None else int(first), possible.FAR if last is None else int(last))
        for first, last in ranges
    ):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found
