"""/system: the list of game systems, their pages and forms, and the choice of what is played where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component, Form, every_value
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE, may_manage_server
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.systems import pages as shown
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import RollRequest
from bot.services.systems.pages import examples_of, rolls_of
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.rolls.requests import Requests
    from bot.services.systems.choosing import Choosing, Where
    from dicewright import System, Systems

_MOST_CHOICES = 25
_WHERE = [
    app_commands.Choice(name=locale_str("this channel"), value="channel"),
    app_commands.Choice(name=locale_str("this server"), value="server"),
    app_commands.Choice(name=locale_str("me"), value="me"),
]
_Interaction = discord.Interaction[Any]
_Name = app_commands.Range[str, 1, 100]


@dataclass(frozen=True, slots=True)
class SystemAnswers:
    """Shows systems, and what is played where. These methods raise UserError and StoreUnavailable."""

    systems: Systems
    requests: Requests
    choosing: Choosing
    answer: RollAnswer
    answer_privately: RollAnswer

    async def list_(self, interaction: _Interaction) -> None:
        """Show all systems."""
        place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
        chosen = [each for each in await self.requests.chosen_in(place) if each in self.systems]
        embed = shown.systems_list(self.systems, chosen)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    async def show(self, interaction: _Interaction, name: str) -> None:
        """Show how a system's rolls are typed."""
        system = self.named(name)
        rolls = rolls_of(system)
        await interaction.response.send_message(
            embed=shown.system_page(system, rolls),
            view=shown.page_view(system, rolls, examples_of(system)),
            ephemeral=True,
        )

    async def choose(self, interaction: _Interaction, name: str, where: Where) -> None:
        """Add a system to those of a place."""
        self._check_may_choose(interaction, where)
        chosen = await self.choosing.add(self.named(name).command, where, **_place(interaction))
        text, view = shown.chosen_panel(self.systems, where, chosen)
        await interaction.response.send_message(text, view=view, ephemeral=True)

    async def keep(self, interaction: _Interaction, where: str) -> None:
        """Keep only the systems that are still selected."""
        place = cast("Where", where)
        self._check_may_choose(interaction, place)
        await self.choosing.set(every_value(interaction), place, **_place(interaction))
        chosen = await self.choosing.chosen(place, **_place(interaction))
        text, view = shown.chosen_panel(self.systems, where, chosen)
        await interaction.response.edit_message(content=text, view=view)

    def named(self, name: str) -> System:
        """Return the system of a name or a command. Raises UserError where there is none."""
        wanted = name.strip().casefold()
        command = self.systems.words.get(wanted)
        if command is None:
            command = next((each for each, title in self.found(name) if title), None)
        if command is None:
            raise UserError(_("No game system is called “{name}”. See all with /system list.", name=name))
        return self.systems[command]

    def found(self, typed: str) -> list[tuple[str, str]]:
        """Return the commands and names of the systems that match a search text."""
        wanted = typed.strip().casefold()
        found = [
            (entry.command, entry.name)
            for entry in self.systems.entries
            if wanted in entry.name.casefold() or any(word.startswith(wanted) for word in entry.words)
        ]
        found.sort(key=lambda each: (not each[0].startswith(wanted), each[0]))
        return found[:_MOST_CHOICES]

    async def fill(self, interaction: _Interaction, command: str, roll: str) -> None:
        """Show the form of a roll."""
        await interaction.response.send_modal(shown.system_form(self._system(command, roll), roll))

    async def filled(
        self, interaction: _Interaction, typed: Mapping[str, str], command: str, roll: str
    ) -> None:
        """Roll what was filled in."""
        system = self._system(command, roll)
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

    def _system(self, command: str, roll: str) -> System:
        if command not in self.systems or roll not in self.systems[command].rolls:
            raise UnreadableId
        return self.systems[command]

    @staticmethod
    def _check_may_choose(interaction: _Interaction, where: Where) -> None:
        if where != "me" and interaction.guild_id is not None and not may_manage_server(interaction):
            raise UserError(
                _("Only members with Manage Server can choose for others. You can choose for yourself.")
            )


class SystemCommands(app_commands.Group):
    """The commands; what they do is in `SystemAnswers`."""

    def __init__(self, answers: SystemAnswers) -> None:
        super().__init__(
            name="system",
            description=locale_str("Game systems: see how each is rolled, and choose what you play"),
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        self._answers = answers

    @app_commands.command(name="list", description=locale_str("List all game systems"))
    async def list_(self, interaction: _Interaction) -> None:
        """Show all systems."""
        async with user_errors_answered(interaction):
            await self._answers.list_(interaction)

    @app_commands.command(description=locale_str("See how a game system is rolled, with examples to try"))
    @app_commands.describe(name=locale_str("Its name, such as Call of Cthulhu or coc"))
    async def show(self, interaction: _Interaction, name: _Name) -> None:
        """Show the page of a system."""
        async with user_errors_answered(interaction):
            await self._answers.show(interaction, name)

    @app_commands.command(description=locale_str("Choose a game system, to roll it without its name"))
    @app_commands.rename(where="for")
    @app_commands.choices(where=_WHERE)
    @app_commands.describe(
        name=locale_str("Its name, such as Call of Cthulhu or coc"),
        where=locale_str("Where to use it (for others, you need Manage Server)"),
    )
    async def choose(self, interaction: _Interaction, name: _Name, where: str = "me") -> None:
        """Choose a system for a place."""
        async with user_errors_answered(interaction):
            await self._answers.choose(interaction, name, cast("Where", where))

    @show.autocomplete("name")
    @choose.autocomplete("name")
    async def _names(self, _interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=f"{command} · {name}"[:100], value=command)
            for command, name in self._answers.found(typed)
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
