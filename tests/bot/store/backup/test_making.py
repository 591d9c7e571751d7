"""Making a backup: it shows one moment, keeps nobody waiting, and only a sound database has one."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.startup import StartupError
from bot.store import migrations
from bot.store.backup.making import back_up
from tests.bot.store.backup.backups import MADE_AT, backup_of, everything, fill
from tests.support.databases import opened, url_of


async def test_a_backup_has_one_moment_and_nobody_waits_for_it(address: str) -> None:
    async with opened(address) as database:
        await database.write(fill)

        class Interrupted(io.BytesIO):
            """Somebody rolls while the backup is being written."""

            rolled = False

            def write(self, data: Any) -> int:
                if not self.rolled and self.tell() > 2_000:
                    self.rolled = True
                    write_beside(address)
                return super().write(data)

        stream = Interrupted()
        await back_up(url_of(address), stream, made_at=MADE_AT)
        assert stream.rolled
        numbers = json.loads(gzip.decompress(stream.getvalue()).splitlines()[-1])["end"]
        assert numbers["rolls"] == 2_501
        assert numbers["shares"] == 1
        assert len((await database.read(everything))["shares"]) == 0


def write_beside(address: str) -> None:
    """Remove a table's rows by another process, for this one waits for the stream."""
    import subprocess
    import sys

    code = (
        "import asyncio, sys\n"
        "from sqlalchemy import text\n"
        "from tests.support.databases import opened\n"
        "async def main():\n"
        "    async with opened(sys.argv[1]) as database:\n"
        "        await database.write(lambda c: c.execute(text('DELETE FROM shares')))\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", code, address], check=True, cwd=Path(__file__).parents[4])


async def test_tables_of_another_version_are_not_backed_up(address: str) -> None:
    async with opened(address) as database:
        await database.write(
            lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        )
        try:
            with pytest.raises(StartupError, match="at 9999, but this version of the bot backs up"):
                await backup_of(address)
        finally:
            await database.write(
                lambda connection: connection.execute(
                    text("UPDATE alembic_version SET version_num = :newest"), {"newest": migrations.newest()}
                )
            )


async def test_a_damaged_file_is_not_backed_up(sqlite_address: str) -> None:
    async with opened(sqlite_address) as database:
        await database.write(fill)
    path = Path(str(url_of(sqlite_address).database))
    whole = bytearray(path.read_bytes())
    whole[40_000:60_000] = os.urandom(20_000)
    path.write_bytes(whole)
    with pytest.raises(StartupError, match=r"damaged|malformed"):
        await backup_of(sqlite_address)


async def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="There is no database"):
        await backup_of(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []
