"""Gateway sessions: which events they get, and which are sent again after a resume."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectionResetError, web

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

# A client that closes with one of these codes ends its session.
_ENDING_CODES = (1000, 1001)


def shard_of(guild_id: int | None, shard_count: int) -> int:
    """Return the shard that gets the events of a server; without a server, it is the first one."""
    return 0 if guild_id is None else (guild_id >> 22) % shard_count


@dataclass(slots=True)
class Session:
    """A session of a shard: what was sent in it, and its current socket."""

    session_id: str
    shard: int
    shard_count: int
    identify: dict[str, Any]
    events: deque[tuple[int, str]]
    """The events that can still be sent again, with their sequence numbers."""
    sequence: int = 0
    """The number of the last event."""
    socket: web.WebSocketResponse | None = None
    cut: Callable[[], None] | None = None
    """Ends the connection without a closing handshake."""
    close_code: int | None = None
    disconnected_at: float = 0.0
    valid: bool = True
    """Whether it gets events and can be resumed. A session that is over stays over."""
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while events are sent, so that those of a resumed session arrive in order."""

    @property
    def connected(self) -> bool:
        return self.socket is not None and not self.socket.closed

    def gets(self, guild_id: int | None) -> bool:
        """Return whether the events of a server, or those of none, go to this session's shard."""
        return self.valid and shard_of(guild_id, self.shard_count) == self.shard

    def closed(self, code: int | None, now: float, *, by_bot: bool) -> None:
        """Record that its connection has ended, and whether the bot closed it."""
        self.socket, self.cut = None, None
        self.close_code, self.disconnected_at = code, now
        if by_bot and code in _ENDING_CODES:
            self.end()

    def end(self) -> None:
        """End the session: it gets no more events."""
        self.valid = False
        self.events.clear()

    def after(self, sequence: int) -> list[str] | None:
        """Return the events sent after an event, or None if some of them are no longer kept."""
        if self.sequence - sequence > len(self.events):
            return None
        return [text for number, text in self.events if number > sequence]

    async def dispatch(self, event: str, encoded: str) -> bool:
        """Number an event, keep it, and send it; return whether it was sent now."""
        async with self.sending:
            self.sequence += 1
            text = f'{{"op":0,"t":{json.dumps(event)},"s":{self.sequence},"d":{encoded}}}'
            self.events.append((self.sequence, text))
            return await self.send(text)

    async def send(self, text: str) -> bool:
        """Send a text if there is a connection; return whether it was sent."""
        if self.socket is None or self.socket.closed:
            return False
        try:
            await self.socket.send_str(text)
        except ClientConnectionResetError:
            # It ended this very moment; an event waits for the session to be resumed.
            return False
        return True
