"""Which of Discord's shards a process serves: SHARDS, SHARD_COUNT, SHARD_IDS and SHARDS_PER_PROCESS.

Discord splits the servers of a bot into shards by their ids. If a bot outgrows one process, several
processes serve some of the shards each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A million servers are 400 shards, of 2,500 servers each.
MOST_SHARDS = 16_000
AUTO = "auto"
_IDS = re.compile(r"\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*")
_ORDINAL = re.compile(r".*-(\d{1,5})")


@dataclass(frozen=True, slots=True)
class ShardRange:
    """The shards of a process: those with these ids out of `count`, or all of them for None.

    A count of 0 means as many as Discord recommends.
    """

    count: int = 0
    ids: tuple[int, ...] | None = None
    shared: bool = False
    """Whether the running processes divide the shards among themselves."""

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the shards."""
        return self.ids is None or len(self.ids) == self.count


def read_mode(value: str) -> str:
    """Parse the value of SHARDS. Raises ValueError."""
    if value.lower() != AUTO:
        raise ValueError(f'is "{value}"; it must be {AUTO} or empty. For a fixed range, set SHARD_IDS.')
    return AUTO


def read_number(value: str) -> int:
    """Parse a number of shards. Raises ValueError."""
    if not (value.isascii() and value.isdigit() and int(value) <= MOST_SHARDS):
        raise ValueError(f'is "{value}"; it must be a whole number of shards from 0 to {MOST_SHARDS:,}.')
    return int(value)


def read_ids(value: str) -> tuple[int, ...]:
    """Parse the value of SHARD_IDS. Raises ValueError.

    >>> read_ids("0-2,7")
    (0, 1, 2, 7)
    """
    written = value.replace(" ", "")
    if not _IDS.fullmatch(written):
        raise ValueError(f'is "{value}"; write ids and ranges of ids, such as 0-3 or 0,2,5.')
    ids: set[int] = set()
    for part in written.split(","):
        first, _dash, last = part.partition("-")
        low, high = int(first), int(last or first)
        if low > high:
            raise ValueError(f'has the range "{part}"; write the smaller id first: {high}-{low}.')
        ids.update(range(low, high + 1))
    return tuple(sorted(ids))


def shard_range(
    *, mode: str = "", count: int, ids: tuple[int, ...], per_process: int, host_name: str
) -> ShardRange:
    """Return the shards that these settings mean. Raises ValueError with a sentence on what to change.

    If `per_process` is set, `host_name` has to end with the ordinal of the process, like that of a pod in a
    StatefulSet.

    >>> shard_range(count=16, ids=(), per_process=4, host_name="dicewright-3").ids
    (12, 13, 14, 15)
    """
    if mode and (ids or per_process):
        fixed = "SHARD_IDS" if ids else "SHARDS_PER_PROCESS"
        raise ValueError(f"SHARDS={mode} divides the shards among the processes; remove {fixed}.")
    if ids and per_process:
        raise ValueError("SHARD_IDS and SHARDS_PER_PROCESS are two ways to say the same; remove one of them.")
    if not (ids or per_process):
        return ShardRange(count, shared=bool(mode))
    if not count:
        given = "SHARD_IDS" if ids else "SHARDS_PER_PROCESS"
        raise ValueError(f"{given} needs SHARD_COUNT as well: how many shards all processes have together.")
    if ids:
        if ids[-1] >= count:
            raise ValueError(
                f"SHARD_IDS has {ids[-1]}, but with SHARD_COUNT={count} the ids are 0 to {count - 1}."
            )
        return ShardRange(count, ids)
    found = _ORDINAL.fullmatch(host_name)
    if not found:
        raise ValueError(
            f"SHARDS_PER_PROCESS needs a host name that ends with a number, such as dicewright-0; this is "
            f'"{host_name}". Use a StatefulSet, or set SHARD_IDS.'
        )
    first = int(found[1]) * per_process
    if first >= count:
        needed = -(-count // per_process)
        raise ValueError(
            f'There is no shard for "{host_name}": SHARD_COUNT={count} and SHARDS_PER_PROCESS={per_process} '
            f"are for {needed} processes, numbered from 0. Run no more, or raise SHARD_COUNT."
        )
    return ShardRange(count, tuple(range(first, min(first + per_process, count))))
