"""/pad: a panel on which each person puts a roll together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.components import Component, message_of
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.discord_api.custom_ids import read_id
from bot.presentation.pad_panel import INVITATION, KEY, own_pad_text, pad_view
from bot.services import pad
from bot.services.rolls.rolling import RollRequest
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.button_states import Pads


def pad_commands() -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /pad."""

    async def post(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(_(INVITATION), view=pad_view())

    yield app_commands.Command(
        name="pad",
        description=locale_str("Post a dice pad that everyone here can use"),
        callback=post,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


def pad_components(pads: Pads, answer_with_roll: RollAnswer) -> Iterator[Component]:
    """Yield what happens when a key is tapped."""

    async def tap(interaction: discord.Interaction[Any], panel: str, key: str) -> None:
        """Keep what the tap makes of the person's own roll, and show that to them alone.

        A tap on the public panel opens a pad of one's own, and taps on that change it in place. Both are
        the same roll, kept under the panel, so an own pad that was lost in the talk of the table is there
        again with the next tap on the panel.
        """
        panel_id = read_id(panel) if panel else message_of(interaction).id
        now = pad.read(await pads.change(panel_id, interaction.user.id, lambda text: pad.after(text, key)))
        if key == "roll":
            if not now.notation:
                raise UserError(_("First tap the dice you want to roll, then tap Roll."))
            await answer_with_roll(interaction, RollRequest(now.notation))
        elif panel:
            await interaction.response.edit_message(
                content=own_pad_text(now), view=pad_view(panel_id=panel_id, edge=now.edge)
            )
        else:
            await interaction.response.send_message(
                own_pad_text(now), view=pad_view(panel_id=panel_id, edge=now.edge), ephemeral=True
            )

    keys = "|".join(key.replace("+", r"\+") for key in pad.KEYS)
    yield Component(rf"{KEY}(?P<panel>\d*):(?P<key>{keys})", tap)
