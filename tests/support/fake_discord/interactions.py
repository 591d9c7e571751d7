"""An interaction from the moment it is sent, and everything the bot answers to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFERRED = 5
UPDATED = 7
FORM_SHOWN = 9
EPHEMERAL = 64


@dataclass(slots=True)
class Interaction:
    """What the bot was asked, and what it did."""

    interaction_id: int
    token: str
    sent_at: float
    message: dict[str, Any] | None = None
    """The message whose button or select was used."""
    answered_at: float | None = None
    callback: dict[str, Any] | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    original_deleted: bool = False
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def deferred(self) -> bool:
        return self.callback is not None and self.callback["type"] == DEFERRED

    @property
    def shows_form(self) -> bool:
        return self.callback is not None and self.callback["type"] == FORM_SHOWN

    @property
    def latency(self) -> float:
        """Seconds from the interaction to the first answer."""
        assert self.answered_at is not None, "not answered yet"
        return self.answered_at - self.sent_at

    async def note(self, message: dict[str, Any] | None = None, files: Iterable[bytes] = ()) -> None:
        """Take down that something happened, and perhaps the message that the player now sees."""
        async with self._changed:
            self.files.extend(files)
            if message is not None:
                self.messages.append(message)
            self._changed.notify_all()

    async def form(self, *, within: float = 5.0) -> dict[str, Any]:
        """Return the form that the player now sees."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: self.shows_form)
        assert self.callback is not None
        shown: dict[str, Any] = self.callback["data"]
        return shown

    async def first_message(self, *, within: float = 5.0) -> dict[str, Any]:
        """Return the first message the player sees."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: bool(self.messages))
        return self.messages[0]

    async def first_file(self, *, within: float = 5.0) -> bytes:
        """Return what is in the first file the player sees, such as a picture."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: bool(self.files))
        return self.files[0]
