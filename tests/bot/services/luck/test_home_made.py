"""The luck of rolls by a server's own files, also by versions that it no longer uses; on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.history.reader import PastRolls
from bot.services.history.recording import Circumstances, recorded
from bot.services.luck.fairness import FairnessService
from bot.services.luck.luck import LuckService
from bot.services.systems.calls import GameCalls
from bot.services.systems.server_games import ServerGames
from bot.store import rolls
from bot.store.rolls import public_rolls
from bot.store.systems import system_files
from bot.store.visibility import Visibility
from dicewright import System, scripted
from tests.support.clock import Clock
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, START, TAVERN, a_system_file

if TYPE_CHECKING:
    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll

FILE = """
format = 1
name = "Ember"
command = "ember"
[roll.check]
pools.die = "1d6"
outcomes = [
  {{ name = "success", when = "@die >= {least}", tone = "success" }},
  {{ name = "failure", tone = "failure" }},
]
"""
PUBLIC = public_rolls(TAVERN, player_id=ANN)
ELSEWHERE = TAVERN + 1


def rolled(text: str, number: int, face: int, *, server_id: int = TAVERN) -> RecordedRoll:
    systems = dicewright.systems().with_systems([System.from_toml(text)])
    played = GameCalls(systems, {"ember": text}).read("ember").roll(scripted([face]))
    return recorded(
        played,
        Circumstances(
            interaction_id=number,
            rolled_at=START,
            player_id=ANN,
            server_id=server_id,
            channel_id=1,
            visibility=Visibility.EVERYONE,
        ),
    )


def luck_service(database: Database, *, with_files: bool = True) -> LuckService:
    games = ServerGames(database, dicewright.systems(), clock=Clock()) if with_files else None
    return LuckService(PastRolls(database), at_once, games=games)


async def test_rolls_of_a_servers_own_file_count_by_its_version(database: Database) -> None:
    easy, hard = FILE.format(least=3), FILE.format(least=6)
    for text in (easy, hard):
        file = a_system_file(ANN, text=text, digest=System.from_toml(text).digest, command="ember")
        await database.write(system_files.put, file, older=9)
    await database.write(rolls.record, [rolled(easy, 1, 3), rolled(hard, 2, 6)])
    luck = await luck_service(database).luck(PUBLIC)
    assert (luck.rolls, luck.left_out) == (2, 0)
    # Of the first, four faces in six are as good; of the second, only the six.
    assert luck.mean == pytest.approx(((1 / 3 + 1) / 2 + (5 / 6 + 1) / 2) / 2)
    fairness = await FairnessService(PastRolls(database), at_once).fairness(public_rolls(TAVERN))
    assert fairness.rolls == 2
    assert fairness.waiting == ((6, 2),)


async def test_a_file_that_is_gone_or_cannot_be_read_leaves_its_rolls_out(database: Database) -> None:
    text = FILE.format(least=3)
    await database.write(rolls.record, [rolled(text, 1, 3)])
    assert (await luck_service(database).luck(PUBLIC)).left_out == 1
    unreadable = a_system_file(ANN, text="format = 9", digest=System.from_toml(text).digest, command="ember")
    await database.write(system_files.put, unreadable, older=9)
    assert (await luck_service(database).luck(PUBLIC)).left_out == 1
    assert (await luck_service(database, with_files=False).luck(PUBLIC)).left_out == 1


async def test_the_file_of_another_server_is_not_looked_at(database: Database) -> None:
    text = FILE.format(least=3)
    file = a_system_file(ANN, text=text, digest=System.from_toml(text).digest, command="ember")
    await database.write(system_files.put, file, older=9)
    await database.write(rolls.record, [rolled(text, 1, 3, server_id=ELSEWHERE)])
    luck = await luck_service(database).luck(public_rolls(ELSEWHERE, player_id=ANN))
    assert (luck.rolls, luck.left_out) == (0, 1)
