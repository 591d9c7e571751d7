"""Commands typed out at the local Discord."""

from __future__ import annotations

import pytest

from bot.client import DicewrightClient
from bot.local.member import Member
from tests.support.table import Table, table


def member(at: Table) -> Member:
    assert isinstance(at.world.bot, DicewrightClient)
    return Member(at.world, at.player.guild, at.player.user, at.world.bot.tree)


@pytest.mark.parametrize("text", ["/roll 1d20", "/r 1d20", "/roll   1d20 "])
async def test_a_typed_command_is_used(text: str) -> None:
    async with table(13) as at:
        message = await member(at).send(at.channel, text)
        assert message.embeds[0].description == "# 13\n1d20 (13)"
        assert message.author.bot


async def test_a_typed_command_with_a_slip_is_answered_too() -> None:
    async with table() as at:
        message = await member(at).send(at.channel, "/roll 4d6kx3")
        assert message.flags.ephemeral
        assert '"kx" is not a modifier' in message.content


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/saved add attack 1d20 + 5", "**@attack**\n`1d20 + 5`"),
        ("/saved list", "You have no saved rolls yet."),
        ("/help", "Type `/roll`, then the dice"),
        ("/help count successes", "Write a comparison right after the dice"),
    ],
)
async def test_commands_within_a_group_and_without_options(text: str, answer: str) -> None:
    async with table() as at:
        message = await member(at).send(at.channel, text)
        assert answer in message.embeds[0].description


@pytest.mark.parametrize("text", ["1d20+5", "4d6kh3", "2d6 # fire", "d20"])
async def test_a_message_that_is_a_roll_gets_a_hint_once(text: str) -> None:
    async with table(1, 2, 3, 4) as at:
        player = member(at)
        player.helper = helper = member(at)
        for _ in range(2):
            sent = await player.send(at.channel, text)
            assert sent.content == text
        first, hint, second = at.channel.history(viewer=at.player)
        assert (first.content, second.content) == (text, text)
        assert f"type `/roll {text}` and press **Enter**" in hint.content
        # What it names works.
        command = f"/roll {text}"
        assert (await helper.send(at.channel, command)).author.bot


@pytest.mark.parametrize(("text", "name"), [("/character add", "character add"), ("/odds @hunt", "odds")])
async def test_a_typed_command_whose_answer_is_a_form_says_how_it_is_opened(text: str, name: str) -> None:
    async with table() as at:
        await at.player.slash(at.channel, "saved add", name="hunt", roll="v5 @pool")
        player = member(at)
        player.guide = member(at)
        await player.send(at.channel, text)
        sent, said = at.channel.history(viewer=at.player)[-2:]
        assert sent.content == text
        assert said.content.startswith("This command opens a form")
        assert f"type `/{name}`" in said.content


@pytest.mark.parametrize(
    "text", ["hello", "7", "see you at 20:00", "/roll 1d20", "/unknown 1d20", "roll a die"]
)
async def test_other_messages_get_none(text: str) -> None:
    async with table(4) as at:
        player = member(at)
        player.helper = member(at)
        await player.send(at.channel, text)
        assert len(at.channel.history(viewer=at.player)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "/saved",
        "/saved add attack",
        "/saved nothing",
        "hello",
        "/roll",
        "/roll ",
        "/unknown 1d20",
        "/ roll 1d20",
        "roll 1d20",
    ],
)
async def test_anything_else_is_a_message(text: str) -> None:
    async with table() as at:
        message = await member(at).send(at.channel, text)
        assert (message.content, message.author.bot) == (text, False)
