"""A database that the bot may not use is named at once, with its owner and the user the bot runs as."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.store.connection.file_access import user_name
from tests.support.process import BOT, PROJECT, bot_process

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.fake_discord import FakeDiscord

ROOT = os.geteuid() == 0
# Root may do everything; without these rights it is bound by the modes of files, as everybody is.
AS_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if ROOT else ()
STRANGER = 10_001


def read_only_file(database: Path) -> Path:
    database.chmod(0o444)
    return database


def read_only_folder(database: Path) -> Path:
    database.parent.chmod(0o555)
    return database.parent


def folder_to_be_made_in_a_read_only_one(database: Path) -> Path:
    shutil.rmtree(database.parent)
    database.parent.parent.chmod(0o555)
    return database.parent.parent


def unreadable_file(database: Path) -> Path:
    database.chmod(0o200)
    return database


def log_of_somebody_else(database: Path) -> Path:
    log = Path(f"{database}-wal")
    log.touch()
    log.chmod(0o444)
    return log


def folder_of_somebody_else(database: Path) -> Path:
    database.parent.chmod(0o700)
    os.chown(database.parent, STRANGER, STRANGER)
    return database.parent


SPOILERS = [read_only_file, read_only_folder, folder_to_be_made_in_a_read_only_one, unreadable_file]
SPOILERS += [log_of_somebody_else, *([folder_of_somebody_else] if ROOT else [])]
COMMANDS: list[tuple[str, ...]] = [(), ("check",), ("backup", "-"), ("restore", "BACKUP")]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """An ordinary backup of an empty database."""
    made = tmp_path_factory.mktemp("backup") / "made.backup"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "DATABASE_URL": f"sqlite:///{sqlite_template}"}
    subprocess.run([*BOT, "backup", made], env=environment, check=True, capture_output=True)
    # The user of these tests can read it, but must not be able to use the database.
    made.chmod(0o644)
    return made


@pytest.mark.skipif(ROOT and not shutil.which("setpriv"), reason="setpriv binds root by the modes of files")
@pytest.mark.parametrize(
    ("spoil", "arguments"),
    [
        (spoil, arguments)
        for spoil in SPOILERS
        for arguments in COMMANDS
        # Where there is no folder, there is nothing to back up.
        if (spoil, arguments[:1]) != (folder_to_be_made_in_a_read_only_one, ("backup",))
    ],
)
async def test_it_says_whose_it_is_and_who_asks(
    discord: FakeDiscord,
    tmp_path: Path,
    sqlite_template: Path,
    backup: Path,
    spoil: Callable[[Path], Path],
    arguments: tuple[str, ...],
) -> None:
    folder = tmp_path / "place" / "data"
    folder.mkdir(parents=True)
    database = folder / "dice.db"
    environment = {**discord.environment(), "DATABASE_URL": f"sqlite:///{database}"}
    if "BACKUP" in arguments:
        shutil.copy(sqlite_template, database)
        arguments = tuple(str(backup) if each == "BACKUP" else each for each in arguments)
    else:
        database.touch()
    spoiled = spoil(database)
    try:
        command = (*BOT, *arguments)
        async with bot_process(environment, tmp_path, command, launcher=AS_ANYBODY) as bot:
            assert await bot.exit_status() == 2
        owner = user_name(spoiled.stat().st_uid)
        assert f"{spoiled} belongs to {owner} (mode " in bot.output
        assert f"and the bot runs as {user_name(os.geteuid())}." in bot.output
        assert "Traceback" not in bot.output
        assert discord.gateway.sessions == []
    finally:
        for each in (folder.parent, folder, *folder.parent.rglob("*")):
            if each.exists():
                each.chmod(0o700)
