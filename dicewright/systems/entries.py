"""What there is to know of a system before its file is read: what it is called and how it is typed."""

from __future__ import annotations

import re

from dicewright.notation.tokens.signs import lowered
from dicewright.systems.rules.model import Alias
from dicewright.systems.spellings import Spellings
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from dicewright.systems.system import System

# What a system is called ends at the edition and the like; some names are those of two games.
_TITLES = re.compile(r",|\(|\band\b")
_WORD = re.compile(r"[^\W_]+")
# What a system is called and how it is typed comes before its first roll.
_HEAD = re.compile(r"^\[(?:roll|die|symbol|table|\[test)", re.MULTILINE)


class SystemEntry(Value):
    """One line of the list of systems.

    >>> import dicewright
    >>> entry = dicewright.systems().entry("pbta")
    >>> entry.name, entry.example
    ('Powered by the Apocalypse', 'pbta +2')
    """

    command: str
    """The word that its rolls begin with."""
    name: str
    """What the system is called."""
    usage: str
    """What is typed after the command for its first roll."""
    example: str
    """A call of its first roll."""
    aliases: tuple[Alias, ...] = ()
    """Other words for it, and other bots' spellings of its calls."""

    @property
    def words(self) -> tuple[str, ...]:
        """The command and the other words that stand for it."""
        return Spellings(self.command, self.aliases).words

    @property
    def titles(self) -> tuple[str, ...]:
        """The names of its games, without spaces.

        >>> import dicewright
        >>> dicewright.systems().entry("genesys").titles, dicewright.systems().entry("pf2e").titles
        (('genesys', 'starwars', 'ffg'), ('pathfinder',))
        """
        titles = ("".join(_WORD.findall(lowered(part))) for part in _TITLES.split(self.name))
        return tuple(
            [title for title in titles if title and not title[0].isdigit() and "edition" not in title]
        )


def entry_of(system: System) -> SystemEntry:
    """Return the entry of a system that has been read."""
    first = system.rolls[system.description.first]
    return SystemEntry(
        system.command, system.name, first.usage, system.example(first.name), system.description.aliases
    )


def written(entries: Iterable[SystemEntry]) -> str:
    """Return the index that `read` reads: one line for each system, in JSON."""
    import json

    lines = []
    for entry in entries:
        aliases = {alias.pattern: alias.call for alias in entry.aliases}
        fields = [entry.name, entry.usage, entry.example, aliases]
        lines.append(f"{json.dumps(entry.command)}: {json.dumps(fields, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(text: str) -> dict[str, SystemEntry]:
    """Return the entries of an index, by command."""
    import json  # a plain roll needs none of it

    found: Mapping[str, Any] = json.loads(text)
    return {
        command: SystemEntry(
            command, name, usage, example, tuple([Alias(pattern, call) for pattern, call in aliases.items()])
        )
        for command, (name, usage, example, aliases) in found.items()
    }


def spellings_in(text: str, command: str) -> Spellings:
    """Return how the calls of a file begin, from what comes before its first roll alone."""
    import tomllib

    given = tomllib.loads(_HEAD.split(text, maxsplit=1)[0]).get("aliases", [])
    calls = given if isinstance(given, dict) else dict.fromkeys(given, command)
    return Spellings(command, [Alias(" ".join(one.lower().split()), call) for one, call in calls.items()])
