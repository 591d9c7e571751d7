"""An interaction, and everything that the bot answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.support.fake_discord import payloads
from tests.support.waiting import PATIENCE

DEFERRED = 5
UPDATE_DEFERRED = 6
UPDATED = 7
CHOICES = 8
FORM_SHOWN = 9
EPHEMERAL = 64


@dataclass(slots=True)
class Interaction:
    """What the bot was asked, and what it answered."""

    interaction_id: int
    token: str
    sent_at: float
    message: dict[str, Any] | None = None
    """The message whose button or select was used."""
    channel_id: int = payloads.CHANNEL_ID
    user_id: int = payloads.PLAYER_ID
    only_for_the_person: bool = False
    """Whether Discord shows answers only to the person, whatever the bot asks for."""
    answered_at: float | None = None
    answered_through: int | None = None
    """The worker of the REST API that received the first answer."""
    refusals: list[int] = field(default_factory=list)
    """Discord's error codes for answers that it refused: too late, or after another one."""
    delivered_at: float | None = None
    """When it was first sent to a connected session; None if it never was."""
    callback: dict[str, Any] | None = None
    original_id: int | None = None
    """The message that answered it, or the edited message with its button."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    original_deleted: bool = False
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def deferred(self) -> bool:
        return self.callback is not None and self.callback["type"] == DEFERRED

    @property
    def shows_message(self) -> bool:
        """Whether the answer itself is a message, and not "thinking", a form, choices, or nothing."""
        no_message = (DEFERRED, UPDATE_DEFERRED, CHOICES, FORM_SHOWN)
        return self.callback is not None and self.callback["type"] not in no_message

    @property
    def ephemeral(self) -> bool:
        """Whether the message after "thinking" is only for the person."""
        return bool(((self.callback or {}).get("data") or {}).get("flags", 0) & EPHEMERAL)

    @property
    def shows_form(self) -> bool:
        return self.callback is not None and self.callback["type"] == FORM_SHOWN

    @property
    def latency(self) -> float:
        """Seconds from the interaction to the first answer."""
        assert self.answered_at is not None, "not answered yet"
        return self.answered_at - self.sent_at

    async def note(self, message: dict[str, Any] | None = None) -> None:
        """Record that something happened, possibly with the message that the player now sees."""
        async with self._changed:
            if message is not None:
                self.messages.append(message)
            self._changed.notify_all()

    async def answer(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Return the first answer, of whatever kind. Raises TimeoutError."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: self.callback is not None)
        assert self.callback is not None
        return self.callback

    async def choices(self, *, within: float = PATIENCE) -> list[dict[str, Any]]:
        """Return the suggested choices."""
        callback = await self.answer(within=within)
        assert callback["type"] == CHOICES, callback
        offered: list[dict[str, Any]] = callback["data"]["choices"]
        return offered

    async def form(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Return the form that the player now sees."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: self.shows_form)
        assert self.callback is not None
        shown: dict[str, Any] = self.callback["data"]
        return shown

    async def first_message(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Return the first message the player sees."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: bool(self.messages))
        return self.messages[0]

    async def message_with_file(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """Return the first message the player sees that has a file, such as a picture."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: any(message["attachments"] for message in self.messages))
        return next(message for message in self.messages if message["attachments"])
