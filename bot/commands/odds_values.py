"""What /odds offers instead of an answer: a form for values, and buttons for what was meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.commands.rolls.values import with_typed
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.odds_reply import odds_button
from bot.presentation.rolls.buttons import ODDS, fixed_button
from bot.presentation.saved.values_form import ODDS_VALUES
from bot.services.odds import OddsRequest
from bot.services.rolls.requests import Place
from bot.services.saved.uses import MissingValues
from bot.services.user_error import UserError
from bot.store.visibility import Visibility
from bot.texts import _
from dicewright import DiceError
from dicewright.rendering import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.commands.rolls.values import ValueForms
    from bot.services.button_states import ButtonStates
    from bot.services.rolls.requests import Requests
    from dicewright import NotationError


@dataclass(frozen=True, slots=True)
class OddsForms:
    """Asks for missing values, and offers the question that was meant."""

    forms: ValueForms
    requests: Requests
    states: ButtonStates

    async def ask(
        self,
        interaction: discord.Interaction[Any],
        request: OddsRequest,
        missing: MissingValues,
        *,
        ephemeral: bool,
    ) -> bool:
        """Answer with the form for the values of a saved roll; return whether that was possible."""
        text = missing.use.text
        side = "dice" if text == request.text else "versus"
        seen = "private" if ephemeral else "public"
        kept = str(request)
        return await self.forms.ask(
            interaction,
            missing,
            request.text if side == "dice" else request.versus,
            custom_id=f"{ODDS_VALUES}.{side}.{seen}:{self.states.key_of(kept)}",
            kept=(kept,),
            title=_("Odds of {dice}", dice=f"@{isolate(missing.use.name)}"),
        )

    async def instead(
        self,
        interaction: discord.Interaction[Any],
        request: OddsRequest,
        asked: OddsRequest | None,
        error: NotationError,
    ) -> discord.ui.View | None:
        """Return the button that shows the odds of what was meant, or the form for values again.

        Discord accepts no form in answer to a form, so the one for a second text needs a button, too.
        """
        if not error.fix:
            if asked is None:
                return None
            if isinstance(error, MissingValues):
                return await self._button(request, _("Enter the values"))
            return await self._button(asked, _("Enter the values again"))
        if request.versus and await self._is_read(interaction, request.text):
            return await self._button(replace(request, versus=error.fix))
        return await self._button(replace(request, text=error.fix))

    async def find(self, key: str) -> OddsRequest:
        """Return what is stored under the key of a button. Raises UserError and StoreUnavailable."""
        kept = await self.states.find(key)
        if kept is None:
            raise UserError(_("This button has expired. Use /odds again."))
        try:
            return OddsRequest.read(kept)
        except ValueError:
            raise UnreadableId from None

    async def _is_read(self, interaction: discord.Interaction[Any], text: str) -> bool:
        place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
        try:
            await self.requests.meaning(text, place)
        except (DiceError, UserError):
            return False
        return True

    async def _button(self, request: OddsRequest, label: str = "") -> discord.ui.View:
        if request.plain:
            button = fixed_button(
                ODDS, request.text, "", Visibility.EVERYONE, self.states.key_of, label=label
            )
            await self.states.keep_soon(button.kept)
            return button.view
        kept = str(request)
        await self.states.keep_soon([kept])
        return odds_button(request, self.states.key_of(kept), label=label)


def with_values(request: OddsRequest, side: str, typed: Mapping[str, str]) -> OddsRequest:
    """Return a question with the values typed into the form for one of its texts."""
    if side == "versus":
        return replace(request, versus=with_typed(request.versus, typed))
    return replace(request, text=with_typed(request.text, typed))
