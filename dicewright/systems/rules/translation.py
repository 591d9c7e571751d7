"""A system's words in another language: every text that players read, if the file translates it."""

from __future__ import annotations

import re

from dicewright.systems.rules.tables import rolls_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dicewright.systems.rules.model import Description, RollKind
    from dicewright.systems.rules.plans import Table

_PLACE = re.compile(r"\{([^{}]*)\}")


def places(text: str) -> set[str]:
    """Return the names in braces in a text.

    >>> sorted(places("{hits|hit|hits} against {need}: {outcome}"))
    ['hits', 'need', 'outcome']
    """
    return {place.partition("|")[0].strip().lower() for place in _PLACE.findall(text)}


def texts(description: Description) -> Iterator[str]:
    """Yield every text of a file that players read, and that can be translated."""
    yield description.name
    for kind in description.rolls.values():
        yield kind.label
        yield kind.message
        yield from (parameter.label for parameter in kind.parameters.values())
        for outcome in kind.outcomes:
            yield outcome.name
            yield outcome.message
        yield from (note.name for note in kind.notes)
        yield from (look.name for look in (kind.push, kind.keep) if look is not None)
        if kind.opposed is not None:
            yield kind.opposed.tie
    for table in description.tables.values():
        yield from (row.words for row in table.rows)


def translated(description: Description, words: Mapping[str, str]) -> Description:
    """Return what a file says, with its texts in the words of another language."""

    def translated(text: str) -> str:
        return words.get(text, text)

    return description.replace(
        name=translated(description.name),
        rolls={name: _roll(kind, translated) for name, kind in description.rolls.items()},
        tables={name: _table(table, translated) for name, table in description.tables.items()},
    )


def _roll(kind: RollKind, translated: Callable[[str], str]) -> RollKind:
    outcomes = _apart([outcome.name for outcome in kind.outcomes], translated)
    notes = _apart([note.name for note in kind.notes], translated)
    return kind.replace(
        label=translated(kind.label),
        message=translated(kind.message),
        parameters={
            name: parameter.replace(label=translated(parameter.label))
            for name, parameter in kind.parameters.items()
        },
        outcomes=tuple(
            outcome.replace(name=name, message=translated(outcome.message))
            for outcome, name in zip(kind.outcomes, outcomes, strict=True)
        ),
        notes=tuple(note.replace(name=name) for note, name in zip(kind.notes, notes, strict=True)),
        push=None if kind.push is None else kind.push.replace(name=translated(kind.push.name)),
        keep=None if kind.keep is None else kind.keep.replace(name=translated(kind.keep.name)),
        opposed=None if kind.opposed is None else kind.opposed.replace(tie=translated(kind.opposed.tie)),
    )


def _apart(names: list[str], translated: Callable[[str], str]) -> list[str]:
    """Return names translated; all stay as they are if two would become one."""
    found = [translated(name) for name in names]
    return found if len(set(found)) == len(found) else names


def _table(table: Table, translated: Callable[[str], str]) -> Table:
    rows = []
    for row in table.rows:
        words = translated(row.words)
        # The rolls among the words are thrown in their order, so there have to be as many.
        same = len(rolls_in(words)[1]) == len(row.rolls)
        rows.append(row.replace(words=words) if same else row)
    return table.replace(rows=tuple(rows))
