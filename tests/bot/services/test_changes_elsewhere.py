"""Two processes on one PostgreSQL: what one changes, the other sees at once. Their clocks stand still."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest_asyncio

import dicewright
from bot.services.characters.characters import Characters
from bot.services.saved.saved import SavedRolls
from bot.services.settings.preferences import Preferences
from bot.services.systems.server_games import ServerGames
from bot.store import personal_data
from bot.store.saved_rolls import Owner
from bot.store.sheets.characters import Spot
from bot.store.systems import system_files
from bot.store.systems.system_files import SystemFile
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.game_systems import FOLDER
from tests.support.rolls import ANN, DUNGEON
from tests.support.waiting import until, until_known

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener


class Process:
    """What a process remembers of a database that it shares."""

    def __init__(self, database: Database) -> None:
        clock = Clock()
        self.database = database
        self.listener: Listener = database.listener()
        self.preferences = Preferences(database, clock=clock)
        self.saved = SavedRolls(database, now=clock.now, clock=clock)
        self.games = ServerGames(database, dicewright.systems(), clock=clock)
        self.characters = Characters(database, now=clock.now, clock=clock)
        for each in (self.preferences, self.saved, self.games, self.characters):
            each.listen(self.listener)


@pytest_asyncio.fixture
async def processes(postgresql_address: str) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        both = [Process(await stack.enter_async_context(opened(postgresql_address))) for _ in range(2)]
        for each in both:
            await stack.enter_async_context(each.listener.running())
        await until(lambda: all(each.listener.listening for each in both))
        yield both


async def test_settings(processes: list[Process]) -> None:
    one, other = (each.preferences for each in processes)
    assert not (await other.server(DUNGEON)).compact
    assert (await other.player(ANN)).luck is None
    await one.change_server(DUNGEON, compact=True)
    await one.change_player(ANN, luck=False)

    async def seen() -> tuple[bool, bool | None]:
        return (await other.server(DUNGEON)).compact, (await other.player(ANN)).luck

    await until_known(seen, (True, False))


async def test_saved_rolls_and_all_of_a_player(processes: list[Process]) -> None:
    one, other = (each.saved for each in processes)
    mine = Owner.player(ANN)

    async def known() -> dict[str, str]:
        return {roll.name: roll.text for roll in await other.known_to(ANN, DUNGEON)}

    await until_known(known, {})
    await one.add(mine, "attack", "1d20 + 5")
    await until_known(known, {"attack": "1d20 + 5"})
    await one.edit(mine, "attack", "1d20 + 6", new_name="strike")
    await until_known(known, {"strike": "1d20 + 6"})
    await one.add(Owner.server(DUNGEON), "trap", "2d10")
    await until_known(known, {"strike": "1d20 + 6", "trap": "2d10"})
    await processes[0].database.write(personal_data.remove_all_else, ANN)
    await until_known(known, {"trap": "2d10"})
    await one.remove(Owner.server(DUNGEON), "trap")
    await until_known(known, {})


async def test_characters(processes: list[Process]) -> None:
    one, other = (each.characters for each in processes)

    async def seen() -> str:
        return (await other.values(ANN, DUNGEON, 7)).get("str", "")

    await until_known(seen, "")
    mira = await one.put(ANN, "Mira", {"str": "3"}, new=True)
    await until_known(seen, "3")
    await one.set(mira, "str", "4")
    await until_known(seen, "4")
    await one.use(ANN, "", Spot(DUNGEON))
    await until_known(seen, "")
    await one.use(ANN, mira.key, Spot(DUNGEON, 7))
    await until_known(seen, "4")
    await processes[0].database.write(personal_data.remove_all_else, ANN)
    await until_known(seen, "")


async def test_game_systems(processes: list[Process]) -> None:
    one, other = processes
    text = (FOLDER / "alien.toml").read_text("utf-8")
    system = dicewright.System.from_toml(text, check=False)
    file = SystemFile(
        server_id=DUNGEON,
        digest=system.digest,
        command=system.command,
        name=system.name,
        text=text,
        added_by=ANN,
        added_at=Clock().now(),
    )
    assert not (await other.games.here(DUNGEON)).files
    await one.database.write(system_files.put, file, older=3)

    async def files() -> list[str]:
        return list((await other.games.here(DUNGEON)).files)

    await until_known(files, [system.command])


async def test_what_was_missed_while_nobody_listened_is_loaded_again(processes: list[Process]) -> None:
    one, other = (each.preferences for each in processes)
    assert not (await other.server(DUNGEON)).compact
    missed = Preferences(processes[1].database, clock=Clock())
    assert not (await missed.server(DUNGEON)).compact
    await one.change_server(DUNGEON, compact=True)
    assert not (await missed.server(DUNGEON)).compact
    missed.listen(listener := processes[1].database.listener())
    async with listener.running():
        await until(lambda: listener.listening)
        assert (await missed.server(DUNGEON)).compact
