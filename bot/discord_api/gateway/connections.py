"""Gateway connections of single shards, with sessions that other processes may have started.

discord.py connects all shards when it starts. It has no public way to connect one later, to resume a session
that it didn't start itself, or to hand one over. All uses of its internals for this are in this file, and
tests/bot/discord_api/test_connections.py fails if these change.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import Shard

from bot.services.shards.sealing import GatewaySession

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

# Any code except 1000 and 1001, which would make Discord end the session.
_TO_BE_RESUMED = 4000
_INTERACTION = "INTERACTION_CREATE"
# A waiting interaction is answered within three seconds or not at all.
_MOST_WAITING = 1_000

TROUBLE = (OSError, TimeoutError, discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError)
"""The errors of opening a connection that may go away."""


_made: ContextVar[list[DiscordWebSocket]] = ContextVar("sockets_made")


class _Socket(DiscordWebSocket):
    """A socket that is known before it is connected, so that it can be closed even if it never is."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _made.get().append(self)


class SessionEnded(Exception):
    """A connection ended. `session` can be resumed; if it is None, a new one has to be started."""

    def __init__(self, session: GatewaySession | None) -> None:
        super().__init__()
        self.session = session


def begin(client: discord.AutoShardedClient, shards: int) -> None:
    """Prepare a client to serve some of this many shards, none to begin with."""
    client.shard_count = client._connection.shard_count = shards
    client._connection.shard_ids = range(shards)
    client._reconnect = True
    _shards_of(client).clear()


class Connection:
    """The connection of a shard, which is one of the client's `shards` until it is closed.

    Events are handled as they arrive if `answers` is true. Otherwise, interactions wait until `decide`.
    """

    def __init__(self, client: discord.AutoShardedClient, shard: int, answers: Callable[[], bool]) -> None:
        self._client = client
        self._shard = shard
        self._answers = answers
        self._socket: DiscordWebSocket | None = None
        self._waiting: deque[Any] = deque(maxlen=_MOST_WAITING)
        self._closing: set[asyncio.Future[None]] = set()
        self.is_opening = False
        """Whether it is just connecting. Giving up now may leave a session behind that nobody knows about."""

    async def open(self, session: GatewaySession | None, gateway: yarl.URL | None) -> None:
        """Connect, and resume a session or start a new one.

        Raises one of TROUBLE, SessionEnded, or discord.ConnectionClosed if trying again is pointless.
        """
        made: list[DiscordWebSocket] = []
        _made.set(made)
        self.is_opening = True
        try:
            socket = await _Socket.from_client(
                self._client,
                gateway=yarl.URL(session.address) if session else gateway,
                shard_id=self._shard,
                session=session.session_id if session else None,
                sequence=session.sequence if session else None,
                resume=session is not None,
            )
        except BaseException as failure:
            self._abandon(made)
            if isinstance(failure, ReconnectWebSocket):
                raise SessionEnded(session if failure.resume else None) from None
            raise
        finally:
            self.is_opening = False
        read = socket._discord_parsers[_INTERACTION]
        socket._discord_parsers = {**socket._discord_parsers, _INTERACTION: self._reading(read)}
        self._socket = socket
        shards = _shards_of(self._client)
        if self._shard in shards:
            shards[self._shard].ws = socket
        else:
            shards[self._shard] = Shard(socket, self._client, _ignore)

    async def read(self) -> None:
        """Read events until the connection ends, which raises as `open` does."""
        assert self._socket is not None
        try:
            while True:
                await self._socket.poll_event()
        except ReconnectWebSocket as ended:
            self._client.dispatch("shard_disconnect", self._shard)
            raise SessionEnded(self.session if ended.resume else None) from None

    @property
    def session(self) -> GatewaySession | None:
        """The current session, if it has started."""
        socket = self._socket
        if socket is None or socket.session_id is None or socket.sequence is None:
            return None
        return GatewaySession(
            shard=self._shard,
            shards=self._client.shard_count or 0,
            session_id=socket.session_id,
            sequence=socket.sequence,
            address=str(socket.gateway),
        )

    @property
    def is_open(self) -> bool:
        """Whether it is connected and has a session."""
        return self._socket is not None and self._socket.open and self._socket.session_id is not None

    def decide(self, *, ours: bool) -> None:
        """Handle what has been waiting if the shard is ours, or else leave it to the shard's process."""
        waiting = list(self._waiting)
        self._waiting.clear()
        if ours:
            for read, data in waiting:
                read(data)
        elif waiting:
            log.info("interactions left to another process", shard=self._shard, interactions=len(waiting))

    async def close(self) -> None:
        """Close the connection so that the session can be resumed. `read` must not be running any more."""
        if _shards_of(self._client).pop(self._shard, None) is not None:
            self._client.dispatch("shard_disconnect", self._shard)
        if self._socket is not None:
            await _close(self._socket)
        if self._closing:
            await asyncio.wait(self._closing)

    def _abandon(self, sockets: list[DiscordWebSocket]) -> None:
        """Close sockets that were never fully connected: their heartbeats would run forever."""
        for socket in sockets:
            task = asyncio.ensure_future(_close(socket))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def _reading(self, read: Callable[[Any], None]) -> Callable[[Any], None]:
        def read_if_ours(data: Any) -> None:
            if self._answers():
                read(data)
            else:
                self._waiting.append((read, data))

        return read_if_ours


async def _close(socket: DiscordWebSocket) -> None:
    with suppress(*TROUBLE):
        await socket.close(_TO_BE_RESUMED)


def _shards_of(client: discord.AutoShardedClient) -> dict[int, Shard]:
    shards: dict[int, Shard] = client._AutoShardedClient__shards  # type: ignore[attr-defined]  # its public view is a copy
    return shards


def _ignore(_event: object) -> None:
    """Ignore what a discord.py shard reports, which is nothing as long as it doesn't read by itself."""
