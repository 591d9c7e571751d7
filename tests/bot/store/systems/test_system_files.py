"""The files of game systems in the store; on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.systems import system_files
from tests.support.rolls import DUNGEON, TAVERN, a_system_file

if TYPE_CHECKING:
    from bot.store.connection.database import Database


async def test_the_digests_of_a_server_come_whole_or_not_at_all(database: Database) -> None:
    """A server with half of its digests would roll by half of its files."""
    files = [
        a_system_file(number, server_id=server, command=f"game{number}", name=f"Game {number}")
        for server in (TAVERN, DUNGEON)
        for number in range(5)
    ]
    for file in files:
        await database.write(system_files.put, file, older=9)
    whole = {
        server: tuple(sorted(file.digest for file in files if file.server_id == server))
        for server in (TAVERN, DUNGEON)
    }
    assert await database.read(system_files.all_digests, most=9) == whole
    (found,) = (await database.read(system_files.all_digests, most=1)).items()
    assert found in whole.items()
    await database.write(system_files.remove, TAVERN, "game0", now=files[0].added_at)
    assert len((await database.read(system_files.all_digests, most=9))[TAVERN]) == 4
