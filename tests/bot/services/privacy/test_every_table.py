"""Every table of the database has an answer: what is a player's is in the personal file, and can be deleted.

A new table or column fails here until it is in the file, or stands below with the reason why it is not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, insert, select, update

from bot.services.container import running_services
from bot.store import fair, pads, preferences, rolls, saved_rolls, shares
from bot.store.button_states import keep
from bot.store.preferences import PlayerSettings
from bot.store.saved_rolls import Owner, SavedRoll
from bot.store.shards.shard_tables import shard_metadata
from bot.store.shares import Share
from bot.store.sheets import characters
from bot.store.sheets.characters import Character, Spot
from bot.store.systems import system_files
from bot.store.tables import fair_sessions, metadata, server_settings
from tests.support.databases import opened
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, START, TAVERN, a_roll, a_system_file, an_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from bot.store.connection.database import Database

TABLES = {**metadata.tables, **shard_metadata.tables}

NOBODYS = {
    "server_settings": "what a server has chosen",
    "button_states": "texts under their fingerprint, without a person; they go when nobody uses them",
    "fair_sessions": "a server's secrets and commitments",
    "shard_processes": "the bot's own processes",
    "shard_leases": "the bot's own connections",
    "shard_identifies": "the bot's own connections",
}
"""Tables that hold nothing of a person, and what they hold."""

WHOSE = {"player_id", "owner_id", "owner_kind", "added_by"}
"""Columns that say whose a row is: the file says that once."""

LEFT_OUT = {
    "rolls.blind_token": "a secret of the GM's",
    "system_files.digest": "the fingerprint of the file, which is in it",
    "characters.key": "the name in another spelling, and the name is in it",
    "pads.message_id": "where the pad is, of which the text is in it",
    "pads.updated_at": "for cleaning up",
    "fair_entries.place": "the order in the server's chain; the roll's number is in it",
    "fair_entries.turn": "which player's turn it was in the server's chain",
    "fair_entries.interaction_id": "against writing it twice",
    "fair_entries.visibility": "the history has it",
    "fair_entries.opened": "whether the session had ended",
    "fair_entries.link": "a fingerprint of the chain",
    "fair_entries.contributed": "a fingerprint of the chain",
}
"""Columns of a person's rows that are not in the file, and why."""

STAYS = {
    "system_files": "a game that was added is the server's, and stays without the person",
    "fair_entries": "the chain can be checked only whole: the place of what was deleted stays, empty",
}
"""Tables of which something stays after deletion, and why."""

OTHER = {
    "rolls.visibility": "only_me",
    "rolls.total": "9",
    "fair_entries.kind": "words",
    "saved_rolls.owner_kind": "player",
}
"""What some columns may be changed to."""


def fill(connection: Connection, player_id: int) -> None:
    """Put a row into each table, with something in every column that can hold anything."""
    saved = SavedRoll(
        owner=Owner.player(player_id), name="attack", text="1d20", created_at=START, updated_at=START, uses=2
    )
    saved_rolls.put(connection, [saved])
    share = Share(
        code="CODE",
        player_id=player_id,
        rolls={"attack": "1d20"},
        created_at=START,
        expires_at=START,
        system_file="format = 1",
    )
    shares.add(connection, share)
    chosen = PlayerSettings(compact=True, luck=True, pictures=True, systems=["coc"])
    preferences.set_player(connection, player_id, chosen)
    pads.set_text(connection, 1, player_id, "1d6 + 2", now=START)
    preferences.add_hint(connection, player_id, "strict")
    mira = Character(
        player_id=player_id, key="mira", name="Mira", values={"str": "3"}, created_at=START, updated_at=START
    )
    characters.put(connection, mira)
    characters.use(connection, player_id, Spot(TAVERN, 7), "mira")
    system_files.put(connection, a_system_file(player_id, replaced_at=START), older=9)
    fair.add(connection, an_entry(3, player_id=player_id))
    pushed = a_roll(
        8,
        player_id=player_id,
        note="to climb",
        names={"str": "3"},
        message_id=9,
        system="coc",
        outcome={"call": "coc 55"},
        first_id=7,
        revealed_at=START,
    )
    rolls.record(connection, [pushed])
    keep(connection, "e1d20", now=START)
    connection.execute(
        insert(server_settings).values(
            server_id=TAVERN, default_visibility="everyone", compact=False, buttons=True, luck=True
        )
    )
    connection.execute(
        insert(fair_sessions).values(
            server_id=TAVERN + 1,
            session=1,
            secret="",
            seal_secret="",
            commitment="",
            seals="",
            previous="",
            begun_at=START,
            announced=True,
        )
    )


