"""What happened to the commands: lost, answered twice or missed, and how long each shard had no answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.many.commands import ANSWER_SECONDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bench.many.commands import Command


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happened to a process or the database, by the clock of the commands."""

    name: str
    at: float
    worker: int | None = None
    """The process; None for the database."""
    until: float = 0.0
    """When it was over, such as when a stopped process was continued."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The time without answers while a shard moved from one process to another."""

    shard: int
    last: float
    """When the former process answered last."""
    first: float | None
    """When another process first answered; None if none did."""

    @property
    def seconds(self) -> float:
        """Seconds between the two."""
        return float("inf") if self.first is None else self.first - self.last


def gaps(commands: Iterable[Command], act: Act) -> list[Gap]:
    """Return the gap of each shard that a process had when something happened to it, the longest first.

    It had the shards whose last answer before that came from it.
    """
    answered = sorted(
        (each.answered_at, each.shard, each.worker) for each in commands if each.answered_at is not None
    )
    owner: dict[int, int | None] = {}
    last: dict[int, float] = {}
    first: dict[int, float] = {}
    for at, shard, worker in answered:
        if at < act.at:
            owner[shard] = worker
        if owner.get(shard) != act.worker:
            continue
        if worker == act.worker and shard not in first:
            last[shard] = at
        elif worker != act.worker and at >= act.at:
            first.setdefault(shard, at)
    found = [Gap(shard, last[shard], first.get(shard)) for shard, had in owner.items() if had == act.worker]
    return sorted(found, key=lambda gap: -gap.seconds)


def moves(commands: Iterable[Command], act: Act, *, seconds: float) -> list[Gap]:
    """Return the gap of each shard that moved between any two processes during an act, the longest first.

    Moves count until this many seconds after its end.
    """
    found: list[Gap] = []
    held: dict[int, tuple[int | None, float]] = {}
    answered = sorted(
        (each.answered_at, each.shard, each.worker) for each in commands if each.answered_at is not None
    )
    for at, shard, worker in answered:
        former, last = held.get(shard, (worker, at))
        if former != worker and act.at <= at <= act.until + seconds:
            found.append(Gap(shard, last, at))
        held[shard] = (worker, at)
    return sorted(found, key=lambda gap: -gap.seconds)


def takeover_seconds(act: Act, found: Sequence[Gap]) -> float:
    """Return the seconds from an act until other processes answered on all of the shards."""
    return max((float("inf") if gap.first is None else gap.first - act.at for gap in found), default=0.0)


def missed_by(commands: Iterable[Command], act: Act, found: Sequence[Gap]) -> list[Command]:
    """Return the commands missed because of an act: those of the process's shards until the takeover.

    The process may already have received a command that was sent up to three seconds earlier.
    """
    until = {gap.shard: gap.first for gap in found}
    return [
        each
        for each in commands
        if each.missed
        and each.shard in until
        and act.at - ANSWER_SECONDS <= each.sent_at
        and ((first := until[each.shard]) is None or each.sent_at <= first)
    ]


def lost(commands: Iterable[Command], kept: Collection[int]) -> list[Command]:
    """Return the commands that Discord has an answer to, but that are not in the history."""
    return [each for each in commands if each.answered_at is not None and each.interaction_id not in kept]


def lost_by(commands: Iterable[Command], act: Act, kept: Collection[int], *, seconds: float) -> list[Command]:
    """Return the lost commands that a process answered in the last seconds before an act."""
    return [
        each
        for each in lost(commands, kept)
        if each.worker == act.worker and act.at - seconds <= (each.answered_at or 0.0) <= act.at + seconds
    ]


def twice(commands: Iterable[Command]) -> list[Command]:
    """Return the commands to which the player saw more than one answer."""
    return [each for each in commands if each.messages > 1]
