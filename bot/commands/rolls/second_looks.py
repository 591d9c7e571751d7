"""Push, Spend Willpower, keep dice: the buttons under rolls of game systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bot.discord_api.components import Component, chosen_values
from bot.discord_api.custom_ids import UnreadableId, read_id, read_number
from bot.presentation.systems.buttons import ANY_LOOK, CHOOSE, CHOSEN, PUSH, dice_choice
from bot.services.rolls.rolling import Again

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import discord

    from bot.commands.rolls.answers import RollAnswers
    from bot.services.systems.second_looks import Action, SecondLooks

_MOST_DICE = 10_000


@dataclass(frozen=True, slots=True)
class SecondLookAnswers:
    """Answers the buttons with new rolls, which only the player of the first roll can make."""

    looks: SecondLooks
    answer: RollAnswers

    def components(self) -> Iterator[Component]:
        """Yield what happens when the buttons are pressed, and when dice are chosen."""
        yield Component(rf"{PUSH}:(?P<roll>\d+)", self.push)
        yield Component(f"{CHOOSE}:{ANY_LOOK}", self.choose)
        yield Component(f"{CHOSEN}:{ANY_LOOK}", self.chosen)

    async def push(self, interaction: discord.Interaction[Any], roll: str) -> None:
        """Roll all the dice again that the rules allow."""
        await self._throw(interaction, read_id(roll), "push", None)

    async def choose(self, interaction: discord.Interaction[Any], action: str, roll: str) -> None:
        """Ask the player privately for the dice."""
        made = cast("Action", action)
        roll_id = read_id(roll)
        result, dice, most = await self.looks.dice(roll_id, made, player_id=interaction.user.id)
        text, view = dice_choice(action, roll_id, result, dice, most)
        await interaction.response.send_message(text, view=view, ephemeral=True)

    async def chosen(self, interaction: discord.Interaction[Any], action: str, roll: str) -> None:
        """Throw again, or keep, the dice that were chosen."""
        dice = [die_of(value) for value in chosen_values(interaction)]
        await self._throw(interaction, read_id(roll), cast("Action", action), dice)

    async def _throw(
        self,
        interaction: discord.Interaction[Any],
        roll_id: int,
        action: Action,
        dice: Sequence[tuple[str, int]] | None,
    ) -> None:
        look = await self.looks.at(roll_id, action, player_id=interaction.user.id, chosen=dice)
        try:
            call = str((look.first.outcome or {})["call"])
            await self.answer.after(interaction, look, Again(call, saved=False, version=look.version))
        except BaseException:
            self.looks.withdraw(look)
            raise


def die_of(value: str) -> tuple[str, int]:
    """Return the pool of a chosen die, and which of its dice it is. Raises UnreadableId.

    >>> die_of("other_dice.2")
    ('other_dice', 2)
    """
    pool, dot, at = value.rpartition(".")
    if not dot:
        raise UnreadableId
    return pool, read_number(at, 0, _MOST_DICE)
