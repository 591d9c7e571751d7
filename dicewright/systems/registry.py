"""Many systems side by side: the one that a text means is found by its first word."""

from __future__ import annotations

import re
from functools import cache, cached_property

from dicewright.errors import DiceError, LimitError, NotationError, RollError
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.mistakes.suggestions import distance, nearest, slips
from dicewright.notation.tokens.signs import plain
from dicewright.phrases import Phrase, one_of
from dicewright.source import Span, excerpt
from dicewright.systems.entries import entry_of, read, spellings_in
from dicewright.systems.shipped_files import shipped_files
from dicewright.systems.spellings import Spellings, borrowed, checked_call, sides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dicewright.notation.names import Meaning
    from dicewright.randomness import AnyDraw, Seed
    from dicewright.systems.entries import SystemEntry
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.contests import Contest, ContestOdds
    from dicewright.systems.shipped_files import PackedFile
    from dicewright.systems.system import System

_REPEATED = re.compile(r"\s*([0-9]{1,6})(?:\s*[xX×#]\s*|\s+)(\S.*)", re.DOTALL)
_SHORTEST, _LONGEST = 2, 40
# A short word has few letters to be like another in; a long one that is no slip must be nearly the same.
_LIKENESS, _LIKENESS_OF_LONG, _SHORT = 0.6, 0.75, 3
_FIRST = re.compile(r"[^\W\d_][\w-]*")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_TITLE = 5
_MOST_MEANT = 3
# What follows a word that is typed as a system: a number, and no dice.
_NUMBER = re.compile(r"\s*[-+]?\d+(?!\w*[dDwW]\d)")


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

    def __init__(
        self,
        given: Iterable[System] = (),
        files: Mapping[str, Path | PackedFile] | None = None,
        index: Path | PackedFile | None = None,
    ) -> None:
        self._read: dict[str, System] = {system.command: system for system in given}
        self._given = tuple(self._read)
        self._files = dict(files or {})
        self._index = index

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands of all systems, in order."""
        return tuple(sorted({*self._read, *self._files}))

    def __iter__(self) -> Iterator[System]:
        return map(self._system, self.commands)

    def __len__(self) -> int:
        return len(self.commands)

    def __repr__(self) -> str:
        return f"<Systems: {len(self):,} game systems>"

    def __contains__(self, command: object) -> bool:
        return command in self._read or command in self._files

    def __getitem__(self, command: str) -> System:
        """Return the system with a command; KeyError if there is none."""
        return self._system(command)

    def with_systems(self, more: Iterable[System]) -> Systems:
        """Return these systems and others; a system replaces one that has the same command."""
        added = list(more)
        found = Systems([*self._read.values(), *added], self._files, self._index)
        found._files = {command: file for command, file in self._files.items() if command not in found._read}
        # Those that were read before are no more than those that were not.
        found._given = (*self._given, *[system.command for system in added])
        return found

    def file(self, command: str) -> str:
        """Return the text of the file of a system that is shipped; KeyError if there is none.

        >>> import dicewright
        >>> dicewright.systems().file("pbta").splitlines()[1]
        'format = 1'
        """
        return self._files[command].read_text("utf-8")

    def entry(self, command: str) -> SystemEntry:
        """Return what a system is called and how it is typed; KeyError if there is none.

        Of the systems that are shipped, this reads no file.
        """
        if command not in self._read and command in self._indexed:
            return self._indexed[command]
        return entry_of(self._system(command))

    @property
    def entries(self) -> tuple[SystemEntry, ...]:
        """What each system is called and how it is typed, in the order of their commands."""
        return tuple(map(self.entry, self.commands))

    @cached_property
    def _indexed(self) -> Mapping[str, SystemEntry]:
        found = {} if self._index is None else read(self._index.read_text("utf-8"))
        return {command: entry for command, entry in found.items() if command in self._files}

    def find(self, text: str) -> System:
        """Return the system that a call is for, by its first word or by a spelling that one knows.

        Raises NotationError with the nearest words if no system, or more than one, has that word.
        """
        word = _first_word(text)
        if word in self.words:
            others = (one.command for one in self._borrowing.get(word, ()) if one.respelled(text))
            return self._system(next(others, self.words[word]))
        knowing = self._knowing(text)
        if len(knowing) == 1:
            return self._system(knowing[0])
        written, fix = (text.split(maxsplit=1) or [""])[0], None
        shown = excerpt(written)
        if knowing:
            hint = Phrase("Begin with {words}.", words=one_of(knowing))
            message = Phrase('"{shown}" means something in several systems.', shown=shown)
        else:
            meant = self.meant(text)
            fix = meant[0] if meant else None
            hint = Phrase("Begin with the name of a system, as in pbta +2.")
            if meant:
                hint = Phrase("Did you mean {calls}?", calls=one_of(meant))
            message = Phrase('No system is called "{shown}".', shown=shown)
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
        spelled = list(_WORD.finditer(checked_call(text)))
        candidates: dict[str, None] = {}
        for number in range(min(_LONGEST_TITLE, len(spelled)), 0, -1):
            title = "".join(word[0] for word in spelled[:number])
            for command in self._titles.get(plain(title), ()):
                candidates[f"{command}{text[spelled[number - 1].end() :]}"] = None
        first = _FIRST.match(text.strip())
        if first and plain(first[0]) not in self.words:
            rest = text.strip()[first.end() :]
            candidates |= {f"{near}{rest}": None for near in self._near(plain(first[0]), rest)}
        return tuple(call for call in candidates if self._can_be_rolled(call))[:_MOST_MEANT]

    def _near(self, word: str, rest: str) -> list[str]:
        """Return the words of systems that a word may be a slip of."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return []
        near = slips(word, self.words)
        if not near and _NUMBER.match(rest):
            # A number follows as in a call, so it is hardly another word that looks like one.
            likeness = _LIKENESS if len(word) <= _SHORT else _LIKENESS_OF_LONG
            near = nearest(word, self.words, likeness=likeness)
        closest = min((distance(word, one) for one in near), default=0)
        systems: dict[str, str] = {}
        for one in near:
            if distance(word, one) == closest:
                systems.setdefault(self.words[one], one)
        return list(systems.values())

    def _can_be_rolled(self, call: str) -> bool:
        try:
            self.find(call).call(call)
        except DiceError:
            return False
        return True

    def understands(self, text: str) -> bool:
        """Return whether a text is a call of one of these systems, and not a plain roll."""
        return _first_word(text) in self.words or bool(self._knowing(text))

    @cached_property
    def _borrowing(self) -> Mapping[str, Sequence[Spellings]]:
        """The words of one system with which spellings of others begin, and those others."""
        return borrowed(self._spellings, self.words)

    def _knowing(self, text: str) -> list[str]:
        """Return the commands of the systems of which a text is a call, in order."""
        return [command for command, known in self._spellings.items() if known.understand(text)]

    def repeated(self, text: str) -> tuple[int, str]:
        """Return how often a text asks for a call, and the call: 3 and "sw 8" for "3x sw 8" or "3 sw 8".

        Raises LimitError for more than 100 times.

        >>> import dicewright
        >>> dicewright.systems().repeated("3x sw 8"), dicewright.systems().repeated("3cod")
        ((3, 'sw 8'), (1, '3cod'))
        """
        match = _REPEATED.fullmatch(checked_call(text))
        if match is None or self.understands(text) or not self.understands(match[2]):
            return 1, text
        times = int(match[1])
        if not 1 <= times <= DEFAULT_LIMITS.repeats:
            raise LimitError(
                Phrase(
                    "A roll can be repeated from 1 to {most} times, not {times} times.",
                    most=DEFAULT_LIMITS.repeats,
                    times=times,
                ),
                limit="repeats",
                allowed=DEFAULT_LIMITS.repeats,
                code="limit-repeats",
                text=text,
                span=Span(*match.span(1)),
            )
        return times, match[2]

    def roll(
        self,
        text: str,
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
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
        """Return the two calls of a text such as "coc 55 vs coc 40"; None if it is no such contest."""
        found = (self.find(first).opposing(text) for first, _ in sides(text) if self.understands(first))
        return next(filter(None, found), None)

    def contest(
        self,
        text: str,
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> Contest:
        """Roll one call against another. The arguments and errors are those of `System.contest`."""
        return self._of_contest(text).contest(text, seed=seed, dice=dice, names=names)

    def contest_odds(self, text: str, *, names: Mapping[str, Meaning] | None = None) -> ContestOdds:
        """Return the odds of one call against another. The errors are those of `System.contest_odds`."""
        return self._of_contest(text).contest_odds(text, names=names)

    def compared_odds(
        self, first: str, second: str, *, names: Mapping[str, Meaning] | None = None, pushed: bool = False
    ) -> ContestOdds:
        """Return how often each of two calls of a system comes out better; RollError for two systems."""
        system = self.find(first)
        if system is not self.find(second):
            raise RollError(Phrase("Only rolls of the same system can be compared."), code="other-system")
        return system.compared_odds(first, second, names=names, pushed=pushed)

    def _of_contest(self, text: str) -> System:
        return self.find((self.opposing(text) or (text,))[0])

    def of(self, result: SystemResult) -> System | None:
        """Return the system that made a result, as it was then; None if it is no longer here.

        What is done with a result that was stored, such as a push, is done by that system.
        """
        if result.system not in self:
            return None
        found = self._system(result.system)
        return found if found.digest == result.digest else None

    def _system(self, command: str) -> System:
        if command not in self._read:
            from dicewright.systems.system import System

            # The tests of the library hold the files that are shipped, so their own are not run here.
            self._read[command] = System.from_toml(self._files[command].read_text("utf-8"), check=False)
        return self._read[command]

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every word that a call may begin with, and the command that it stands for."""
        found: dict[str, str] = {}
        for command in (*self._given[::-1], *self.commands):
            for word in self._spellings[command].words:
                found.setdefault(word, command)
        # A command wins over another system's alias.
        return {**found, **{command: command for command in self.commands}}

    @cached_property
    def _spellings(self) -> Mapping[str, Spellings]:
        """How the calls of each system begin, in the order of their commands."""
        return {command: self._spelled(command) for command in self.commands}

    def _spelled(self, command: str) -> Spellings:
        if command in self._read:
            return self._read[command].spellings
        if command in self._indexed:
            return Spellings(command, self._indexed[command].aliases)
        return spellings_in(self._files[command].read_text("utf-8"), command)

    @cached_property
    def _titles(self) -> Mapping[str, Sequence[str]]:
        """The names of games without spaces, and the commands of their systems."""
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            for title in entry.titles:
                found.setdefault(title, []).append(entry.command)
        return found


def _first_word(text: str) -> str:
    first = _FIRST.match(checked_call(text).strip())
    return plain(first[0]) if first else ""


@cache
def shipped() -> Systems:
    """Return the systems that are shipped. Each is a file in `data`, named by its command."""
    return Systems((), *shipped_files())
