"""What the journal has of an entry: one line that shows by itself whether all of it is there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import NamedTuple
from zlib import crc32

from bot.store.fair import StoredEntry
from bot.store.visibility import Visibility

HEAD = b"dicewright rolls 1\n"
"""The first line of a journal."""
_SUM_BYTES = 8
_compact = json.JSONEncoder(separators=(",", ":")).encode


class Record(NamedTuple):
    """An entry, and the link that it was added to: "" if it is the first of its session."""

    entry: StoredEntry
    before: str


def line_of(record: Record) -> bytes:
    """Return the line for a record: a checksum, a space, and JSON."""
    entry, before = record
    text = _compact(
        (
            entry.server_id,
            entry.session,
            entry.place,
            entry.kind,
            entry.number,
            entry.player_id,
            entry.turn,
            entry.interaction_id,
            entry.visibility,
            entry.body,
            int(entry.at.timestamp()),
            entry.link,
            entry.contributed,
            before,
        )
    ).encode()
    return b"%08x %b\n" % (crc32(text), text)


def read_lines(data: bytes) -> tuple[list[Record], int]:
    """Return the records in the lines of a journal, and the number of bytes that they take.

    They end at the first line that is not whole.
    """
    found: list[Record] = []
    read = 0
    while (end := data.find(b"\n", read)) >= 0:
        line = data[read:end]
        text = line[_SUM_BYTES + 1 :]
        # The checksum of nothing is zero.
        if not text or line[: _SUM_BYTES + 1] != b"%08x " % crc32(text):
            break
        found.append(_record(text))
        read = end + 1
    return found, read


def _record(text: bytes) -> Record:
    (
        server_id,
        session,
        place,
        kind,
        number,
        player_id,
        turn,
        interaction_id,
        visibility,
        body,
        at,
        link,
        contributed,
        before,
    ) = json.loads(text)
    entry = StoredEntry(
        server_id=server_id,
        session=session,
        place=place,
        kind=kind,
        number=number,
        player_id=player_id,
        turn=turn,
        interaction_id=interaction_id,
        visibility=None if visibility is None else Visibility(visibility),
        body=body,
        at=datetime.fromtimestamp(at, UTC),
        link=link,
        contributed=contributed,
    )
    return Record(entry, before)
