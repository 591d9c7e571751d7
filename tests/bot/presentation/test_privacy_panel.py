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

HELD = Holdings(
    rolls=1_234,
    more_rolls=False,
    saved=12,
    shares=1,
    system_files=3,
    pads=2,
    hints=4,
    characters=6,
    fair=41,
    settings=True,
)
RULES = RetentionRules(history_days=100, pad_days=5, button_days=66, share_days=31)

# What the panel says of each table, and None for what is no person's: a server's own settings.
SAID = {
    "rolls": "**Rolls** (1,234)",
    "saved_rolls": "**Saved rolls** (12)",
    "shares": "**Shared rolls and game systems** (1)",
    "system_files": "**Game systems you added to servers** (3)",
    "pads": "**Dice pads** (2)",
    "hints_shown": "**Hints you have seen** (4)",
    "characters": "**Characters** (6)",
    "characters_in_use": "**Characters** (6): their names and values, and where you use them",
    "player_settings": "**Settings** (some)",
    "button_states": "Buttons under long rolls are remembered for 66 days, without your name or ID.",
    "server_settings": None,
    "fair_sessions": None,
    "fair_entries": "**Records of verifiable rolls** (41)",
}


async def test_every_table_is_told_of() -> None:
    assert SAID.keys() == metadata.tables.keys()
    embed, view = privacy_page(ANN, HELD, RULES, days_here=None)
    for words in filter(None, SAID.values()):
        assert words in (embed.description or "")
    assert [(item.label, item.custom_id) for item in view.children] == [  # type: ignore[attr-defined]
        ("Export my data", f"privacy:export:{ANN}"),
        ("Delete my data", f"privacy:delete:{ANN}"),
    ]


@pytest.mark.parametrize(
    ("days_here", "words"),
    [
        (None, "Kept for 100 days. Servers can choose another time."),
        (365, "Kept for 100 days. On this server: 1 year."),
    ],
)
async def test_for_how_long(days_here: int | None, words: str) -> None:
    embed, _ = privacy_page(ANN, HELD, RULES, days_here=days_here)
    for said in (words, "kept for 31 days", "kept for 5 days"):
        assert said in (embed.description or "")


async def test_the_question_says_what_will_be_gone() -> None:
    embed, view = confirmation(ANN, HELD)
    assert (embed.description or "").startswith(
        "This deletes your rolls (1,234), saved rolls (12) and characters (6), what you shared, your dice "
        "pads and your settings."
    )
    labels = [item.label for item in view.children]  # type: ignore[attr-defined]
    assert labels == ["Delete everything", "Cancel", "Export my data"]
    many, _ = confirmation(
        ANN,
        Holdings(
            rolls=10,
            more_rolls=True,
            saved=1,
            shares=0,
            system_files=0,
            pads=0,
            hints=0,
            characters=0,
            fair=0,
            settings=False,
        ),
    )
    assert (many.description or "").startswith("This deletes your rolls (more than 10), saved rolls (1) and ")


@pytest.mark.parametrize(
    ("rows", "words"),
    [(0, "0 entries were deleted."), (1, "1 entry was deleted."), (1_500, "1,500 entries were deleted.")],
)
async def test_that_it_is_done(rows: int, words: str) -> None:
    embed, view = deleted(rows)
    assert (embed.description or "").startswith(words)
    assert view.children == []


@pytest.mark.parametrize(
    ("name", "rest", "words"),
    [
        ("dicewright-data.json", None, "Everything stored about you, including 3 rolls. It is a JSON file."),
        (
            "dicewright-data.zip",
            None,
            "Everything stored about you, including 3 rolls. It is a zip file with JSON in it.",
        ),
        (
            "dicewright-data.zip",
            (5, 1),
            "Everything stored about you, including 3 rolls. "
            "It is a zip file with JSON in it. The file is full.",
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
    ("days", "words"), [(1, "1 day"), (30, "30 days"), (365, "1 year"), (730, "2 years")]
)
def test_days(days: int, words: str) -> None:
    assert days_words(days) == words
