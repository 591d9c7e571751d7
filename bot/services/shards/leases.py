"""The leases of one process: which shards it serves, and until when it may be sure of that."""

from __future__ import annotations

import math
import secrets
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from bot.services.shards.portions import to_give_up, to_take
from bot.store.connection.availability import StoreUnavailable
from bot.store.shards import leases
from bot.store.shards.leases import Tenant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from bot.services.shards.sealing import GatewaySession, Seal
    from bot.store.connection.database import Database
    from bot.store.shards.leases import Held

log = structlog.stdlib.get_logger(__name__)

# One renewal may fail, after the two seconds that a transaction may take, and the next be in time.
LEASE_SECONDS = 4.5
BEAT_SECONDS = 1.5
# When the database is back, nothing is taken for this many times the length of a lease: one process may find
# that out ten seconds after another.
_RETURN_LEASES = 3
_PROCESS_BYTES = 8


def boot_seconds() -> float:
    """Return seconds that also pass while the machine sleeps, where the system counts them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class Beat:
    """What a beat found."""

    gained: Mapping[int, GatewaySession | None] = field(default_factory=dict)
    """Shards that are this process's from now on, with the sessions that it can resume."""
    lost: frozenset[int] = frozenset()
    """Shards that another process has taken."""
    surplus: int = 0
    """How many shards to hand over to others."""
    processes: int = 1
    """How many processes share the shards."""
    next_seconds: float = BEAT_SECONDS
    """When to beat again."""


class Leases:
    """The shards that a process holds. It renews them by `beat`, every `BEAT_SECONDS`.

    By the database's clock a lease is good for `seconds` from when it was last renewed. By `clock`, which
    must go on while the process is stopped, the process counts them from before it asked, so it is the
    first to know when a lease has run out.

    While the database is out of reach for this process, it may be for all, and then nobody can take a
    shard. So a process that keeps asking may go on to answer what it is sent (`answers`), but not open a
    connection (`holds`): Discord has each session on one connection, and if another process has taken
    over, it has closed this one's.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        *,
        clock: Callable[[], float],
        process: str = "",
        seconds: float = LEASE_SECONDS,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._tenant = Tenant(0, process or secrets.token_hex(_PROCESS_BYTES), 0, seconds)
        self._beat_seconds = beat_seconds
        self._held: set[int] = set()
        self._certain_until = -math.inf
        self._answered_until = -math.inf
        self._saved: dict[int, GatewaySession] = {}
        self._was_away = False
        self._takes_from = -math.inf

    @property
    def held(self) -> frozenset[int]:
        """The shards that are this process's, as far as it knows."""
        return frozenset(self._held)

    @property
    def process(self) -> str:
        """The name of the process, which is random."""
        return self._tenant.process

    def holds(self, shard: int) -> bool:
        """Return whether a shard is certainly this process's now."""
        return shard in self._held and self._clock() < self._certain_until

    def answers(self, shard: int) -> bool:
        """Return whether to answer what arrives on a shard."""
        return shard in self._held and self._clock() < self._answered_until

    async def join(self, application_id: int, shards: int) -> int:
        """Become one of a bot's processes; return how many shards these have, here `shards` if it is alone.

        Raises StoreUnavailable.
        """
        # Not when the first session is to be resumed.
        self._seal.prepare()
        self._tenant = replace(self._tenant, application_id=application_id, shards=shards)
        agreed = await self._database.write(leases.join, self._tenant)
        self._tenant = replace(self._tenant, shards=agreed)
        return agreed

    async def beat(self, sessions: Iterable[GatewaySession] = ()) -> Beat:
        """Renew what is held, take what is free, and keep the sessions that are open.

        Raises StoreUnavailable.
        """
        begun = self._clock()
        changed = [each for each in sessions if self._saved.get(each.shard) != each]
        stored = {each.shard: self._seal.closed(each) for each in changed}
        try:
            kept, taken, processes = await self._database.write(self._beat, stored)
        except StoreUnavailable:
            self._was_away = True
            if begun < self._answered_until:
                self._answered_until = self._clock() + self._tenant.seconds
            raise
        if self._was_away:
            # The leases of all have run out, and those who live have to renew theirs first.
            self._was_away, self._takes_from = False, begun + _RETURN_LEASES * self._tenant.seconds
        self._saved |= {each.shard: each for each in changed}
        gained = {shard: self._saved.get(shard) for shard in kept - self._held}
        gained |= {shard: self._opened(stored) for shard, stored in taken.items()}
        lost = frozenset(self._held - kept)
        self._held = kept | taken.keys()
        self._saved = {shard: session for shard, session in self._saved.items() if shard in kept}
        self._certain_until = self._answered_until = begun + self._tenant.seconds
        counted = {name: each.shards for name, each in processes.items()}
        return Beat(
            gained=gained,
            lost=lost,
            surplus=to_give_up(self._tenant.shards, counted, self.process),
            processes=len(processes),
            next_seconds=self._next_seconds(processes),
        )

    async def any_free(self) -> bool:
        """Return whether there is a shard to take. Raises StoreUnavailable."""
        return await self._database.read(leases.any_free, self._tenant)

    async def hand_over(self, sessions: Mapping[int, GatewaySession | None]) -> None:
        """Leave shards, whose connections are closed already, to other processes.

        Raises StoreUnavailable, after which the next beat gains what could not be left.
        """
        self._held -= sessions.keys()
        self._saved |= {shard: session for shard, session in sessions.items() if session}
        closed = {
            shard: self._seal.closed(session) if session else None for shard, session in sessions.items()
        }
        await self._database.write(leases.release, self._tenant, closed)

    async def leave(self, sessions: Iterable[GatewaySession]) -> None:
        """Leave everything to other processes, with these sessions. Raises StoreUnavailable."""
        self._held.clear()
        closed = {each.shard: self._seal.closed(each) for each in sessions}
        await self._database.write(leases.leave, self._tenant, closed)

    def _beat(
        self, connection: Connection, sessions: Mapping[int, str]
    ) -> tuple[set[int], dict[int, str | None], dict[str, Held]]:
        tenant = self._tenant
        kept = leases.renew(connection, tenant, sessions)
        processes = leases.counts(connection, tenant)
        wanted = 0
        if not self._was_away and self._clock() >= self._takes_from:
            counted = {name: each.shards for name, each in processes.items()}
            wanted = to_take(tenant.shards, counted, tenant.process)
        taken = leases.take(connection, tenant, wanted) if wanted else {}
        return kept, taken, processes

    def _next_seconds(self, processes: Mapping[str, Held]) -> float:
        """Return when to look again: soon after the lease of another ends, if it is not renewed before."""
        others = [each.seconds for name, each in processes.items() if name != self.process]
        soonest = min((each for each in others if each is not None), default=math.inf)
        return max(0.05, min(self._beat_seconds, soonest + 0.05))

    def _opened(self, stored: str | None) -> GatewaySession | None:
        session = self._seal.opened(stored) if stored else None
        if session is not None and session.shards != self._tenant.shards:
            # It is for other servers.
            return None
        return session
