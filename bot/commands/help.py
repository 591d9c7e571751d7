"""/help: topics, a search, and buttons that roll the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.components import Component, selected
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.presentation.help_pages import (
    EXAMPLE,
    TOPIC,
    card_choices,
    card_page,
    found_page,
    help_choices,
    help_view,
    topic_page,
)
from bot.services.rolls.rolling import RollRequest
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.rolls.answers import RollAnswer

_MOST_FOUND = 8
_MOST_CHOICES = 25
_LONGEST_QUERY = 100


def help_commands() -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /help."""

    @app_commands.describe(about=locale_str("A topic, a word such as advantage, or notation such as 4d6kh3"))
    async def help_(
        interaction: discord.Interaction[Any], about: app_commands.Range[str, 1, _LONGEST_QUERY] = ""
    ) -> None:
        embed, view = _page(about)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    async def offer(_interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        # The guide is loaded when somebody opens it.
        from bot.services.guide.coming_from import CARDS
        from bot.services.guide.search import search, topic_about
        from bot.services.guide.topics import TOPICS

        about = topic_about(typed)
        topics = [
            each for each in TOPICS if each is about or typed.strip().casefold() in _(each.title).casefold()
        ]
        found = search(typed, most=_MOST_CHOICES - len(topics)) if typed.strip() else ()
        wanted = "".join(typed.casefold().split()).removeprefix("from")
        cards = [card for card in CARDS if typed.strip() and wanted in "".join(card.tool.casefold().split())]
        offered = [*card_choices(cards), *help_choices(topics, found)]
        return [app_commands.Choice(name=name, value=value) for name, value in offered[:_MOST_CHOICES]]

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="help",
        description=locale_str("Learn how to roll dice, with examples to try"),
        callback=help_,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )
    command.autocomplete("about")(offer)
    yield command


def help_components(answer_privately: RollAnswer) -> Iterator[Component]:
    """Yield what happens when a topic is chosen or an example is tapped."""

    async def show_topic(interaction: discord.Interaction[Any]) -> None:
        key = selected(interaction)
        embed, view = _page(key)
        await interaction.response.edit_message(embed=embed, view=view)

    async def roll_example(interaction: discord.Interaction[Any], example: str) -> None:
        await answer_privately(interaction, RollRequest(example))

    yield Component(TOPIC, show_topic)
    yield Component(f"{EXAMPLE}(?P<example>.+)", roll_example)


def _page(about: str) -> tuple[discord.Embed, discord.ui.View]:
    from bot.services.guide.coming_from import card_about
    from bot.services.guide.model import Entry
    from bot.services.guide.search import search, topic_about
    from bot.services.guide.topics import TOPICS, topic_named, topic_with_example

    if (card := card_about(about)) is not None:
        examples = [Entry(row.ours, row.meaning) for row in card.rows]
        return card_page(card), help_view(examples, TOPICS, None)
    topic = topic_named(about or TOPICS[0].key) or topic_with_example(about) or topic_about(about)
    if topic:
        return topic_page(topic), help_view(topic.entries, TOPICS, topic)
    found = search(about, most=_MOST_FOUND)
    return found_page(about, found), help_view(found, TOPICS, None)
