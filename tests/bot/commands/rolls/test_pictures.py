"""Pictures of dice in replies: by the settings of server and player, and never before a roll is revealed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from bot.presentation.dice.emojis import DiceEmojis
from tests.support.table import all_emojis, table

if TYPE_CHECKING:
    from tests.support.table import Table

PICTURE = re.compile(r"<:(\w+):\d+>")


async def shown(at: Table, dice: str = "1d20", **options: str) -> list[str]:
    """Return the names of the pictures in the reply to a roll."""
    reply = (await at.roll(dice, **options)).response
    return PICTURE.findall(f"{reply.content} {[embed.description for embed in reply.embeds]}")


@pytest.mark.parametrize(
    ("server", "own", "expected"),
    [
        (True, None, ["d20_17"]),
        (False, None, []),
        (True, False, []),
        (False, True, ["d20_17"]),
    ],
)
async def test_by_the_settings(server: bool, own: bool | None, expected: list[str], address: str) -> None:
    async with table(17, address=address, emojis=all_emojis()) as at:
        await at.services.preferences.change_server(at.server.id, pictures=server)
        await at.services.preferences.change_player(at.player.id, pictures=own)
        assert await shown(at) == expected


async def test_without_emojis_a_roll_is_text() -> None:
    async with table(17) as at:
        assert await shown(at) == []


async def test_emojis_that_arrive_later_are_shown_from_then_on() -> None:
    async with table(17, 17, emojis=DiceEmojis()) as at:
        assert await shown(at) == []
        at.emojis.known(dict.fromkeys(at.emojis.missing(), 1))
        assert await shown(at) == ["d20_17"]


@pytest.mark.parametrize(
    ("call", "faces", "expected"),
    [
        ("genesys yg", [12, 8], ["proficiency_triumph", "ability_2_advantage"]),
        # Tens before ones, though the ones are thrown first.
        ("coc 50", [8, 4], ["tens_30", "ones_7"]),
        ("2x pbta +1", [3, 4, 6, 1], ["d6_3", "d6_4", "d6_6", "d6_1"]),
        ("fate +2", [3, 3, 2, 1], ["fate_plus", "fate_plus", "fate_blank", "fate_minus"]),
    ],
)
async def test_in_rolls_of_game_systems(call: str, faces: list[int], expected: list[str]) -> None:
    async with table(*faces, emojis=all_emojis()) as at:
        assert await shown(at, call) == expected


@pytest.mark.parametrize("call", ["1d20", "coc 50"])
async def test_a_blind_roll_shows_no_picture_until_it_is_revealed(call: str, address: str) -> None:
    faces = [17] if call == "1d20" else [8, 4]
    expected = ["d20_17"] if call == "1d20" else ["tens_30", "ones_7"]
    async with table(*faces, address=address, emojis=all_emojis()) as at:
        blind = await at.roll(call, visibility="blind")
        assert PICTURE.findall(json.dumps([each.json for each in at.world.http_requests])) == []
        await at.restart()
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert PICTURE.findall(looked.response.embeds[0].description) == expected
        await at.game_master.click(looked.response, label="Reveal to everyone")
        (public,) = at.channel.history(viewer=at.player)
        assert PICTURE.findall(public.embeds[0].description) == expected


async def test_a_server_without_pictures_has_none_when_a_roll_is_revealed() -> None:
    async with table(17, emojis=all_emojis()) as at:
        await at.services.preferences.change_server(at.server.id, pictures=False)
        blind = await at.roll("1d20", visibility="blind")
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert PICTURE.findall(looked.response.embeds[0].description) == []
        assert "17" in looked.response.embeds[0].description


async def test_a_server_turns_pictures_off_in_its_panel() -> None:
    async with table(17, 17, emojis=all_emojis()) as at:
        assert await shown(at) == ["d20_17"]
        panel = (await at.game_master.slash(at.channel, "settings")).response
        await at.game_master.click(panel, custom_id="settings:toggle:pictures")
        assert not (await at.services.preferences.stored_server(at.server.id)).pictures
        assert await shown(at) == []


async def test_compact_replies_are_text() -> None:
    async with table(17, emojis=all_emojis()) as at:
        await at.services.preferences.change_server(at.server.id, compact=True)
        assert await shown(at) == []
