"""Several rolls in one message, of which some are calls of game systems: "v5 7 h2; 1d20"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.systems.calls import GameCall
from bot.services.systems.played import Played, PlayedRoll, noting_sides
from dicewright import Notation, exact_text, format_number
from dicewright.rendering import shown_pools

if TYPE_CHECKING:
    from dicewright import Draw

MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class CallList:
    """Calls and plain dice that are rolled one after another; one of them at least is a call."""

    typed: str
    parts: tuple[GameCall | Notation, ...]

    @property
    def again(self) -> str:
        """A text that rolls them again."""
        return "; ".join(part.again if isinstance(part, GameCall) else str(part) for part in self.parts)

    @property
    def version(self) -> str:
        """None: a list is rolled by the files that the server uses now."""
        return ""

    @property
    def takes_long(self) -> bool:
        """Whether one of them does."""
        return any(part.takes_long for part in self.parts if isinstance(part, GameCall))

    @property
    def names(self) -> dict[str, str]:
        """The saved values in them."""
        found: dict[str, str] = {}
        for part in self.parts:
            found |= {name: str(meaning) for name, meaning in part.names.items()}
        return found

    def roll(self, dice: Draw | None) -> Played:
        """Return the results, each after its text. Raises RollError or LimitError."""
        rolls: list[PlayedRoll] = []
        for part in self.parts:
            if isinstance(part, GameCall):
                played = part.roll(dice)
                rolls += [roll._replace(label=part.call) for roll in played.rolls]
                if played.verdict:
                    rolls[-1] = rolls[-1]._replace(notes=(*rolls[-1].notes, played.verdict))
            else:
                rolls.append(_plain(part, dice))
        first = next(part for part in self.parts if isinstance(part, GameCall))
        return Played(
            system=first.system.command,
            text=self.typed,
            call=self.again,
            names=tuple(self.names.items()),
            rolls=tuple(rolls),
            listed=True,
        )


def _plain(notation: Notation, dice: Draw | None) -> PlayedRoll:
    """Return plain dice as one more line."""
    draw, sides = noting_sides(dice)
    result = notation.roll(dice=draw)
    shown = [die for group in result.groups for roll in group for die in roll.dice]
    return PlayedRoll(
        message=format_number(result.total),
        number=exact_text(result.total),
        pools=tuple(shown_pools({"dice": tuple(shown)}).items()) if shown else (),
        digest="",
        faces=result.faces,
        sides=tuple(sides),
        label=str(notation),
    )
