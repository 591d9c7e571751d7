"""How a person asks the bot for something, and waits for what comes of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.e2e.evening.table import Attempt, direct_channel, now

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.e2e.evening.table import Table
    from tests.support.fake_discord import Interaction, Person

# Discord lets nobody answer later than three seconds; what was asked on the way is seen a little later.
_PATIENCE = 3.5
_GREAT_PATIENCE = 20.0
# The bot lets a person roll ten times at once, and once a second. Clocks differ, so it is a little less.
_BURST, _SECONDS = 8, 1.03


@dataclass(slots=True)
class Asker:
    """A person who asks, and takes down each attempt."""

    table: Table
    person: Person
    _full_at: float = 0.0
    _life: int = 0

    def slash(self, name: str, /, **options: Any) -> Awaitable[Interaction]:
        return self.table.discord.slash(name, by=self.person, **options)

    def used(self, message: dict[str, Any], custom_id: str, *values: str) -> Awaitable[Interaction]:
        on_server = int(message["channel_id"]) != direct_channel(self.person)
        context = "guild" if on_server else "bot_dm"
        return self.table.discord.use(message, custom_id, *values, by=self.person, context=context)

    async def use(
        self, message: dict[str, Any], custom_id: str, *values: str, kind: str, rolls: bool = False
    ) -> dict[str, Any] | None:
        asked = self.used(message, custom_id, *values)
        old = self.table.is_old(message)
        return await self.ask(asked, kind, rolls=rolls, old=old, custom_id=custom_id)

    async def ask(
        self, asking: Awaitable[Interaction], kind: str, *, rolls: bool = False, **about: Any
    ) -> dict[str, Any] | None:
        """Ask the bot for something; return the message that came, or None where none did."""
        attempt = await self.answered(await asking, kind, rolls=rolls, **about)
        interaction = attempt.interaction
        if not (interaction.deferred or interaction.shows_message):
            return None
        shown = await self.table.unless_gone(interaction.first_message(within=_GREAT_PATIENCE))
        await self.table.note(rolled=attempt.rolled)
        return shown

    async def form(self, asking: Awaitable[Interaction]) -> dict[str, Any] | None:
        interaction = (await self.answered(await asking, "form")).interaction
        return await interaction.form() if interaction.shows_form else None

    async def answered(
        self,
        interaction: Interaction,
        kind: str,
        *,
        rolls: bool = False,
        old: bool = False,
        custom_id: str = "",
    ) -> Attempt:
        """Return what came of it, as soon as it is answered, or when it cannot be answered any more."""
        attempt = Attempt(
            interaction=interaction,
            person=self.person,
            kind=kind,
            life=self.table.life,
            rolls=rolls,
            pressed_old=old,
            custom_id=custom_id,
            shown_before=len(self.table.discord.rest.shown),
        )
        self.table.attempts.append(attempt)
        await self.table.unless_gone(interaction.answer(within=_PATIENCE))
        return attempt

    async def rested(self, asking: Awaitable[Interaction]) -> Interaction:
        """Ask for one more thing within a step that the bot counts, too."""
        await self.until_dice_have_rested()
        return await asking

    async def until_dice_have_rested(self) -> None:
        """Wait as long as the bot would have a person wait who rolls that often."""
        at = now()
        if self._life != self.table.life:
            # A new process remembers nobody's haste.
            self._life, self._full_at = self.table.life, at
        wait = max(self._full_at, at) - at - (_BURST - 1) * _SECONDS
        if wait > 0:
            await asyncio.sleep(wait)
            at += wait
        self._full_at = max(self._full_at, at) + _SECONDS
