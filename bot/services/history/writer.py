"""Writing the history in batches after the reply, so that no player waits for it.

What is not written yet is lost when the process is killed: what was recorded within the last `pause`
seconds, and during the one write under way, some milliseconds. It is that short because the first roll
after a quiet moment is written at once, and under load a batch is written `pause` seconds after the last
one. What a database was asked to keep, a killed process cannot lose.

With a sender, PostgreSQL receives each roll before it is answered, and nothing that was answered is lost. In
most cases, only the ids of the messages are left to be written afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import AsyncExitStack
from itertools import islice
from typing import TYPE_CHECKING, Self

import structlog

from bot.store import rolls
from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from bot.store.connection.database import Database
    from bot.store.connection.sender import Sender, SentRow
    from bot.store.rolls import RecordedRoll

log = structlog.stdlib.get_logger(__name__)


class HistoryWriter:
    """Keeps rolls until the database has them: at most `capacity`, of which the oldest go first.

    Used as an asynchronous context; leaving it writes what waits, for up to `deadline` seconds.
    Writing a roll twice changes nothing, so what may or may not have been kept is written again.
    """

    def __init__(
        self,
        database: Database,
        *,
        sender: Sender | None = None,
        capacity: int = 5_000,
        batch: int = 200,
        pause: float = 0.1,
        deadline: float = 1.5,
    ) -> None:
        self._database = database
        # Nobody waits for a batch, so a slow disk may take its time.
        self._batches = database.in_background()
        self._sender = sender
        self._connected = AsyncExitStack()
        self._capacity = capacity
        self._batch = batch
        self._pause = pause
        self._deadline = deadline
        self._waiting: dict[tuple[int, int], RecordedRoll] = {}
        self._sent: dict[tuple[int, int], SentRow] = {}
        self._woken = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.written = 0
        """Rolls that the database has taken."""
        self.dropped = 0
        """Rolls that were lost, for want of room or because the database would not take them."""

    @property
    def waiting(self) -> int:
        """How many rolls are not written yet."""
        return len(self._waiting)

    @property
    def sends_first(self) -> bool:
        """Whether the database receives rolls before they are answered."""
        return self._sender is not None and self._sender.ready

    async def send(self, roll: RecordedRoll) -> SentRow | None:
        """Send a roll that is about to be answered: PostgreSQL receives it even if this process is killed.

        Give `record` what this returns when the roll is answered, or `withdraw` the roll if it is refused.
        With SQLite, and while PostgreSQL does not respond, this does nothing and returns None.
        """
        return None if self._sender is None else await self._sender.send(roll)

    def record(self, roll: RecordedRoll, sent: SentRow | None = None) -> None:
        """Have a roll written soon. Recording it again with its message id adds that."""
        if sent is not None:
            if sent.inserted and roll.message_id is None:
                self.written += 1
                return
            self._sent[roll.key] = sent
        self._waiting[roll.key] = roll
        if len(self._waiting) > self._capacity:
            self._done(next(iter(self._waiting)))
            self._drop(1, "no room")
        self._woken.set()

    async def keep_now(self, roll: RecordedRoll) -> bool:
        """Write a roll before it is answered and return True; if that fails, later, and return False.

        `record` it when it is answered, or `withdraw` it.
        """
        if roll.key not in self._waiting:
            return await self._keep_now(roll)
        # It may be in the batch under way. Of two that insert the same row at the same time, PostgreSQL
        # tells one that its token is there already, though not that the whole row is.
        async with self._writing:
            await self._settle()
            return roll.key not in self._waiting or await self._keep_now(roll)

    async def withdraw(self, roll: RecordedRoll) -> None:
        """Take back a roll that was sent or kept, but that Discord did not take as the answer.

        Another process has answered then, with a roll of its own, or nobody has. While the database is
        unreachable, a roll that it has already stays there.
        """
        async with self._writing:
            await self._settle()
            if self._waiting.get(roll.key) is roll:
                self._done(roll.key)
        with contextlib.suppress(StoreUnavailable):
            await self._database.write(rolls.withdraw, roll)

    async def _keep_now(self, roll: RecordedRoll) -> bool:
        try:
            await self._database.write(rolls.keep, [roll])
        except StoreUnavailable:
            self.record(roll)
            return False
        self.written += 1
        for key in self._unchanged({roll.key: roll}):
            self._done(key)
        return True

    def unwritten(self, interaction_id: int) -> RecordedRoll | None:
        """Return the roll of an interaction if it still waits to be written."""
        return self._waiting.get((interaction_id, 0))

    def has_second_look(self, interaction_id: int) -> bool:
        """Return whether a second look at a roll waits to be written."""
        return any(roll.first_id == interaction_id for roll in self._waiting.values())

    def blind(self, token: str) -> RecordedRoll | None:
        """Return the blind roll with this token if it still waits to be written."""
        return next((roll for roll in self._waiting.values() if roll.blind_token == token), None)

    async def flush(self) -> None:
        """Write all that waits. Raises StoreUnavailable, and then what is left still waits."""
        while self._waiting:
            await self._write_batch()

    async def forget(self, player_id: int) -> None:
        """Let go of what waits of a player; what is being written when this is called is done after it."""
        async with self._writing:
            await self._settle()
            for key in [key for key, roll in self._waiting.items() if roll.player_id == player_id]:
                self._done(key)

    async def __aenter__(self) -> Self:
        if self._sender is not None:
            await self._connected.enter_async_context(self._sender.running())
        self._task = asyncio.create_task(self._run(), name="history writer")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._deadline):
                await self._run(until_empty=True)
        await self._connected.aclose()
        await self._settle()
        if self._waiting:
            self._drop(len(self._waiting), "shutdown")
            self._waiting.clear()
            self._sent.clear()

    async def _run(self, *, until_empty: bool = False) -> None:
        while self._waiting or not until_empty:
            if not self._waiting:
                await self._woken.wait()
            self._woken.clear()
            pause = self._pause
            try:
                # What comes while a batch is written waits for the next one, or each would be a batch.
                if await self._write_batch() or until_empty:
                    pause = 0.0
            except StoreUnavailable as unavailable:
                pause = unavailable.retry_after
            except Exception:
                log.exception("history writer failed")
            await asyncio.sleep(pause)

    async def _write_batch(self) -> bool:
        """Write the oldest of what waits; return whether that was all that goes into a batch."""
        async with self._writing:
            await self._settle()
            batch = dict(islice(self._waiting.items(), self._batch))
            if left := await self._complete(batch):
                await self._write(left)
        return len(batch) == self._batch

    async def _settle(self) -> None:
        # Of two that insert the same row at the same time, one would wait for the other, or fail.
        if self._sender is not None:
            await self._sender.settle()

    async def _complete(
        self, batch: dict[tuple[int, int], RecordedRoll]
    ) -> dict[tuple[int, int], RecordedRoll]:
        """Add the message ids of those that are in the database already; return the others."""
        if self._sender is None:
            return batch
        there = {key: roll for key, roll in batch.items() if key in self._sent and self._sent[key].inserted}
        shown = [roll for roll in there.values() if roll.message_id is not None]
        columns = zip(*[(*roll.key, roll.message_id) for roll in shown], strict=True)
        if shown and not await self._sender.update(*map(list, columns)):
            return batch
        self.written += len(there)
        for key in self._unchanged(there):
            self._done(key)
        return {key: roll for key, roll in batch.items() if key not in there}

    async def _write(self, batch: dict[tuple[int, int], RecordedRoll]) -> None:
        try:
            await self._batches.write(rolls.record, batch.values())
        except StoreUnavailable:
            raise
        except Exception as error:
            # One roll that the database does not take must not keep the others out.
            if len(batch) > 1:
                for key, roll in batch.items():
                    await self._write({key: roll})
                return
            (roll,) = batch.values()
            # Only the kind of error, because its text may quote what was rolled.
            log.error("roll not recorded", interaction=roll.interaction_id, cause=type(error).__name__)
            self._drop(1, "refused by the database")
        else:
            self.written += len(batch)
        for key in self._unchanged(batch):
            self._done(key)

    def _done(self, key: tuple[int, int]) -> None:
        del self._waiting[key]
        self._sent.pop(key, None)

    def _unchanged(self, batch: dict[tuple[int, int], RecordedRoll]) -> Iterator[tuple[int, int]]:
        """Yield the keys of those in a batch that were not recorded again while it was written."""
        return iter([key for key, roll in batch.items() if self._waiting.get(key) is roll])

    def _drop(self, number: int, why: str) -> None:
        # The first, the tenth, the hundredth: enough to be seen, but no flood during an outage.
        if number > 1 or str(self.dropped + 1).strip("0") == "1":
            log.warning("rolls lost from the history", why=why, lost=self.dropped + number)
        self.dropped += number
