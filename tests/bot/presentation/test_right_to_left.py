"""Names and notes of any script, or with control characters, leave the text beside them in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.presentation.choices import choice
from bot.presentation.errors import refusal_text
from bot.presentation.history_list import history_page
from bot.presentation.luck.luck import luck_reply
from bot.presentation.odds_reply import odds_reply
from bot.presentation.rolls.compact import compact_reply
from bot.presentation.rolls.reply import roll_reply
from bot.presentation.rolls.secret import gm_line, public_line, revealed_line, revealed_roll
from bot.presentation.saved import cards
from bot.presentation.saved.list import list_page, saved_choices
from bot.services.history.query import HistoryQuery, Whose
from bot.services.history.reader import Excerpt
from bot.services.history.recording import replayed
from bot.services.odds import exact_forecast
from bot.services.rolls.suggestions import Suggestion
from bot.services.saved.changes import Saved
from bot.services.user_error import UserError
from bot.store.saved_rolls import Owner, SavedRoll
from bot.store.visibility import Visibility
from tests.bot.presentation.luck.test_luck import some_luck
from tests.core.rendering.test_isolation import BASES, HOSTILE, displayed
from tests.support.rolls import START, a_blind_roll, a_roll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import discord

# What Discord makes of Markdown is not there to be read, and a mention shows a name, in balance.
MARKUP = re.compile(r"^-# |[\\*_~`#]", re.MULTILINE)
MENTION = re.compile(r"<@\d+>")
NEUTRAL = "Xx"


def texts(embed: discord.Embed) -> list[str]:
    said = [embed.author.name, embed.title, embed.description, embed.footer.text]
    fields = [text for each in embed.fields for text in (each.name, each.value)]
    return [each for each in (*said, *fields) if each]


def rolled(text: str = "1d20 + 5") -> dicewright.Result:
    return dicewright.roll(text, names={"כחש": "5"}, seed="right to left")


def saved(name: str) -> SavedRoll:
    return SavedRoll(owner=Owner.player(1), name=name, text="1d20 + 5", created_at=START, updated_at=START)


def history(note: str, **changes: Any) -> list[str]:
    roll = a_roll(1, note=note, text="2d6+1", **changes)
    query = HistoryQuery(whose=Whose.SERVER, search=note[:10])
    embed, _ = history_page(query, Excerpt((roll,), 0, 0), [replayed(roll)], counted=100)
    return texts(embed)


def suggested(origin: Any, text: str, meaning: str) -> str:
    return choice(Suggestion(origin, text, meaning, figures="6 to 25")).name


NAMES: dict[str, Callable[[str], Iterable[str]]] = {
    "author of a roll": lambda name: texts(roll_reply(rolled(), player=name)),
    "note": lambda name: texts(roll_reply(rolled("1d20 + 5 # to hit"), player="Robin", note=name)),
    "compact": lambda name: [compact_reply(rolled(), player=name, note=name)],
    "compact with two notes": lambda name: [compact_reply(rolled("1d20 # 3"), player="Robin", note=name)],
    "compact with luck": lambda name: [compact_reply(rolled(), player=name, luck="Luck: best 3%")],
    "secret": lambda name: texts(
        public_line(rolled(), Visibility.BLIND, player=name, avatar_url=None, note=name)
    ),
    "looked at": lambda name: texts(revealed_roll(a_blind_roll(1, note=name), rolled())),
    "history": history,
    "history of others": lambda name: history(name, notation="2d6 + 1", faces=None),
    "shared": lambda name: [cards.shared_text(name, saved("attack"), ["attack", "luck"], "K7QM2", 30)],
    "luck": lambda name: texts(luck_reply(some_luck(), player=name, own=False, since=None, enough_rolls=20)),
    "a server's, cut": lambda name: [suggested("server", "@attack", name)],
    "own": lambda name: [suggested("own", "@attack", name)],
}
WORDS = ["דנה", "محمد"]
SAVED_NAMES: dict[str, Callable[[str], Iterable[str]]] = {
    "card": lambda name: texts(cards.card(saved(name))),
    "saved": lambda name: [cards.saved_text(Saved(saved(name), left_behind=("luck", name)))],
    "removed": lambda name: [cards.removed_text(saved(name))],
    "shared": lambda name: [cards.shared_text("Robin", saved(name), [name, "luck", "b"], "K7QM2", 30)],
    "list": lambda name: texts(list_page([saved(name)], 0, whose="mine", on_server=True)[0]),
    "choices": lambda name: [shown for shown, _ in saved_choices([saved(name)], "")],
    "refusal": lambda name: [refusal_text(UserError(f'Nothing is saved as "{name}" (1 to 5).'))],
    "for the GM": lambda _: [gm_line(a_blind_roll(1)), revealed_line(a_blind_roll(1), 9)],
    "label": lambda name: texts(roll_reply(rolled(f"1d6 [{name}] + 3"), player="Robin")),
    "odds": lambda name: [odds_reply(exact_forecast(dicewright.parse(f"1d6 [{name}] + 3")), None).heading],
}


def checked(say: Callable[[str], Iterable[str]], piece: str, base: str | None) -> None:
    """Assert that what stands around a piece is displayed as it is around one from left to right."""
    lines = list(say(piece))
    for neutral, hostile in zip(say(NEUTRAL), lines, strict=True):
        plain = MENTION.sub(NEUTRAL, MARKUP.sub("", neutral))
        frame = [re.sub("[\u2068\u2069]", "", part) for part in plain.splitlines()]
        shown = MENTION.sub(WORDS[0], MARKUP.sub("", hostile))
        lines = [displayed(line, base) for line in shown.split("\n")]
        for expected, line in zip(frame, lines, strict=True):
            # A label's brackets belong to it, and are drawn the other way round.
            parts = re.split(rf"\[?{NEUTRAL}\]?", expected)
            first, last = (parts[0], parts[-1]) if len(parts) > 1 else (expected, "")
            assert line.startswith(first), (expected, line)
            assert line.endswith(last), (expected, line)


@BASES
@pytest.mark.parametrize("piece", [each for each in HOSTILE.values() if "\u2029" not in each])
@pytest.mark.parametrize("say", NAMES.values(), ids=NAMES)
def test_names_and_notes(say: Callable[[str], Iterable[str]], piece: str, base: str | None) -> None:
    checked(say, piece, base)


@BASES
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("say", SAVED_NAMES.values(), ids=SAVED_NAMES)
def test_names_of_saved_rolls_and_labels(
    say: Callable[[str], Iterable[str]], word: str, base: str | None
) -> None:
    checked(say, word, base)
