"""Rows that PostgreSQL has received before the caller goes on, though it may not have written them yet.

What a process has given to its operating system still arrives if the process is killed, and PostgreSQL
executes a statement that has arrived even if nobody waits for the result any more. Each statement commits by
itself, and only one at a time is in progress: if PostgreSQL cannot send a result, it closes the connection,
and statements that have arrived after it are lost.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.background import in_background
from bot.store.connection.apart import keep_connected
from bot.store.connection.failures import SERVER_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Engine

# Few enough that the operating system and the driver take them all at once.
_MOST_ROWS = 10
# A player waits for the statement in progress, but not for a database that is slow or does not respond.
_PATIENCE_SECONDS = 1.0
_STATEMENT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Statements:
    """What a sender executes."""

    insert: str
    """Inserts a row unless there is one with its key, and returns the key if it did."""
    values: Callable[[Any], tuple[Any, ...]]
    """Returns the values for `insert` of what is sent."""
    key: Callable[[Any], tuple[Any, ...]]
    """Returns what `insert` returns of it."""
    update: str
    """Changes rows that were inserted. Its parameters are arrays."""


class SentRow:
    """A row that is on its way to the database."""

    __slots__ = ("inserted", "key", "left", "values")

    def __init__(self, key: tuple[Any, ...], values: tuple[Any, ...], left: asyncio.Future[bool]) -> None:
        self.key = key
        self.values = values
        self.left = left
        self.inserted = False
        """Whether it is known that the row is in the database."""


class Sender:
    """Sends rows on a connection of its own. If it cannot, the caller has to write them in another way."""

    def __init__(self, engine: Engine, statements: Statements) -> None:
        self._engine = engine
        self._statements = statements
        self._insert: Any = None
        self._update: Any = None
        self._broken = asyncio.Event()
        self._pending: list[SentRow] = []
        self._sending: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._patience: asyncio.TimerHandle | None = None
        self.ready = False
        """Whether rows can be sent right now."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Stay connected while the block runs, if possible."""
        connected = keep_connected(
            self._engine,
            self._serve,
            broken="rolls are written after their answers for now",
            pooled="rolls are written after their answers",
        )
        return in_background(connected, name="sender")

    async def send(self, what: object) -> SentRow | None:
        """Return its row once that is on its way, or None if it cannot be sent now.

        Takes a second at most.
        """
        if not self.ready:
            return None
        loop = asyncio.get_running_loop()
        try:
            values = self._statements.values(what)
        except Exception:
            # The other way to write it fails as well, and reports why. The player gets an answer.
            return None
        row = SentRow(self._statements.key(what), values, loop.create_future())
        self._pending.append(row)
        if self._sending is None:
            self._sending = loop.create_task(self._send_pending())
        if self._turn.locked():
            self._limit_patience()
        return row if await row.left else None

    async def update(self, *columns: Sequence[Any]) -> bool:
        """Change rows that are in the database, and return True, or False if that failed."""
        async with self._turn:
            return self.ready and await self._executed(self._update.fetch, *columns) is not None

    async def settle(self) -> None:
        """Return when it is known which of the rows that are on their way have arrived."""
        async with self._turn:
            pass

    async def _serve(self, driver: Any) -> None:
        self._broken = broken = asyncio.Event()
        driver.add_termination_listener(lambda _connection: broken.set())
        self._insert = await driver.prepare(self._statements.insert)
        self._update = await driver.prepare(self._statements.update)
        self.ready = True
        try:
            await broken.wait()
        finally:
            self._give_up_pending()

    async def _send_pending(self) -> None:
        """Send what is pending, one statement after the other."""
        loop = asyncio.get_running_loop()
        try:
            while self._pending:
                async with self._turn:
                    group = self._pending[:_MOST_ROWS]
                    del self._pending[:_MOST_ROWS]
                    # The driver writes the statement before anything else runs, and this runs next.
                    loop.call_soon(partial(_let_go, group, on_their_way=True))
                    found = await self._executed(self._insert.fetchmany, [row.values for row in group])
                    inserted = {tuple(key) for key in found or ()}
                    for row in group:
                        row.inserted = row.key in inserted
        finally:
            self._sending = None

    async def _executed(
        self, statement: Callable[..., Awaitable[list[Any]]], *values: Any
    ) -> list[Any] | None:
        """Return the rows that a statement returns; None if it failed."""
        if self._pending:
            self._limit_patience()
        broken = self._broken
        watch = asyncio.get_running_loop().call_later(_STATEMENT_SECONDS, broken.set)
        try:
            found = await statement(*values)
        except Exception as error:
            # Rows that the database refuses are no reason for another connection.
            state = getattr(error, "sqlstate", None)
            if state is None or state.startswith(SERVER_TROUBLE):
                self.ready = False
                broken.set()
            return None
        finally:
            watch.cancel()
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None
        if not broken.is_set():
            self.ready = True
        return found

    def _limit_patience(self) -> None:
        if self._patience is None:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(_PATIENCE_SECONDS, self._give_up_pending)

    def _give_up_pending(self) -> None:
        """Send nothing until a statement succeeds, or there is another connection."""
        self.ready = False
        given_up, self._pending = self._pending, []
        _let_go(given_up, on_their_way=False)


def _let_go(rows: Sequence[SentRow], *, on_their_way: bool) -> None:
    for row in rows:
        if not row.left.done():
            row.left.set_result(on_their_way)
