"""Calls of game systems: reading them from texts, and rolling them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.services.guide import dice_maiden
from bot.services.guide.foreign import explained
from bot.services.guide.other_words import about_unknown_game, meant_call
from bot.services.saved.names import canonical_name
from bot.services.saved.templates import check_templates, offer_saved_value
from bot.services.systems.played import Played, Ways, noting_sides, played_roll, tie_words, winner_words
from bot.services.systems.spelling import parts, spelled, whole
from bot.texts import _, said
from dicewright import DiceError, LimitError, NotationError
from dicewright import parse as read_notation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.services.systems.played import PlayedRoll
    from dicewright import Draw, System, SystemResult, Systems

MOST_TIMES = 100
VERSION_LENGTH = 16
"""How many digits of its digest name a version of a file: more than two files of a server ever share."""
_MOST_REMEMBERED = 500
# Three letters are a typo away from a dozen systems.
_SHORTEST = 4
# Others should not have to wait longer than it takes to roll and show this many dice.
_MANY = 1_000
_FIRST = re.compile(r"\s*([^\W\d_][\w-]*)")
_NAME = re.compile(r"[^\W\d]\w*")
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class GameCall:
    """A call, ready to be rolled."""

    system: System
    typed: str
    """Everything that the player typed."""
    text: str
    """The call in it."""
    call: str
    """The same in full, so that anyone can roll it."""
    names: Mapping[str, str]
    """The saved values in it."""
    times: int
    note: str
    sides: tuple[str, ...] = ()
    """The two calls of a contest, in full; none of an ordinary call."""
    file: str = ""
    """The file of a system that a server has added; "" of one that is shipped."""
    older: bool = False
    """Whether that is an older version, which the server no longer uses."""

    @property
    def version(self) -> str:
        """What the digest of a server's own file begins with; "" of a system that is shipped."""
        return self.system.digest[:VERSION_LENGTH] if self.file else ""

    @property
    def again(self) -> str:
        """A text that rolls it again, the same number of times."""
        return f"{self.times}x {self.call}" if self.times > 1 else self.call

    @property
    def takes_sheet(self) -> bool:
        """Whether saved values may fill what is left out."""
        return bool(_sheets(self.system))

    @property
    def takes_long(self) -> bool:
        """Whether it may throw too many dice for others to wait for."""
        # A saved value, which only the call in full has, may be large.
        most = max(map(int, _DIGITS.findall(f"{self.text} {self.call}")), default=1)
        if self.file:
            # What a shipped system throws without being asked for it is little.
            most = max(most, _most_of(self.system))
        return most * self.times > _MANY

    def roll(self, dice: Draw | None) -> Played:
        """Return the result of the dice. Raises RollError or LimitError."""
        verdict = ""
        if self.sides:
            thrown = [played_once(self.system, partial(self.system.roll, side), dice) for side in self.sides]
            verdict = self._verdict(*(result for result, _played in thrown))
        else:
            thrown = [played_once(self.system, self.result, dice) for _time in range(self.times)]
        return Played(
            system=self.system.command,
            text=self.typed,
            call=self.call,
            note=self.note,
            names=tuple(self.names.items()),
            rolls=tuple(played for _result, played in thrown),
            verdict=verdict,
            older=self.older,
        )

    def _verdict(self, first: SystemResult, second: SystemResult) -> str:
        """Return which side of a contest wins."""
        found = self.system.opposed(first, second)
        if found.winner is None:
            return tie_words(found.words)
        return winner_words(found.winner, self.sides)

    def result(self, dice: Draw | None) -> SystemResult:
        """Return one roll as the library has it."""
        return self.system.roll(self.text, names=self.names or None, dice=dice)


