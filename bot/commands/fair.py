"""/fair: rolls that anyone can verify, and the menu item that hands out their receipts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE, is_game_master_here, is_member_here
from bot.presentation import fair_messages as messages
from bot.services.fair.ledger import LONGEST_WORDS
from bot.services.rolls.gm import not_game_master
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from bot.services.fair.ledger import Ended, FairLedger
    from bot.services.fair.receipts import FairFile, Receipts
    from bot.services.rate_limiter import RateLimiter
    from bot.services.settings.preferences import Preferences

_Interaction = discord.Interaction[Any]
_DEFAULT_HOURS, _MOST_HOURS = 168, 720
# discord.py reads these types when the commands are declared.
_Hours = app_commands.Range[int, 1, _MOST_HOURS]
_Words = app_commands.Range[str, 1, LONGEST_WORDS]
_Number = app_commands.Range[int, 1, 1_000_000]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairAnswers:
    """Does what /fair asks for. These methods raise UserError and StoreUnavailable."""

    ledger: FairLedger
    receipts: Receipts
    preferences: Preferences
    rate: RateLimiter

    async def turn_on(self, interaction: _Interaction, hours: int) -> None:
        """Begin a session, and announce it publicly."""
        server_id = await self._managed_server(interaction)
        session = await self.ledger.begin(
            server_id=server_id, channel_id=interaction.channel_id, hours=hours or None
        )
        await self.preferences.change_server(server_id, fair=True)
        if session is None:
            raise UserError(_("Rolls on this server are already verifiable. See /fair status."))
        await interaction.response.send_message(messages.begun_text(session))
        with suppress(StoreUnavailable):
            await self.ledger.announced(session)

    async def turn_off(self, interaction: _Interaction) -> None:
        """Reveal the secret, and stop making rolls verifiable."""
        server_id = await self._managed_server(interaction)
        ended = await self.ledger.end(server_id=server_id, renew=False)
        await self.preferences.change_server(server_id, fair=False)
        await self._show_ended(interaction, server_id, ended)

    async def reveal(self, interaction: _Interaction) -> None:
        """Reveal the secret and commit to a new one."""
        server_id = await self._managed_server(interaction)
        ended = await self.ledger.end(server_id=server_id, renew=True)
        await self._show_ended(interaction, server_id, ended)
        if ended.following is not None:
            with suppress(StoreUnavailable):
                await self.ledger.announced(ended.following)

    async def set_words(self, interaction: _Interaction, words: str) -> None:
        """Record the player's words, and show them publicly."""
        server_id = _server(interaction)
        self.rate.check(interaction.user.id)
        if not words.strip():
            raise UserError(_("Which words? Anything that nobody else can guess will do."))
        entry = await self.ledger.say(
            words, server_id=server_id, player_id=interaction.user.id, interaction_id=interaction.id
        )
        await interaction.response.send_message(messages.words_text(entry, interaction.user.display_name))

    async def status(self, interaction: _Interaction) -> None:
        """Show the player the commitment of the current session."""
        status = await self.receipts.status(_server(interaction), interaction.user.id)
        await interaction.response.send_message(messages.status_text(status), ephemeral=True)

    async def receipt(
        self, interaction: _Interaction, number: int, *, session: int | None = None, tag: str = ""
    ) -> None:
        """Hand out the receipt of a roll, with what the player may see of it."""
        server_id = _server(interaction)
        self.rate.check(interaction.user.id)
        settings = await self.preferences.server(server_id)
        file = await self.receipts.receipt(
            server_id,
            number,
            session=session,
            tag=tag,
            player_id=interaction.user.id,
            is_gm=is_game_master_here(interaction, settings),
        )
        await interaction.response.send_message(messages.receipt_text(), file=_sent(file), ephemeral=True)

    async def session_file(self, interaction: _Interaction, number: int | None) -> None:
        """Hand out the file of a session whose secret is revealed."""
        server_id = _server(interaction)
        self.rate.check(interaction.user.id)
        stored = await self.receipts.ended(server_id, number)
        # The file of a long session takes longer to make than an answer may.
        await interaction.response.defer(ephemeral=True, thinking=True)
        file = await self.receipts.session_file(stored)
        await interaction.edit_original_response(attachments=[_sent(file)])

    async def _show_ended(self, interaction: _Interaction, server_id: int, ended: Ended) -> None:
        await interaction.response.defer(thinking=True)
        file = await self.receipts.session_file(await self.receipts.ended(server_id, ended.session))
        await interaction.edit_original_response(
            content=messages.revealed_text(ended), attachments=[_sent(file)]
        )

    async def _managed_server(self, interaction: _Interaction) -> int:
        """Return the server, if the person is a GM there. Raises UserError for anyone else."""
        server_id = _server(interaction)
        settings = await self.preferences.server(server_id)
        if not is_game_master_here(interaction, settings) or not is_member_here(interaction):
            raise not_game_master()
        return server_id


