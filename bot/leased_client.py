"""The client of a process that shares the shards with others: it serves those that it has leased."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
import structlog
import yarl

from bot.background import in_background
from bot.client import DicewrightClient
from bot.discord_api.gateway.connections import TROUBLE, Connection, SessionEnded, begin
from bot.discord_api.refusals import reason_of
from bot.discord_api.session_starts import NO_MORE_SESSIONS, SessionStarts
from bot.metrics import ShardState
from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.notices import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.services.shards.leases import Leases
    from bot.services.shards.sealing import GatewaySession
    from bot.store.connection.notices import Listener

log = structlog.stdlib.get_logger(__name__)

_CONNECT_SECONDS = 30.0
_RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
# How often to look for free shards if no notices can be received.
_LOOK_SECONDS = 0.25
_AWAY_SECONDS = 1.0
_LEAVE_SECONDS = 2.0
# Discord's code for a shard with more than 2,500 servers. Each try counts among a thousand a day.
_TOO_MANY_SERVERS = 4011
_TOO_MANY_SECONDS = 600.0


class LeasedClient(DicewrightClient):
    """Connects shards when it gets their leases, with the sessions that other processes have left.

    `listener`, which the caller runs, is notified when they do. Create it while an event loop is running.
    """

    def __init__(
        self,
        *commands: Any,
        leases: Leases,
        listener: Listener,
        **options: Any,
    ) -> None:
        super().__init__(*commands, **options)
        # The shards of this process; None would mean all of them.
        self.shard_ids = []
        self._leases = leases
        self._listener = listener
        self._served: dict[int, Connection] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[Any]] = set()
        self._identifying: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._timeouts: dict[int, asyncio.Timeout] = {}
        self._woken = asyncio.Event()
        self._beaten = asyncio.Condition()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._joined = False
        self._has_registered = False
        listener.subscribe(Topic.SHARDS, lambda _key: self._woken.set())

    async def connect(self, *, reconnect: bool = True) -> None:  # noqa: ARG002 - discord.py's own has it
        """Serve shards until the client is closed. Raises discord.py's errors if Discord refuses."""
        await self._join()
        async with in_background(self._beat_regularly(), name="leases"):
            await self._ended

    async def _join(self) -> None:
        recommended, _, _ = await self.http.get_bot_gateway()
        wanted = self.shard_count or recommended
        while True:
            try:
                shards = await self._leases.join(self.application_id or 0, wanted)
                break
            except StoreUnavailable as unavailable:
                await self._wait(unavailable.retry_after, "the database is unreachable")
        if shards != wanted:
            log.warning(
                "number of shards kept",
                shards=shards,
                wanted=wanted,
                reason="other processes use it; stop all of them to change the number",
            )
        begin(self, shards)
        self._joined = True
        log.info("sharing shards", process=self._leases.process, shards=shards)

    async def _beat_regularly(self) -> None:
        while True:
            self._woken.clear()
            try:
                seconds = await self._beat()
                async with self._beaten:
                    self._beaten.notify_all()
                await self._until_next_beat(seconds)
            except StoreUnavailable as unavailable:
                # The store has logged why.
                await asyncio.sleep(min(unavailable.retry_after, _AWAY_SECONDS))
            except Exception:
                log.exception("leases not renewed")
                await asyncio.sleep(_AWAY_SECONDS)

    async def _beat(self) -> float:
        """Renew the leases, serve gained shards and stop serving lost ones; return when to beat again."""
        beat = await self._leases.beat(self._sessions(self._served))
        self.shard_ids = sorted(self._leases.held)
        if beat.lost:
            log.warning("shards taken by another process", shards=sorted(beat.lost))
            for connection in (await self._stop(beat.lost)).values():
                connection.decide(ours=False)
        for connection in self._served.values():
            connection.decide(ours=True)
        for shard, session in sorted(beat.gained.items()):
            log.info("shard taken", shard=shard, resumes=session is not None)
            self._tasks[shard] = asyncio.create_task(self._serve(shard, session), name=f"shard {shard}")
        if 0 in beat.gained and not self._has_registered:
            self._has_registered = True
            self._in_background(self.register_commands())
        if beat.surplus:
            await self._hand_over(beat.surplus)
        return beat.next_seconds

    async def _until_next_beat(self, seconds: float) -> None:
        ends_at = self.loop.time() + seconds
        while (left := ends_at - self.loop.time()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left if self._listener.listening else min(left, _LOOK_SECONDS)):
                    await self._woken.wait()
                return
            if not self._listener.listening and await self._leases.any_free():
                return

    async def _hand_over(self, surplus: int) -> None:
        """Leave this many shards to others: first those that are not connected, and shard 0 last.

        A shard that is just connecting stays until the next beat.
        """
        settled = [shard for shard in self._leases.held if not self._is_opening(shard)]
        leaving = sorted(settled, key=lambda shard: (self._is_connected(shard), -shard))[:surplus]
        if not leaving:
            return
        log.info("shards handed over", shards=sorted(leaving))
        sessions = dict.fromkeys(leaving, None) | {
            each.shard: each for each in self._sessions(await self._stop(leaving))
        }
        await self._leases.hand_over(sessions)

    async def _stop(self, shards: Iterable[int]) -> dict[int, Connection]:
        """Stop serving some shards; return their connections, which are being closed."""
        tasks = [self._tasks.pop(shard) for shard in list(shards) if shard in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        stopped = {shard: self._served.pop(shard) for shard in list(shards) if shard in self._served}
        for connection in stopped.values():
            # Waiting for Discord's response would only make the gap longer.
            self._in_background(connection.close())
        return stopped

    async def _serve(self, shard: int, session: GatewaySession | None) -> None:
        """Serve a shard until cancelled, reconnecting as often as necessary."""
        connection = self._served[shard] = Connection(self, shard, lambda: self._leases.answers(shard))
        failures = 0
        while not self._ended.done():
            await self._until_held(shard)
            try:
                if session is None:
                    await self._begin(connection, shard)
                else:
                    async with asyncio.timeout(_CONNECT_SECONDS):
                        await connection.open(session, None)
                failures = 0
                await connection.read()
            except SessionEnded as ended:
                session = ended.session
            except TROUBLE as trouble:
                log.warning("shard not connected", shard=shard, reason=reason_of(trouble))
                session = connection.session or session
                await asyncio.sleep(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)])
                failures += 1
            except Exception as failure:
                if isinstance(failure, discord.ConnectionClosed) and failure.code == _TOO_MANY_SERVERS:
                    session = None
                    await self._wait_for_more_shards(shard)
                elif not self._ended.done():
                    self._ended.set_exception(failure)

    async def _wait_for_more_shards(self, shard: int) -> None:
        """Wait before a shard that has too many servers is tried again, and say what can be done.

        To exit would only hand it to the next process, and all the others with it.
        """
        log.error(
            "shard has too many servers",
            shard=shard,
            shards=self.shard_count,
            fix="stop all processes and start them again, with a higher SHARD_COUNT if it is set",
        )
        await asyncio.sleep(_TOO_MANY_SECONDS)

    async def _until_held(self, shard: int) -> None:
        # A connection that another process now has must not be taken back from it.
        async with self._beaten:
            await self._beaten.wait_for(lambda: self._leases.holds(shard))

    async def _begin(self, connection: Connection, shard: int) -> None:
        """Start a session when it is this process's turn in the shard's bucket, one at a time."""
        async with self._identifying[shard % self._buckets]:
            starts = await self._starts()
            while seconds := starts.wait_for_reset(1):
                await self._wait(seconds, NO_MORE_SESSIONS)
                starts = await self._starts()
            if seconds := starts.pause(1):
                await self._wait(seconds, starts.few_left)
            gateway = yarl.URL(self._gateway_url) if self._gateway_url else None
            async with asyncio.timeout(_CONNECT_SECONDS) as timeout:
                self._timeouts[shard] = timeout
                await connection.open(None, gateway)

    async def _starts(self) -> SessionStarts:
        _, _, limit = await self.http.get_bot_gateway()
        self._buckets = limit["max_concurrency"]
        return SessionStarts.read(limit)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a shard's turn to identify, among all processes."""
        timeout = self._timeouts.pop(shard_id or 0)
        timeout.reschedule(None)
        await self._take_turn(shard_id, initial=initial)
        timeout.reschedule(self.loop.time() + _CONNECT_SECONDS)

    def why_unready(self) -> str:
        """Return why players can't be answered at the moment, or nothing; waiting for a lease is normal."""
        if self._closing:
            return "the bot is stopping"
        if not self._joined:
            return self._waiting or "not yet connected to Discord"
        away = [str(shard) for shard in sorted(self._leases.held) if not self._is_connected(shard)]
        return f"disconnected shards: {', '.join(away)}" if away else ""

    def shard_states(self) -> list[ShardState]:
        """Return the state of each shard that this process has leased, or is still connected to."""
        shards = self.shards
        return [
            ShardState(
                shard,
                held=self._leases.holds(shard),
                connected=self._is_connected(shard),
                latency=shards[shard].latency if shard in shards else math.inf,
            )
            for shard in sorted(self._leases.held | shards.keys())
        ]

    async def _disconnect_shards(self, seconds: float) -> None:
        """Leave all shards to other processes, with their sessions."""
        if not self._ended.done():
            self._ended.set_result(None)
        if not self._joined:
            return
        stopped = await self._stop(list(self._tasks))
        with suppress(StoreUnavailable, TimeoutError):
            async with asyncio.timeout(_LEAVE_SECONDS):
                await self._leases.leave(self._sessions(stopped))
        if self._others:
            await asyncio.wait(self._others, timeout=seconds)

    def _sessions(self, connections: dict[int, Connection]) -> list[GatewaySession]:
        return [each.session for each in connections.values() if each.session is not None]

    def _is_connected(self, shard: int) -> bool:
        return shard in self._served and self._served[shard].is_open

    def _is_opening(self, shard: int) -> bool:
        return shard in self._served and self._served[shard].is_opening

    def _in_background(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)