def other(name: str, value: Any) -> Any:
    """Return another value for a column."""
    if name in OTHER:
        return OTHER[name]
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case datetime():
            return value + timedelta(days=1)
        case dict():
            return {**value, "text": "other"}
        case list():
            return [*value, "v5"]
    raise AssertionError(f"{name} is empty: have `fill` put something there")


def columns(table: Table) -> Iterator[str]:
    """Yield the columns of a table that the file should have."""
    for column in table.c:
        if column.name not in WHOSE and f"{table.name}.{column.name}" not in LEFT_OUT:
            yield column.name


def personal() -> list[Table]:
    return [table for name, table in TABLES.items() if name not in NOBODYS]


def test_each_table_that_names_a_person_is_personal() -> None:
    for name in NOBODYS:
        named = {column.name for column in TABLES[name].c} & {*WHOSE, "user_id", "member_id", "author_id"}
        assert named == set(), name
    known = {f"{table.name}.{column.name}" for table in personal() for column in table.c}
    assert known >= LEFT_OUT.keys()
    assert known >= OTHER.keys()


async def test_every_column_of_a_person_is_in_the_file(sqlite_address: str) -> None:
    async with opened(sqlite_address) as database:
        await database.write(fill, ANN)
        async with running_services(database, run=at_once, now=lambda: START) as services:

            async def content() -> bytes:
                return (await services.personal.file(ANN, most_bytes=9_000_000)).content

            before = await content()
            missing = []
            for table in personal():
                for name in columns(table):
                    kept = await changed(database, table, name)
                    if await content() == before:
                        missing.append(f"{table.name}.{name}")
                    await database.write(_set, table, name, kept)
            assert missing == [], "they are stored, and not in the file: put them there, or in LEFT_OUT"
            assert await content() == before


async def changed(database: Database, table: Table, name: str) -> Any:
    """Change a column of the only row of a table, and return what it was."""
    row = (await database.read(lambda connection: connection.execute(select(table)).mappings().all()))[0]
    await database.write(_set, table, name, other(f"{table.name}.{name}", row[name]))
    return row[name]


def _set(connection: Connection, table: Table, name: str, value: Any) -> None:
    connection.execute(update(table).values({name: value}))


async def test_nothing_of_a_person_is_left_in_any_table(database: Database) -> None:
    await database.write(fill, ANN)
    before = await database.read(_dump)
    assert {name for name, rows in before.items() if str(ANN) in rows} == {each.name for each in personal()}
    async with running_services(database, run=at_once, now=lambda: START) as services:
        assert await services.privacy.remove_all(ANN) == len(personal())
    after = await database.read(_dump)
    assert {name: rows for name, rows in after.items() if str(ANN) in rows and name not in STAYS} == {}
    assert {each.name for each in personal() if after[each.name] != "[]"} == STAYS.keys()
    (entry,) = await database.read(
        lambda connection: connection.execute(select(TABLES["fair_entries"])).mappings().all()
    )
    assert (entry["player_id"], entry["body"]) == (None, None)
    (file,) = await database.read(
        lambda connection: connection.execute(select(TABLES["system_files"])).mappings().all()
    )
    assert file["added_by"] is None
    assert all(after[name] == before[name] for name in NOBODYS if name in after)


def _dump(connection: Connection) -> dict[str, str]:
    return {
        table.name: str([tuple(row) for row in connection.execute(select(table))])
        for table in metadata.tables.values()
    }


def test_columns_of_json_are_seen_through() -> None:
    """What is in them is in the file by what was changed in it, so each holds a dictionary or a list."""
    kinds = {
        f"{table.name}.{column.name}"
        for table in personal()
        for column in table.c
        if isinstance(column.type, JSON)
    }
    assert kinds == {
        "rolls.names",
        "rolls.faces",
        "rolls.outcome",
        "shares.rolls",
        "player_settings.systems",
        "characters.sheet",
        "fair_entries.body",
    }
