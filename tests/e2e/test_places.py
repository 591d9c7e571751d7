"""Everywhere that the bot can be used: kinds of channels, group messages, servers without the bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.fake_discord import FakeDiscord, Fault, Person, payloads
from tests.support.process import PROJECT, bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

MANAGE_SERVER = 1 << 5
CALLBACK = r"/interactions/\d+/.+/callback"
ANNOUNCEMENTS, VOICE, GROUP, ANNOUNCEMENT_THREAD, THREAD, PRIVATE_THREAD, STAGE = 5, 2, 3, 10, 11, 12, 13

pytestmark = pytest.mark.usefixtures("tables")


def channel(kind: int, **more: Any) -> dict[str, Any]:
    """Return a channel of a server of a kind; what comes with each kind is as Discord documents it."""
    return {**payloads.text_channel(payloads.GUILD_ID), "type": kind, **more}


def thread(kind: int, **more: Any) -> dict[str, Any]:
    data = {
        "archived": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
        "locked": False,
    }
    about = {
        "parent_id": "900000000000000299",
        "owner_id": "7",
        "thread_metadata": data,
        "message_count": 3,
        "member_count": 2,
    }
    return channel(kind, **{**about, **more})


PLACES = {
    "announcements": channel(ANNOUNCEMENTS),
    "voice": channel(VOICE, bitrate=64_000, user_limit=0, rtc_region=None),
    "stage": channel(STAGE, bitrate=64_000, user_limit=0, rtc_region=None, topic=None),
    "thread": thread(THREAD),
    "private thread": thread(PRIVATE_THREAD, invitable=False),
    "announcement thread": thread(ANNOUNCEMENT_THREAD),
    "forum post": thread(THREAD, applied_tags=["5"], flags=2),
    "a kind that is yet to come": channel(99),
    "thread with hardly anything": channel(THREAD),
    "no name": {"id": str(payloads.CHANNEL_ID), "type": 0},
}
GROUPS = {
    "group": {
        "id": str(payloads.CHANNEL_ID),
        "type": GROUP,
        "name": None,
        "icon": None,
        "owner_id": "7",
        "recipients": [payloads.user(7, "sam"), payloads.user()],
        "last_message_id": None,
        "flags": 0,
    },
    "group with hardly anything": {"id": str(payloads.CHANNEL_ID), "type": GROUP},
}


async def rolls_odds_and_buttons(discord: FakeDiscord, **place: Any) -> None:
    """Roll, press a button of the reply, ask for the odds and look at the past."""
    rolled = await (await discord.slash("roll", dice="1d20", **place)).first_message()
    assert rolled["embeds"]
    button = rolled["components"][0]["components"][0]["custom_id"]
    there = {key: place[key] for key in ("context", "by_user_installation", "permissions") if key in place}
    by = Person(place.get("player_id", payloads.PLAYER_ID), "robin")
    pressed = await discord.use(rolled, button, by=by, **there)
    assert (await pressed.first_message())["embeds"]
    for command in ("history", "settings", "pad", "help", "luck", "privacy"):
        assert await (await discord.slash(command, **place)).first_message(), command


async def test_kinds_of_channels(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for number, (kind, place) in enumerate(PLACES.items()):
            # By another player in each, because of the rate limit.
            await rolls_odds_and_buttons(discord, channel=place, player_id=payloads.PLAYER_ID + number)
            assert "Traceback" not in bot.output, kind
            assert "error" not in bot.output, kind


async def test_group_messages(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for number, (kind, place) in enumerate(GROUPS.items()):
            here = {"context": "private_channel", "player_id": payloads.PLAYER_ID + number}
            await rolls_odds_and_buttons(discord, channel=place, **here)
            secret = await discord.slash("roll", dice="1d6", visibility="blind", **here)
            assert "There is no GM" in (await secret.first_message())["content"], kind
            assert "Traceback" not in bot.output, kind


@pytest.mark.parametrize("permissions", [0, payloads.USE_EXTERNAL_APPS], ids=["for them alone", "for all"])
async def test_a_server_where_the_bot_is_not(discord: FakeDiscord, tmp_path: Path, permissions: int) -> None:
    place = {"by_user_installation": True, "permissions": permissions | MANAGE_SERVER}
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await rolls_odds_and_buttons(discord, **place)
        # The first is answered at once, the second after "thinking", and a button belongs to either.
        for dice in ("2d8", "10000d6"):
            rolled = await discord.slash("roll", dice=dice, **place)
            message = await rolled.first_message()
            shown = discord.rest.messages[int(message["id"])]
            assert shown.only_for == (None if permissions else payloads.PLAYER_ID), dice
            button = message["components"][0]["components"][0]["custom_id"]
            pressed = await discord.use(message, button, **place)
            assert (await pressed.first_message())["embeds"]
        # The history is written after the answer.
        past = ""
        async with asyncio.timeout(PATIENCE):
            while "2d8" not in past:
                await asyncio.sleep(1.1)
                past = str(await (await discord.slash("history", **place)).first_message())
        panel = await (await discord.slash("settings", **place)).first_message()
        assert "settings:own" in str(panel)
        assert "settings:gm" not in str(panel)
    assert "Traceback" not in bot.output
    assert "error" not in bot.output


async def test_a_channel_that_is_deleted_while_the_dice_roll(discord: FakeDiscord, tmp_path: Path) -> None:
    gone = {"code": 10003, "message": "Unknown Channel"}
    discord.rest.faults.append(Fault("POST", CALLBACK, 404, gone))
    discord.rest.faults.append(Fault("PATCH", r"/webhooks/.*", 404, gone))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await discord.slash("roll", dice="1d6")
        assert "status 404, code 10003" in await bot.line_with("refused by Discord")
        await discord.slash("roll", dice="10000d6")
        await discord.rest.wait_for_request("PATCH", r"/webhooks/.*")
        served = await discord.slash("roll", dice="1d6")
        assert (await served.first_message())["embeds"]
    assert "Traceback" not in bot.output


async def test_a_member_who_left(discord: FakeDiscord, tmp_path: Path) -> None:
    left = Person(77, "gone")
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for member in (None, {}):
            about = {"resolved": {"users": {"77": payloads.user(77, "gone")}}}
            if member is not None:
                about["resolved"]["members"] = member
            past = await discord.slash("history", permissions=1 << 5, override=about, player=left)
            shown = await past.first_message()
            assert "<@77>" in str(shown)
    assert "Traceback" not in bot.output


async def test_what_cannot_be_read_is_one_line_and_stops_nobody(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for event, data in (
            ("INTERACTION_CREATE", {}),
            ("INTERACTION_CREATE", {"id": "1", "type": 2, "channel_id": "x"}),
            ("GUILD_CREATE", {"id": None}),
            ("CHANNEL_UPDATE", {}),
            ("MESSAGE_CREATE", {"content": "a secret"}),
            ("A_NEW_EVENT", {}),
        ):
            await discord.gateway.dispatch(event, data)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
    assert sum("event not readable" in line for line in bot.lines) == 5
    assert "Traceback" not in bot.output
    assert "a secret" not in bot.output
    assert len(discord.gateway.sessions) == 1


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_an_hour_off(discord: FakeDiscord, tmp_path: Path, hours: int) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        f"import time\nreal = time.time\ntime.time = lambda: real() + {hours} * 3600\n"
    )
    path = {"PYTHONPATH": f"{tmp_path}:{PROJECT}"}
    async with bot_process({**discord.environment(), **path}, tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await rolls_odds_and_buttons(discord)
    assert "Traceback" not in bot.output


async def test_a_global_rate_limit_makes_nobody_wait_for_an_answer(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        discord.rest.faults.append(Fault.rate_limit("POST", CALLBACK, retry_after=0.3, everywhere=True))
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
    assert "Traceback" not in bot.output
