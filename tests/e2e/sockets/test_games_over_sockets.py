"""Thirty games played over sockets by their usage, and one of a server with a push and an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dicewright
from bot.services.systems.pages import rolls_of
from tests.support.fake_discord import FakeDiscord, Person
from tests.support.fake_discord.cdn import Attached
from tests.support.game_systems import EMBER
from tests.support.process import connected_bot

if TYPE_CHECKING:
    from pathlib import Path

SYSTEMS = dicewright.systems()
# What players ask for first, and every third of the others.
FIRST = ("v5", "coc", "genesys", "dnd", "pbta", "cod", "sr", "alien", "blades", "sw", "fate", "wfrp")
THIRTY = (*FIRST, *[command for command in SYSTEMS.commands if command not in FIRST][::3][:18])
# A person may roll ten times at once.
PEOPLE = [Person(900_000_000_000_000_500 + number, f"player {number}") for number in range(6)]
EPHEMERAL = 64
MANAGE_SERVER = 1 << 5


def call_of(command: str) -> str:
    """Return a call put together from the parts that the usage says are needed."""
    system = SYSTEMS[command]
    page = next(iter(rolls_of(system)))
    needed = [part.typed for part in page.parts if not part.optional]
    return " ".join([system.description.opening(page.name), *needed])


async def played(discord: FakeDiscord, call: str, person: Person) -> dict[str, Any]:
    message: dict[str, Any] = await (await discord.slash("roll", dice=call, by=person)).first_message()
    assert not message.get("flags", 0) & EPHEMERAL, (call, message["content"])
    (embed,) = message["embeds"]
    assert " rolls " in embed["author"]["name"], call
    return message


def button(message: dict[str, Any], label: str) -> str:
    """Return the custom id of a button."""
    buttons = [each for row in message["components"] for each in row["components"]]
    return next(str(each["custom_id"]) for each in buttons if each.get("label") == label)


async def test_thirty_games_by_their_usage(discord: FakeDiscord, tmp_path: Path, address: str) -> None:
    assert len(set(THIRTY)) == 30
    async with connected_bot(discord, tmp_path, DATABASE_URL=address) as bot:
        for number, command in enumerate(THIRTY):
            person = PEOPLE[number % len(PEOPLE)]
            call = call_of(command)
            message = await played(discord, call, person)
            (embed,) = message["embeds"]
            # The outcome leads, and what was rolled stands above it.
            assert embed["description"].strip(), command
            assert call.split()[0] in embed["author"]["name"].split(), (command, embed["author"])
    assert "Traceback" not in bot.output


async def test_a_game_of_the_servers_own_is_pushed_and_answered(
    discord: FakeDiscord, tmp_path: Path, address: str
) -> None:
    robin, sam = PEOPLE[:2]
    async with connected_bot(discord, tmp_path, DATABASE_URL=address) as bot:
        manager = replace(robin, permissions=MANAGE_SERVER)
        added = await discord.slash("system add", file=Attached("ember.toml", EMBER.encode()), by=manager)
        assert "Ember" in str(await added.first_message())
        first = await played(discord, "ember 20 vs 99", robin)
        assert "failure" in first["embeds"][0]["description"].lower()
        pushed = await (await discord.use(first, button(first, "Burn"), by=robin)).first_message()
        assert "Follows [this roll]" in pushed["embeds"][0]["description"]
        # Once is enough, however often it is pressed.
        twice = await (await discord.use(first, button(first, "Burn"), by=robin)).first_message()
        assert "already done that" in twice["content"]
        form = await (await discord.use(first, button(first, "Answer this roll"), by=sam)).form()
        answered = await (await discord.send_form(form, by=sam, call="ember 5")).first_message()
        assert "against ember 20 vs 99" in answered["embeds"][0]["description"].replace("\\", "")
    assert "Traceback" not in bot.output
