"""What a process has used so far, according to Linux's /proc."""

from __future__ import annotations

import sys
from pathlib import Path

_PROC = Path("/proc")
_KILOBYTE = 1024


def need_linux() -> None:
    """Exit if there is no /proc to read."""
    if sys.platform != "linux":
        raise SystemExit("What a process uses is read from /proc, which only Linux has.")


def processor_seconds(pid: int) -> float:
    """Return the processor time used by the current threads of a process, to the microsecond."""
    return sum(_thread_seconds(thread) for thread in (_PROC / str(pid) / "task").iterdir())


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process."""
    return _memory(pid, "Rss")


def proportional_bytes(pid: int) -> int:
    """Return the same, but with memory shared by several processes divided among them."""
    return _memory(pid, "Pss")


def children(pid: int) -> list[int]:
    """Return the child processes of a process that are still running."""
    return [int(child) for task in (_PROC / str(pid) / "task").iterdir() for child in _children(task)]


def descendants(pid: int) -> list[int]:
    """Return the running child processes of a process, and theirs."""
    found, pending = [], children(pid)
    while pending:
        found.append(pending.pop())
        pending += children(found[-1])
    return found


def _thread_seconds(thread: Path) -> float:
    try:
        return int((thread / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        # The thread has ended since it was listed; any children now belong to another thread.
        return []


def _memory(pid: int, name: str) -> int:
    line = next(line for line in _read(pid, "smaps_rollup").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * _KILOBYTE


def _read(pid: int, file: str) -> str:
    return (_PROC / str(pid) / file).read_text(encoding="utf-8", errors="replace")
