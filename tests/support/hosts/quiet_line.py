"""A line to PostgreSQL that can fall silent: no end reaches the other, and neither is closed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_BYTES = 65_536


@dataclass(slots=True)
class QuietLine:
    """The address at which the line begins. New connections are good until the next `fall_silent`."""

    address: str = ""
    _carrying: set[asyncio.Task[None]] = field(default_factory=set)
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)

    def cut(self) -> None:
        """Close all connections."""
        self.fall_silent()
        for writer in self._ends:
            writer.transport.abort()

    def fall_silent(self) -> None:
        """Carry nothing any more on the connections that there are."""
        for task in self._carrying:
            task.cancel()
        self._carrying.clear()

    def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.append(writer)
        self._carrying.add(asyncio.create_task(self._pump(reader, writer)))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while received := await reader.read(_BYTES):
                writer.write(received)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def quiet_line(address: str) -> AsyncIterator[QuietLine]:
    """Yield a line to a PostgreSQL server of the tests, which is on a Unix socket."""
    url = make_url(address)
    line = QuietLine()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(f"{url.query['host']}/.s.PGSQL.5432")
        line.carry(reader, to_server)
        line.carry(from_server, writer)

    server = await asyncio.start_server(accept, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    line.address = f"postgresql://postgres@127.0.0.1:{port}/{url.database}"
    try:
        yield line
    finally:
        line.cut()
        server.close()
