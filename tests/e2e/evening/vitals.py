"""How the bot's process is: its memory, tasks, threads, connections and children. Linux only."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.process import BotProcess

PROBE = Path(__file__).parent / "probe"

# Tasks that answer somebody, or that an answer has begun.
_PASSING = re.compile(r"CommandTree-invoker|discord-ui-|discord\.py: |chart|refreshing|Task-\d+ .*send")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Vitals:
    """The process at a moment when nobody asks anything of it."""

    resident: int
    """Bytes of memory that are its own or shared, as the system counts them."""
    peak: int
    tasks: Counter[str]
    threads: int
    files: Counter[str]
    """Open files and sockets by what they are."""
    children: dict[int, int]
    """Processes that it has started, and their memory in bytes."""


async def vitals(bot: BotProcess, *, within: float = 40.0) -> Vitals:
    """Return them once all that was begun for somebody is done. Raises TimeoutError where it never is."""
    async with asyncio.timeout(within):
        state = await _ask(bot)
        while any(map(_PASSING.match, state["tasks"])):
            await asyncio.sleep(0.1)
            state = await _ask(bot)
    status = _status(bot.process.pid)
    tasks = Counter(_NUMBERS.sub("#", name) for name in state["tasks"])
    return Vitals(
        resident=status["VmRSS"],
        peak=status["VmHWM"],
        tasks=tasks,
        threads=state["threads"],
        files=open_files(bot.process.pid),
        children={child: _status(child)["VmRSS"] for child in children(bot.process.pid)},
    )


async def _ask(bot: BotProcess) -> dict[str, list[str]]:
    bot.lines[:] = [line for line in bot.lines if not line.startswith("probe ")]
    os.kill(bot.process.pid, signal.SIGUSR1)
    return dict(json.loads((await bot.line_with("probe ")).removeprefix("probe ")))


def open_files(pid: int) -> Counter[str]:
    """Return how many files of each kind a process has open: "TCP" for connections, or a file's name."""
    peers = _tcp_sockets(pid)
    found: Counter[str] = Counter()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            target = os.readlink(descriptor)
            kind, _, number = target.partition(":")
            found["TCP" if number.strip("[]") in peers else kind if number else Path(target).name] += 1
    return found


def _tcp_sockets(pid: int) -> set[str]:
    """Return the numbers of all TCP sockets of the machine, or of its part in which the process runs."""
    _, *lines = Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()
    return {line.split()[9] for line in lines}


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that are alive."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in listed.split()]


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        return _status(pid)["VmRSS"] > 0
    except (FileNotFoundError, KeyError, ProcessLookupError):
        return False


def _status(pid: int) -> dict[str, int]:
    """Return what the system says of a process, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    values = (line.partition(":") for line in lines if line.endswith(" kB"))
    return {name: int(value.split()[0]) * 1024 for name, _, value in values}
