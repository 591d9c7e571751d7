"""Databases with rows in every table, and backups of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from bot.store import rolls
from bot.store.backup.making import back_up
from bot.store.tables import metadata
from tests.support.databases import opened, url_of
from tests.support.rolls import a_blind_roll, a_roll

if TYPE_CHECKING:
    from sqlalchemy import Connection

MADE_AT = "2026-03-01T12:00:00+00:00"
STAMP = "20260301120000"
MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123_456, tzinfo=UTC)
SNOWFLAKE = 2**63 - 1


# For each table, rows with the longest, emptiest and oddest values that its columns take.
ROWS: dict[str, list[dict[str, Any]]] = {
    "saved_rolls": [
        {
            "owner_kind": "player",
            "owner_id": SNOWFLAKE,
            "name": "Schlag mit dem Schwert",
            "text": "1d20 + 5 # \u2028 \U0001f3b2 \u202eabc \\ \" ' ; -- \x01\r\n\t",
            "created_at": MOMENT,
            "updated_at": MOMENT - timedelta(days=3_000),
            "uses": 2**31 - 1,
        },
        {
            "owner_kind": "server",
            "owner_id": 1,
            "name": "a",
            "text": "",
            "created_at": MOMENT.replace(microsecond=0),
            "updated_at": MOMENT,
            "uses": 0,
        },
    ],
    "shares": [
        {
            "code": "ABCD-EFGH",
            "player_id": 1,
            "rolls": {"name": "1d6", "\u00e9": "\u2068\u2069", "": None},
            "created_at": MOMENT,
            "expires_at": MOMENT,
            "system_file": None,
        }
    ],
    "system_files": [
        {
            "server_id": SNOWFLAKE,
            "digest": "0f" * 32,
            "command": "loot",
            "name": "Lo\u00f6t",
            "text": 'format = 1\nname = "\u05d0"\n',
            "added_by": None,
            "added_at": MOMENT,
            "replaced_at": MOMENT,
        }
    ],
    "characters": [
        {
            "player_id": SNOWFLAKE,
            "key": "mira",
            "name": "Mira \U0001f3b2 \u05d0",
            "sheet": {"z": "1", "str": "3", "attack": "1d20 + @str"},
            "created_at": MOMENT,
            "updated_at": MOMENT,
        }
    ],
    "characters_in_use": [
        {"player_id": SNOWFLAKE, "server_id": 0, "channel_id": 0, "key": ""},
        {"player_id": SNOWFLAKE, "server_id": 5, "channel_id": SNOWFLAKE, "key": "mira"},
    ],
    "hints_shown": [{"player_id": SNOWFLAKE, "kind": "strict"}],
    "server_settings": [
        {
            "server_id": 5,
            "gm_role_id": None,
            "gm_channel_id": SNOWFLAKE,
            "results_channel_id": None,
            "default_visibility": "everyone",
            "compact": True,
            "buttons": False,
            "luck": True,
            "history_days": None,
        }
    ],
    "fair_sessions": [
        {
            "server_id": 5,
            "session": 1,
            "secret": "plain:" + "00" * 32,
            "seal_secret": "fernet:" + "x" * 180,
            "commitment": "00" * 32,
            "seals": "ff" * 32,
            "previous": "",
            "channel_id": None,
            "begun_at": MOMENT,
            "hours": None,
            "due_at": None,
            "ended_at": MOMENT,
            "announced": False,
        },
    ],
    "fair_entries": [
        {
            "server_id": 5,
            "session": 1,
            "place": place,
            "kind": "words",
            "number": 0,
            "player_id": SNOWFLAKE,
            "interaction_id": interaction_id,
            "opened": False,
            "body": {"words": "\u2028 \U0001f3b2 \\"} if place == 1 else None,
            "at": MOMENT,
            "link": "00" * 32,
            "contributed": "",
        }
        for place, interaction_id in ((1, SNOWFLAKE), (2, None))
    ],
    "player_settings": [
        {"player_id": 1, "compact": None, "luck": False},
        {"player_id": 2, "compact": True, "luck": None},
    ],
    "pads": [{"message_id": 1, "player_id": 2, "text": "1d6 + 2d8", "updated_at": MOMENT}],
    "button_states": [{"key": "999b03c7013079d173c4da68", "text": "x" * 4_000, "used_at": MOMENT}],
}


def fill(connection: Connection) -> None:
    """Put rows into every table."""
    rolls.record(connection, [a_roll(number) for number in range(1, 2_500)])
    rolls.record(connection, [a_blind_roll(3_000), a_roll(3_001, faces=(), total="-" + "9" * 100)])
    for name, rows in ROWS.items():
        for row in rows:
            connection.execute(insert(metadata.tables[name]).values(row))


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        each.name: [
            tuple(row) for row in connection.execute(select(each).order_by(*each.primary_key.columns))
        ]
        for each in metadata.sorted_tables
    }


async def backup_of(address: str) -> bytes:
    stream = io.BytesIO()
    await back_up(url_of(address), stream, made_at=MADE_AT)
    return stream.getvalue()


async def contents(address: str) -> dict[str, list[tuple[Any, ...]]]:
    async with opened(address) as database:
        return await database.read(everything)
