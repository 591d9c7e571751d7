"""Discord's gateway: identify, heartbeats, resuming, many shards, and connections that end on request.

The rules are those of https://docs.discord.com/developers/events/gateway and of its table of close codes.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.limits import Window
from tests.support.fake_discord.sessions import Session
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.fake_discord.rules import Rules

TAKEN_OVER, UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED = 4000, 4001, 4002, 4003
AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED = 4004, 4005
INVALID_SEQUENCE, RATE_LIMITED, SESSION_TIMED_OUT = 4007, 4008, 4009
_SENT_A_MINUTE = 120
# How late a heartbeat may be.
_TOLERANCE = 1.5


class Operation(IntEnum):
    """The operation codes of the gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Gateway:
    """The websocket endpoint and its sessions; each session of a shard gets the shard's events."""

    def __init__(self, *, token: str, rules: Rules) -> None:
        self.token = token
        self.rules = rules
        self.starts = rules.starts()
        self.url = ""
        self.refuse_with: int | None = None
        self.sessions: list[Session] = []
        self.resumes: list[dict[str, Any]] = []
        self.on_delivery: Callable[[dict[str, Any]], None] = lambda _data: None
        """Called with the data of each event that is sent to a connected session, even after a resume."""
        self._changed = asyncio.Condition()
        self._closing: set[asyncio.Task[bool]] = set()

    async def wait_for_sessions(self, count: int, *, within: float = PATIENCE) -> None:
        """Wait until `count` sessions have been opened in total."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.sessions) >= count)

    async def wait_for_resumes(self, count: int, *, within: float = PATIENCE) -> None:
        """Wait until there have been `count` resumes in total."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.resumes) >= count)

    async def wait_for_close(self, session: Session, *, within: float = PATIENCE) -> int | None:
        """Wait until the bot closes the session, and return the close code."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: session.socket is None)
        return session.close_code

    async def dispatch(self, event: str, data: dict[str, Any], *, guild_id: int | None = None) -> None:
        """Send an event of a server, or of none, to all sessions of its shard.

        A disconnected session gets it when it resumes. Without any session, the event is lost.
        """
        self._end_overdue()
        encoded = json.dumps(data)
        for session in [each for each in self.sessions if each.gets(guild_id)]:
            if await session.dispatch(event, encoded):
                self.on_delivery(data)

    async def send(self, operation: Operation, data: Any = None, *, shard: int = 0) -> None:
        """Send a bare operation, such as RECONNECT."""
        session = self._newest(shard)
        assert session.socket is not None, "the shard is not connected"
        await session.socket.send_str(json.dumps({"op": operation, "d": data, "s": None, "t": None}))

    async def invalidate(self, *, resumable: bool, shard: int = 0) -> None:
        """Send INVALID_SESSION; unless it is resumable, the session is over."""
        if not resumable:
            self._newest(shard).end()
        await self.send(Operation.INVALID_SESSION, resumable, shard=shard)

    async def drop(self, code: int, *, shard: int = 0) -> None:
        """Close the shard's connection from our side."""
        session = self._newest(shard)
        assert session.socket is not None, "the shard is not connected"
        await session.socket.close(code=code)

    async def abort(self, *, shard: int = 0) -> None:
        """End the shard's connection without a closing handshake, as if the network failed."""
        cut = self._newest(shard).cut
        assert cut is not None, "the shard is not connected"
        cut()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        interval = self.rules.heartbeat_interval
        await socket.send_json({"op": Operation.HELLO, "d": {"heartbeat_interval": interval}})
        session: Session | None = None
        by_bot = False
        sent = Window(_SENT_A_MINUTE, 60.0)
        loop = asyncio.get_running_loop()
        alive_until = loop.time() + interval / 1000 * _TOLERANCE
        try:
            while True:
                async with asyncio.timeout_at(alive_until):
                    frame = await socket.receive()
                if frame.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                    # If we closed first, the code of the reply says nothing about what the bot wants.
                    by_bot = frame.type is WSMsgType.CLOSE
                    break
                if sent.take(loop.time()):
                    await socket.close(code=RATE_LIMITED)
                    break
                match _read(frame.data):
                    case None:
                        await socket.close(code=DECODE_ERROR)
                    case Operation.HEARTBEAT, _:
                        alive_until = loop.time() + interval / 1000 * _TOLERANCE
                        await socket.send_json({"op": Operation.HEARTBEAT_ACK})
                    case ((Operation.IDENTIFY | Operation.RESUME), _) if (
                        session is not None and session.valid
                    ):
                        await socket.close(code=ALREADY_AUTHENTICATED)
                    case Operation.IDENTIFY, data:
                        session = await self._identify(socket, data)
                    case Operation.RESUME, data:
                        session = await self._resume(socket, data)
                    case Operation.PRESENCE_UPDATE, _:
                        if session is None:
                            await socket.close(code=NOT_AUTHENTICATED)
                    case _:
                        await socket.close(code=UNKNOWN_OPCODE)
                if session is not None and session.socket is socket and request.transport is not None:
                    session.cut = request.transport.abort
        except TimeoutError:
            await socket.close(code=SESSION_TIMED_OUT)
        if session is not None and session.socket is socket:
            async with self._changed:
                session.closed(socket.close_code, loop.time(), by_bot=by_bot)
                self._changed.notify_all()
        return socket

    def _newest(self, shard: int) -> Session:
        return next(session for session in reversed(self.sessions) if session.shard == shard)

    def _end_overdue(self) -> None:
        """End the sessions that were not resumed in time."""
        now = asyncio.get_running_loop().time()
        for session in self.sessions:
            if session.socket is None and now - session.disconnected_at > self.rules.session_seconds:
                session.end()

    async def _identify(self, socket: web.WebSocketResponse, identify: dict[str, Any]) -> Session | None:
        shard = identify.get("shard", [0, 1])
        refusal = (
            self.refuse_with
            or (AUTHENTICATION_FAILED if identify.get("token") != self.token else None)
            or self.rules.refused_shard(shard)
        )
        if refusal:
            await socket.close(code=refusal)
            return None
        if not self.starts.has_room(shard[0]):
            await socket.send_json({"op": Operation.INVALID_SESSION, "d": False})
            return None
        if not self.starts.take():
            await self._reset_token()
            await socket.close(code=AUTHENTICATION_FAILED)
            return None
        session_id = f"session-{len(self.sessions) + 1}"
        events: deque[tuple[int, str]] = deque(maxlen=self.rules.replayed)
        number, count = shard
        session = Session(session_id, number, count, identify, events, socket=socket)
        ready = {
            "v": 10,
            "user": payloads.bot_user(),
            "guilds": [{"id": str(each), "unavailable": True} for each in self.rules.servers_of(*shard)],
            "session_id": session.session_id,
            "resume_gateway_url": self.url,
            "shard": shard,
            "application": {"id": str(payloads.APPLICATION_ID), "flags": 0},
        }
        async with self._changed:
            self.sessions.append(session)
            await session.dispatch("READY", json.dumps(ready))
            self._changed.notify_all()
        return session

    async def _resume(self, socket: web.WebSocketResponse, resume: dict[str, Any]) -> Session | None:
        if resume.get("token") != self.token:
            await socket.close(code=AUTHENTICATION_FAILED)
            return None
        self._end_overdue()
        session = next((each for each in self.sessions if each.session_id == resume["session_id"]), None)
        missed = session.after(resume["seq"]) if session is not None and session.valid else None
        if session is None or missed is None:
            await socket.send_json({"op": Operation.INVALID_SESSION, "d": False})
            return None
        if resume["seq"] > session.sequence:
            await socket.close(code=INVALID_SEQUENCE)
            return None
        self._take_over(session)
        async with session.sending:
            # This includes events sent while it waited for the lock.
            for text in session.after(resume["seq"]) or ():
                await socket.send_str(text)
                self.on_delivery(json.loads(text)["d"])
            session.socket = socket
        await session.dispatch("RESUMED", "{}")
        async with self._changed:
            self.resumes.append(resume)
            self._changed.notify_all()
        return session

    def _take_over(self, session: Session) -> None:
        """Close the connection that a session still has elsewhere: it can have only one.

        Discord does not document this case. This is the stricter of the two possibilities.
        """
        if session.socket is None:
            return
        # A client that hangs would acknowledge this late or never.
        closing = asyncio.create_task(session.socket.close(code=TAKEN_OVER))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        session.socket = session.cut = None

    async def _reset_token(self) -> None:
        """End all sessions and revoke the token, as Discord does after too many session starts."""
        self.token = f"{self.token}-reset"
        for session in self.sessions:
            session.end()
            if session.socket is not None:
                await session.socket.close(code=AUTHENTICATION_FAILED)


def _read(text: Any) -> tuple[int, Any] | None:
    """Return the operation and the data of a frame, or None if it is malformed."""
    try:
        received = json.loads(text)
        return received["op"], received.get("d")
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
