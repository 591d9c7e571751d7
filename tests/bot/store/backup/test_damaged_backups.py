"""What is not a sound backup changes nothing."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.startup import StartupError
from bot.store.backup.restoring import restore
from tests.bot.store.backup.backups import STAMP, backup_of, contents, fill
from tests.support.databases import opened, url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def changed_line(number: int, change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    def damage(made: bytes) -> bytes:
        lines = gzip.decompress(made).splitlines()
        lines[number] = json.dumps(change(json.loads(lines[number]))).encode()
        return gzip.compress(b"\n".join(lines) + b"\n")

    return damage


def without_line(number: int) -> Callable[[bytes], bytes]:
    def damage(made: bytes) -> bytes:
        lines = gzip.decompress(made).splitlines()
        del lines[number]
        return gzip.compress(b"\n".join(lines) + b"\n")

    return damage


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda _: b"", "not a backup"),
        (lambda _: b"Once upon a time", "not a backup"),
        (lambda _: gzip.compress(b'{"some": "json"}\n'), "not a backup"),
        (lambda _: gzip.compress(b"[1, 2]\n"), "not a backup"),
        (lambda made: made[: len(made) // 2], "damaged: the file ends too early"),
        (lambda made: made[:-1], "damaged"),
        (lambda made: made[:5_000] + bytes([made[5_000] ^ 1]) + made[5_001:], "damaged"),
        (lambda made: made + b"garbage", "damaged"),
        (without_line(-1), "damaged: the file ends too early"),
        (without_line(-3), "damaged"),
        (without_line(200), "damaged"),
        (changed_line(0, lambda line: {**line, "revision": "9999"}), "newer version of the bot"),
        (changed_line(0, lambda line: {**line, "version": 99}), "newer version of the bot"),
        (
            changed_line(1, lambda line: {**line, "columns": {**line["columns"], "key": "shape"}}),
            "unknown to this version of the bot: shape",
        ),
        (changed_line(1, lambda line: {**line, "table": "nobody_knows"}), "nobody_knows"),
        (changed_line(-1, lambda line: {"end": {**line["end"], "rolls": 7}}), "damaged"),
        (changed_line(2, lambda line: line[:-1]), "damaged"),
    ],
)
async def test_what_is_no_sound_backup_changes_nothing(
    address: str, tmp_path: Path, damage: Callable[[bytes], bytes], sentence: str
) -> None:
    async with opened(address) as database:
        await database.write(fill)
    before, made = await contents(address), await backup_of(address)
    files = sorted(tmp_path.iterdir())
    with pytest.raises(StartupError, match=sentence) as caught:
        await restore(url_of(address), io.BytesIO(damage(made)), stamp=STAMP)
    assert caught.value.exit_status == 2
    assert await contents(address) == before
    assert sorted(tmp_path.iterdir()) == files
