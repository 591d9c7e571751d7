"""The local Discord keeps pictures of emojis, and refuses what Discord refuses."""

from __future__ import annotations

import discord
import pytest
import simcord
from simcord.backend.cdn import CDN_BASE

from bot.local.pictures import MOST_EMOJIS, keep_pictures, set_avatar
from bot.presentation.dice.drawing import draw
from bot.presentation.dice.pictures import pictures
from tests.support.discord_rules import problems

PICTURE = draw(pictures()["d20_20"])


async def test_pictures_are_kept_and_what_discord_refuses_is_refused() -> None:
    client = discord.AutoShardedClient(intents=discord.Intents.none())
    async with simcord.run(client, shard_count=1) as world:
        keep_pictures(world)
        set_avatar(world, PICTURE)
        emoji = await client.create_application_emoji(name="d20_20", image=PICTURE)
        cdn = world.backend.cdn
        assert cdn.get(f"{CDN_BASE}/emojis/{emoji.id}.png") == PICTURE
        avatar = world.backend.bot_user.avatar
        assert cdn.get(f"{CDN_BASE}/avatars/{client.user.id}/{avatar}.png") == PICTURE
        for name, image in (
            ("d20_20", PICTURE),
            ("d", PICTURE),
            ("d20 19", PICTURE),
            ("d" * 33, PICTURE),
            ("d20_19", PICTURE + bytes(256 * 1024)),
        ):
            with pytest.raises(discord.HTTPException) as refusal:
                await client.create_application_emoji(name=name, image=image)
            assert (refusal.value.status, refusal.value.code) == (400, 50035)
        assert [each.name for each in await client.fetch_application_emojis()] == ["d20_20"]
        for number in range(MOST_EMOJIS - 1):
            world.backend.application_emojis[number] = emoji
        with pytest.raises(discord.HTTPException) as refusal:
            await client.create_application_emoji(name="d20_18", image=PICTURE)
        assert refusal.value.code == 30008
        (first, *_others) = [each for each in world.http_requests if each.method == "POST"]
        assert problems(first.method, first.path, first.json) == []
