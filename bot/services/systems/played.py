"""The result of a call, in the system's words at the time: it is shown and kept as it is.

The file of a system may change later, so nothing here needs it.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.dice_faces import faces_by_pool
from bot.texts import N_, _, said
from dicewright import exact_text, format_number, from_bytes, parse_number
from dicewright.rendering import ShownDie, shown_dice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dicewright import Draw, SystemResult

_OS_DICE = from_bytes(os.urandom)


class FollowUp(NamedTuple):
    """A roll that a result leads to."""

    call: str
    label: str
    """The name of the roll."""


class Ways(NamedTuple):
    """What a player may do with a result, as buttons offer it."""

    push: str = ""
    """The name for rolling dice again; "" where that is not possible."""
    choose: int = 0
    """How many of them the player picks at most; 0 where all are rolled again."""
    keep: str = ""
    """The name for keeping dice; "" where that is not possible."""
    blind: bool = False
    """Whether it may be pushed unseen, because the offer reveals nothing about the result."""
    oppose: bool = False
    """Whether another player may answer it."""


_NO_WAYS = Ways()


class PlayedRoll(NamedTuple):
    """One throw of a call."""

    message: str
    """The answer in the system's words."""
    digest: str
    """The digest of the system's file."""
    faces: tuple[int, ...]
    sides: tuple[tuple[int, int], ...]
    """The dice that showed the faces, in the same order: how many, and with how many sides."""
    outcome: str = ""
    """The outcome alone, or "" where the roll has none."""
    tone: str = ""
    notes: tuple[str, ...] = ()
    number: str = ""
    """The number that counts, exactly; "" where there is none."""
    pools: tuple[tuple[str, tuple[ShownDie, ...]], ...] = ()
    """The dice by pool."""
    pictures: tuple[tuple[str, ...], ...] = ()
    """The names of the faces that each of these pools shows; () for one with a die that has no picture."""
    follow_ups: tuple[FollowUp, ...] = ()
    ways: Ways = _NO_WAYS
    """What may be done with it next."""
    label: str = ""
    """In a list of several rolls: which of them this is."""
    action: str = ""
    """What a second look did, "push" or "keep"; "" for a first roll."""
    chosen: tuple[tuple[str, int], ...] = ()
    """The dice of the first roll that it was done with: the pool, and which of its dice."""

    @property
    def shown_number(self) -> str:
        """The number as people read it."""
        return format_number(parse_number(self.number)) if self.number else ""

    def plain(self) -> dict[str, Any]:
        """Return the roll as plain data for JSON, without the faces, which are stored with every roll."""
        return {
            "message": self.message,
            "outcome": self.outcome,
            "tone": self.tone,
            "notes": list(self.notes),
            "number": self.number,
            "pools": [[name, [[die.text, die.mark] for die in dice]] for name, dice in self.pools],
            "pictures": [list(faces) for faces in self.pictures],
            "follow_ups": [[each.call, each.label] for each in self.follow_ups],
            "digest": self.digest,
            "sides": [list(run) for run in self.sides],
            "ways": [self.ways.push, self.ways.choose, self.ways.keep, self.ways.blind, self.ways.oppose],
            "label": self.label,
            "action": self.action,
            "chosen": [list(each) for each in self.chosen],
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any], faces: Iterator[int]) -> PlayedRoll:
        """Return the roll that `plain` describes; it takes its faces from the front of `faces`."""
        sides = tuple((count, sides) for count, sides in plain["sides"])
        return cls(
            message=plain["message"],
            outcome=plain["outcome"],
            tone=plain["tone"],
            notes=tuple(plain["notes"]),
            number=plain["number"],
            pools=tuple((name, tuple(ShownDie(*die) for die in dice)) for name, dice in plain["pools"]),
            pictures=tuple(tuple(faces) for faces in plain.get("pictures", ())),
            follow_ups=tuple(FollowUp(*each) for each in plain["follow_ups"]),
            digest=plain["digest"],
            faces=tuple(islice(faces, sum(count for count, _sides in sides))),
            sides=sides,
            ways=Ways(*plain["ways"]),
            label=plain.get("label", ""),
            action=plain["action"],
            chosen=tuple((name, at) for name, at in plain["chosen"]),
        )