class FairCommands(app_commands.Group):
    """The commands; what they do is in `FairAnswers`."""

    def __init__(self, answers: FairAnswers) -> None:
        super().__init__(
            name="fair",
            description=locale_str("Make rolls that anyone can verify"),
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        self._answers = answers

    @app_commands.command(description=locale_str("Make every roll on this server verifiable (GM)"))
    @app_commands.rename(hours="reveal_after")
    @app_commands.describe(
        hours=locale_str("Hours until the secret is revealed automatically (a week by default)")
    )
    async def on(self, interaction: _Interaction, hours: _Hours = _DEFAULT_HOURS) -> None:
        """Turn them on."""
        async with user_errors_answered(interaction):
            await self._answers.turn_on(interaction, hours)

    @app_commands.command(description=locale_str("Reveal the secret and stop making rolls verifiable (GM)"))
    async def off(self, interaction: _Interaction) -> None:
        """Turn them off."""
        async with user_errors_answered(interaction):
            await self._answers.turn_off(interaction)

    @app_commands.command(description=locale_str("Add your own words, which the next rolls depend on"))
    @app_commands.rename(text="words")
    @app_commands.describe(text=locale_str("Anything that nobody else can guess"))
    async def words(self, interaction: _Interaction, text: _Words) -> None:
        """Set words."""
        async with user_errors_answered(interaction):
            await self._answers.set_words(interaction, text)

    @app_commands.command(description=locale_str("Reveal the secret so that all rolls can be checked (GM)"))
    async def reveal(self, interaction: _Interaction) -> None:
        """Reveal the secret."""
        async with user_errors_answered(interaction):
            await self._answers.reveal(interaction)

    @app_commands.command(description=locale_str("Show what the bot has committed to here"))
    async def status(self, interaction: _Interaction) -> None:
        """Show the session under way."""
        async with user_errors_answered(interaction):
            await self._answers.status(interaction)

    @app_commands.command(description=locale_str("Get the receipt of a verifiable roll"))
    @app_commands.describe(
        number=locale_str("The number under the roll"),
        session=locale_str("The session of the roll, if it isn't the latest with this number"),
    )
    async def receipt(
        self,
        interaction: _Interaction,
        number: _Number,
        session: _Number | None = None,
    ) -> None:
        """Hand out a receipt."""
        async with user_errors_answered(interaction):
            await self._answers.receipt(interaction, number, session=session)

    @app_commands.command(description=locale_str("Get all rolls of a session whose secret is revealed"))
    @app_commands.rename(number="session")
    @app_commands.describe(number=locale_str("Which session (the latest by default)"))
    async def session(
        self,
        interaction: _Interaction,
        number: _Number | None = None,
    ) -> None:
        """Hand out the file of a session."""
        async with user_errors_answered(interaction):
            await self._answers.session_file(interaction, number)


def receipt_menu(answers: FairAnswers) -> app_commands.ContextMenu:
    """Return the menu item of messages that hands out the receipt of the roll in a message."""

    async def receipt(interaction: _Interaction, message: discord.Message) -> None:
        async with user_errors_answered(interaction):
            found = messages.marked(message) if message.author == interaction.client.user else None
            if found is None:
                raise UserError(
                    _("This message shows no verifiable roll. A GM can turn them on with /fair on.")
                )
            number, tag = found
            await answers.receipt(interaction, number, tag=tag)

    return app_commands.ContextMenu(
        name=locale_str("Receipt"),
        callback=receipt,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


def _server(interaction: _Interaction) -> int:
    if interaction.guild_id is None:
        raise UserError(
            _("Verifiable rolls are for servers, where everyone can see what the bot commits to.")
        )
    return interaction.guild_id


def _sent(file: FairFile) -> discord.File:
    return discord.File(BytesIO(file.content), file.name)