class GameCalls:
    """Finds the calls in what players type, among the systems that there are.

    `files` are the files of the systems that a server has added, by command.
    """

    def __init__(self, systems: Systems, files: Mapping[str, str] | None = None) -> None:
        self.systems = systems
        self.files = files or {}
        # Players make the same rolls again and again.
        self._known: LRUCache[tuple[str, int], GameCall] = LRUCache(_MOST_REMEMBERED)

    def begins_call(self, text: str) -> bool:
        """Return whether the first word of a text is that of a game system."""
        first = _FIRST.match(parts(text)[1])
        return first is not None and first[1].lower() in self.systems.words

    def is_call(self, text: str) -> bool:
        """Return whether a text is a call that may be saved, or a list with one. Raises NotationError."""
        return check_templates(self, text)

    def read(self, text: str, *, times: int = 1, names: Mapping[str, str] | None = None) -> GameCall:
        """Return a text as a call: "3x v5 7 h2 vs 3 # to climb".

        `names` are the saved values that may stand in it. Raises NotationError, with the calls that a
        misspelled one may mean, and LimitError where it repeats too often.
        """
        if names:
            return self._read(text, times, names)
        key = (text, times)
        if key not in self._known:
            self._known[key] = self._read(text, times, {})
        return self._known[key]

    def _read(self, text: str, times: int, names: Mapping[str, str]) -> GameCall:
        repeats, bare, note = self._parts(text)
        repeats *= times
        if repeats > MOST_TIMES:
            raise LimitError(
                _("That is {count} rolls.", count=repeats),
                limit="rolls",
                allowed=MOST_TIMES,
                hint=_("You can make up to {most} at a time.", most=MOST_TIMES),
            )
        if (both := self.systems.opposing(bare)) is not None:
            return self._contest(text, both, note, names)
        system = self.systems.find(bare)
        used = _used(system, bare, names)
        try:
            system.call(bare, used or None)
        except NotationError as error:
            if error.code == "unknown-piece":
                offer_saved_value(error, names)
            # As in "shadow run 5": its first word is a system, too.
            others = self.systems.meant(bare) if error.code == "unknown-piece" else ()
            if fix := next(iter(others), None) or error.fix or meant_call(system, bare, used, error):
                error.fix, error.hint = whole(repeats, fix, note), _("Did you mean {call}?", call=fix)
            raise
        call = spelled(system, bare, used)
        file = self.files.get(system.command, "")
        return GameCall(system, text, bare, call, used, repeats, note, file=file)

    def _contest(self, text: str, both: tuple[str, str], note: str, names: Mapping[str, str]) -> GameCall:
        """Return the call of one roll against another: "coc 55 vs coc 40"."""
        system = self.systems.find(both[0])
        used: dict[str, str] = {}
        sides = []
        for call in both:
            used_here = _used(system, call, names)
            used |= used_here
            sides.append(spelled(system, call, used_here))
        written = " vs ".join(sides)
        file = self.files.get(system.command, "")
        return GameCall(system, text, written, written, used, 1, note, sides=tuple(sides), file=file)

    def read_in(
        self,
        chosen: Iterable[str],
        text: str,
        *,
        times: int = 1,
        names: Mapping[str, str] | None = None,
    ) -> GameCall | None:
        """Return a text without a command as a call of the first of these systems that can read it, or None.

        The command is put in front of it: "skill 55" where Call of Cthulhu is played.
        """
        repeats, bare, note = parts(text)
        for command in chosen:
            if command not in self.systems:
                continue
            called = f"{command} {bare}" + (f" # {note}" if note else "")
            if repeats > 1:
                called = f"{repeats}x {called}"
            try:
                return replace(self.read(called, times=times, names=names), typed=text)
            except NotationError:
                continue
        return None

    def knows(self, text: str) -> bool:
        """Return whether a text that is no dice notation is a call: "4cod8" as other bots have it."""
        return self.systems.understands(self._parts(text)[1])

    def _parts(self, text: str) -> tuple[int, str, str]:
        """Return the number of rolls that a text asks for, the call in it, and the note beside it.

        What Dice Maiden's users put in front of a call is no part of it: "(gm) 3 sw8".
        """
        repeats, bare, note = parts(text)
        if not self.systems.understands(bare):
            found = dice_maiden.unwrapped(bare, self.systems.understands)
            if found is not None:
                note = "; ".join(filter(None, (found.note, note)))
                return repeats * found.times, found.roll, note
        return repeats, bare, note

    def instead(
        self, text: str, error: NotationError, can_be_sent: Callable[[str], bool] | None = None
    ) -> NotationError:
        """Return the better error for a text that is neither dice notation nor a call.

        A text whose first word looks like that of a system is taken for a misspelled call, and what
        another bot writes so is translated, if that can be rolled, or is what `can_be_sent` wants.
        """
        return explained(self._misspelled(text, error), text, can_be_sent or self._can_be_rolled)

    def _can_be_rolled(self, text: str) -> bool:
        try:
            if self.knows(text):
                self.read(text)
            else:
                read_notation(text)
        except DiceError:
            return False
        return True

    def _misspelled(self, text: str, error: NotationError) -> NotationError:
        if error.code != "unknown-word" or error.fix or len(text.strip()) < _SHORTEST:
            return error
        try:
            self.systems.find(parts(text)[1])
        except NotationError as unknown:
            return unknown if unknown.fix else about_unknown_game(error, text)
        return error