class Played(NamedTuple):
    """The result of a call, rolled once or several times."""

    system: str
    """The command of the system."""
    text: str
    """What the player typed."""
    call: str
    """The call in full, as anybody can roll it."""
    rolls: tuple[PlayedRoll, ...]
    note: str = ""
    """The note that was typed with it."""
    names: tuple[tuple[str, str], ...] = ()
    """The saved values in it, and what they were."""
    first_id: int | None = None
    """The interaction of the roll that this one is a second look at."""
    look: str = ""
    """The name of that second look."""
    verdict: str = ""
    """Which side won a contest; "" for an ordinary call."""
    answers: int | None = None
    """The interaction of another player's roll that this one answers."""
    listed: bool = False
    """Whether it is a list of several rolls, each with its own text."""
    older: bool = False
    """Whether it was rolled by a file that the server has replaced since."""
    first_link: str = ""
    """The address of the message that shows the first roll, as long as it is known."""

    @property
    def asked(self) -> str:
        """What was rolled, in short."""
        if self.verdict or self.listed:
            return self.call
        if self.look:
            return f"{self.call} · {self.look}"
        return f"{len(self.rolls)} × {self.call}" if len(self.rolls) > 1 else self.call

    @property
    def faces(self) -> tuple[int, ...]:
        """Every face thrown, in order."""
        return tuple(face for roll in self.rolls for face in roll.faces)

    @property
    def number(self) -> str:
        """The number that counts, exactly; "" where there is none, or not only one."""
        return self.rolls[0].number if len(self.rolls) == 1 else ""

    def plain(self) -> dict[str, Any]:
        """Return the result as plain data for JSON."""
        return {
            "call": self.call,
            "note": self.note,
            "look": self.look,
            "verdict": self.verdict,
            "answers": self.answers,
            "rolls": [roll.plain() for roll in self.rolls],
        }

    @classmethod
    def read(
        cls,
        plain: Mapping[str, Any],
        *,
        system: str,
        text: str,
        names: Mapping[str, str],
        faces: Iterable[int],
        first_id: int | None = None,
    ) -> Played:
        """Return what `plain` described. Raises ValueError for anything else."""
        left = iter(faces)
        try:
            return cls(
                system=system,
                text=text,
                call=plain["call"],
                note=plain["note"],
                names=tuple(names.items()),
                rolls=tuple(PlayedRoll.read(roll, left) for roll in plain["rolls"]),
                first_id=first_id,
                look=plain["look"],
                verdict=plain["verdict"],
                answers=plain.get("answers"),
            )
        except (KeyError, TypeError) as unlike:
            raise ValueError("this is no roll of a game system") from unlike


def noting_sides(dice: Draw | None) -> tuple[Draw, list[tuple[int, int]]]:
    """Return a function that draws dice, and the list in which it notes how many, and with how many sides.

    Faces alone do not say which dice they belong to. Without `dice`, they are the operating system's.
    """
    draw = _OS_DICE if dice is None else dice
    sides: list[tuple[int, int]] = []

    def noting(count: int, each: int) -> Sequence[int]:
        sides.append((count, each))
        return draw(count, each)

    return noting, sides


def played_roll(
    result: SystemResult, sides: tuple[tuple[int, int], ...], labels: Mapping[str, str], ways: Ways
) -> PlayedRoll:
    """Return what is shown and kept of a result.

    `sides` are those of the dice thrown; `labels` are the names of the rolls that it leads to; `ways` is what
    may be done with it.
    """
    return PlayedRoll(
        message=said(result.message),
        outcome=result.outcome or "",
        tone=result.tone or "",
        notes=result.notes,
        number="" if result.result is None else exact_text(result.result),
        pools=tuple(shown_dice(result).items()),
        pictures=faces_by_pool(result),
        follow_ups=tuple(FollowUp(call, labels.get(call, call)) for call in result.follow_ups),
        digest=result.digest,
        faces=result.faces,
        sides=sides,
        ways=ways,
    )


def winner_words(winner: int, sides: Sequence[str]) -> str:
    """Return the sentence that the first or the second of two calls wins.

    >>> winner_words(1, ["coc 55", "coc 40"])
    'The second roll wins: coc 40'
    """
    words = N_("The second roll wins: {call}") if winner else N_("The first roll wins: {call}")
    return _(words, call=sides[winner])


def tie_words(tie: str) -> str:
    """Return a system's words for a tie as they begin a sentence.

    >>> tie_words("a draw")
    'A draw'
    """
    words = said(tie)
    return words[:1].upper() + words[1:]
