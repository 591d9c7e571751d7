"""What is not a sound backup changes nothing."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.startup import StartupError
from bot.store.backup.restoring import restore
from bot.store.migrations import migrate
from tests.bot.store.backup.backups import STAMP, backup_of, contents, fill
from tests.support.databases import opened, url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.databases import PostgreSQL


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


@dataclass(frozen=True, slots=True)
class Sound:
    """A database with rows in every table, its folder if it has one, and a sound backup of it."""

    address: str
    folder: Path
    contents: dict[str, list[tuple[Any, ...]]]
    backup: bytes


# One for all, since nothing may change it.
@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sound:
    folder = tmp_path_factory.mktemp("sound")
    if request.param == "sqlite":
        address = f"sqlite:///{folder / 'test.db'}"
    else:
        postgresql: PostgreSQL = request.getfixturevalue("postgresql")
        address = postgresql.new_database()

    async def make() -> Sound:
        await migrate(url_of(address))
        async with opened(address) as database:
            await database.write(fill)
        return Sound(address, folder, await contents(address), await backup_of(address))

    return asyncio.run(make())


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
    sound: Sound, damage: Callable[[bytes], bytes], sentence: str
) -> None:
    files = sorted(sound.folder.iterdir())
    with pytest.raises(StartupError, match=sentence) as caught:
        await restore(url_of(sound.address), io.BytesIO(damage(sound.backup)), stamp=STAMP)
    assert caught.value.exit_status == 2
    assert await contents(sound.address) == sound.contents
    assert sorted(sound.folder.iterdir()) == files