def played_once(
    system: System, throw: Callable[..., SystemResult], dice: Draw | None
) -> tuple[SystemResult, PlayedRoll]:
    """Return the result of one throw, and what is shown and kept of it.

    `throw` makes the roll; it is called with `dice`, the function that draws the faces.
    """
    draw, sides = noting_sides(dice)
    result = throw(dice=draw)
    # Rows of tables may throw more dice, but only when the result is first read, as it is here.
    labels = {call: label_of(system, call) for call in result.follow_ups}
    return result, played_roll(result, tuple(sides), labels, _ways(system, result))


def _ways(system: System, result: SystemResult) -> Ways:
    kind = system.rolls[result.roll]
    push, keep = kind.push, kind.keep
    pushed = push is not None and system.may_push(result)
    return Ways(
        said(push.name) if pushed and push is not None else "",
        (push.choose or 0) if push is not None else 0,
        said(keep.name) if keep is not None and system.may_keep(result) else "",
        push is not None and push.when is None and push.choose is None,
        kind.opposed is not None,
    )


def label_of(system: System, call: str) -> str:
    """Return the name of the roll of a call."""
    kind = system.call(call)[0].kind
    label: str = kind.label or kind.name
    return label


def _most_of(system: System) -> int:
    """Return the largest number in the dice of a system's rolls: it throws no more than some such."""
    texts = [pool.text for kind in system.rolls.values() for pool in kind.pools]
    return max((int(number) for text in texts for number in _DIGITS.findall(text)), default=1)


def _used(system: System, call: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the saved values that a call needs: those in it, and those that fill what is left out."""
    known = {canonical_name(name): value for name, value in names.items()}
    written = _words_in(call) & known.keys()
    if written and "@" not in call:
        # Where the call can be read without them, they are the system's own words.
        try:
            system.call(call)
        except NotationError:
            pass
        else:
            written = set()
    pending = written | (_sheets(system) & known.keys())
    used: dict[str, str] = {}
    while pending:
        used |= {name: known[name] for name in pending}
        needed = {name for each in pending for name in _words_in(known[each])}
        pending = (needed & known.keys()) - used.keys()
    return used


@lru_cache(_MOST_REMEMBERED)
def _sheets(system: System) -> frozenset[str]:
    """Return the names of the saved values that fill what is left out."""
    return frozenset(
        canonical_name(parameter.sheet)
        for kind in system.rolls.values()
        for parameter in kind.parameters.values()
        if parameter.sheet
    )


def _words_in(text: str) -> set[str]:
    return {canonical_name(word) for word in _NAME.findall(text)}
