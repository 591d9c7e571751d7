"""State of buttons that doesn't fit into the 100 characters of a custom id."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.store.tables import button_states
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_KEY_BYTES = 12


def key_of(text: str) -> str:
    """Return the key of a text: 24 characters of its hash, so that equal texts share a row.

    >>> key_of("4d6kh3")
    '999b03c7013079d173c4da68'
    """
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=_KEY_BYTES).hexdigest()


def keep(connection: Connection, text: str, *, now: datetime) -> str:
    """Store a text; return its key."""
    key = key_of(text)
    insert_or_update(
        connection,
        button_states,
        [{"key": key, "text": text, "used_at": now}],
        update=("used_at",),
    )
    return key


def find(connection: Connection, key: str, *, now: datetime) -> str | None:
    """Return the text with a key and note that it is in use; None if it was removed."""
    statement = (
        update(button_states)
        .where(button_states.c.key == key)
        .values(used_at=now)
        .returning(button_states.c.text)
    )
    text: str | None = connection.execute(statement).scalar()
    return text
