"""Discord's gateway: identify, heartbeats, resuming, and connections that end on request."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectionResetError, WSMsgType, web

from tests.support.fake_discord import payloads
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHENTICATION_FAILED = 4004


class Operation(IntEnum):
    """The operation codes of the gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(slots=True)
class Session:
    """One shard's session: what was sent in it, and the socket it now runs on."""

    session_id: str
    shard: int
    identify: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    cut: Callable[[], None] | None = None
    """Ends the connection without a word."""
    close_code: int | None = None
    valid: bool = True
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while events are sent, so that those of a resumed session arrive in their order."""

    @property
    def connected(self) -> bool:
        return self.socket is not None and not self.socket.closed


class Gateway:
    """The websocket endpoint and its sessions; the newest session of a shard gets its events."""

    def __init__(self, *, token: str, heartbeat_interval: int = 40_000) -> None:
        self.token = token
        self.url = ""
        self.heartbeat_interval = heartbeat_interval
        self.refuse_with: int | None = None
        self.to_all_sessions = False
        """Whether events go to every session of a shard, as they do where two processes share a token."""
        self.sessions: list[Session] = []
        self.resumes: list[dict[str, Any]] = []
        self._changed = asyncio.Condition()

    async def wait_for_sessions(self, count: int, *, within: float = PATIENCE) -> None:
        """Return once `count` sessions have been opened in all."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.sessions) >= count)

    async def wait_for_resumes(self, count: int, *, within: float = PATIENCE) -> None:
        """Return once `count` sessions have been taken up again in all."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.resumes) >= count)

    async def wait_for_close(self, session: Session, *, within: float = PATIENCE) -> int | None:
        """Return the code with which the bot closed the session."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: session.socket is None)
        return session.close_code

    async def dispatch(self, event: str, data: dict[str, Any], *, shard: int = 0) -> None:
        """Send an event to a shard; where it is disconnected, it gets the event when it resumes.

        What is sent while a session is invalid, until the next one, nobody gets.
        """
        newest = self._newest(shard)
        connected = [each for each in self.sessions if each.shard == shard and each.connected]
        for session in connected if self.to_all_sessions else [newest]:
            await self._dispatch(session, event, data)

    async def _dispatch(self, session: Session, event: str, data: dict[str, Any]) -> None:
        async with session.sending:
            payload = {"op": Operation.DISPATCH, "t": event, "s": len(session.events) + 1, "d": data}
            session.events.append(payload)
            if session.valid:
                await self._send(session, payload)

    async def send(self, operation: Operation, data: Any = None, *, shard: int = 0) -> None:
        """Send a bare operation, such as RECONNECT."""
        session = self._newest(shard)
        assert session.socket is not None, "the shard is not connected"
        await session.socket.send_str(json.dumps({"op": operation, "d": data, "s": None, "t": None}))

    async def invalidate(self, *, resumable: bool, shard: int = 0) -> None:
        """Send INVALID_SESSION; where it is not resumable, the session is over."""
        self._newest(shard).valid = resumable
        await self.send(Operation.INVALID_SESSION, resumable, shard=shard)

    async def drop(self, code: int, *, shard: int = 0) -> None:
        """Close the shard's connection from our side."""
        session = self._newest(shard)
        assert session.socket is not None, "the shard is not connected"
        await session.socket.close(code=code)

    async def abort(self, *, shard: int = 0) -> None:
        """End the shard's connection without a closing handshake, as a broken line does."""
        cut = self._newest(shard).cut
        assert cut is not None, "the shard is not connected"
        cut()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": Operation.HELLO, "d": {"heartbeat_interval": self.heartbeat_interval}})
        session: Session | None = None
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            received = json.loads(frame.data)
            match received["op"]:
                case Operation.HEARTBEAT:
                    await socket.send_json({"op": Operation.HEARTBEAT_ACK})
                case Operation.IDENTIFY:
                    session = await self._identify(socket, received["d"])
                case Operation.RESUME:
                    session = await self._resume(socket, received["d"])
            if session is not None and request.transport is not None:
                session.cut = request.transport.abort
        if session is not None and session.socket is socket:
            async with self._changed:
                session.socket = None
                session.close_code = socket.close_code
                self._changed.notify_all()
        return socket

    def _newest(self, shard: int) -> Session:
        return next(session for session in reversed(self.sessions) if session.shard == shard)

    @staticmethod
    async def _send(session: Session, payload: dict[str, Any]) -> None:
        if session.socket is None or session.socket.closed:
            return
        try:
            await session.socket.send_str(json.dumps(payload))
        except ClientConnectionResetError:
            # It ended this very moment; the event waits for the session to be resumed.
            return

    async def _identify(self, socket: web.WebSocketResponse, identify: dict[str, Any]) -> Session | None:
        refusal = self.refuse_with or (AUTHENTICATION_FAILED if identify["token"] != self.token else None)
        if refusal:
            await socket.close(code=refusal)
            return None
        shard, shard_count = identify.get("shard", (0, 1))
        session = Session(f"session-{len(self.sessions) + 1}", shard, identify, socket=socket)
        ready = {
            "v": 10,
            "user": payloads.bot_user(),
            "guilds": [],
            "session_id": session.session_id,
            "resume_gateway_url": self.url,
            "shard": [shard, shard_count],
            "application": {"id": str(payloads.APPLICATION_ID), "flags": 0},
        }
        async with self._changed:
            self.sessions.append(session)
            await self._dispatch(session, "READY", ready)
            self._changed.notify_all()
        return session

    async def _resume(self, socket: web.WebSocketResponse, resume: dict[str, Any]) -> Session | None:
        session = next((each for each in self.sessions if each.session_id == resume["session_id"]), None)
        if session is None or not session.valid or resume["token"] != self.token:
            await socket.send_json({"op": Operation.INVALID_SESSION, "d": False})
            return None
        async with session.sending:
            for event in session.events[resume["seq"] :]:
                await socket.send_json(event)
            session.socket = socket
        await self._dispatch(session, "RESUMED", {})
        async with self._changed:
            self.resumes.append(resume)
            self._changed.notify_all()
        return session
