"""Many systems side by side: the one that a text means is found by its first word."""

from __future__ import annotations

import re
from functools import cache

from dicewright.errors import DiceError, NotationError
from dicewright.notation.mistakes.suggestions import slips
from dicewright.notation.tokens.signs import lowered
from dicewright.source import Span, excerpt
from dicewright.systems.loading.aliases import Spellings
from dicewright.systems.rolling.contests import sides
from dicewright.systems.rules.model import Alias
from dicewright.systems.system import System

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable
    from typing import Any

    from dicewright.notation.names import Meaning
    from dicewright.randomness import Draw
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.contests import Contest, ContestOdds

_FIRST = re.compile(r"[^\W\d_][\w-]*")
# Above the first roll stands what a system is called and how it is typed.
_HEAD = re.compile(r"^\[(?:roll|die|symbol|table|\[test)", re.MULTILINE)
# What a system is called ends at the edition and the like; some names are those of two games.
_TITLES = re.compile(r",|\(|\band\b")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_TITLE = 5
_MOST_MEANT = 3


class Systems:
    """Systems by their commands and other words. A system is read when it is first asked for.

    >>> from dicewright import System
    >>> coin = System.from_toml('''
    ... format = 1
    ... name = "Coins"
    ... command = "coin"
    ... [roll.toss]
    ... pools.coin = "1d2"
    ... outcomes = [{ name = "heads", range = "2" }, { name = "tails" }]
    ... ''')
    >>> mine = Systems([coin])
    >>> mine.find("coin").name, mine.commands
    ('Coins', ('coin',))
    """

    def __init__(self, given: Iterable[System] = (), files: Mapping[str, Traversable] | None = None) -> None:
        self._read: dict[str, System] = {system.command: system for system in given}
        self._files = dict(files or {})
        self._words: dict[str, str] | None = None
        self._spellings: list[Spellings] | None = None
        self._titles: dict[str, list[str]] | None = None

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands of all systems, in order."""
        return tuple(sorted({*self._read, *self._files}))

    def __iter__(self) -> Iterator[System]:
        return map(self._system, self.commands)

    def __len__(self) -> int:
        return len(self.commands)

    def __contains__(self, command: object) -> bool:
        return command in self._read or command in self._files

    def __getitem__(self, command: str) -> System:
        """Return the system with a command; KeyError where there is none."""
        return self._system(command)

    def with_systems(self, more: Iterable[System]) -> Systems:
        """Return these systems and others; one with a command that is here takes its place."""
        found = Systems([*self._read.values(), *more])
        found._files = {command: file for command, file in self._files.items() if command not in found._read}
        return found

    def find(self, text: str) -> System:
        """Return the system that a call is for, by its first word or by a spelling that one knows.

        Raises NotationError with the nearest words where no system, or more than one, has that word.
        """
        first = _FIRST.match(text.strip())
        word = lowered(first[0]) if first else ""
        words = self.words
        if word in words:
            return self._system(words[word])
        knowing = self._knowing(text)
        if len(knowing) == 1:
            return self._system(knowing[0])
        written = text.split(maxsplit=1)[0] if text.split() else ""
        shown = excerpt(written)
        fix = None
        if knowing:
            hint = f"Begin with {' or '.join(knowing)}."
            message = f'"{shown}" means something in several systems.'
        else:
            meant = self.meant(text)
            fix = meant[0] if meant else None
            hint = (
                f"Did you mean {' or '.join(meant)}?"
                if meant
                else "Begin with the name of a system, as in pbta +2."
            )
            message = f'No system is called "{shown}".'
        span = Span(0, max(1, len(written)))
        raise NotationError(message, code="unknown-system", hint=hint, text=text, span=span, fix=fix)

    def meant(self, text: str) -> tuple[str, ...]:
        """Return calls that a text may mean whose first word is misspelled, or is a game's full name.

        Each can be rolled, and the nearest comes first.

        >>> import dicewright
        >>> shipped = dicewright.systems()
        >>> shipped.meant("genesis yggpp"), shipped.meant("Call of Cthulhu 55"), shipped.meant("hello")
        (('genesys yggpp',), ('coc 55',), ())
        """
        spelled = list(_WORD.finditer(text))
        candidates: dict[str, None] = {}
        for number in range(min(_LONGEST_TITLE, len(spelled)), 0, -1):
            title = "".join(word[0] for word in spelled[:number])
            for command in self._all_titles().get(lowered(title), ()):
                candidates[f"{command}{text[spelled[number - 1].end() :]}"] = None
        first = _FIRST.match(text.strip())
        if first and lowered(first[0]) not in self.words:
            rest = text.strip()[first.end() :]
            candidates |= {f"{near}{rest}": None for near in slips(lowered(first[0]), self.words)}
        return tuple(call for call in candidates if self._can_be_rolled(call))[:_MOST_MEANT]

    def _can_be_rolled(self, call: str) -> bool:
        try:
            self.find(call).call(call)
        except DiceError:
            return False
        return True

    def understands(self, text: str) -> bool:
        """Return whether a text is a call of one of these systems, and not a plain roll."""
        first = _FIRST.match(text.strip())
        if first and lowered(first[0]) in self.words:
            return True
        return bool(self._knowing(text))

    def _knowing(self, text: str) -> list[str]:
        """Return the commands of the systems of which a text is a call, in order."""
        return [spellings.command for spellings in self._all_spellings() if spellings.understand(text)]

    def roll(
        self,
        text: str,
        *,
        seed: str | bytes | None = None,
        dice: Draw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> SystemResult:
        """Roll a call of any of these systems. The arguments and errors are those of `System.roll`."""
        return self.find(text).roll(text, seed=seed, dice=dice, names=names)

    def odds(
        self, text: str, *, names: Mapping[str, Meaning] | None = None, pushed: bool = False
    ) -> OutcomeOdds:
        """Return the odds of a call of any of these systems, as `System.odds` does."""
        return self.find(text).odds(text, names=names, pushed=pushed)

    def opposing(self, text: str) -> tuple[str, str] | None:
        """Return the two calls of a text such as "coc 55 vs coc 40"; None where it is no such contest."""
        for first, _ in sides(text):
            if self.understands(first) and (both := self.find(first).opposing(text)) is not None:
                return both
        return None

    def contest(
        self,
        text: str,
        *,
        seed: str | bytes | None = None,
        dice: Draw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> Contest:
        """Roll one call against another. The arguments and errors are those of `System.contest`."""
        return self._of_contest(text).contest(text, seed=seed, dice=dice, names=names)

    def contest_odds(self, text: str, *, names: Mapping[str, Meaning] | None = None) -> ContestOdds:
        """Return the odds of one call against another. The errors are those of `System.contest_odds`."""
        return self._of_contest(text).contest_odds(text, names=names)

    def _of_contest(self, text: str) -> System:
        both = self.opposing(text)
        return self.find(text if both is None else both[0])

    def of(self, result: SystemResult) -> System | None:
        """Return the system that made a result, as it was then; None where it is not here any more.

        What is done with a result that was stored, such as a push, is done by that system.
        """
        if result.system not in self:
            return None
        found = self._system(result.system)
        return found if found.digest == result.digest else None

    def _system(self, command: str) -> System:
        if command not in self._read:
            # The tests of the library hold the files that are shipped, so their own are not run here.
            self._read[command] = System.from_toml(self._files[command].read_text("utf-8"), check=False)
        return self._read[command]

    @property
    def words(self) -> Mapping[str, str]:
        """Return every word that a call may begin with, and the command that it stands for."""
        if self._words is None:
            found: dict[str, str] = {}
            for spellings in self._all_spellings():
                for word in spellings.words:
                    if spellings.command in self._read:
                        found[word] = spellings.command
                    else:
                        found.setdefault(word, spellings.command)
            # A command wins over another system's alias.
            found.update({command: command for command in self.commands})
            self._words = found
        return self._words

    def _all_spellings(self) -> list[Spellings]:
        """Return how the calls of each system begin, in the order of their commands.

        Of a file that is not read yet, only what stands above its first roll is looked at.
        """
        if self._spellings is None:
            self._spellings = [
                self._read[command].spellings
                if command in self._read
                else _spellings_in(self._files[command], command)
                for command in self.commands
            ]
        return self._spellings

    def _all_titles(self) -> dict[str, list[str]]:
        """Return the names of games without spaces, and the commands of their systems."""
        if self._titles is None:
            self._titles = {}
            for command in self.commands:
                read = self._read.get(command)
                name = read.name if read is not None else _head_of(self._files[command]).get("name", "")
                for title in _titles_of(name):
                    self._titles.setdefault(title, []).append(command)
        return self._titles


def _titles_of(name: str) -> list[str]:
    """Return the names of a system's games, without spaces.

    >>> _titles_of("Genesys and Star Wars (FFG)"), _titles_of("Pathfinder, 2nd edition")
    (['genesys', 'starwars', 'ffg'], ['pathfinder'])
    """
    titles = ("".join(_WORD.findall(lowered(part))) for part in _TITLES.split(name))
    return [title for title in titles if title and not title[0].isdigit() and "edition" not in title]


def _head_of(file: Traversable) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(_HEAD.split(file.read_text("utf-8"), maxsplit=1)[0])


def _spellings_in(file: Traversable, command: str) -> Spellings:
    given = _head_of(file).get("aliases", [])
    entries = given.items() if isinstance(given, dict) else [(word, command) for word in given]
    return Spellings(command, [Alias(" ".join(spelling.lower().split()), call) for spelling, call in entries])


@cache
def shipped() -> Systems:
    """Return the systems that are shipped. Each is a file in `data`, named by its command."""
    from importlib.resources import files

    folder = files("dicewright.systems") / "data"
    if not folder.is_dir():
        return Systems()
    found = {file.name[:-5]: file for file in folder.iterdir() if file.name.endswith(".toml")}
    return Systems((), dict(sorted(found.items())))
