"""Records of the journal: what is written is read again, and what is not whole is not read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.store.fair import ROLL, WORDS, StoredEntry
from bot.store.fair_journal.records import Record, line_of, read_lines
from bot.store.visibility import Visibility

ROLLED = StoredEntry(
    server_id=613425648685547541,
    session=3,
    place=17,
    kind=ROLL,
    number=15,
    player_id=7,
    turn=4,
    interaction_id=1_300_000_000_000_000_001,
    visibility=Visibility.BLIND,
    body={"text": "1d20 # \u2694\n\u2028", "names": {"a": "1d4"}, "notation": "1d20", "content": "ab"},
    at=datetime(2026, 11, 27, 20, tzinfo=UTC),
    link="0" * 64,
    contributed="f" * 64,
)
SAID = StoredEntry(
    server_id=1,
    session=1,
    place=18,
    kind=WORDS,
    number=15,
    body={"words": ""},
    at=datetime(1970, 1, 1, tzinfo=UTC),
    link="1" * 64,
    contributed="",
)
RECORDS = [Record(ROLLED, "2" * 64), Record(SAID, "0" * 64)]


def test_what_is_written_is_read_again() -> None:
    data = b"".join(map(line_of, RECORDS))
    assert data.count(b"\n") == len(RECORDS)
    assert read_lines(data) == (RECORDS, len(data))


def test_a_record_counts_only_if_all_of_it_is_there() -> None:
    first, second = map(line_of, RECORDS)
    for length in range(len(second)):
        assert read_lines(first + second[:length]) == (RECORDS[:1], len(first))


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_a_changed_byte_ends_what_can_be_read(at: int) -> None:
    first, second = map(line_of, RECORDS)
    changed = bytearray(first)
    changed[at % len(first)] ^= 1
    assert read_lines(bytes(changed) + second) == ([], 0)


@pytest.mark.parametrize("data", [b"", b"\n", b"\n\n", bytes(600), b"00000000 \n[]\n", b"x" * 600 + b"\n"])
def test_what_a_lost_block_may_leave(data: bytes) -> None:
    first = line_of(RECORDS[0])
    found, read = read_lines(first + data)
    assert (found, read) == (RECORDS[:1], len(first))
