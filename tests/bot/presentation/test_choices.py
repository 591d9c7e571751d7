"""Suggestions as choices: within Discord's limits, with what matters at their end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.choices import choice
from bot.presentation.discord_limits import CHOICE_NAME
from bot.services.rolls.suggestions import Suggestion

ORIGINS = ("typed", "mistake", "own", "server", "recent", "example")


@pytest.mark.parametrize(
    ("suggestion", "name"),
    [
        (
            Suggestion("typed", "4d6kh3", "4d6, keep the highest 3", "3 to 18, 12.24 on average"),
            "4d6, keep the highest 3: 3 to 18, 12.24 on average",
        ),
        (Suggestion("typed", "100d6!", "100d6, explode on 6"), "100d6, explode on 6"),
        (Suggestion("mistake", "3d", "How many sides?"), "⚠ How many sides?"),
        # No warning ends in the middle of a sentence.
        (
            Suggestion(
                "mistake",
                "4d6khh3",
                '"khh" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)? If it is a '
                "note, write # before it.",
            ),
            '⚠ "khh" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?',
        ),
        (
            Suggestion("mistake", "x", "This is one long sentence without an end " * 5),
            "⚠ This can't be rolled as written. Send it to see what is wrong.",
        ),
        (Suggestion("own", "@attack", "1d20+5"), "@attack · 1d20+5"),
        (Suggestion("server", "@fireball", "8d6"), "@fireball · 8d6 · this server"),
        (Suggestion("recent", "2d6", ""), "2d6 · recent"),
        (
            Suggestion("example", "1d20", "1d20", "1 to 20, 10.5 on average"),
            "1d20: 1 to 20, 10.5 on average",
        ),
        (
            Suggestion("example", "1d20adv", "1d20 with advantage", "1 to 20, 13.82 on average"),
            "1d20adv · 1d20 with advantage: 1 to 20, 13.82 on average",
        ),
        (
            Suggestion("typed", "1d6", "1d6 and " * 20, "1 to 6, 3.5 on average"),
            "1d6 and " * 9 + "1d6…: 1 to 6, 3.5 on average",
        ),
    ],
)
def test_what_a_choice_is_called(suggestion: Suggestion, name: str) -> None:
    shown = choice(suggestion)
    assert (shown.name, shown.value) == (name, suggestion.text)


@given(st.sampled_from(ORIGINS), st.text(min_size=1, max_size=100), st.text(max_size=1_000))
def test_no_choice_is_too_long_or_empty(origin, text: str, meaning: str) -> None:
    for figures in ("", "1 to 6, 3.5 on average"):
        assert 1 <= len(choice(Suggestion(origin, text, meaning, figures)).name) <= CHOICE_NAME
