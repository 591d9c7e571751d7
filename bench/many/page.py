"""The page of a run: the targets, the worst first, and then the figures behind them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, fields
from statistics import median, quantiles
from typing import TYPE_CHECKING, Self

from bench import report
from bench.many.acts import KILLED, STOPPED, STOPPED_SECONDS, UPGRADED
from bench.many.figures import gaps, lost, lost_by, missed_by, moves, takeover_seconds, twice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bench.many.commands import Command
    from bench.many.cost import Cost, DatabaseWork, Memory
    from bench.many.figures import Act, Gap

_MEGABYTE = 1_000_000
_MOST_GAP_SECONDS, _MOST_TAKEOVER_SECONDS = 0.5, 10.0
_MOST_RATIO, _MOST_MEGABYTES = 1.05, 61 + 10
# Without sending rolls first (docs/adr/0014-the-history.md), they are written a tenth of a second after their
# answers, and a write may be under way.
_UNWRITTEN_SECONDS = 0.25
# Shards still move for a moment after the old process has ended.
_UPGRADE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a run."""

    seconds: int = 600
    rate: int = 300
    processes: int = 3
    shards: int = 16
    servers: int = 40_000
    rounds: int = 10
    round_seconds: int = 4

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Return the sizes, changed by variables with the names of fields in capitals."""
        names = [each.name for each in fields(cls) if each.name.upper() in environment]
        return cls(**{name: int(environment[name.upper()]) for name in names})


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was measured in a run."""

    sizes: Sizes
    commands: Sequence[Command]
    acts: Sequence[Act]
    kept: Collection[int]
    cost: Cost
    memory: Memory
    work: DatabaseWork
    late: float
    load: float

    def act(self, name: str) -> Act:
        """Return the act with this name."""
        return next(each for each in self.acts if each.name == name)

    def gaps(self, name: str) -> list[Gap]:
        """Return the gaps of the shards that the process of an act had."""
        return gaps(self.commands, self.act(name))

    def missed_by(self, name: str) -> list[Command]:
        """Return the commands missed because of an act."""
        return missed_by(self.commands, self.act(name), self.gaps(name))

    @property
    def upgrade(self) -> list[Gap]:
        """The gaps of the shards that moved during the upgrade."""
        return moves(self.commands, self.act(UPGRADED), seconds=_UPGRADE_SECONDS)

    @property
    def lost_by_kill(self) -> list[Command]:
        """The answered rolls that a process had not written to the history when it was killed."""
        return lost_by(self.commands, self.act(KILLED), self.kept, seconds=_UNWRITTEN_SECONDS)

    @property
    def lost_elsewhere(self) -> list[Command]:
        """The other answered rolls that are not in the history."""
        excused = {each.interaction_id for each in self.lost_by_kill}
        return [each for each in lost(self.commands, self.kept) if each.interaction_id not in excused]

    @property
    def missed_elsewhere(self) -> list[Command]:
        """The missed commands that no killed or stopped process explains."""
        excused = {each.interaction_id for name in (KILLED, STOPPED) for each in self.missed_by(name)}
        return [each for each in self.commands if each.missed and each.interaction_id not in excused]


@dataclass(frozen=True, slots=True)
class Target:
    """A target, what was measured, and how that compares with the limit."""

    claim: str
    measured: str
    share: float
    """The measured value divided by the limit: 1 is just reached."""

    @property
    def reached(self) -> bool:
        return self.share <= 1


def targets(run: Run) -> list[Target]:
    """Return all targets, the worst first."""
    killed, stopped, upgrade = run.gaps(KILLED), run.gaps(STOPPED), run.upgrade
    gap = max((each.seconds for each in upgrade), default=math.inf)
    takeovers = {
        name: takeover_seconds(run.act(name), found) if found else math.inf
        for name, found in ((KILLED, killed), (STOPPED, stopped))
    }
    megabytes = max(run.memory.idle, run.memory.busy) / _MEGABYTE
    found = [
        _none("acknowledged rolls lost at other times: 0", len(run.lost_elsewhere)),
        _none(
            f"acknowledged rolls lost in the last {_UNWRITTEN_SECONDS} s before the SIGKILL: 0",
            len(run.lost_by_kill),
        ),
        _none("commands answered twice: 0", len(twice(run.commands))),
        _none(
            "commands delivered but not answered within 3 s, outside the windows of SIGKILL and SIGSTOP: 0",
            len(run.missed_elsewhere),
        ),
        Target("gap of an upgrade by hand-over: under 500 ms", _time(gap), gap / _MOST_GAP_SECONDS),
        *(
            Target(f"takeover after {name}: under 10 s", _time(seconds), seconds / _MOST_TAKEOVER_SECONDS)
            for name, seconds in takeovers.items()
        ),
        *(
            _ratio(f"processor time of a roll: 1.05 x that of one process with the rolls of {whose}", ratios)
            for whose, ratios in (
                (f"all {run.sizes.processes}", run.cost.ratios(run.cost.as_all)),
                ("each", run.cost.ratios(run.cost.as_each)),
            )
        ),
        Target(
            f"memory of a process for {run.memory.servers:,} servers: 71 MB",
            f"{megabytes:.1f} MB",
            megabytes / _MOST_MEGABYTES,
        ),
    ]
    return sorted(found, key=lambda each: -each.share)


