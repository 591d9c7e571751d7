"""Recorded rolls for tests of the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.store.rolls import RecordedRoll
from bot.store.visibility import Visibility

START = datetime(2026, 3, 14, 20, 0, 0, 123_456, tzinfo=UTC)
ANN, BOB = 1_001, 1_002
TAVERN, DUNGEON = 5_001, 5_002


def a_roll(number: int, **changes: Any) -> RecordedRoll:
    """Return the roll of Ann's `number`th interaction, made so many minutes after the start."""
    values: dict[str, Any] = {
        "interaction_id": number,
        "rolled_at": START + timedelta(minutes=number % 1_000),
        "player_id": ANN,
        "server_id": TAVERN,
        "channel_id": 7,
        "text": "2D6+1",
        "notation": "2d6 + 1",
        "total": "8",
        "faces": (3, 4),
    }
    return RecordedRoll(**values | changes)


def a_blind_roll(number: int, **changes: Any) -> RecordedRoll:
    """Return a blind roll whose token is "token" and the number."""
    return a_roll(number, visibility=Visibility.BLIND, blind_token=f"token{number}", **changes)
