"""Figures of invented commands: who had a shard, who took it over, and what was missed."""

from __future__ import annotations

import math

import pytest

from bench.many.commands import Command
from bench.many.figures import Act, Gap, gaps, lost, missed_by, moves, takeover_seconds, twice


def answered(at: float, worker: int, shard: int = 0, **about: int) -> Command:
    """Return a command that was answered a tenth of a second after it was sent."""
    return Command(int(at * 1000), shard, at - 0.1, at - 0.1, at, worker, **{"messages": 1, **about})


def missed(sent_at: float, shard: int = 0, delivered_at: float | None = None) -> Command:
    """Return a command that was delivered, and never answered."""
    return Command(int(sent_at * 1000), shard, sent_at, delivered_at or sent_at)


KILL = Act("SIGKILL", 10.0, worker=1, until=12.0)


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([], []),
        # Only what the process had is taken over from it.
        ([answered(9, 1), answered(15, 2), answered(9, 3, shard=1), answered(11, 3, shard=1)], [(0, 9, 15)]),
        # It had given the shard away before.
        ([answered(5, 1), answered(9, 2), answered(15, 3)], []),
        # What it had under way is still its own, and what comes back to it later is another matter.
        ([answered(9, 1), answered(10.5, 1), answered(14, 2), answered(20, 1)], [(0, 10.5, 14)]),
        # Nobody has taken it.
        ([answered(9, 1), answered(9, 1, shard=1), answered(16, 2, shard=1)], [(0, 9, None), (1, 9, 16)]),
        # The longest comes first.
        (
            [answered(9, 1), answered(12, 2), answered(8, 1, shard=1), answered(16, 2, shard=1)],
            [(1, 8, 16), (0, 9, 12)],
        ),
        # Answers are in the order in which Discord took them, not in that of the commands.
        ([answered(15, 2), answered(9, 1)], [(0, 9, 15)]),
    ],
)
def test_how_long_shards_stood_still(
    commands: list[Command], expected: list[tuple[int, float, float | None]]
) -> None:
    found = gaps(commands, KILL)
    assert [(gap.shard, gap.last, gap.first) for gap in found] == expected
    slowest = [math.inf if first is None else first - KILL.at for _, _, first in expected]
    assert takeover_seconds(KILL, found) == max(slowest, default=0.0)


@pytest.mark.parametrize(
    ("at", "counts"),
    [(9.9, False), (10.0, True), (12.0, True), (15.0, True), (15.1, False)],
)
def test_what_moves_while_something_is_done(at: float, counts: bool) -> None:
    found = moves([answered(9, 1), answered(at, 2), answered(at + 10, 2)], KILL, seconds=3.0)
    assert found == ([Gap(0, 9, at)] if counts else [])


def test_a_shard_may_move_twice() -> None:
    commands = [answered(9, 1), answered(10.5, 2), answered(11.5, 2), answered(12.9, 3)]
    assert [gap.seconds for gap in moves(commands, KILL, seconds=3.0)] == pytest.approx([1.5, 1.4])


@pytest.mark.parametrize(
    ("command", "excused"),
    [
        (missed(10.5), True),
        (missed(7.1), True),
        (missed(6.9), False),
        (missed(16.0), True),
        (missed(16.1), False),
        # Another process has this shard all the time.
        (missed(10.5, shard=1), False),
        (answered(12.0, 2), False),
        # It reached nobody.
        (Command(1, 0, 10.5), False),
    ],
)
def test_what_is_missed_because_of_an_act(command: Command, excused: bool) -> None:
    found = [Gap(0, 9.0, 16.0)]
    assert missed_by([command], KILL, found) == ([command] if excused else [])


def test_a_shard_that_nobody_takes_excuses_all_that_comes() -> None:
    assert missed_by([missed(1e6)], KILL, [Gap(0, 9.0, None)]) == [missed(1e6)]


def test_what_is_lost_and_what_is_answered_twice() -> None:
    kept, gone, doubled = answered(1, 1), answered(2, 1), answered(3, 1, messages=2)
    refused = answered(4, 1, second_answers=3)
    never = missed(5)
    commands = [kept, gone, doubled, refused, never]
    assert lost(commands, {1000, 3000, 4000}) == [gone]
    assert twice(commands) == [doubled]
