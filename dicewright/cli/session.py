"""What one run of the command line remembers: its names, and how far its seed has been read."""

from __future__ import annotations

import re

from dicewright.errors import DiceError, NotationError
from dicewright.parsed import parse
from dicewright.randomness import seeded
from dicewright.rendering import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.cli.arguments import Arguments
    from dicewright.rendering.breakdown import Style
    from dicewright.result import Result
    from dicewright.systems.registry import Systems
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.contests import Contest
    from dicewright.systems.system import System

# "push", "push 1 3" and "keep 2, 3" are about the last roll of a game.
_LOOK = re.compile(r"\s*(push|keep)((?:[\s,]+\d{1,3})*)\s*", re.IGNORECASE)
# "@str = 3" sets a name; "@str == 3" and "@str => 3" are rolls that test it.
_ASSIGNMENT = re.compile(r"\s*@([^\W\d]\w*)\s*=(?![=<>])\s*(.*?)\s*", re.DOTALL)


class Session:
    """Rolls texts as the arguments say, all of them from one seed if there is one."""

    def __init__(self, arguments: Arguments, style: Style) -> None:
        self._times = arguments.times
        self._json = arguments.json
        self._seed = arguments.seed
        self._draw = None if arguments.seed is None else seeded(arguments.seed)
        self._style = style
        self._file = arguments.system
        self._names: dict[str, int | str] = {}
        self._last: tuple[System, SystemResult] | None = None
        """The last roll of a game, for a second look at it."""
        self._push = arguments.push

    def answers(self, line: str) -> Iterator[str]:
        """Yield the answers to a line: a roll, a name that is set, or nothing for a blank or a comment.

        Raises DiceError if the line cannot be rolled, or the name cannot stand for that.
        """
        if assignment := _ASSIGNMENT.fullmatch(line):
            self._set(*assignment.groups())
        elif (look := _LOOK.fullmatch(line)) and self._last is not None:
            yield self._second_look(*self._last, look[1].lower(), re.findall(r"\d+", look[2]))
        elif line.strip() and not line.lstrip().startswith("#"):
            yield from self.rolls(line.strip())

    def rolls(self, text: str) -> Iterator[str]:
        """Yield each roll of a text as it is to be printed. Raises DiceError."""
        try:
            notation = parse(text, names=self._names or None)
        except NotationError:
            # Only a text that is no notation can be a call of a game system, so a plain roll reads none.
            from dicewright.cli.games import chosen

            systems = chosen.called(text, self._file)
            if systems is None:
                raise
            yield from self._calls(text, systems)
            return
        for _ in range(self._times):
            result = notation.roll(dice=self._draw)
            yield self._plain(result) if self._json else plain.lines(result.groups, style=self._style)

    def _calls(self, text: str, systems: Systems) -> Iterator[str]:
        """Yield each roll of a call of a game system."""
        from dicewright.cli.games import chosen, result_lines

        text, note = chosen.without_note(text)
        after = self._style.escape(f" # {note}") if note and not self._json else ""
        times, call = systems.repeated(text)
        system = systems.find(call)
        names = self._names or None
        for _ in range(self._times * times):
            if system.opposing(call) is not None:
                contest = system.contest(call, dice=self._draw, names=names)
                yield (
                    self._plain(contest) if self._json else result_lines.contest(contest, self._style) + after
                )
            else:
                result = system.roll(call, dice=self._draw, names=names)
                self._last = system, result
                yield self._plain(result) if self._json else result_lines.written(result, self._style, after)
                if self._push and (system.program(result.roll).kind.push is None or system.may_push(result)):
                    yield self._second_look(system, result, "push", [])

    def _second_look(self, system: System, result: SystemResult, look: str, numbers: list[str]) -> str:
        """Return the answer to `push` or `keep`; the numbers count the dice of the result from 1."""
        from dicewright.cli.games import result_lines

        dice = [(name, at) for name, thrown in result.pools.items() for at in range(len(thrown))]
        if any(not 1 <= int(number) <= len(dice) for number in numbers):
            raise DiceError(
                f"Dice are counted from 1 to {len(dice)}.", code="usage", hint=f"For example, {look} 1."
            )
        chosen = [dice[int(number) - 1] for number in numbers]
        if look == "keep":
            again = system.keep(result, chosen, dice=self._draw)
        else:
            again = system.push(result, chosen=chosen or None, dice=self._draw)
        self._last = system, again
        return self._plain(again) if self._json else result_lines.written(again, self._style)

    def _plain(self, result: Result | SystemResult | Contest) -> str:
        import json  # costs more than a roll, and only this needs it

        # Only the first roll of a run begins where the stream of its seed begins.
        seed, self._seed = self._seed, None
        return json.dumps({**result.to_dict(), "seed": seed})

    def _set(self, name: str, meaning: str) -> None:
        names = {**self._names, name.lower(): meaning}
        parse(f"@{name}", names=names)
        self._names = names
