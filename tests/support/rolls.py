"""Recorded rolls for tests of the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.store.fair import ROLL, StoredEntry
from bot.store.rolls import RecordedRoll
from bot.store.systems.system_files import SystemFile
from bot.store.visibility import Visibility

START = datetime(2026, 3, 14, 20, 0, 0, 123_456, tzinfo=UTC)
ANN, BOB = 1_001, 1_002
TAVERN, DUNGEON = 5_001, 5_002


def a_roll(number: int, **changes: Any) -> RecordedRoll:
    """Return the roll of Ann's `number`th interaction, made `number` minutes after the start."""
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


def an_entry(place: int, **changes: Any) -> StoredEntry:
    """Return an entry in the record of verifiable rolls: Ann's roll with this number."""
    values: dict[str, Any] = {
        "server_id": TAVERN,
        "session": 1,
        "place": place,
        "kind": ROLL,
        "number": place,
        "player_id": ANN,
        "turn": place,
        "interaction_id": place,
        "visibility": Visibility.EVERYONE,
        "body": {"text": "d20", "names": {}, "notation": "1d20"},
        "at": START,
        "link": "00" * 32,
        "contributed": "",
    }
    return StoredEntry(**values | changes)


def a_system_file(player_id: int, **changes: Any) -> SystemFile:
    """Return a file that a player has added to the tavern, different for each player."""
    text = f"format = {player_id}"
    values: dict[str, Any] = {
        "server_id": TAVERN,
        "digest": sha256(text.encode()).hexdigest(),
        "command": "loot",
        "name": "Loot",
        "text": text,
        "added_by": player_id,
        "added_at": START,
    }
    return SystemFile(**values | changes)
