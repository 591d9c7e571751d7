"""What the people at the table share: the chat as each of them sees it, and what was asked of the bot."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from tests.e2e.evening.script import GAME_MASTER, GM_CHANNEL_ID, TAVERN_CHANNEL_ID
from tests.support.fake_discord import payloads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.support.fake_discord import FakeDiscord, Interaction, Person, Shown

T = TypeVar("T")

# The largest heading is that of a single roll; several have smaller ones, and one for all where they repeat.
_TOTAL = re.compile(r"^# (\S+)$|^### (\S+) in all$", re.MULTILINE)

# So far back does anybody scroll.
_SCROLLED = 150


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that a person asked of the bot."""

    interaction: Interaction
    person: Person
    kind: str
    life: int
    """Which start of the bot it was asked of, from 0."""
    rolls: bool
    """Whether it asks for a roll."""
    pressed_old: bool
    """Whether a message was used that an earlier process had posted."""
    custom_id: str
    """Of the button or select that was used, or ""."""
    shown_before: int
    """How many messages had been shown by then, to anybody."""

    @property
    def answers(self) -> list[dict[str, Any]]:
        return self.interaction.messages

    @property
    def rolled(self) -> bool:
        """Whether the person, or the table, was shown that dice were rolled."""
        return self.rolls and any(map(is_roll, self.answers))

    @property
    def rolls_shown(self) -> set[str]:
        """The messages that show, or tell of, a roll."""
        return {message["id"] for message in self.answers if is_roll(message)}

    @property
    def totals(self) -> set[str]:
        """The total that was shown, without separators, if it can be read off at a glance."""
        texts = [embed["description"] for each in self.answers if is_roll(each) for embed in each["embeds"]]
        return {
            total.replace(",", "")
            for text in texts
            for pair in _TOTAL.findall(text)
            for total in pair
            if total
        }

    @property
    def refused(self) -> str:
        """What the person read where there was no roll."""
        return "" if self.rolled or not self.answers else str(self.answers[0]["content"])


def is_roll(message: dict[str, Any]) -> bool:
    """Whether a message shows a roll, or that one was made."""
    return any(" rolls " in ((embed.get("author") or {}).get("name") or "") for embed in message["embeds"])


@dataclass(slots=True)
class Table:
    """The table. Its gate is shut while the table is to be quiet."""

    discord: FakeDiscord
    attempts: list[Attempt] = field(default_factory=list)
    life: int = 0
    over: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set from when the bot was killed until there is another."""
    busy: int = 0
    """How many people are in the middle of something."""
    rolled: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    _started_at_id: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def note(self, *, busy: int = 0, rolled: int = 0) -> None:
        """Take down that somebody began or ended something, or that a roll was shown."""
        async with self._changed:
            self.busy += busy
            self.rolled += rolled
            self._changed.notify_all()

    async def until_rolled(self, number: int, *, within: float = 600.0) -> None:
        """Return once that many rolls have been shown in all."""
        await self._until(lambda: self.rolled >= number, within)

    async def unless_gone(self, waiting: Awaitable[T]) -> T | None:
        """Return what the bot is waited for; None where it is not in time, or is gone and will never be."""
        wanted = asyncio.ensure_future(waiting)
        gone = asyncio.ensure_future(self.gone.wait())
        await asyncio.wait([wanted, gone], return_when=asyncio.FIRST_COMPLETED)
        for each in (wanted, gone):
            each.cancel()
        try:
            return await wanted
        except (TimeoutError, asyncio.CancelledError):
            return None

    async def until_idle(self, *, within: float = 30.0) -> None:
        """Shut the gate, and return once nobody is in the middle of anything."""
        self.open.clear()
        await self._until(lambda: self.busy == 0, within)

    def bot_restarted(self) -> None:
        """Take down that what was posted until now was posted by a process that is gone."""
        self.life += 1
        self.gone.clear()
        self._started_at_id = self.discord.rest.new_id()

    def is_old(self, message: dict[str, Any]) -> bool:
        """Whether a message was posted by an earlier process."""
        return int(message["id"]) < self._started_at_id

    def messages(self, person: Person, *, old: bool = False) -> Iterator[dict[str, Any]]:
        """Yield what a person sees when scrolling up, each message as it is now."""
        latest = reversed(self.discord.rest.messages.values())
        seen = (shown.message for shown in latest if may_see(person, shown))
        if old and self.life:
            seen = (message for message in seen if self.is_old(message))
        yield from islice(seen, _SCROLLED)

    def buttons(
        self, person: Person, *beginnings: str, old: bool = False
    ) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield what is in sight whose custom ids begin so, each with its message.

        That is buttons, selects, and the choices of the menus under rolls.
        """
        for message in self.messages(person, old=old):
            for component in usable(message, *beginnings):
                yield message, component["custom_id"]
            for component in payloads.walk(message["components"]):
                for choice in payloads.choices(component):
                    if choice.startswith(beginnings):
                        yield message, choice

    async def _until(self, condition: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(condition)


def usable(message: dict[str, Any] | None, *beginnings: str) -> list[dict[str, Any]]:
    """Return the buttons and selects of a message whose custom ids begin so, and that are not grey."""
    return [
        each
        for each in payloads.walk(message["components"] if message else [])
        if str(each.get("custom_id", "")).startswith(beginnings) and not each.get("disabled")
    ]


def may_see(person: Person, shown: Shown) -> bool:
    """Whether a person sees a message: their own, those of the table, and the GM those for the GM."""
    if shown.only_for is not None:
        return shown.only_for == person.user_id
    if shown.channel_id == GM_CHANNEL_ID:
        return person.user_id == GAME_MASTER.user_id
    return shown.channel_id in (direct_channel(person), *_PUBLIC)


def direct_channel(person: Person) -> int:
    """Return the channel of a person's direct messages with the bot."""
    return person.user_id + 100


_PUBLIC = (payloads.CHANNEL_ID, TAVERN_CHANNEL_ID)


def now() -> float:
    """Return the time by the clock of the loop, which also tells when Discord was answered."""
    return asyncio.get_running_loop().time()
