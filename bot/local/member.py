"""A member who may type out a slash command instead of picking it from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simcord
from discord import app_commands

import dicewright
from dicewright import DiceError
from dicewright.nodes import least_dice

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord
    from simcord.actors import MessageLike
    from simcord.builders import ChannelHandle, GuildHandle, UserHandle


_FORM = (
    "This command opens a form, and this page shows it only for a command that is picked: type `/{name}`, "
    "choose it in the list, and press **Send**."
)
_HINT = "That was only a message. To roll the dice, type `/roll {roll}` and press **Enter**."


class Member(simcord.MemberActor):
    """A person in the local Discord.

    Discord turns "/roll " into the command as soon as the space is typed. The page of the local Discord does
    so only for a command picked from its list, and sends anything else as a message. Here, such a message
    becomes the command that it spells.
    """

    def __init__(
        self, world: simcord.Env, guild: GuildHandle, user: UserHandle, tree: app_commands.CommandTree[Any]
    ) -> None:
        super().__init__(world, guild, user)
        self._tree = tree
        self.helper: Member | None = None
        """Who says, once, how a roll is made, where this member only writes one down."""
        self.guide: Member | None = None
        """Who says how a form is opened."""

    async def send(
        self,
        channel: ChannelHandle,
        content: str = "",
        *,
        reply_to: MessageLike | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> discord.Message:
        """Send a message, or use the slash command that it spells; return the resulting message."""
        command = _command_in(content, self._tree)
        form = ""
        if command:
            name, options = command
            result = await self.slash(channel, name, **options)
            if result.response is not None:
                return result.response.message
            form = name
        sent = await super().send(channel, content, reply_to=reply_to, attachments=attachments)
        if form and self.guide is not None:
            await self.guide.send(channel, _FORM.format(name=form))
        if self.helper is not None and _is_roll(content):
            helper, self.helper = self.helper, None
            await helper.send(channel, _HINT.format(roll=" ".join(content.split()).replace("`", "")))
        return sent


def _is_roll(text: str) -> bool:
    """Whether a text is dice notation that contains dice."""
    try:
        return least_dice(dicewright.parse(text).tree) > 0
    except DiceError:
        return False


def _command_in(text: str, tree: app_commands.CommandTree[Any]) -> tuple[str, dict[str, str]] | None:
    """Return the command that a text spells, or None.

    Its name is followed by its required options: a word for each, and the rest for the last one. If a command
    has no required options, the rest is its first option.
    """
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    command = tree.get_command(name)
    if isinstance(command, app_commands.Group):
        within, _, rest = rest.strip().partition(" ")
        name, command = f"{name} {within}", command.get_command(within)
    if not isinstance(command, app_commands.Command):
        return None
    needed = [parameter for parameter in command.parameters if parameter.required]
    values = rest.strip().split(maxsplit=max(len(needed) - 1, 0))
    if len(values) < len(needed):
        return None
    options = needed or command.parameters[: len(values)]
    return name, {option.display_name: value for option, value in zip(options, values, strict=False)}
