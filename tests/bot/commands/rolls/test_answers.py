"""Who sees a roll, and what is left of it: settings, history, copies; on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.services.history.reader import PastRolls
from bot.store.rolls import own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.table import table

if TYPE_CHECKING:
    from bot.store.rolls import RecordedRoll, View
    from tests.support.table import Table


async def set_server(at: Table, **changes: Any) -> None:
    await at.services.preferences.change_server(at.server.id, **changes)


async def history(at: Table, view: View) -> tuple[RecordedRoll, ...]:
    await at.services.history.flush()
    async with at.database() as database:
        return await PastRolls(database).page(view, limit=100)


def own(at: Table) -> View:
    return own_rolls(at.player.id)


async def test_a_public_roll_is_in_the_history_with_its_message(address: str) -> None:
    async with table(13, address=address) as at:
        result = await at.roll("1d20+5", note="to hit")
        (roll,) = await history(at, public_rolls(at.server.id))
        assert (roll.player_id, roll.channel_id, roll.note) == (at.player.id, at.channel.id, "to hit")
        assert (roll.message_id, roll.total, roll.faces) == (result.response.id, "18", (13,))


async def test_only_me(address: str) -> None:
    async with table(13, address=address) as at:
        result = await at.roll("1d20", visibility="only_me")
        assert result.ephemeral
        assert "# 13" in result.response.embeds[0].description
        assert at.channel.history(viewer=at.other) == []
        assert await history(at, public_rolls(at.server.id)) == ()
        (roll,) = await history(at, own(at))
        assert (roll.visibility, roll.message_id) == (Visibility.ONLY_ME, None)


async def test_the_servers_default_holds_where_nothing_is_chosen(address: str) -> None:
    async with table(1, 2, 3, address=address) as at:
        await set_server(at, default_visibility=Visibility.ONLY_ME)
        assert (await at.roll("1d6")).ephemeral
        assert not (await at.roll("1d6", visibility="everyone")).ephemeral
        assert not (await at.player.user.slash("roll", dice="1d6")).ephemeral


async def test_times_and_saved_names(address: str) -> None:
    async with table(4, 5, 6, address=address) as at:
        await at.player.slash(at.channel, "saved add", name="hit", roll="1d6 # ouch")
        result = await at.roll("@hit", times=3)
        (embed,) = result.response.embeds
        assert embed.author.name == "Robin rolls 3 × hit"
        assert embed.description.splitlines()[:2] == ["*ouch*", "# 4, 5, 6"]
        assert "15 in total" in embed.description
        listed = await at.player.slash(at.channel, "saved show", name="hit")
        assert listed.response is not None


@pytest.mark.parametrize(("own", "compact"), [(None, True), (False, False), (True, True)])
async def test_compact_replies_as_the_server_or_the_player_likes(own: bool | None, compact: bool) -> None:
    async with table(4) as at:
        await set_server(at, compact=True)
        await at.services.preferences.change_player(at.player.id, compact=own)
        result = await at.roll("1d6")
        assert bool(result.response.embeds) is not compact
        assert ("**4** ← 1d6 (4)" in result.response.content) is compact


async def test_buttons_can_be_off() -> None:
    async with table(4, 4) as at:
        assert (await at.roll("1d6")).response.components
        await set_server(at, buttons=False)
        assert not (await at.roll("1d6")).response.components


async def test_public_results_are_copied_to_the_results_channel_and_others_are_not() -> None:
    async with table(4, 5, 6, 1) as at:
        results = at.server.create_text_channel("results")
        await set_server(at, results_channel_id=results.id)
        result = await at.roll("1d6")
        await at.roll("1d6", visibility="only_me")
        await at.roll("1d6", visibility="blind")
        await at.player.slash(results, "roll", dice="1d6")
        copy, there = results.history(viewer=at.player)
        assert copy.embeds[0].description == "# 4\n1d6 (4)"
        assert f"/{at.server.id}/{at.channel.id}/{result.response.id}" in copy.content
        assert there.embeds[0].description == "# 1\n1d6 (1)"


async def test_a_results_channel_that_is_gone_is_a_line_in_the_log() -> None:
    async with table(4) as at:
        await set_server(at, results_channel_id=12345)
        with capture_logs() as logs:
            assert (await at.roll("1d6")).response.embeds
        assert [event["event"] for event in logs] == ["message not posted", "channel paused"]


async def test_who_rolls_too_fast_is_asked_to_wait() -> None:
    async with table(*[4] * 20) as at:
        answers = [await at.roll("1d6") for _ in range(14)]
        refused = [answer for answer in answers if answer.ephemeral]
        assert refused
        assert "The dice need a rest" in refused[-1].response.content
        other = await at.other.slash(at.channel, "roll", dice="1d6")
        assert not other.ephemeral


@pytest.mark.parametrize("visibility", ["me_and_gm", "blind"])
async def test_in_a_direct_message_there_is_no_gm(visibility: str) -> None:
    async with table() as at:
        result = await at.player.user.slash("roll", dice="1d6", visibility=visibility)
        assert result.ephemeral
        assert "no GM in a direct message" in result.response.content


async def test_while_the_database_is_away_rolls_still_roll_and_are_written_later() -> None:
    async with table(4, 5) as at:
        at.database_is_away()
        assert "# 4" in (await at.roll("1d6")).response.embeds[0].description
        named = await at.roll("@attack")
        assert named.ephemeral
        assert "You can still roll dice" in named.response.content
        assert at.services.history.waiting == 1


async def test_the_history_is_written_when_the_bot_stops(address: str) -> None:
    async with table(4, address=address) as at:
        await at.roll("1d6")
        await at.restart()
        (roll,) = await history(at, own(at))
        assert roll.total == "4"
