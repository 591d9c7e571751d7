"""Blind rolls and rolls for the GM, and that nothing of them leaks; on both databases, across restarts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.presentation.mentions import mention
from bot.presentation.rolls.secret import gm_line, revealed_line
from bot.services.history.reader import PastRolls
from bot.store.rolls import own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.rolls import START, a_roll
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

# No other number in a message or a request is made of these digits in a row.
EXPRESSION, FACES, TOTAL = "1d1000 + 1d900", (617, 823), 1440
DEFERRED = 5
RESULT = [str(number) for number in (*FACES, TOTAL)]
DICE = f"{FACES[0]}) + 1d900 ({FACES[1]}"


async def set_server(at: Table, **changes: Any) -> None:
    await at.services.preferences.change_server(at.server.id, **changes)


async def roll(at: Table, visibility: str = "blind") -> simcord.InteractionResult:
    return await at.roll(EXPRESSION, note="Perception", visibility=visibility)


def last(channel: simcord.ChannelHandle, viewer: simcord.MemberActor) -> discord.Message:
    return channel.history(viewer=viewer)[-1]


def everything_sent(at: Table) -> str:
    return json.dumps([request.json for request in at.world.http_requests])


async def test_of_a_blind_roll_only_that_it_was_made_is_seen(address: str) -> None:
    async with table(*FACES, address=address) as at:
        with capture_logs() as logs:
            result = await roll(at)
        assert not result.ephemeral
        (embed,) = result.response.embeds
        assert embed.author.name == "Robin rolls 1d1000 + 1d900 for the GM"
        assert embed.description == "*Perception*\nOnly the GM can see the result."
        for where in (everything_sent(at), str(logs)):
            assert not any(number in where for number in RESULT)


async def test_a_gm_looks_and_reveals_after_a_restart(address: str) -> None:
    async with table(*FACES, address=address) as at:
        blind = await roll(at)
        await at.restart()
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert looked.ephemeral
        assert DICE in looked.response.embeds[0].description
        assert f"Blind roll by {mention(at.player.id)}" in looked.response.content
        twice = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        await at.restart()
        await at.game_master.click(looked.response, label="Reveal to everyone")
        # In place of the line that said it was made, with the player's name and nothing stale below.
        (public,) = at.channel.history(viewer=at.player)
        assert public.id == blind.response.id
        assert public.embeds[0].author.name == "Robin rolls 1d1000 + 1d900"
        assert DICE in public.embeds[0].description
        assert f"revealed by {mention(at.game_master.id)}" in public.content
        assert public.components == []
        again = await at.game_master.click(twice.response, label="Reveal to everyone")
        assert again.ephemeral
        assert "already been revealed" in again.response.content


async def test_the_gm_has_a_link_to_what_is_revealed(address: str) -> None:
    async with table(*FACES, address=address) as at:
        gm_channel = at.server.create_text_channel("gm")
        await set_server(at, gm_channel_id=gm_channel.id)
        blind = await roll(at)
        posted = last(gm_channel, at.game_master)
        await at.game_master.click(posted, label="Reveal to everyone")
        now = last(gm_channel, at.game_master)
        link = f"https://discord.com/channels/{at.server.id}/{at.channel.id}/{blind.response.id}"
        assert (now.id, now.content, now.components) == (posted.id, f"-# Revealed: {link}", [])


async def test_a_public_line_that_was_deleted_comes_back_revealed(address: str) -> None:
    async with table(*FACES, address=address) as at:
        blind = await roll(at)
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        gone = blind.response.id
        role = at.server.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
        tidy = at.server.add_member(at.world.create_user("kim", global_name="Kim"), roles=[role])
        await tidy.delete(last(at.channel, tidy))
        await at.game_master.click(looked.response, label="Reveal to everyone")
        (public,) = at.channel.history(viewer=at.player)
        assert DICE in (public.embeds[0].description or "")
        assert public.id != gone


@pytest.mark.parametrize(
    ("visibility", "line"),
    [(Visibility.BLIND, "Blind roll by {player}"), (Visibility.ME_AND_GM, "By {player}")],
)
def test_what_is_revealed_says_so_to_those_who_look(visibility: Visibility, line: str) -> None:
    made = a_roll(1, visibility=visibility, blind_token="token", revealed_at=START)
    said = line.format(player=mention(made.player_id))
    assert gm_line(made) == f"-# {said}, already revealed"
    assert revealed_line(made, 8) == f"-# {said}, revealed by {mention(8)}"


@pytest.mark.parametrize("who", ["player", "other"])
async def test_nobody_else_looks_or_reveals(address: str, who: str) -> None:
    async with table(*FACES, address=address) as at:
        blind = await roll(at)
        looked = await at.use(getattr(at, who), blind.response, "Look (only for the GM)")
        assert looked.ephemeral
        assert "Only the GM can do that" in looked.response.content
        posted = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        forged = [request.json for request in at.requests("POST", "/callback")][-1]
        assert "reveal:" in json.dumps(forged), "the GM has the button"
        assert await history_of(at, public=True) == []
        assert posted.ephemeral


async def history_of(at: Table, *, public: bool) -> list[tuple[str | None, Any]]:
    await at.services.history.flush()
    async with at.database() as database:
        view = public_rolls(at.server.id) if public else own_rolls(at.player.id)
        return [(each.total, each.faces) for each in await PastRolls(database).page(view, limit=9)]


async def test_the_history_hides_a_blind_roll_until_it_is_revealed(address: str) -> None:
    async with table(*FACES, address=address) as at:
        blind = await roll(at)
        assert await history_of(at, public=True) == []
        assert await history_of(at, public=False) == [(None, None)]
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert await history_of(at, public=False) == [(None, None)]
        await at.game_master.click(looked.response, label="Reveal to everyone")
        shown = [(str(TOTAL), FACES)]
        assert await history_of(at, public=True) == await history_of(at, public=False) == shown


async def test_a_role_makes_a_gm(address: str) -> None:
    async with table(*FACES, address=address) as at:
        role = at.server.create_role("GM")
        keeper = at.server.add_member(at.world.create_user("kim", global_name="Kim"), roles=[role])
        await set_server(at, gm_role_id=role.id)
        blind = await roll(at)
        looked = await at.use(keeper, blind.response, "Look (only for the GM)")
        assert DICE in looked.response.embeds[0].description


async def test_the_gm_channel_gets_the_result_and_reveals_where_it_was_rolled(address: str) -> None:
    async with table(*FACES, address=address) as at:
        gm_channel = at.server.create_text_channel("gm")
        await set_server(at, gm_channel_id=gm_channel.id)
        blind = await roll(at)
        posted = last(gm_channel, at.game_master)
        assert DICE in (posted.embeds[0].description or "")
        assert f"/{at.channel.id}/{blind.response.id}" in posted.content
        refused = await at.player.click(posted, label="Reveal to everyone")
        assert "Only the GM can do that" in refused.response.content
        await at.restart()
        await at.game_master.click(posted, label="Reveal to everyone")
        assert DICE in (last(at.channel, at.player).embeds[0].description or "")
        assert last(gm_channel, at.game_master).components == []
        assert blind.response.id == last(at.channel, at.player).id


async def test_me_and_the_gm_by_the_gm_channel(address: str) -> None:
    async with table(*FACES, address=address) as at:
        gm_channel = at.server.create_text_channel("gm")
        await set_server(at, gm_channel_id=gm_channel.id)
        result = await roll(at, "me_and_gm")
        assert result.ephemeral
        assert DICE in result.response.embeds[0].description
        assert result.followups == []
        posted = last(gm_channel, at.game_master)
        assert DICE in (posted.embeds[0].description or "")
        assert at.channel.history(viewer=at.other) == []
        # There is no public line to put it in the place of.
        await at.game_master.click(posted, label="Reveal to everyone")
        (public,) = at.channel.history(viewer=at.other)
        assert public.embeds[0].author.name == "Robin rolls 1d1000 + 1d900"
        assert public.content == f"-# By {mention(at.player.id)}, revealed by {mention(at.game_master.id)}"


@pytest.mark.parametrize("gm_channel_id", [None, 12345])
async def test_me_and_the_gm_by_a_public_line_where_there_is_no_channel_to_post_in(
    address: str, gm_channel_id: int | None
) -> None:
    async with table(*FACES, address=address) as at:
        await set_server(at, gm_channel_id=gm_channel_id)
        result = await roll(at, "me_and_gm")
        assert result.ephemeral
        assert DICE in result.response.embeds[0].description
        (line,) = result.followups
        assert not line.ephemeral
        assert line.embeds[0].description == "*Perception*\nOnly the player and the GM can see the result."
        assert not any(number in str(line.embeds[0].to_dict()) + str(line.components) for number in RESULT)
        refused = await at.use(at.other, line, "Look (only for the GM)")
        assert "Only the GM can do that" in refused.response.content
        await at.restart()
        looked = await at.use(at.game_master, line, "Look (only for the GM)")
        assert looked.ephemeral
        assert DICE in looked.response.embeds[0].description
        assert await history_of(at, public=True) == []
        await at.restart()
        await at.game_master.click(looked.response, label="Reveal to everyone")
        public = next(each for each in at.channel.history(viewer=at.other) if each.id == line.id)
        assert DICE in public.embeds[0].description
        assert public.components == []
        assert await history_of(at, public=True) == [(str(TOTAL), FACES)]


async def test_a_blind_roll_is_kept_while_the_database_is_away() -> None:
    async with table(*FACES) as at:
        at.database_is_away()
        blind = await roll(at)
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert DICE in looked.response.embeds[0].description


async def test_a_blind_roll_again_is_blind_again(address: str) -> None:
    async with table(*FACES, *FACES, address=address) as at:
        first = await roll(at)
        await at.restart()
        second = await at.player.click(first.response, label="Roll again")
        assert second.response.embeds[0].description == "*Perception*\nOnly the GM can see the result."
        looked = await at.use(at.game_master, second.response, "Look (only for the GM)")
        assert DICE in looked.response.embeds[0].description
        assert not any(number in str(second.response.components) for number in RESULT)


async def test_advantage_for_a_blind_roll_is_blind_and_its_odds_and_text_are_no_secret(address: str) -> None:
    async with table(7, 12, 9, address=address) as at:
        first = await at.roll("1d20 + 940", visibility="blind")
        await at.restart()
        second = await at.player.click(first.response, label="Adv")
        (embed,) = second.response.embeds
        assert (embed.author.name, embed.description) == (
            "Robin rolls 1d20adv + 940 for the GM",
            "Only the GM can see the result.",
        )
        looked = await at.use(at.game_master, second.response, "Look (only for the GM)")
        assert looked.response.embeds[0].description.startswith("# 952\n")
        odds = await at.use(at.other, first.response, "Odds")
        assert odds.ephemeral
        assert odds.response.embeds[0].author.name == "Odds of 1d20 + 940"
        assert not {"947", "952"} & {*odds.response.embeds[0].description.split()}
        form = await at.use(at.player, first.response, "Save under a name")
        assert [each["component"].get("value") for each in form.modal["components"]] == [None, "1d20 + 940"]


async def test_a_great_blind_roll_shows_its_total_to_the_gm() -> None:
    async with table(*[6] * 2_000) as at:
        blind = await at.roll("2000d6", visibility="blind")
        (request,) = at.requests("POST", "/callback")
        assert request.json["type"] == DEFERRED
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert looked.response.embeds[0].description.startswith("# 12,000\n")


async def test_a_roll_that_was_removed_is_gone() -> None:
    async with table(*FACES) as at:
        blind = await roll(at)
        await at.services.history.flush()
        async with at.database() as database:
            await database.write(remove_everything)
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert "has been deleted" in looked.response.content


def remove_everything(connection: Any) -> None:
    from bot.store.tables import rolls

    connection.execute(rolls.delete())
