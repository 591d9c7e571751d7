"""Reading a file's tables: each entry is asked for by its type, and what nobody asks for is an error."""

from __future__ import annotations

from dicewright.notation.mistakes.suggestions import nearest
from dicewright.numbers import exact
from dicewright.phrases import Phrase
from dicewright.source import excerpt, presentable
from dicewright.systems.errors import SystemFileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, NoReturn

    from dicewright.numbers import Number
    from dicewright.systems.loading.locating import Path

LONGEST_WORDS = 200
ROLL_ENTRIES = (
    "usage",
    "label",
    "parameters",
    "pools",
    "values",
    "result",
    "outcomes",
    "shift",
    "notes",
    "message",
    "show",
    "push",
    "keep",
    "opposed",
)
"""What a roll can have."""


class Fields:
    """A table of the file with the lines of its entries."""

    def __init__(self, entries: Mapping[str, Any], lines: Mapping[Path, int], path: Path = ()) -> None:
        self.entries = entries
        self.path = path
        self._lines = lines

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def line(self, *names: str | int) -> int:
        """Return the line of an entry, or of the nearest table around it."""
        path = (*self.path, *names)
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def key(self, *names: str | int) -> str:
        """Return the full name of an entry, such as roll.pool.values.hits."""
        return ".".join(map(str, (*self.path, *names)))

    def refuse(self, message: str, code: str, *names: str | int, hint: str = "") -> NoReturn:
        """Raise the error about an entry."""
        raise SystemFileError(message, code=code, line=self.line(*names), key=self.key(*names), hint=hint)

    def only(self, *known: str) -> None:
        """Raise SystemFileError if there is an entry that has no meaning here."""
        outside = ROLL_ENTRIES if self.path[:1] == ("roll",) and len(self.path) > 2 else ()
        for name in self.entries:
            if name not in known:
                near = nearest(name, known, most=1)
                hint = (
                    Phrase('Did you mean "{near}"?', near=near[0])
                    if near
                    else Phrase("Known here: {known}.", known=", ".join(known))
                )
                if outside and name in outside:
                    hint = Phrase(
                        "It belongs to [{table}]: write it above the heading "
                        "of this table, which all lines below belong to.",
                        table=".".join(map(str, self.path[:2])),
                    )
                self.refuse(
                    Phrase('"{name}" means nothing here.', name=excerpt(name)),
                    "unknown-entry",
                    name,
                    hint=hint,
                )

    def table(self, name: str) -> Fields:
        """Return a table; an empty one if there is none."""
        return self.as_table(self.entries.get(name, {}), name)

    def as_table(self, value: Any, *names: str | int) -> Fields:
        """Return a value that has to be a table."""
        if not isinstance(value, dict):
            several = isinstance(value, list) and any(isinstance(one, dict) for one in value)
            self.refuse(
                Phrase("This should be one table, not a list of them.")
                if several
                else Phrase("This should be a table."),
                "wrong-type",
                *names,
                hint=Phrase("Write single brackets: [{table}].", table=self.key(*names))
                if several
                else Phrase("For example, {{ name = … }}."),
            )
        return Fields(value, self._lines, (*self.path, *names))

    def tables(self, name: str) -> Iterator[tuple[str, Fields]]:
        """Yield the tables within a table, by name."""
        inside = self.table(name)
        for key, value in inside.entries.items():
            yield key, inside.as_table(value, key)

    def items(self, name: str) -> list[Fields]:
        """Return the tables of a list."""
        value = self.entries.get(name, [])
        if not isinstance(value, list):
            single = isinstance(value, dict) and bool(value)
            self.refuse(
                Phrase("This should be a list."),
                "wrong-type",
                name,
                hint=Phrase("Write double brackets for each: [[{table}]].", table=self.key(name))
                if single
                else Phrase("For example, [ {{ … }}, {{ … }} ]."),
            )
        return [self.as_table(item, name, place) for place, item in enumerate(value)]

    def words(self, name: str, default: str | None = None) -> str:
        """Return a text for people: on one line, not too long; a default as it is, such as a phrase."""
        if default is not None and name not in self.entries:
            return default
        text = self.text(name)
        if len(text) > LONGEST_WORDS:
            self.refuse(
                Phrase("This text has more than {most} characters.", most=LONGEST_WORDS), "too-long", name
            )
        return presentable(text).strip()

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        if name not in self.entries:
            if default is None:
                self.refuse(Phrase('"{name}" is missing here.', name=name), "missing-entry", name)
            return default
        value = self.entries[name]
        if not isinstance(value, str):
            self.refuse(Phrase("This should be text in quotes."), "wrong-type", name)
        return value

    def notation(self, name: str) -> str:
        """Return a string of notation. A whole number may stand without quotes."""
        value = self.entries[name]
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text(name)

    def whole(self, name: str) -> int | None:
        """Return a whole number, or None if there is none."""
        value = self.entries.get(name)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**9
        ):
            self.refuse(Phrase("This should be a whole number."), "wrong-type", name)
        return value

    def number(self, value: Any, *names: str | int) -> Number:
        """Return a value that has to be a number: 3, 0.5 or "1/2"."""
        try:
            if isinstance(value, str) and len(value) <= 60:
                return exact(value.strip())
            if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
                return exact(repr(value))
        except (ValueError, ZeroDivisionError):
            pass
        self.refuse(
            Phrase("This should be a number."),
            "wrong-type",
            *names,
            hint=Phrase('For example, 3, 0.25 or "1/4".'),
        )

    def names(self, name: str) -> list[str]:
        """Return a list of texts, or one text as a list."""
        value = self.entries.get(name, [])
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(Phrase("This should be a list of texts."), "wrong-type", name)
        return list(value)

    def flag(self, name: str) -> bool:
        """Return whether an entry is true; a missing one is not."""
        value = self.entries.get(name, False)
        if not isinstance(value, bool):
            self.refuse(Phrase("This should be true or false."), "wrong-type", name)
        return value
