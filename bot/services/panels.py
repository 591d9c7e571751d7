"""What pads and buttons remember between two presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import button_states, pads

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.database import Database


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

    async def keep(self, text: str) -> str:
        """Keep a text; return its key of 24 characters, which equal texts share."""
        return await self._database.write(button_states.keep, text, now=self._now())

    async def find(self, key: str) -> str | None:
        """Return the text under a key; None where nobody used it for so long that it was removed."""
        return await self._database.write(button_states.find, key, now=self._now())
