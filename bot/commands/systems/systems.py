"""What /system shows: the list of game systems, their pages and forms, and what is played where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot.discord_api.components import Component, Form, every_value
from bot.discord_api.contexts import may_manage_server
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.systems import pages as shown
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import RollRequest
from bot.services.systems.pages import examples_of, rolls_of
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.rolls.requests import Requests
    from bot.services.systems.choosing import Choosing, Where
    from bot.services.systems.server_games import ServerGames
    from dicewright import System, Systems

_MOST_CHOICES = 25
_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class SystemAnswers:
    """Shows systems, and what is played where. These methods raise UserError and StoreUnavailable."""

    games: ServerGames
    requests: Requests
    choosing: Choosing
    answer: RollAnswer
    answer_privately: RollAnswer

    async def list_(self, interaction: _Interaction) -> None:
        """Show all systems."""
        place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
        games = await self.games.here(interaction.guild_id)
        chosen = [each for each in await self.requests.chosen_in(place) if each in games.systems]
        embed = shown.systems_list(games.systems, chosen, own=list(games.files))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    async def show(self, interaction: _Interaction, name: str) -> None:
        """Show how a system's rolls are typed."""
        system = named(await self._here(interaction), name)
        rolls = rolls_of(system)
        await interaction.response.send_message(
            embed=shown.system_page(system, rolls),
            view=shown.page_view(system, rolls, examples_of(system)),
            ephemeral=True,
        )

    async def choose(self, interaction: _Interaction, name: str, where: Where) -> None:
        """Add a system to those of a place."""
        self._check_may_choose(interaction, where)
        systems = await self._here(interaction)
        chosen = await self.choosing.add(named(systems, name).command, where, **_place(interaction))
        text, view = shown.chosen_panel(systems, where, chosen)
        await interaction.response.send_message(text, view=view, ephemeral=True)

    async def keep(self, interaction: _Interaction, where: str) -> None:
        """Keep only the systems that are still selected."""
        place = cast("Where", where)
        self._check_may_choose(interaction, place)
        systems = await self._here(interaction)
        before = await self.choosing.chosen(place, **_place(interaction))
        # A player may also have chosen what only another server has, which the panel does not show here.
        selected = [each for each in every_value(interaction) if each in systems]
        kept = [each for each in before if each in selected or each not in systems]
        await self.choosing.set(kept, place, **_place(interaction))
        text, view = shown.chosen_panel(systems, where, kept)
        await interaction.response.edit_message(content=text, view=view)

    async def names(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Return the systems that match what is typed into an option."""
        return choices_of(found(await self._here(interaction), typed))

    async def fill(self, interaction: _Interaction, command: str, roll: str) -> None:
        """Show the form of a roll."""
        system = await self._system(interaction, command, roll)
        await interaction.response.send_modal(shown.system_form(system, roll))

    async def filled(
        self, interaction: _Interaction, typed: Mapping[str, str], command: str, roll: str
    ) -> None:
        """Roll what was filled in."""
        system = await self._system(interaction, command, roll)
        await self.answer(interaction, RollRequest(call_of(system, roll, typed)))

    def components(self) -> Iterator[Component]:
        """Yield what happens when buttons are pressed and systems are removed."""

        async def roll_example(interaction: _Interaction, example: str) -> None:
            await self.answer_privately(interaction, RollRequest(example))

        yield Component(f"{shown.TRY}(?P<example>.+)", roll_example)
        yield Component(f"{shown.FORM}{shown.WHICH}", self.fill)
        yield Component(f"{shown.KEEP}(?P<where>channel|server|me)", self.keep)

    def forms(self) -> Iterator[Form]:
        """Yield what happens when a form is sent in."""
        yield Form(f"{shown.FILLED}{shown.WHICH}", self.filled)

    async def _here(self, interaction: _Interaction) -> Systems:
        return (await self.games.here(interaction.guild_id)).systems

    async def _system(self, interaction: _Interaction, command: str, roll: str) -> System:
        systems = await self._here(interaction)
        if command not in systems or roll not in systems[command].rolls:
            raise UnreadableId
        return systems[command]

    @staticmethod
    def _check_may_choose(interaction: _Interaction, where: Where) -> None:
        if where != "me" and interaction.guild_id is not None and not may_manage_server(interaction):
            raise UserError(
                _("Only members with Manage Server can choose for others. You can choose for yourself.")
            )


def named(systems: Systems, name: str) -> System:
    """Return the system of a name or a command. Raises UserError if there is none."""
    wanted = name.strip().casefold()
    command = systems.words.get(wanted)
    if command is None:
        command = next((each for each, title in found(systems, name) if title), None)
    if command is None:
        raise UserError(_("No game system is called “{name}”. See all with /system list.", name=name))
    return systems[command]


def found(systems: Systems, typed: str) -> list[tuple[str, str]]:
    """Return the commands and names of the systems that match a search text."""
    wanted = typed.strip().casefold()
    matching = [
        (entry.command, entry.name)
        for entry in systems.entries
        if wanted in entry.name.casefold() or any(word.startswith(wanted) for word in entry.words)
    ]
    matching.sort(key=lambda each: (not each[0].startswith(wanted), each[0]))
    return matching[:_MOST_CHOICES]


def choices_of(matching: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Return commands and names as the choices of an option."""
    return [
        app_commands.Choice(name=f"{command} · {name}"[:100], value=command) for command, name in matching
    ]


def call_of(system: System, roll: str, typed: Mapping[str, str]) -> str:
    """Return the call that a form was filled in for; empty fields are left out."""
    kind = system.rolls[roll]
    words = [system.command] + [roll] * (roll != next(iter(system.rolls)))
    for piece in kind.pieces:
        value = " ".join(typed.get(piece.parameter, "").split())
        if piece.switch:
            words += [piece.prefix] * (value == "yes")
        elif value:
            words.append(f"{piece.prefix}{' ' * piece.spaced}{value}")
    return " ".join(words)


def _place(interaction: _Interaction) -> dict[str, Any]:
    return {
        "player_id": interaction.user.id,
        "server_id": interaction.guild_id,
        "channel_id": interaction.channel_id,
    }
