"""The cost of several processes compared with one: processor time of a roll, memory, database load."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from bench.many.commands import Players
    from bench.many.fleet import Fleet

_SETTLING_SECONDS, _IDLE_SECONDS = 1.0, 5.0
_WARMING_ROLLS = 400


@dataclass(frozen=True, slots=True)
class Contender:
    """A fleet, and the players of its Discord."""

    fleet: Fleet
    players: Players

    async def warm_up(self) -> None:
        """Roll until all caches are warm."""
        await self.players.roll_in_turn(_WARMING_ROLLS)

    async def round(self, a_second: float, seconds: float) -> float:
        """Return the processor time of a roll at this rate, including writing the history."""
        before = self.fleet.processor_seconds
        rolls = await self.players.roll_at_rate(a_second, seconds)
        await asyncio.sleep(_SETTLING_SECONDS)
        return (self.fleet.processor_seconds - before) / rolls


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time of a roll in each round, in seconds.

    A busy process spends less on each roll because it handles several at a time. So several processes are
    compared with one that handles all of the rolls, and with one that handles as many as each of them.
    """

    several: list[float]
    as_all: list[float]
    as_each: list[float]

    def ratios(self, alone: list[float]) -> list[float]:
        """Return the cost of several divided by the cost of one, in each round."""
        return [several / one for several, one in zip(self.several, alone, strict=True)]


async def compared(
    alone: Contender, several: Contender, *, a_second: float, rounds: int, seconds: float
) -> Cost:
    """Measure in turns, so that other work on this machine slows all of them down alike."""
    processes = len(several.fleet.members)
    cost = Cost([], [], [])
    kinds = [(several, a_second, cost.several), (alone, a_second, cost.as_all)]
    kinds.append((alone, a_second / processes, cost.as_each))
    for each in (alone, several):
        await each.warm_up()
    for number in range(rounds):
        for contender, rate, measured in kinds if number % 2 else reversed(kinds):
            measured.append(await contender.round(rate, seconds))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return cost


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident bytes of a process: after it has connected, and after each of its servers has rolled."""

    servers: int
    idle: int
    busy: int


async def memory(contender: Contender, servers: int, *, a_second: float) -> Memory:
    """Measure a process while each of its servers rolls once."""
    (member,) = contender.fleet.members
    await asyncio.sleep(_IDLE_SECONDS)
    idle = member.resident_bytes
    await contender.players.roll_at_rate(a_second, servers / a_second)
    await asyncio.sleep(_SETTLING_SECONDS)
    return Memory(servers, idle, member.resident_bytes)


@dataclass(frozen=True, slots=True)
class DatabaseWork:
    """PostgreSQL's counters at a moment, or between two, and the connections at the end."""

    at: float
    rolls: int
    transactions: int
    written: int
    """Rows inserted and updated."""
    connections: int

    @classmethod
    async def read(cls, address: str) -> DatabaseWork:
        """Read it from the server's statistics."""
        connection = await asyncpg.connect(address)
        row = await connection.fetchrow(
            "SELECT xact_commit, tup_inserted + tup_updated AS written, "
            "(SELECT count(*) FROM rolls) AS rolls, "
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()) AS connections "
            "FROM pg_stat_database WHERE datname = current_database()"
        )
        await connection.close()
        now = asyncio.get_running_loop().time()
        return cls(now, row["rolls"], row["xact_commit"], row["written"], row["connections"])

    def since(self, earlier: DatabaseWork) -> DatabaseWork:
        """Return the difference to an earlier moment."""
        return DatabaseWork(
            self.at - earlier.at,
            self.rolls - earlier.rolls,
            self.transactions - earlier.transactions,
            self.written - earlier.written,
            self.connections,
        )


async def rolls_kept(address: str) -> set[int]:
    """Return the interactions whose rolls are in the history."""
    connection = await asyncpg.connect(address)
    rows = await connection.fetch("SELECT DISTINCT interaction_id FROM rolls")
    await connection.close()
    return {row["interaction_id"] for row in rows}
