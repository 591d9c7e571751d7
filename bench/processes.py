"""What a process has used so far, by Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")
# Their places in /proc/PID/stat behind the name, which may hold blanks and brackets itself.
_USER, _SYSTEM = 11, 12
_KILOBYTE = 1024


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process and its threads have used, to a hundredth of a second."""
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    """Return the memory that a process holds."""
    return _memory(pid, "Rss")


def proportional_bytes(pid: int) -> int:
    """Return the same, but what several processes share is divided among them."""
    return _memory(pid, "Pss")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    return [int(child) for task in (_PROC / str(pid) / "task").iterdir() for child in _children(task)]


def _children(task: Path) -> list[str]:
    return (task / "children").read_text(encoding="ascii").split()


def _memory(pid: int, name: str) -> int:
    line = next(line for line in _read(pid, "smaps_rollup").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * _KILOBYTE


def _read(pid: int, file: str) -> str:
    return (_PROC / str(pid) / file).read_text(encoding="utf-8", errors="replace")
