"""What the trial with a real Discord asks for is there under the names that it uses."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po
from discord import app_commands

from tests.support.table import table

PROJECT = Path(__file__).parents[2]
TRIAL = (PROJECT / "docs" / "trial.md").read_text(encoding="utf-8")
# The name of Discord's own menu.
NOT_OURS = {"Apps"}


def test_labels_are_those_that_players_see() -> None:
    with (PROJECT / "bot" / "locale" / "dicewright.pot").open("rb") as file:
        catalog = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    labels = set(re.findall(r"\*\*(.+?)\*\*", TRIAL)) - NOT_OURS
    assert len(labels) > 5
    unknown = {
        label
        for label in labels
        if label not in catalog and not any(f"**{label}**" in text for text in catalog)
    }
    assert unknown == set()


async def test_commands_and_their_options_are_registered() -> None:
    async with table() as at:
        commands = {
            command.qualified_name: {parameter.display_name for parameter in command.parameters}
            for command in at.world.bot.tree.walk_commands()
            if isinstance(command, app_commands.Command)
        }
    groups = {name.split()[0] for name in commands} - commands.keys()
    typed = [text for text in re.findall(r"`/([^`]*)`", TRIAL) if text]
    assert len(typed) > 10
    for text in typed:
        name, *rest = text.split()
        assert name in commands or (name in groups and not rest) or f"{name} {rest[0]}" in commands, text
    options = {name for text in typed for name in re.findall(r"\b([a-z_]+):", text)} | {"visibility"}
    assert options == {"at_least", "visibility"}
    assert options <= set().union(*commands.values())


def test_every_step_has_a_number_of_its_own() -> None:
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", TRIAL, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
