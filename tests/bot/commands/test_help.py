"""/help, as a newcomer uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.services.guide.topics import TOPICS
from tests.support.table import table

if TYPE_CHECKING:
    from bot.services.guide.model import Topic


def labels(components: list[dict[str, Any]]) -> list[str]:
    return [each["label"] for row in components for each in row["components"] if each["type"] == 2]


async def test_help_shows_the_first_steps_to_the_player_alone_with_examples_to_roll() -> None:
    async with table(13) as at:
        shown = await at.player.slash(at.channel, "help")
        assert shown.ephemeral
        (embed,) = shown.response.embeds
        assert embed.title == "First steps"
        assert "`1d20+5` one twenty" in embed.description

        rolled = await at.player.click(shown.response, label="1d20+5")
        assert rolled.ephemeral
        assert rolled.response.embeds[0].description == "# 18\n1d20 (13) + 5"


async def test_another_topic_takes_the_place_of_the_page_even_after_a_restart() -> None:
    async with table() as at:
        shown = await at.player.slash(at.channel, "help")
        await at.restart()
        await at.player.select(shown.response, ["count"])
        (embed,) = shown.response.embeds
        assert embed.title == "Count successes"
        assert labels(shown.response.components)[0] == "8d10>=8"
        assert len(at.requests("POST", "/callback")) == 2


@pytest.mark.parametrize("topic", TOPICS, ids=[each.key for each in TOPICS])
async def test_every_topic_is_a_message_that_discord_takes(topic: Topic) -> None:
    async with table() as at:
        shown = await at.player.slash(at.channel, "help", about=topic.title)
        (embed,) = shown.response.embeds
        assert embed.title == topic.title
        paragraphs = embed.description.split("\n\n")
        assert paragraphs[: 1 + topic.summary.count("\n")] == topic.summary.split("\n")
        assert labels(shown.response.components) == [entry.example for entry in topic.entries]


@pytest.mark.parametrize(
    ("about", "example"),
    [
        ("advantage", "1d20adv"),
        ("how do I count successes?", "8d10>=8"),
        ("exploading", "4d6!"),
        ("e6", "8d10!o>=6"),
        ("6d10 t8", "6d10>=8"),
    ],
)
async def test_a_search_offers_what_to_write_here(about: str, example: str) -> None:
    async with table() as at:
        shown = await at.player.slash(at.channel, "help", about=about)
        assert labels(shown.response.components)[0] == example


async def test_what_nobody_knows_is_answered_with_what_to_do_and_typed_text_is_only_text() -> None:
    async with table() as at:
        shown = await at.player.slash(at.channel, "help", about="**@zzzqq** qqq")
        (embed,) = shown.response.embeds
        assert embed.title == r"Help: \*\*\@zzzqq\*\* qqq"
        assert embed.description.startswith("No results.")
        assert labels(shown.response.components) == []


async def test_choices_while_typing() -> None:
    async with table() as at:
        offered = await at.player.autocomplete(at.channel, "help", "about", "")
        assert [each["name"] for each in offered] == [topic.title for topic in TOPICS]
        offered = await at.player.autocomplete(at.channel, "help", "about", "disadv")
        assert [each["value"] for each in offered] == ["1d20dis"]
        chosen = await at.player.slash(at.channel, "help", about="1d20dis")
        assert chosen.response.embeds[0].title == "Keep and drop, advantage"


async def test_words_about_the_bot_itself_open_their_page_and_are_offered() -> None:
    async with table() as at:
        shown = await at.player.slash(at.channel, "help", about="blind rolls")
        assert "**Look**" in shown.response.embeds[0].description
        offered = await at.player.autocomplete(at.channel, "help", "about", "macro")
        assert ("Saved rolls", "saved") in [(each["name"], each["value"]) for each in offered]


async def test_a_card_for_those_who_come_from_another_bot() -> None:
    async with table(*[3] * 8) as at:
        offered = await at.player.autocomplete(at.channel, "help", "about", "from roll")
        assert (offered[0]["name"], offered[0]["value"]) == ("Coming from Roll20", "Roll20")
        card = await at.player.slash(at.channel, "help", about="from Roll20")
        assert card.ephemeral
        assert card.response.embeds[0].title == "Coming from Roll20"
        assert "`8d10>7` → `8d10>=7` count 7 or more" in card.response.embeds[0].description
        rolled = await at.player.click(card.response, label="8d10>=7")
        assert rolled.response.embeds[0].author.name == "Robin rolls 8d10>=7"
