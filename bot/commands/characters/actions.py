"""What the commands and the buttons of characters have in common."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import discord

from bot.discord_api.answers import answer_privately, send, user_errors_answered
from bot.discord_api.components import Component, Form, selected
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.characters import cards as cards
from bot.presentation.rolls.buttons import KEPT_KEY
from bot.services.characters.files import from_file, to_file
from bot.services.characters.names import name_key
from bot.services.characters.sheet import Sheet, lines_of, read_sheet, sheet_values, value_name, value_text
from bot.services.user_error import UserError
from bot.store.sheets.characters import Spot
from bot.texts import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.services.button_states import ButtonStates
    from bot.services.characters.characters import Characters, Where
    from bot.services.saved.saved import SavedRolls
    from bot.store.sheets.characters import Character
    from dicewright import NotationError

    Interaction = discord.Interaction[Any]

_FILE_NAME = "characters.json"
_NO_SHEET = Sheet({})
_Place = Literal["server", "channel", "messages"]
# Whole sentences for each place, since other languages put them together differently.
_IN_USE: dict[_Place, str] = {
    "server": N_("In use on this server."),
    "channel": N_("In use in this channel."),
    "messages": N_("In use in direct messages."),
}
_NONE_IN_USE: dict[_Place, str] = {
    "server": N_("You use no character on this server."),
    "channel": N_("You use no character in this channel."),
    "messages": N_("You use no character in direct messages."),
}
_ADDED: dict[_Place, str] = {
    "server": N_("Added, and in use on this server. Roll it, for example: {example}"),
    "messages": N_("Added, and in use in direct messages. Roll it, for example: {example}"),
}


@dataclass(frozen=True, slots=True)
class CharacterActions:
    """Does what was asked, and answers with it. Raises UserError and StoreUnavailable."""

    characters: Characters
    saved: SavedRolls
    states: ButtonStates

    async def find(self, interaction: Interaction, name: str) -> Character:
        """Return a character of the person by its name, or with "" the one in use here."""
        return await self.characters.find(
            interaction.user.id, name, interaction.guild_id, interaction.channel_id
        )

    async def show(
        self, interaction: Interaction, character: Character, *said: str, sheet: Sheet = _NO_SHEET
    ) -> None:
        """Show a character, with buttons for what can be done with it.

        What could not be read of the `sheet` it was made from is said, and what is sure to be meant by it
        has a button.
        """
        user_id, server_id = interaction.user.id, interaction.guild_id
        here = await self.characters.here(user_id, server_id, interaction.channel_id)
        used = here is not None and here.key == character.key
        known = await self.saved.known_to(user_id, server_id)
        clashes = character.values.keys() & {roll.name for roll in known}
        view = cards.card_view(character, here=used)
        if sheet.meant:
            for button in (await self._meant(character.name, sheet.meant)).children:
                view.add_item(button)
        await interaction.response.send_message(
            embed=cards.card(
                character, here=used, said=(*said, *cards.skipped_lines(sheet.skipped)), clashes=clashes
            ),
            view=view,
            ephemeral=True,
        )

    async def show_all(self, interaction: Interaction) -> None:
        """List the characters of the person."""
        cast = await self.characters.cast(interaction.user.id)
        here = cast.here(interaction.guild_id, interaction.channel_id)
        embed, view = cards.list_page(tuple(cast.characters.values()), here)
        await send(interaction, embed=embed, ephemeral=True, **({} if view is None else {"view": view}))

    async def open_form(self, interaction: Interaction, character: Character | None) -> None:
        """Open the form for a new character, or for one that is there."""
        lines = lines_of(dict(character.values)) if character is not None else ""
        if len(lines) > cards.LONGEST_SHEET:
            raise UserError(
                _(
                    "This sheet is too long for a form. Change single values with /character set, or use "
                    "/character export and /character import."
                )
            )
        await interaction.response.send_modal(cards.sheet_form(character, lines))

    async def use(self, interaction: Interaction, character: Character | None, where: Where) -> None:
        """Use a character here, or none."""
        server_id, channel_id = interaction.guild_id or 0, interaction.channel_id or 0
        spot = Spot(server_id, channel_id) if where == "channel" else Spot(server_id)
        await self.characters.use(interaction.user.id, character.key if character else "", spot)
        place = _place(interaction, where)
        if character is None:
            await interaction.response.send_message(_(_NONE_IN_USE[place]), ephemeral=True)
            return
        await self.show(interaction, character, _(_IN_USE[place]))

    async def add(self, interaction: Interaction, name: str, text: str) -> None:
        """Add the character that was typed into the form, and use it here."""
        sheet = read_sheet(text)
        if not sheet.values and sheet.meant:
            said = "\n".join(cards.skipped_lines(sheet.skipped))
            view = await self._meant(name, sheet.meant)
            await answer_privately(interaction, discord.utils.escape_markdown(said), view=view)
            return
        character = await self.characters.put(interaction.user.id, name, sheet_values(sheet), new=True)
        await self._use_new(interaction, character, sheet)

    async def edit(self, interaction: Interaction, key: str, name: str, text: str) -> None:
        """Change a character to what was typed into the form."""
        sheet = read_sheet(text)
        before = await self.find(interaction, key)
        character = await self.characters.rename(before, name, sheet_values(sheet))
        await self.show(interaction, character, _("Changed."), sheet=sheet)

    async def set(self, interaction: Interaction, character: Character, name: str, value: str) -> None:
        """Set one value of a character, or remove it."""

        async def instead(error: NotationError) -> discord.ui.View | None:
            return await self._meant(character.name, {name: error.fix}) if error.fix else None

        async with user_errors_answered(interaction, instead):
            changed = await self.characters.set(character, name, value)
            await self.show(interaction, changed, _("Changed."))

    async def set_meant(self, interaction: Interaction, key: str) -> None:
        """Set the values that a button under mistakes stands for; the character may be a new one."""
        name, meant = _read_meant(await self.states.found(key))
        values = {value_name(each): value_text(text) for each, text in meant.items()}
        if not all(values.keys()) or not all(values.values()):
            raise UnreadableId
        known = (await self.characters.cast(interaction.user.id)).characters.get(name_key(name))
        before = {} if known is None else dict(known.values)
        changed = await self.characters.put(interaction.user.id, name, before | values, new=known is None)
        if known is None:
            await self._use_new(interaction, changed, Sheet(values))
        else:
            await self.show(interaction, changed, _("Changed."))

    async def _meant(self, name: str, meant: Mapping[str, str]) -> discord.ui.View:
        """Return the button that sets values of a character as they were meant."""
        return cards.meant_view(meant, await self.states.keep(json.dumps([name, dict(meant)])))

    async def remove(self, interaction: Interaction, name: str) -> None:
        """Remove a character, with a button that puts it back."""
        removed = await self.characters.remove(interaction.user.id, name)
        key = await self.states.keep(to_file([removed]))
        await interaction.response.send_message(
            _("Deleted {name}.", name=discord.utils.escape_markdown(removed.name)),
            view=cards.removed_view(key),
            ephemeral=True,
        )

    async def export(self, interaction: Interaction, characters: Sequence[Character]) -> None:
        """Send characters as a file."""
        if not characters:
            raise UserError(_("You have no characters yet. Add one with /character add."))
        file = discord.File(BytesIO(to_file(characters).encode()), _FILE_NAME)
        await interaction.response.send_message(
            ngettext(
                "{count} character. Use /character import to load this file again.",
                "{count} characters. Use /character import to load this file again.",
                len(characters),
            ),
            file=file,
            ephemeral=True,
        )

    async def take(self, interaction: Interaction, content: bytes, name: str, *, replace: bool) -> None:
        """Add the characters in a file; a single one is used here."""
        found, sheet = from_file(content, name)
        outcome = await self.characters.put_many(interaction.user.id, found, replace=replace)
        if len(outcome.stored) == 1 and not outcome.kept:
            await self._use_new(interaction, outcome.stored[0], sheet)
            return
        lines = [
            _("Saved: {names}.", names=", ".join(each.name for each in outcome.stored))
            if outcome.stored
            else _("Nothing was saved.")
        ]
        if outcome.kept:
            lines.append(
                _(
                    "Not changed, because you have characters with these names: {names}.",
                    names=", ".join(outcome.kept),
                )
            )
        await interaction.response.send_message(
            discord.utils.escape_markdown("\n".join(lines)), ephemeral=True
        )

    def components(self) -> Iterator[Component]:
        """Yield what happens when a button is pressed; it acts for the person who presses it."""

        async def edit(interaction: Interaction, key: str) -> None:
            await self.open_form(interaction, await self.find(interaction, key))

        async def use(interaction: Interaction, key: str) -> None:
            await self.use(interaction, await self.find(interaction, key), "server")

        async def pick(interaction: Interaction) -> None:
            await self.use(interaction, await self.find(interaction, selected(interaction)), "server")

        async def put_back(interaction: Interaction, key: str) -> None:
            kept = await self.states.found(key)
            await self.take(interaction, kept.encode(), "", replace=False)

        yield Component(f"{cards.EDIT}(?P<key>.+)", edit)
        yield Component(f"{cards.USE}(?P<key>.+)", use)
        yield Component(f"{cards.REMOVE}(?P<name>.+)", self.remove)
        yield Component(cards.PICK, pick)
        yield Component(f"{cards.PUT_BACK}(?P<key>[0-9a-f]+)", put_back)
        yield Component(f"{cards.MEANT}{KEPT_KEY}", self.set_meant)

    def forms(self) -> Iterator[Form]:
        """Yield what happens when the form is sent in."""

        async def sent(interaction: Interaction, typed: Mapping[str, str], key: str) -> None:
            name, text = typed[cards.NAME], typed[cards.SHEET]
            if key:
                await self.edit(interaction, key, name, text)
            else:
                await self.add(interaction, name, text)

        yield Form(f"{cards.FORM}(?P<key>.*)", sent)

    async def _use_new(self, interaction: Interaction, character: Character, sheet: Sheet) -> None:
        """Use a character that was just added on the server where that was."""
        await self.characters.use(interaction.user.id, character.key, Spot(interaction.guild_id or 0))
        said = _(_ADDED[_place(interaction, "server")], example=cards.example_of(character))
        await self.show(interaction, character, said, sheet=sheet)


def _read_meant(kept: str) -> tuple[str, dict[str, str]]:
    """Return the name of a character and the values for it that a button stands for."""
    try:
        name, meant = json.loads(kept)
        return str(name), {str(each): str(text) for each, text in meant.items()}
    except (ValueError, TypeError, AttributeError):
        raise UnreadableId from None


def _place(interaction: Interaction, where: Where) -> _Place:
    return "messages" if where == "server" and interaction.guild_id is None else where
