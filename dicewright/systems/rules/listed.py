"""The numbers that a parameter may be where the file looks it up in a table, such as the dice of a chain."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import RollKind

# What follows in these may not be worked out.
_MAYBE = ("if", "and", "or")


def listed_numbers(kind: RollKind) -> Mapping[str, tuple[int, ...]]:
    """Return, in ascending order, the only numbers that parameters may be, by the name of the parameter.

    They are the rows of a table of numbers in which every roll looks the parameter up as it was typed; of
    several such tables, the rows that all of them have.

    >>> import dicewright
    >>> listed_numbers(dicewright.systems()["dcc"].rolls["check"])
    {'die': (3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 30)}
    """
    names = {kind.places[name]: name for name in kind.parameters}
    # What the first outcome covers never gets to the tests of the others.
    later = [outcome.test for outcome in kind.outcomes[1:]]
    certain = [formula for formula in kind.formulas if not any(formula is test for test in later)]
    found: dict[str, set[int]] = {}
    for lookup in (each for formula in certain for each in _lookups(formula)):
        (key,) = lookup.parts
        rows = [row.first for row in lookup.data.rows if row.first is not None and row.first == row.last]
        # A table of words, or with ranges, has another use than to list what may be typed.
        listing = lookup.data.holds == "numbers" and len(rows) == len(lookup.data.rows)
        if listing and key.operation == "slot" and key.data in names:
            name = names[key.data]
            found[name] = found.get(name, set(rows)).intersection(rows)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items() if numbers}


def _lookups(formula: Formula) -> Iterator[Formula]:
    """Yield the lookups in tables that are worked out in any case."""
    if formula.operation == "table":
        yield formula
    if formula.operation not in _MAYBE:
        for part in formula.parts:
            yield from _lookups(part)
