"""The file with every die of a huge roll."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.commands.rolls.buttons import pressed_state
from bot.discord_api.components import Component
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.rolls.buttons import DICE, state_pattern
from bot.presentation.views import rows
from bot.services.rolls.dice_list import dice_list
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

    from bot.commands.rolls.files import RollFiles
    from bot.services.button_states import ButtonStates
    from bot.services.rate_limiter import RateLimiter
    from bot.services.rolls.rolling import RollingService


@dataclass(frozen=True, slots=True, kw_only=True)
class DiceFiles:
    """Sends the dice of a huge roll to the person who asks, thrown once more from their seed."""

    rolling: RollingService
    states: ButtonStates
    files: RollFiles
    rate: RateLimiter

    def components(self) -> Iterator[Component]:
        """Yield what happens when the file is chosen."""
        yield Component(state_pattern(DICE), self.send)

    async def send(self, interaction: discord.Interaction[Any], state: str | None, key: str | None) -> None:
        """Answer with the file, which only the person sees."""
        self.rate.check(interaction.user.id)
        pressed = await pressed_state(self.states, state, key)
        seed, text = _seed_and_text(pressed.text)
        async with self.files.making(interaction):
            file = await asyncio.to_thread(dice_list, self.rolling, text, seed)
            await self.files.send(interaction, file, _("All dice of this roll."), rows())


def _seed_and_text(kept: str) -> tuple[bytes, str]:
    written, _space, text = kept.partition(" ")
    try:
        return bytes.fromhex(written), text
    except ValueError:
        raise UnreadableId from None
