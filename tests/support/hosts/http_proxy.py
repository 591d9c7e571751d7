"""A local proxy that forwards everything to one port: plain requests, and tunnels by CONNECT."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_END = b"\r\n\r\n"


@dataclass(slots=True)
class HttpProxy:
    """A running proxy: its port, and the first line of every request."""

    port: int
    """The port that it forwards everything to, whatever host was requested."""
    credentials: str = ""
    """The `user:password` that it requires, if any."""
    asked: list[str] = field(default_factory=list)
    address: str = ""

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side closes it."""
        async with _closing(writer):
            head = await reader.readuntil(_END)
            first, *headers = head.removesuffix(_END).decode().split("\r\n")
            self.asked.append(first)
            if not self._is_welcome(headers):
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0" + _END)
                await writer.drain()
                return
            onward, to_server = await asyncio.open_connection("127.0.0.1", self.port)
            async with _closing(to_server):
                if first.startswith("CONNECT "):
                    writer.write(b"HTTP/1.1 200 Connection established" + _END)
                else:
                    to_server.write(head)
                await asyncio.gather(_pump(reader, to_server), _pump(onward, writer))

    def _is_welcome(self, headers: list[str]) -> bool:
        expected = f"Proxy-Authorization: Basic {b64encode(self.credentials.encode()).decode()}"
        return not self.credentials or expected in headers


@asynccontextmanager
async def http_proxy(port: int, credentials: str = "") -> AsyncIterator[HttpProxy]:
    """Yield a proxy that forwards everything to a local port. Its connections are closed in the end."""
    proxy = HttpProxy(port, credentials)
    running: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(proxy.carry(reader, writer))
        running.add(task)

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        proxy.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield proxy
        finally:
            for task in running:
                task.cancel()
            ends = await asyncio.gather(*running, return_exceptions=True)
    failures = [end for end in ends if not isinstance(end, _ORDINARY_ENDS)]
    assert not any(failures), failures


# A connection breaks when the program behind it is killed.
_ORDINARY_ENDS = (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError)


@asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
    finally:
        # This ends the other direction, too.
        writer.close()