def publish(run: Run) -> int:
    """Write the page; return how many targets were missed."""
    found = targets(run)
    sizes = run.sizes
    report.publish(
        "many",
        "Many machines",
        f"{sizes.processes} processes of the shipped bot share {sizes.shards} shards with {sizes.servers:,} "
        f"servers (`SHARDS=auto`) and one PostgreSQL. For {sizes.seconds:,} s there are {sizes.rate} rolls a "
        "second. Meanwhile a process is killed (SIGKILL), one is upgraded (a new one starts, then the old "
        f"one gets SIGTERM), the database is restarted, and a process is stopped for {STOPPED_SECONDS:.0f} s "
        "(SIGSTOP). The stand-in for Discord, the players, the database and the bots share the "
        "cores. PostgreSQL does not wait for its disk (`fsync = off`). Commands were sent at most "
        f"{_time(run.late)} later than planned. Before it began, {run.load:.1f} processes of others were "
        "at work on this machine.",
        "## Targets",
        report.table(
            ("target", "measured", "reached"),
            [report.verdict(each.claim, measured=each.measured, reached=each.reached) for each in found],
        ),
        "## Commands",
        _commands(run),
        *_missed_elsewhere(run),
        "## Shards that moved",
        "A gap is the time from the last answer by the former process to the first by the next one. Even "
        "without a move it is not 0, because each shard receives "
        f"{sizes.rate / sizes.shards:.0f} commands a second.",
        _moved(run),
        "## Processor time of a roll",
        f"Median of {sizes.rounds} rounds of {sizes.round_seconds} s, in turns. A busy process handles "
        "several rolls at a time, which costs less for each.",
        _cost(run),
        "## Memory of a process",
        report.table(
            ("servers", "after connecting", "after each server has rolled"),
            [
                [
                    f"{run.memory.servers:,}",
                    f"{run.memory.idle / _MEGABYTE:.1f} MB",
                    f"{run.memory.busy / _MEGABYTE:.1f} MB",
                ]
            ],
        ),
        "## Work for the database",
        _work(run),
    )
    return sum(not each.reached for each in found)


def _none(claim: str, number: int) -> Target:
    return Target(claim, f"{number:,}", math.inf if number else 0.0)


def _ratio(claim: str, ratios: Sequence[float]) -> Target:
    ratio = median(ratios)
    return Target(claim, f"{ratio:.3f} x ({min(ratios):.3f} to {max(ratios):.3f})", ratio / _MOST_RATIO)


def _time(seconds: float) -> str:
    return report.duration(seconds) if seconds < math.inf else "never"


def _commands(run: Run) -> str:
    answered = sorted(each.latency for each in run.commands if each.answered_at is not None)
    hundredth = quantiles(answered, n=100)[-1]
    again = sum(each.second_answers for each in run.commands)
    rows = [
        ("sent", len(run.commands)),
        ("answered in time", len(answered)),
        ("missed in the window of the SIGKILL", len(run.missed_by(KILLED))),
        ("missed in the window of the SIGSTOP", len(run.missed_by(STOPPED))),
        ("missed at other times", len(run.missed_elsewhere)),
        (
            "never delivered: the shard had no session",
            sum(each.delivered_at is None for each in run.commands),
        ),
        ("second answers that Discord refused", again),
    ]
    return (
        f"{report.table(('commands', 'number'), [(name, f'{number:,}') for name, number in rows])}\n\n"
        f"Half were answered within {_time(answered[len(answered) // 2])}, 99 of 100 within "
        f"{_time(hundredth)}, the slowest in {_time(answered[-1])}. The window of a SIGKILL or SIGSTOP "
        "is the time when commands on the shards of the process can be missed: from 3 s before it, because "
        "the process may have received them already, until another process answers on the shard."
    )


def _missed_elsewhere(run: Run) -> list[str]:
    """Return a section on the commands that no killed or stopped process explains, if there are any."""
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for each in run.missed_elsewhere:
        before = [act for act in run.acts if act.at <= each.sent_at]
        name, at = (before[-1].name, before[-1].at) if before else ("the first roll", run.commands[0].sent_at)
        found[name, each.shard].append(each.sent_at - at)
    rows = [
        (name, f"{shard}", f"{len(after)}", f"{min(after):.1f} to {max(after):.1f}")
        for (name, shard), after in sorted(found.items())
    ]
    header = ("last event", "shard", "commands missed", "seconds after the event")
    return ["## Missed at other times", report.table(header, rows)] if rows else []


def _moved(run: Run) -> str:
    rows = []
    for name, found in (
        (UPGRADED, run.upgrade),
        (KILLED, run.gaps(KILLED)),
        (STOPPED, run.gaps(STOPPED)),
    ):
        longest = [each.seconds for each in found]
        rows.append(
            [
                name,
                f"{len(found)}",
                _time(longest[0]) if longest else "none",
                _time(longest[len(longest) // 2]) if longest else "none",
                f"{len(run.missed_by(name)):,}",
            ]
        )
    return report.table(("event", "shards", "longest gap", "median gap", "commands missed"), rows)


def _cost(run: Run) -> str:
    def row(name: str, seconds: Sequence[float]) -> list[str]:
        ordered = sorted(seconds)
        return [name, *map(_time, (ordered[len(ordered) // 2], ordered[0], ordered[-1]))]

    processes, rate = run.sizes.processes, run.sizes.rate
    return report.table(
        ("processes and rolls", "median", "least", "most"),
        [
            row(f"{processes}, together {rate} a second", run.cost.several),
            row(f"1, {rate} a second", run.cost.as_all),
            row(f"1, {rate / processes:.0f} a second", run.cost.as_each),
        ],
    )


def _work(run: Run) -> str:
    work = run.work
    return report.table(
        ("figure", "measured"),
        [
            ("rolls a second, on average over the rounds and the pauses", f"{work.rolls / work.at:.0f}"),
            ("transactions a second", f"{work.transactions / work.at:.1f}"),
            ("rows written for each roll", f"{work.written / max(1, work.rolls):.2f}"),
            ("connections of each process", f"{work.connections / run.sizes.processes:.1f}"),
        ],
    )
