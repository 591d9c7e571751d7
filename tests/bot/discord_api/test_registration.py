"""Registering commands: declared as they should be, and overwritten only when they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from discord import app_commands

from tests.support.painting import Painted
from tests.support.table import client_with, table

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

COMMANDS = "/commands"
COMMANDS_DECLARED = [
    "roll",
    "r",
    "odds",
    "luck",
    "fairness",
    "history",
    "privacy",
    "help",
    "pad",
    "saved",
    "character",
    "system",
    "settings",
    "fair",
]
MENUS_DECLARED = ["Dice luck", "Receipt", "Roll these dice"]
EVERYWHERE = [0, 1, 2]
SERVER_AND_USER = [0, 1]


async def test_what_is_declared() -> None:
    async with table() as at:
        (request,) = at.requests("PUT", COMMANDS)
        names = [command["name"] for command in request.json]
        assert names[: len(COMMANDS_DECLARED)] == COMMANDS_DECLARED
        assert sorted(names[len(COMMANDS_DECLARED) :]) == MENUS_DECLARED
        for command in request.json:
            assert command["contexts"] == EVERYWHERE
            assert command["integration_types"] == SERVER_AND_USER
        for command in request.json[:2]:
            options = {option["name"]: option for option in command["options"]}
            assert list(options) == ["dice", "note", "visibility", "times"]
            assert [name for name in options if options[name]["required"]] == ["dice"]
            assert options["dice"]["autocomplete"]
            assert (options["dice"]["max_length"], options["note"]["max_length"]) == (1000, 200)
            assert (options["times"]["min_value"], options["times"]["max_value"]) == (1, 100)
            choices = [choice["value"] for choice in options["visibility"]["choices"]]
            assert choices == ["everyone", "only_me", "me_and_gm", "blind"]


async def test_an_unchanged_bot_asks_and_overwrites_nothing() -> None:
    async with table() as at:
        await at.restart()
        assert len(at.requests("GET", COMMANDS)) == 2
        assert len(at.requests("PUT", COMMANDS)) == 1


def remove(tree: app_commands.CommandTree[Any]) -> None:
    tree.remove_command("r")


def add(tree: app_commands.CommandTree[Any]) -> None:
    @tree.command(name="coin", description="Toss a coin")
    async def coin(_interaction: discord.Interaction[Any]) -> None: ...


def describe(tree: app_commands.CommandTree[Any]) -> None:
    command = tree.get_command("roll")
    assert isinstance(command, app_commands.Command)
    command.description = "Roll some dice"


def restrict(tree: app_commands.CommandTree[Any]) -> None:
    command = tree.get_command("roll")
    assert isinstance(command, app_commands.Command)
    command.allowed_contexts = app_commands.AppCommandContext(guild=True)


@pytest.mark.parametrize("change", [remove, add, describe, restrict])
async def test_a_changed_bot_overwrites(change: Callable[[app_commands.CommandTree[Any]], None]) -> None:
    async with table() as at:
        changed = client_with(at.services, Painted())
        change(changed.tree)
        await at.world.restart_bot(changed)
        assert len(at.requests("PUT", COMMANDS)) == 2
