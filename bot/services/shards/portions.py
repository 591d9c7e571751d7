"""How many shards each process should have, and how many it should give up or take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def portion(shards: int, processes: Mapping[str, int], process: str) -> int:
    """Return how many shards a process may have, of those that `processes` share evenly.

    If that leaves a remainder, the first by name have one more.

    >>> [portion(16, dict.fromkeys("abc", 0), each) for each in "abc"]
    [6, 5, 5]
    """
    each, left_over = divmod(shards, len(processes))
    return each + (sorted(processes).index(process) < left_over)


def to_take(shards: int, processes: Mapping[str, int], process: str) -> int:
    """Return how many shards that are nobody's a process should take.

    `processes` says how many each holds. All together take all there are.
    """
    return max(0, portion(shards, processes, process) - processes[process])


def to_give_up(shards: int, processes: Mapping[str, int], process: str) -> int:
    """Return how many of its shards a process should give up to others.

    That is none while each process has its even part or one more: to move a remainder from one to the
    other would help nobody.

    >>> to_give_up(16, {"a": 16, "b": 0}, "a"), to_give_up(16, {"a": 5, "b": 6, "c": 5}, "b")
    (8, 0)
    """
    least = shards // len(processes)
    most = least + (shards % len(processes) > 0)
    held = processes[process]
    if all(least <= each <= most for each in processes.values()):
        return 0
    free = shards - sum(processes.values())
    wanted = sum(to_take(shards, processes, each) for each in processes) - free
    return max(0, min(held - portion(shards, processes, process), wanted))
