"""How processes that share a PostgreSQL database notify one another of changes, by LISTEN and NOTIFY.

A notice is sent when the transaction that made the change is committed. It may get lost if a connection
breaks, so listeners have to check for changes now and then. Listening is impossible through a pooler in
transaction mode, and unnecessary with SQLite, which is not shared.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from bot.background import in_background
from bot.store.connection.apart import keep_connected

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection, Engine

_CHANNEL = "dicewright"
# How often a listener checks that its connection is still alive, in seconds.
_LOOK_SECONDS = 15.0
_ANSWER_SECONDS = 5.0


class Topic(StrEnum):
    """What a notice can be about."""

    SERVER_SETTINGS = "server_settings"
    PLAYER_SETTINGS = "player_settings"
    SAVED_ROLLS = "saved_rolls"
    CHARACTERS = "characters"
    SYSTEM_FILES = "system_files"
    SHARDS = "shards"


def announce(connection: Connection, topic: Topic, key: object = "") -> None:
    """Notify all listeners of a change when the transaction is committed."""
    if connection.dialect.name == "postgresql":
        notice = {"channel": _CHANNEL, "notice": f"{topic} {key}"}
        connection.execute(text("SELECT pg_notify(:channel, :notice)"), notice)


class Listener:
    """Calls the subscribers of a topic with the key of each change; it has its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._subscribed: dict[str, list[Callable[[str], None]]] = {}
        self._resumed: list[Callable[[], None]] = []
        self.listening = False
        """Whether the listener is receiving notices right now."""

    def subscribe(self, topic: Topic, heard: Callable[[str], None]) -> None:
        """Call a function with the key of each change."""
        self._subscribed.setdefault(topic, []).append(heard)

    def subscribe_to_gaps(self, missed: Callable[[], None]) -> None:
        """Call a function whenever listening begins again after notices may have been missed."""
        self._resumed.append(missed)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Listen while the block runs, if possible."""
        listening = keep_connected(
            self._engine,
            self._listen,
            broken="not listening for changes",
            pooled="polling for changes by other processes",
        )
        return in_background(listening, name="listener")

    async def _listen(self, driver: Any) -> None:
        ended = asyncio.Event()
        driver.add_termination_listener(lambda _connection: ended.set())
        await driver.add_listener(_CHANNEL, self._hear)
        self.listening = True
        try:
            for missed in self._resumed:
                missed()
            while not ended.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), _LOOK_SECONDS)
                    break
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await driver.execute("SELECT 1")
        finally:
            self.listening = False

    def _hear(self, _connection: Any, _process: int, _channel: str, notice: str) -> None:
        topic, _space, key = notice.partition(" ")
        for heard in self._subscribed.get(topic, ()):
            heard(key)
