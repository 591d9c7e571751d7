"""What pads and buttons remember between two presses."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.services.user_error import UserError
from bot.store import button_states, pads
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.connection.database import Database

# Each has a thousand characters at most.
_MOST_WAITING = 1_000


class Pads:
    """What each person has put together on the dice pad of a message. Raises StoreUnavailable."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def text(self, message_id: int, player_id: int) -> str:
        """Return what a person has put together so far, or ""."""
        return await self._database.read(pads.text_of, message_id, player_id)

    async def change(self, message_id: int, player_id: int, change: Callable[[str], str]) -> str:
        """Return what `change` makes of it, and keep that; of two quick presses none is lost."""
        return await self._database.write(self._change, message_id, player_id, change)

    def _change(
        self, connection: Connection, message_id: int, player_id: int, change: Callable[[str], str]
    ) -> str:
        now = self._now()
        pads.lock(connection, message_id, player_id, now=now)
        text = change(pads.text_of(connection, message_id, player_id))
        pads.set_text(connection, message_id, player_id, text, now=now)
        return text


class ButtonStates:
    """Texts that buttons stand for and that do not fit into them. Raises StoreUnavailable."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        # The texts that could not be kept yet, by key.
        self.waiting: LRUCache[str, str] = LRUCache(_MOST_WAITING)

    @staticmethod
    def key_of(text: str) -> str:
        """Return the key under which a text is kept, or will be."""
        return button_states.key_of(text)

    async def keep(self, text: str) -> str:
        """Keep a text; return its key of 24 characters, which equal texts share."""
        return await self._database.write(button_states.keep, text, now=self._now())

    async def keep_soon(self, texts: Collection[str]) -> None:
        """Keep texts of buttons that are shown already; it never fails.

        While the database is unreachable this process remembers them, and keeps them with the next ones.
        """
        if not texts and not self.waiting:
            return
        self.waiting.update({self.key_of(text): text for text in texts})
        waiting = dict(self.waiting)
        with suppress(StoreUnavailable):
            await self._database.write(self._keep_all, waiting.values())
            for key in waiting:
                self.waiting.pop(key, None)

    async def find(self, key: str) -> str | None:
        """Return the text under a key; None if it was removed because nobody used it for long enough."""
        if key in self.waiting:
            return self.waiting[key]
        return await self._database.write(button_states.find, key, now=self._now())

    async def found(self, key: str) -> str:
        """Return the text under a key. Raises UserError if it was removed."""
        text = await self.find(key)
        if text is None:
            raise UserError(_("This button has expired."))
        return text

    def _keep_all(self, connection: Connection, texts: Iterable[str]) -> None:
        for text in texts:
            button_states.keep(connection, text, now=self._now())
