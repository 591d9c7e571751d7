"""Faults and upgrades: what happens to the processes and their database while people roll."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.many.figures import Act

if TYPE_CHECKING:
    from bench.many.fleet import Fleet, Member
    from tests.support.databases import PostgreSQL

KILLED, UPGRADED, RESTARTED, STOPPED = "SIGKILL", "upgrade", "database restart", "SIGSTOP"
STOPPED_SECONDS = 20.0
# When each begins, as a share of the whole run.
_BEGINNINGS = {KILLED: 0.1, UPGRADED: 0.35, RESTARTED: 0.55, STOPPED: 0.7}
# How long a supervisor takes to replace a process. By then, others have taken over its shards.
_SUPERVISOR_SECONDS = 12.0
# How long a rolling upgrade lets the new process run before it stops the old one.
_WARM_SECONDS = 15.0


@dataclass(slots=True)
class Evening:
    """The acts of one run, in order."""

    fleet: Fleet
    postgresql: PostgreSQL
    seconds: float
    done: list[Act] = field(default_factory=list)
    started: list[int] = field(default_factory=list)
    """The workers of the processes that were started during the run."""

    async def run(self) -> None:
        """Perform every act when its time has come."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        for name, act in (
            (KILLED, self._kill),
            (UPGRADED, self._upgrade),
            (RESTARTED, self._restart),
            (STOPPED, self._stop),
        ):
            await asyncio.sleep(start + _BEGINNINGS[name] * self.seconds - loop.time())
            self.done.append(await act())

    async def _kill(self) -> Act:
        victim = self.fleet.members[0]
        at = _now()
        await self.fleet.end(victim, signal.SIGKILL)
        await asyncio.sleep(min(_SUPERVISOR_SECONDS, self.seconds / 10))
        await self._start()
        return Act(KILLED, at, victim.worker, _now())

    async def _upgrade(self) -> Act:
        old = self.fleet.members[0]
        at = _now()
        await self._start()
        await asyncio.sleep(min(_WARM_SECONDS, self.seconds / 10))
        await self.fleet.end(old, signal.SIGTERM)
        return Act(UPGRADED, at, old.worker, _now())

    async def _restart(self) -> Act:
        at = _now()
        await asyncio.to_thread(self._restart_postgresql)
        return Act(RESTARTED, at, None, _now())

    def _restart_postgresql(self) -> None:
        self.postgresql.stop()
        self.postgresql.start()

    async def _stop(self) -> Act:
        victim = self.fleet.members[0]
        at = _now()
        victim.bot.send(signal.SIGSTOP)
        await asyncio.sleep(STOPPED_SECONDS)
        victim.bot.send(signal.SIGCONT)
        return Act(STOPPED, at, victim.worker, _now())

    async def _start(self) -> Member:
        member = await self.fleet.start()
        self.started.append(member.worker)
        return member


def _now() -> float:
    return asyncio.get_running_loop().time()
