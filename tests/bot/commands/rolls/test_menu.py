"""The message menu: Roll these dice."""

from __future__ import annotations

import pytest

from bot.store.visibility import Visibility
from tests.support.table import table

MENU = "Roll these dice"


async def test_the_dice_in_a_message_are_rolled_by_the_person_who_asks() -> None:
    async with table(12, 3, 4) as at:
        message = await at.other.send(at.channel, "[[1d20+5]] to hit and 2d6 damage")
        result = await at.player.context_menu(at.channel, MENU, message)
        (embed,) = result.response.embeds
        assert embed.author.name == "Robin rolls 1d20 + 5; 2d6"
        assert embed.description == "### 17\n1d20 (12) + 5\n### 7\n2d6 (3, 4)"


async def test_what_a_bot_rolled_is_rolled_again() -> None:
    async with table(1, 2, 3, 4) as at:
        rolled = await at.roll("2d6 + 1")
        result = await at.player.context_menu(at.channel, MENU, rolled.response)
        assert result.response.embeds[0].description == "# 8\n2d6 (3, 4) + 1"


async def test_what_this_bot_says_only_in_short_is_rolled_in_full(address: str) -> None:
    long = " + ".join(["1d6"] * 40)
    async with table(*[1] * 40, *[2] * 40, address=address) as at:
        rolled = await at.roll(long, note="rain of arrows")
        await at.restart()
        result = await at.other.context_menu(at.channel, MENU, rolled.response)
        assert result.response.embeds[0].description.startswith("*rain of arrows*\n# 80\n")


async def test_a_blind_roll_is_rolled_blind_again() -> None:
    async with table(4, 5) as at:
        blind = await at.roll("1d6", visibility="blind")
        result = await at.player.context_menu(at.channel, MENU, blind.response)
        assert result.response.embeds[0].description == "Only the GM can see the result."


async def test_names_in_a_message_mean_what_the_roller_has_saved() -> None:
    async with table(12) as at:
        message = await at.other.send(at.channel, "[[1d20 + @str]] to climb")
        refused = await at.player.context_menu(at.channel, MENU, message)
        assert refused.ephemeral
        assert 'Nothing is saved as "\\@str"' in refused.response.content
        await at.player.slash(at.channel, "saved add", name="str", roll="3")
        result = await at.player.context_menu(at.channel, MENU, message)
        assert result.response.embeds[0].description == "# 15\n1d20 (12) + \\@str (3)"


async def test_the_servers_visibility_holds() -> None:
    async with table(4) as at:
        await at.services.preferences.change_server(at.server.id, default_visibility=Visibility.ONLY_ME)
        message = await at.other.send(at.channel, "1d6")
        assert (await at.player.context_menu(at.channel, MENU, message)).ephemeral


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("see you at 10:30", "There are no dice"),
        ("1d6, " * 21, "has 21 rolls. You can make up to 20 at a time"),
    ],
)
async def test_a_message_that_cannot_be_rolled_is_a_sentence(text: str, sentence: str) -> None:
    async with table() as at:
        message = await at.other.send(at.channel, text)
        result = await at.player.context_menu(at.channel, MENU, message)
        assert result.ephemeral
        assert sentence in result.response.content
