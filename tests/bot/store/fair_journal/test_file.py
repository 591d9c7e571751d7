"""The file of the journal, shared by several processes, and what a killed one or a full disk leaves of it."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from bot.store.fair_journal.file import JournalFile
from bot.store.fair_journal.records import HEAD, line_of
from tests.bot.store.fair_journal.test_records import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = [line_of(record) for record in RECORDS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db-fair"


def test_each_reads_what_the_others_have_appended(path: Path) -> None:
    one, other = JournalFile(path), JournalFile(path)
    assert not one.exists
    assert one.lock() == []
    one.append(LINES[0])
    assert other.lock() is None, "one has the lock"
    one.unlock()
    assert other.exists
    assert other.lock() == RECORDS[:1]
    other.append(LINES[1])
    other.unlock()
    assert one.lock() == RECORDS[1:]
    one.unlock()
    assert one.lock() == []
    one.close()
    assert other.lock() == []
    assert path.read_bytes() == HEAD + LINES[0] + LINES[1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_renewed_file_is_seen_by_the_others(path: Path) -> None:
    one, other = JournalFile(path), JournalFile(path)
    one.lock()
    one.append(LINES[0])
    one.unlock()
    assert other.lock() == RECORDS[:1]
    other.unlock()
    one.lock()
    one.renew()
    assert other.lock() is None, "one has the lock of the new file as well"
    assert other.replaced
    one.append(LINES[1])
    one.unlock()
    assert other.lock() == RECORDS[1:]
    assert not other.replaced
    other.unlock()
    assert one.lock() == []
    assert not one.replaced
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_removed_file_is_made_again(path: Path) -> None:
    file = JournalFile(path)
    file.lock()
    file.append(LINES[0])
    file.unlock()
    path.unlink()
    assert file.lock() == []
    assert file.replaced
    file.append(LINES[1])
    assert path.read_bytes() == HEAD + LINES[1]


@pytest.mark.parametrize(
    "left", [b"", HEAD[:1], HEAD[:-1], HEAD, HEAD + LINES[0][:1], HEAD + LINES[0][:-1], HEAD + LINES[0]]
)
def test_what_a_killed_process_has_left_is_cut_to_whole_records(path: Path, left: bytes) -> None:
    path.write_bytes(left)
    file = JournalFile(path)
    whole = left == HEAD + LINES[0]
    assert file.lock() == (RECORDS[:1] if whole else [])
    file.append(LINES[1])
    assert path.read_bytes() == HEAD + LINES[0] * whole + LINES[1]


def test_a_file_of_something_else_stays_as_it_is(path: Path) -> None:
    path.write_bytes(b"dicewright rolls 2\n")
    file = JournalFile(path)
    for _again in range(2):
        with pytest.raises(OSError, match="is not a journal of this version"):
            file.lock()
    assert path.read_bytes() == b"dicewright rolls 2\n"


def full(_file: int, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


_write = os.write


def nearly_full(file: int, data: bytes) -> int:
    return _write(file, data[:50])


@pytest.mark.parametrize("write", [full, nearly_full])
@pytest.mark.parametrize("stuck", [False, True])
def test_nothing_is_appended_on_a_full_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[int, bytes], int], stuck: bool
) -> None:
    file, other = JournalFile(path), JournalFile(path)
    file.lock()
    file.append(LINES[0])
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        if stuck:
            patched.setattr(os, "ftruncate", full)
        with pytest.raises(OSError, match=r"No space left|only 50 of"):
            file.append(LINES[1])
    file.unlock()
    assert other.lock() == RECORDS[:1]
    other.unlock()
    assert file.lock() == []
    file.append(LINES[1])
    assert path.read_bytes() == HEAD + LINES[0] + LINES[1]
