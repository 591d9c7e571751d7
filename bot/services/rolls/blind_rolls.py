"""Blind rolls: kept for the GM before the player is answered, looked at, and revealed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import blind_rolls

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.services.history.writer import HistoryWriter
    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll


class BlindRolls:
    """What the buttons Look and Reveal need, before and after a restart.

    It does not know who is a GM: the caller makes sure of that, and that the roll's server is theirs.
    """

    def __init__(
        self,
        database: Database,
        history: HistoryWriter,
        *,
        now: Callable[[], datetime],
        flush_fair: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._history = history
        self._now = now
        self._flush_fair = flush_fair

    async def keep(self, roll: RecordedRoll) -> None:
        """Keep a blind roll before the player is answered: nobody has seen it, so it must not get lost.

        While the database is unreachable it is kept in memory, as other rolls are, and written later.
        """
        try:
            await self._history.keep_now(roll)
        except Exception as error:
            # Only the kind of error, because PostgreSQL quotes the whole row in its own.
            raise RuntimeError(f"a blind roll could not be kept: {type(error).__name__}") from None

    async def look(self, token: str) -> RecordedRoll | None:
        """Return a blind roll with its result; None if it was removed.

        Raises StoreUnavailable.
        """
        return self._history.blind(token) or await self._database.read(blind_rolls.look, token)

    async def reveal(self, token: str) -> RecordedRoll | None:
        """Reveal a blind roll and return it; None if it was removed or is revealed already.

        Of several who reveal at the same time, in whatever process, one gets the roll. Raises
        StoreUnavailable.
        """
        if self._history.blind(token):
            await self._history.flush()
        if self._flush_fair is not None:
            # A verifiable roll is opened with it, and has to be in the database for that.
            await self._flush_fair()
        return await self._database.write(blind_rolls.reveal, token, at=self._now())
