"""What /privacy says: all that the tables hold, for as long as it is kept."""

from __future__ import annotations

import pytest

from bot.presentation.privacy_panel import (
    confirmation,
    days_words,
    deleted,
    export_text,
    export_view,
    privacy_page,
)
from bot.services.history.retention import RetentionRules
from bot.services.history.roll_file import RollFile
from bot.services.privacy.privacy import Holdings
from bot.store.tables import metadata
from tests.support.rolls import ANN

HELD = Holdings(rolls=1_234, more_rolls=False, saved=12, shares=1, pads=2, settings=True)
RULES = RetentionRules(history_days=100, pad_days=5, button_days=66, share_days=31)

# What the panel says of each table, and None for what is no person's: a server's own settings.
SAID = {
    "rolls": "**Rolls** (1,234)",
    "saved_rolls": "**Saved rolls** (12)",
    "shares": "**Shared rolls** (1)",
    "pads": "**Dice pads** (2)",
    "player_settings": "**Your settings** (some)",
    "button_states": "Buttons under replies remember long rolls without whose they are, for 66 days.",
    "server_settings": None,
}


async def test_every_table_is_told_of() -> None:
    assert SAID.keys() == metadata.tables.keys()
    embed, view = privacy_page(ANN, HELD, RULES, days_here=None)
    for words in filter(None, SAID.values()):
        assert words in (embed.description or "")
    assert [(item.label, item.custom_id) for item in view.children] == [  # type: ignore[attr-defined]
        ("Export all of mine", f"privacy:export:{ANN}"),
        ("Delete all of mine", f"privacy:delete:{ANN}"),
    ]


@pytest.mark.parametrize(
    ("days_here", "words"),
    [
        (None, "Kept for 100 days unless a server chooses otherwise."),
        (365, "Kept for 100 days, on this server one year."),
    ],
)
async def test_for_how_long(days_here: int | None, words: str) -> None:
    embed, _ = privacy_page(ANN, HELD, RULES, days_here=days_here)
    for said in (words, "kept for 31 days", "kept for 5 days"):
        assert said in (embed.description or "")


async def test_the_question_says_what_will_be_gone() -> None:
    embed, view = confirmation(ANN, HELD)
    assert (embed.description or "").startswith(
        "1,234 rolls, 12 saved rolls, what you shared, your dice pads and your settings will be gone at once"
    )
    labels = [item.label for item in view.children]  # type: ignore[attr-defined]
    assert labels == ["Delete it all", "Keep it", "Export all of mine"]
    many, _ = confirmation(
        ANN, Holdings(rolls=10, more_rolls=True, saved=1, shares=0, pads=0, settings=False)
    )
    assert (many.description or "").startswith("more than 10 rolls, 1 saved roll, ")


@pytest.mark.parametrize(
    ("rows", "words"), [(0, "0 entries of yours were"), (1, "1 entry of yours was"), (1_500, "1,500 entries")]
)
async def test_that_it_is_done(rows: int, words: str) -> None:
    embed, view = deleted(rows)
    assert (embed.description or "").startswith(words)
    assert view.children == []


@pytest.mark.parametrize(
    ("name", "rest", "words"),
    [
        ("dicewright-data.json", None, "All that is stored of you, with 3 rolls. JSON."),
        ("dicewright-data.zip", None, "All that is stored of you, with 3 rolls. A zip file with JSON in it."),
        (
            "dicewright-data.zip",
            (5, 1),
            "All that is stored of you, with 3 rolls. A zip file with JSON in it. More does not fit",
        ),
    ],
)
async def test_what_is_said_with_the_file(name: str, rest: tuple[int, int] | None, words: str) -> None:
    file = RollFile(name, b"", 3, rest)
    assert export_text(file).startswith(words)
    buttons = export_view(ANN, file).children
    ids = [item.custom_id for item in buttons]  # type: ignore[attr-defined]
    assert ids == ([f"privacy:rest:{ANN}:5.1"] if rest else [])


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (30, "30 days"), (365, "one year"), (730, "2 years")]
)
def test_days(days: int, words: str) -> None:
    assert days_words(days) == words
