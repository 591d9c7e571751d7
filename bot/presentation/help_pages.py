"""The guide as pages: what can be written, buttons that roll the examples, and the other topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import CHOICE_NAME, cut
from bot.presentation.views import rows
from bot.texts import N_, _
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.services.guide.coming_from import Card
    from bot.services.guide.model import Entry, Topic

TOPIC = "help:topic"
EXAMPLE = "help:roll:"
_IN_A_ROW = 5
_QUERY_LENGTH = 60
_NOTHING_FOUND = N_(
    "No results. Try other words, such as *advantage*, *explode* or *count successes*, "
    "or choose a topic below."
)


def topic_page(topic: Topic) -> discord.Embed:
    """Return the page of a topic."""
    # Paragraphs without a gap between them read as one.
    paragraphs = [*_(topic.summary).split("\n"), "\n".join(map(_line, topic.entries))]
    text = "\n\n".join(filter(None, paragraphs))
    return discord.Embed(title=_(topic.title), description=text, color=Color.PLAIN)


def found_page(query: str, entries: Sequence[Entry]) -> discord.Embed:
    """Return what was found for a query, or that nothing was."""
    asked = escape_markdown(cut(query, _QUERY_LENGTH))
    text = "\n".join(map(_line, entries)) or _(_NOTHING_FOUND)
    return discord.Embed(title=_("Help: {query}", query=asked), description=text, color=Color.PLAIN)


def help_view(entries: Sequence[Entry], topics: Sequence[Topic], chosen: Topic | None) -> discord.ui.View:
    """Return a button for each example, and a list of all topics."""
    buttons = [_button(entry) for entry in entries]
    topic_list = discord.ui.Select[discord.ui.View](
        custom_id=TOPIC,
        placeholder=_("More topics"),
        options=[
            discord.SelectOption(label=_(each.title), value=each.key, default=each is chosen)
            for each in topics
        ],
    )
    return rows(buttons[:_IN_A_ROW], buttons[_IN_A_ROW : 2 * _IN_A_ROW], [topic_list])


def card_page(card: Card) -> discord.Embed:
    """Return the card of another tool: theirs on the left, ours on the right."""
    lines = [f"`{row.theirs}` → `{row.ours}` {_(row.meaning)}" for row in card.rows]
    title = _("Coming from {tool}", tool=card.tool)
    return discord.Embed(title=title, description="\n".join(lines), color=Color.PLAIN)


def card_choices(cards: Sequence[Card]) -> Iterator[tuple[str, str]]:
    """Yield the cards as what to offer while somebody types."""
    for card in cards:
        yield _("Coming from {tool}", tool=card.tool), card.tool


def help_choices(topics: Sequence[Topic], entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield what to offer while somebody types: names to show, each with what to look up."""
    for topic in topics:
        yield _(topic.title), topic.key
    for entry in entries:
        yield cut(f"{entry.example} · {_(entry.meaning)}", CHOICE_NAME), entry.example


def _line(entry: Entry) -> str:
    return f"`{entry.example}` {escape_markdown(_(entry.meaning))}"


def _button(entry: Entry) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=entry.example, emoji="🎲", custom_id=f"{EXAMPLE}{entry.example}")
