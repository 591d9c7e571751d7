"""The shipped process against a fake Discord over real sockets."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.store import rolls
from tests.support.databases import opened
from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.fake_discord.gateway import Operation
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = r"/applications/\d+/commands"
CALLBACK = r"/interactions/\d+/.+/callback"
NO_INTENTS = 0
EPHEMERAL = 64

pytestmark = pytest.mark.usefixtures("tables")


async def test_log_in_sync_roll_and_stop(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        (session,) = discord.gateway.sessions
        assert session.identify["intents"] == NO_INTENTS
        assert [command["name"] for command in discord.rest.commands][:2] == ["roll", "r"]

        rolled = await discord.slash("roll", dice="1d20+5", note="to hit")
        (embed,) = (await rolled.first_message())["embeds"]
        note, total, dice = embed["description"].split("\n")
        assert (embed["author"]["name"], note) == ("Robin rolls 1d20 + 5", "*to hit*")
        assert total.startswith("# ")
        assert 6 <= int(total.removeprefix("# ")) <= 25
        assert "1d20 (" in dice
        # Luck, which is only said where it is remarkable.
        assert embed.get("footer", {"text": "Luck: "})["text"].startswith("Luck: ")

        mistaken = await discord.slash("r", dice="4d6kx3")
        message = await mistaken.first_message()
        assert message["flags"] == EPHEMERAL
        assert '"kx" is not a modifier' in message["content"]

        bot.send(signal.SIGTERM)
        assert await discord.gateway.wait_for_close(session) == 1000
        assert await bot.exit_status() == 0
    assert "Traceback" not in bot.output
    assert discord.token not in bot.output
    assert "1d20+5" not in bot.output, "rolls are the players' own business"


async def test_a_second_start_does_not_overwrite_the_commands(discord: FakeDiscord, tmp_path: Path) -> None:
    for start in (1, 2):
        async with bot_process(discord.environment(), tmp_path) as bot:
            await discord.gateway.wait_for_sessions(start)
            bot.send(signal.SIGINT)
            assert await bot.exit_status() == 0
    assert len(discord.rest.bodies("PUT", COMMANDS)) == 1


@pytest.mark.parametrize("context", ["bot_dm", "private_channel"])
async def test_a_roll_outside_of_servers(discord: FakeDiscord, tmp_path: Path, context: str) -> None:
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", context=context, dice="2d6")
        (embed,) = (await rolled.first_message())["embeds"]
        assert embed["author"]["name"] == "Robin rolls 2d6"


async def test_a_great_roll_is_deferred_first(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="10000d6")
        (embed,) = (await rolled.first_message())["embeds"]
        assert rolled.deferred
        assert embed["description"].endswith(" more dice")


async def test_an_error_after_a_public_deferral_reaches_the_player_alone(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="2000d6 / (1d1 - 1)")
        message = await rolled.first_message()
        assert rolled.deferred
        assert rolled.original_deleted
        assert message["flags"] == EPHEMERAL
        assert "divides by 0" in message["content"]


async def test_an_interaction_that_came_too_late_is_logged_and_no_more(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        late = await discord.slash("roll", dice="1d6", age=2 * PATIENCE)
        await bot.line_with("interaction gone")
        assert late.messages == []
        assert len(discord.rest.bodies("POST", CALLBACK)) == 1
    assert "Traceback" not in bot.output


async def test_a_roll_survives_a_failing_discord(discord: FakeDiscord, tmp_path: Path) -> None:
    discord.rest.faults.append(Fault("POST", CALLBACK, status=503))
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
        assert len(discord.rest.bodies("POST", CALLBACK)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", CALLBACK, status=503, takes_effect=True),
        Fault("POST", CALLBACK, breaks=True, takes_effect=True),
        Fault("POST", CALLBACK, breaks=True),
    ],
    ids=["503", "broken line", "not even received"],
)
@pytest.mark.parametrize("expression", ["1d6", "10000d6"], ids=["answered", "deferred"])
async def test_a_roll_is_kept_though_discords_answer_got_lost(
    discord: FakeDiscord, tmp_path: Path, fault: Fault, expression: str
) -> None:
    discord.rest.faults.append(replace(fault))
    address = f"sqlite:///{tmp_path / 'rolls.db'}"
    async with bot_process({**discord.environment(), "DATABASE_URL": address}, tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice=expression)
        assert (await rolled.first_message())["embeds"]
        # Stopping waits for the answers under way.
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    assert len(discord.rest.bodies("POST", CALLBACK)) == 2
    assert len(rolled.messages) == 1
    assert "interaction gone" not in bot.output
    async with opened(address) as database:
        assert await database.read(rolls.find, rolled.interaction_id)


@pytest.mark.parametrize("interruption", ["reconnect", "drop"])
async def test_a_roll_made_while_the_gateway_is_away_is_answered_after_resuming(
    discord: FakeDiscord, tmp_path: Path, interruption: str
) -> None:
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        if interruption == "reconnect":
            await discord.gateway.send(Operation.RECONNECT)
        else:
            await discord.gateway.drop(4000)
        rolled = await discord.slash("roll", dice="1d6")
        await discord.gateway.wait_for_resumes(1)
        assert (await rolled.first_message())["embeds"]
    assert len(discord.gateway.sessions) == 1


async def test_every_shard_gets_its_interactions(tmp_path: Path) -> None:
    async with FakeDiscord(shards=2) as discord, bot_process(discord.environment(), tmp_path) as bot:
        # discord.py waits five seconds between two identifications, as Discord asks.
        await discord.gateway.wait_for_sessions(2)
        await bot.line_with("shard=1")
        for guild_id in (2 << 22, 3 << 22):
            rolled = await discord.slash("roll", guild_id=guild_id, dice="1d6")
            assert (await rolled.first_message())["embeds"]


class TestRefusals:
    """Starts that cannot work: one sentence, an exit status, no traceback, no token."""

    async def refused(self, variables: dict[str, str], folder: Path, status: int) -> str:
        async with bot_process(variables, folder) as bot:
            assert await bot.exit_status() == status
            await asyncio.sleep(0)
        assert "Traceback" not in bot.output
        assert variables.get("DISCORD_TOKEN", "no token") not in bot.output
        return bot.output

    async def test_a_wrong_token_at_the_login(self, discord: FakeDiscord, tmp_path: Path) -> None:
        variables = {**discord.environment(), "DISCORD_TOKEN": "an.other.token"}
        output = await self.refused(variables, tmp_path, 2)
        assert output.splitlines()[-1] == (
            "Discord does not accept the token in DISCORD_TOKEN. "
            "Copy it again from the Bot page of your application, or reset it there."
        )

    async def test_a_token_that_the_gateway_refuses(self, discord: FakeDiscord, tmp_path: Path) -> None:
        discord.gateway.refuse_with = 4004
        output = await self.refused(discord.environment(), tmp_path, 2)
        assert output.splitlines()[-1].startswith("Discord does not accept the token in DISCORD_TOKEN.")

    async def test_discord_out_of_reach(self, tmp_path: Path) -> None:
        variables = {"DISCORD_TOKEN": "some.token", "DISCORD_API_URL": "http://127.0.0.1:9/api/v10"}
        output = await self.refused(variables, tmp_path, 1)
        assert output.splitlines()[-1].startswith("Discord cannot be reached at http://127.0.0.1:9/api/v10: ")

    async def test_bad_settings_in_the_env_file(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("DISCORD_TOKEN=123456789\nLOCAL_PORT=eighty\n")
        output = await self.refused({}, tmp_path, 2)
        assert output.splitlines() == [
            "The bot cannot start until this is fixed:",
            "  DISCORD_TOKEN is a number, so it is probably the application ID. "
            "The token is on the Bot page.",
            '  LOCAL_PORT is "eighty"; it must be a whole number from 0 to 65,535.',
        ]
        assert "123456789" not in output
