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

    They are the rows of a table of numbers in which every roll looks the parameter up as it was typed.

    >>> import dicewright
    >>> listed_numbers(dicewright.systems()["dcc"].rolls["check"])
    {'die': (3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 30)}
    """
    names = {kind.places[name]: name for name in kind.parameters}
    found: dict[str, tuple[int, ...]] = {}
    for lookup in (each for formula in kind.formulas for each in _lookups(formula)):
        (key,) = lookup.parts
        rows = [row.first for row in lookup.data.rows if row.first is not None and row.first == row.last]
        # A table of words, or with ranges, has another use than to list what may be typed.
        listing = lookup.data.holds == "numbers" and len(rows) == len(lookup.data.rows)
        if listing and key.operation == "slot" and key.data in names:
            found[names[key.data]] = tuple(sorted(rows))
    return found


def _lookups(formula: Formula) -> Iterator[Formula]:
    """Yield the lookups in tables that are worked out in any case."""
    if formula.operation == "table":
        yield formula
    if formula.operation not in _MAYBE:
        for part in formula.parts:
            yield from _lookups(part)
