"""The guide that /help shows: what can be written, in plain words, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.guide.bot_topics import BOT_TOPICS
from bot.services.guide.notation_topics import NOTATION_TOPICS
from bot.texts import _

if TYPE_CHECKING:
    from bot.services.guide.model import Topic

TOPICS: tuple[Topic, ...] = (*NOTATION_TOPICS, *BOT_TOPICS)


def topic_named(name: str) -> Topic | None:
    """Return the topic with this key or title, or None.

    >>> topic_named("Count Successes").key
    'count'
    """
    wanted = name.strip().casefold()
    titles = {_(each.title).casefold(): each for each in TOPICS}
    return next((each for each in TOPICS if wanted == each.key), titles.get(wanted))


def topic_with_example(example: str) -> Topic | None:
    """Return the topic that has this very example, or None."""
    return next((each for each in TOPICS if example in [entry.example for entry in each.entries]), None)
