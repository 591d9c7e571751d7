"""Removing a person leaves no row with their id, and nobody else's row goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.store import fair, pads, personal_data, preferences, rolls, saved_rolls, shares
from bot.store.preferences import PlayerSettings
from bot.store.saved_rolls import Owner, SavedRoll
from bot.store.shares import Share
from bot.store.sheets import characters
from bot.store.sheets.characters import Character, Spot
from bot.store.systems import system_files
from bot.store.tables import metadata
from tests.support.rolls import ANN, BOB, START, a_blind_roll, a_roll, a_system_file, an_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.store.connection.database import Database


def fill(connection: Connection, player_id: int) -> None:
    """Put something of a player into every table that can hold it."""
    number = player_id * 10
    rolls.record(
        connection, [a_roll(number, player_id=player_id), a_blind_roll(number + 1, player_id=player_id)]
    )
    saved = SavedRoll(
        owner=Owner.player(player_id), name="attack", text="1d20", created_at=START, updated_at=START
    )
    saved_rolls.put(connection, [saved])
    share = Share(code=f"CODE{player_id}", player_id=player_id, rolls={}, created_at=START, expires_at=START)
    shares.add(connection, share)
    preferences.set_player(connection, player_id, PlayerSettings(compact=True))
    pads.set_text(connection, 1, player_id, "1d6", now=START)
    preferences.add_hint(connection, player_id, "strict")
    mira = Character(
        player_id=player_id, key="mira", name="Mira", values={"str": "3"}, created_at=START, updated_at=START
    )
    characters.put(connection, mira)
    characters.use(connection, player_id, Spot(5), "mira")
    system_files.put(connection, a_system_file(player_id), older=9)
    fair.add(connection, an_entry(player_id, player_id=player_id))


def rows_of(connection: Connection, player_id: int) -> dict[str, int]:
    """Count the rows that name a player, by table, in whatever column of an id."""
    found: dict[str, int] = {}
    for table in metadata.tables.values():
        for name in ("player_id", "owner_id", "added_by"):
            if name in table.c:
                query = select(func.count()).select_from(table).where(table.c[name] == player_id)
                found[table.name] = connection.execute(query).scalar_one()
    return found


async def test_all_of_a_player_goes_and_nothing_of_others(database: Database) -> None:
    for player_id in (ANN, BOB):
        await database.write(fill, player_id)
    before = await database.read(rows_of, ANN)
    assert before == {
        "rolls": 2,
        "saved_rolls": 1,
        "shares": 1,
        "player_settings": 1,
        "system_files": 1,
        "pads": 1,
        "hints_shown": 1,
        "characters": 1,
        "characters_in_use": 1,
        "fair_entries": 1,
    }
    assert await database.write(personal_data.remove_all_else, ANN) == 8
    assert [await database.write(personal_data.remove_rolls, ANN, limit=1) for _ in range(3)] == [1, 1, 0]
    assert await database.write(fair.remove_player, ANN) == 1
    assert set((await database.read(rows_of, ANN)).values()) == {0}
    assert await database.read(rows_of, BOB) == before


async def test_saved_rolls_of_a_server_with_the_same_number_stay(database: Database) -> None:
    ours = SavedRoll(owner=Owner.server(ANN), name="attack", text="1d20", created_at=START, updated_at=START)
    await database.write(saved_rolls.put, [ours])
    assert await database.write(personal_data.remove_all_else, ANN) == 0
    assert await database.read(saved_rolls.all_of, [Owner.server(ANN)]) == [ours]
