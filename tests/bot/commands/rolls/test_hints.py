"""The hint under a roll that another bot would have read in another way: once, and where it may be seen."""

from __future__ import annotations

import pytest

from tests.support.table import table

STRICT = "\n-# `>7` counts 8 and more here; Roll20's `>7` is `>=7`."
ROLL = "3d10>7"


async def test_it_stands_under_the_first_roll_alone(address: str) -> None:
    async with table(*[8] * 24, address=address) as at:
        first = await at.roll(ROLL)
        assert first.response.embeds[0].description.endswith(STRICT)
        assert first.response.embeds[0].description.startswith("# 3")
        again = await at.roll(ROLL)
        await at.restart()
        later = await at.roll("3d10<3")
        for result in (again, later):
            assert "-#" not in result.response.embeds[0].description
        # Another kind, and another player.
        kept = await at.roll("3d10k2")
        assert kept.response.embeds[0].description.endswith("the dice that show 2.")
        others = await at.other.slash(at.channel, "roll", dice=ROLL)
        assert others.response.embeds[0].description.endswith(STRICT)


async def test_it_comes_back_when_all_data_was_deleted() -> None:
    async with table(*[8] * 9) as at:
        await at.roll(ROLL)
        asked = await at.player.slash(at.channel, "privacy")
        assert "**Hints you have seen** (1)" in asked.response.embeds[0].description
        await at.services.privacy.remove_all(at.player.id)
        again = await at.roll(ROLL)
        assert again.response.embeds[0].description.endswith(STRICT)


async def test_a_blind_roll_has_none_and_uses_none_up() -> None:
    async with table(*[8] * 9) as at:
        blind = await at.roll(ROLL, visibility="blind")
        assert "Roll20" not in str(blind.response.embeds[0].to_dict())
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert "Roll20" not in str(looked.response.embeds[0].to_dict())
        seen = await at.roll(ROLL)
        assert seen.response.embeds[0].description.endswith(STRICT)


@pytest.mark.parametrize("visibility", ["only_me", "me_and_gm"])
async def test_of_a_secret_roll_only_the_player_sees_it(visibility: str) -> None:
    async with table(*[8] * 3) as at:
        gm_channel = at.server.create_text_channel("gm")
        await at.services.preferences.change_server(at.server.id, gm_channel_id=gm_channel.id)
        result = await at.roll(ROLL, visibility=visibility)
        assert result.ephemeral
        assert result.response.embeds[0].description.endswith(STRICT)
        for channel in (gm_channel, at.channel):
            for message in channel.history(viewer=at.game_master):
                assert "Roll20" not in str([embed.to_dict() for embed in message.embeds])


async def test_a_copy_in_the_results_channel_goes_without() -> None:
    async with table(*[8] * 3) as at:
        results = at.server.create_text_channel("results")
        await at.services.preferences.change_server(at.server.id, results_channel_id=results.id)
        await at.roll(ROLL)
        (copy,) = results.history(viewer=at.player)
        assert copy.embeds[0].description.startswith("# 3")
        assert "Roll20" not in copy.embeds[0].description


async def test_the_button_of_another_roll_brings_none() -> None:
    async with table(*[8] * 9) as at:
        first = await at.roll(ROLL)
        pressed = await at.other.click(first.response, label="Roll again")
        assert "Roll20" not in pressed.response.embeds[0].description
        typed = await at.other.slash(at.channel, "r", dice=ROLL)
        assert typed.response.embeds[0].description.endswith(STRICT)


async def test_in_short_replies_it_is_the_last_line() -> None:
    async with table(*[8] * 3) as at:
        await at.services.preferences.change_player(at.player.id, compact=True)
        result = await at.roll(ROLL)
        assert result.response.content.startswith("**Robin** · **3**")
        assert result.response.content.endswith(STRICT)


@pytest.mark.parametrize("compact", [False, True])
async def test_it_has_room_under_the_longest_reply(compact: bool) -> None:
    typed = "; ".join(["8d1000000>7 # " + "a note of some length " * 2] * 14)
    async with table(*[999_999] * 112) as at:
        await at.services.preferences.change_player(at.player.id, compact=compact)
        result = await at.roll(typed)
        said = [result.response.content, *(embed.description for embed in result.response.embeds)]
        assert sum("-# `>7` counts 8 and more here" in each for each in said) == 1


async def test_a_call_and_a_mistake_have_none_and_use_none_up() -> None:
    async with table(*[8] * 9) as at:
        await at.roll("4d6k3 >")
        await at.roll("cod 3")
        result = await at.roll(ROLL)
        assert result.response.embeds[0].description.endswith(STRICT)
