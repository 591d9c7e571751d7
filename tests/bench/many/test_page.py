"""The page of an invented run: which targets it reaches, the worst first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.many.acts import KILLED, RESTARTED, STOPPED, UPGRADED
from bench.many.commands import Command, servers
from bench.many.cost import Cost, DatabaseWork, Memory
from bench.many.figures import Act
from bench.many.page import Run, Sizes, publish, targets
from tests.support.fake_discord.sessions import shard_of

if TYPE_CHECKING:
    from pathlib import Path

# Two shards, and when each process first answered on them.
ACTS = (
    Act(KILLED, 10.0, 0, 12.0),
    Act(UPGRADED, 30.0, 2, 32.0),
    Act(RESTARTED, 50.0, None, 51.0),
    Act(STOPPED, 70.0, 1, 90.0),
)
ROLL = "processor time of a roll: 1.05 x that of one process with the rolls of"
OWNERS = {0: [(0, 9.9), (2, 15.0), (3, 31.2), (4, 76.0)], 1: [(1, 69.9), (4, 77.0)]}


def answered(at: float, worker: int, shard: int, messages: int = 1) -> Command:
    return Command(round(at * 1000) * 2 + shard, shard, at - 0.05, at - 0.05, at, worker, messages)


def commands() -> list[Command]:
    """Return a command for each shard ten times a second while it has an owner, who answers it."""
    found = []
    for shard, owners in OWNERS.items():
        ends = {0: 9.9, 2: 31.0, 1: 69.9}
        for tenth in range(1_000):
            at = tenth / 10
            worker = max(
                (each for each in owners if each[1] <= at), key=lambda each: each[1], default=owners[0]
            )
            if at <= ends.get(worker[0], 100.0):
                found.append(answered(at, worker[0], shard))
    return found


def a_run() -> Run:
    every = commands()
    return Run(
        Sizes(),
        every,
        ACTS,
        {each.interaction_id for each in every},
        Cost([1.02e-3, 1.12e-3], [1.0e-3, 1.1e-3], [1.01e-3, 1.1e-3]),
        Memory(10_000, 60_000_000, 70_000_000),
        DatabaseWork(10.0, 3_000, 100, 3_300, 9),
        0.01,
        0.1,
    )


def missed(run: Run) -> list[str]:
    return [each.claim for each in targets(run) if not each.reached]


def test_a_good_run_reaches_all() -> None:
    assert missed(a_run()) == []


@pytest.mark.parametrize(
    ("changed", "claim"),
    [
        ({"kept": set()}, "acknowledged rolls lost at other"),
        ({"cost": Cost([1.06e-3], [1e-3], [1.06e-3])}, f"{ROLL} all"),
        ({"cost": Cost([1.06e-3], [1.06e-3], [1e-3])}, f"{ROLL} each"),
        ({"memory": Memory(10_000, 60_000_000, 71_500_000)}, "memory of a process"),
        ({"commands": [*commands(), answered(40.0, 3, 0, messages=2)]}, "commands answered twice"),
        ({"commands": [*commands(), Command(7, 0, 50.5, 50.5)]}, "commands delivered but not answered"),
    ],
)
def test_a_missed_target_is_reported(changed: dict[str, object], claim: str) -> None:
    run = replace(a_run(), **changed)  # type: ignore[arg-type]
    assert any(each.startswith(claim) for each in missed(run)), missed(run)


def test_what_a_killed_process_had_not_written_counts_by_itself() -> None:
    run = a_run()
    unwritten = {
        each.interaction_id for each in run.commands if each.worker == 0 and (each.answered_at or 0) > 9.8
    }
    run = replace(run, kept=set(run.kept) - unwritten)
    assert missed(run) == ["acknowledged rolls lost in the last 0.25 s before the SIGKILL: 0"]


def test_the_worst_comes_first() -> None:
    run = replace(a_run(), memory=Memory(10_000, 1, 142_000_000), cost=Cost([1.575e-3], [1e-3], [1.5e-3]))
    assert [each.share for each in targets(run)][:2] == pytest.approx([2.0, 1.5])


def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.report._RESULTS", tmp_path)
    assert publish(a_run()) == 0
    page = (tmp_path / "many.md").read_text(encoding="utf-8")
    assert "| takeover after SIGSTOP: under 10 s" in page
    assert "40,000 servers" in page
    assert "**no**" not in page


def test_the_page_says_when_commands_were_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.report._RESULTS", tmp_path)
    both = [Command(7, 1, 50.5, 50.5), Command(8, 1, 52.25, 52.25), Command(9, 0, 5.0, 5.0)]
    assert publish(replace(a_run(), commands=[*commands(), *both])) == 1
    page = (tmp_path / "many.md").read_text(encoding="utf-8")
    assert "| database restart |     1 |               2 |              0.5 to 2.2 |" in page
    assert "| the first roll   |     0 |               1 |" in page


def test_sizes_come_from_the_environment() -> None:
    assert Sizes.read({"SECONDS": "60", "RATE": "100", "HOME": "/"}) == Sizes(seconds=60, rate=100)


def test_servers_are_spread_evenly() -> None:
    shards = [shard_of(each, 16) for each in servers(40_000)]
    assert {shards.count(shard) for shard in range(16)} == {2_500}
