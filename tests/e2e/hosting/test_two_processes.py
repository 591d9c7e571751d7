"""Two processes with one token, as at every deployment: the roll that was shown is the roll that is kept."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from bot.store import rolls
from bot.store.rolls import View
from bot.store.visibility import Visibility
from tests.support.databases import opened
from tests.support.fake_discord.payloads import GUILD_ID
from tests.support.process import bot_process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

ROLLS = 25


@pytest.mark.parametrize("visibility", ["blind", "me_and_gm", "everyone"])
async def test_each_roll_is_answered_once_and_kept_as_it_was_shown(
    discord: FakeDiscord, tmp_path: Path, address: str, visibility: str
) -> None:
    variables = {**discord.environment(), "DATABASE_URL": address}
    async with AsyncExitStack() as stack:
        bots = []
        for number in (1, 2):
            bots.append(await stack.enter_async_context(bot_process(variables, tmp_path)))
            await discord.gateway.wait_for_sessions(number)
        asked = [
            await discord.slash("roll", dice="1d1000000", visibility=visibility, player_id=player)
            for player in range(1, ROLLS + 1)
        ]
        shown = [await each.first_message() for each in asked]
        for bot in bots:
            bot.send(signal.SIGTERM)
        assert [await bot.exit_status() for bot in bots] == [0, 0]
    assert [len(each.messages) for each in asked] == [1 + (visibility == "me_and_gm")] * ROLLS
    async with opened(address) as database:
        kept = {
            roll.interaction_id: roll
            for roll in await database.read(rolls.page, View(server_id=GUILD_ID, own=True), limit=10 * ROLLS)
        }
    assert kept.keys() == {each.interaction_id for each in asked}
    for each, message in zip(asked, shown, strict=True):
        roll = kept[each.interaction_id]
        assert roll.visibility is Visibility(visibility)
        if visibility == "blind":
            items = [item for row in message["components"] for item in row["components"]]
            offered = [option["value"] for item in items for option in item.get("options", [])]
            assert any(str(roll.blind_token) in value for value in offered), "Look must find it"
            assert roll.message_id == int(message["id"])
        else:
            assert message["embeds"][0]["description"].replace(",", "").startswith(f"# {roll.total}\n")
    for bot in bots:
        assert "Traceback" not in bot.output
