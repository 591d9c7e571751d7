"""Fitting text into a limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.discord_limits import cut


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("a sword", 7, "a sword"),
        ("a longsword and a shield", 14, "a longsword…"),
        ("a longsword and", 12, "a longsword…"),
        ("a longsword and", 13, "a longsword…"),
        ("swooooooooord", 5, "swoo…"),
        ("a swooooooooord", 10, "a swooooo…"),
        ("", 1, ""),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_what_is_cut_fits_and_begins_as_the_text_does(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text or text.startswith(shown.removesuffix("…"))
