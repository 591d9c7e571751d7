"""The tests embedded in a file: what is rolled, and what is expected of it."""

from __future__ import annotations

import re
from fractions import Fraction

from dicewright.phrases import Phrase
from dicewright.source import excerpt
from dicewright.systems.errors import SystemFileError
from dicewright.systems.rules.model import Example

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.loading.fields import Fields

# 0.598, or 59.8%: a whole number without a percent sign is exact.
_DECIMAL = re.compile(r"\d*\.(\d+)\s*%?|\d+\s*%")
_EXPECTED = ("outcome", "message", "notes", "values", "odds")


def refuse_too_many(fields: Fields, most: int) -> None:
    """Raise SystemFileError if a file has more tests than this."""
    tests = fields.entries.get("test")
    if isinstance(tests, list) and len(tests) > most:
        fields.refuse(
            Phrase("A file can have at most {most} tests.", most=most), "too-many-tests", "test", most
        )


def read_tests(fields: Fields) -> tuple[Example, ...]:
    """Return the embedded tests in their order."""
    return tuple(map(_test, fields.items("test")))


def _test(test: Fields) -> Example:
    test.only("roll", "faces", "push", "keep", "within", *_EXPECTED)
    faces = test.entries.get("faces")
    if faces is not None and not (
        isinstance(faces, list)
        and all(isinstance(face, int) and not isinstance(face, bool) for face in faces)
    ):
        test.refuse(Phrase("The faces must be a list of whole numbers."), "wrong-type", "faces")
    if not any(name in test for name in _EXPECTED):
        test.refuse(Phrase("A test expects an outcome, message, notes, values or odds."), "empty-test")
    if faces is None and any(name in test for name in _EXPECTED[:-1]):
        test.refuse(
            Phrase("Without faces, only odds can be tested."),
            "faces-missing",
            hint=Phrase("For example, faces = [6, 1]."),
        )
    if "push" in test and "keep" in test:
        test.refuse(Phrase("A test pushes dice or keeps some, not both."), "push-and-keep", "keep")
    odds = test.entries.get("odds")
    chances: dict[str, Fraction] | None = None
    within: dict[str, Fraction] | None = None
    if odds is not None:
        table = test.table("odds")
        chances = {name: _chance(table, name, value) for name, value in table.entries.items()}
        allowed = test.number(test.entries["within"], "within") if "within" in test else None
        within = {
            name: _allowed(value) if allowed is None else Fraction(allowed)
            for name, value in table.entries.items()
        }
    return Example(
        test.text("roll"),
        test.line(),
        None if faces is None else tuple(faces),
        test.text("outcome") if "outcome" in test else None,
        test.text("message") if "message" in test else None,
        tuple(test.names("notes")) if "notes" in test else None,
        _values(test) if "values" in test else None,
        chances,
        within,
        "push" in test,
        None if test.entries.get("push") is True else _dice(test, "push"),
        _dice(test, "keep"),
    )


def _dice(test: Fields, name: str) -> tuple[tuple[str, int], ...] | None:
    """Return the dice of an entry such as { red = [1, 3] }, in which the first die is 1; None without one."""
    if name not in test:
        return None
    table = test.table(name)
    found: list[tuple[str, int]] = []
    for pool, numbers in table.entries.items():
        if not isinstance(numbers, list) or not all(
            isinstance(one, int) and not isinstance(one, bool) and one >= 1 for one in numbers
        ):
            table.refuse(
                Phrase("The dice of a pool must be a list of their numbers."),
                "wrong-type",
                pool,
                hint=Phrase("For example, [1, 3]."),
            )
        found += [(pool, number - 1) for number in numbers]
    return tuple(found)


def _chance(table: Fields, name: str, given: Any) -> Fraction:
    """Return a chance: 0.598, "0.60", "59.8%" or "1/3"."""
    percent = isinstance(given, str) and given.strip().endswith("%")
    number = Fraction(table.number(given.strip().removesuffix("%") if percent else given, name))
    chance = number / 100 if percent else number
    if not 0 <= chance <= 1:
        table.refuse(
            Phrase("A chance is between 0 and 1."),
            "chance",
            name,
            hint=Phrase('If it is a percentage, write "{number}%".', number=excerpt(str(given)))
            if 1 < chance <= 100
            else "",
        )
    return chance


def _allowed(given: Any) -> Fraction:
    """Return how far a chance may be from one that is published: half a unit of its last digit."""
    found = _DECIMAL.fullmatch(repr(given) if isinstance(given, float) else str(given).strip())
    if found is None:
        return Fraction(0)
    digits = len(found[1] or "") + (2 if found[0].endswith("%") else 0)
    return Fraction(1, 2 * 10**digits)


def _values(test: Fields) -> dict[str, Number | str]:
    table = test.table("values")
    found: dict[str, Number | str] = {}
    for name, value in table.entries.items():
        # Words are compared as they are, though a text may also be a fraction such as "1/2".
        try:
            found[name.lower()] = table.number(value, name)
        except SystemFileError:
            found[name.lower()] = table.text(name)
    return found
