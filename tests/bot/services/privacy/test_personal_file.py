"""All that is stored of a player, as a file: whole, readable, bounded."""

from __future__ import annotations

import json
import random
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from bot.services.container import running_services
from bot.services.privacy.personal_file import LARGEST_PLAIN
from bot.store import fair, pads, preferences, rolls, saved_rolls, shares
from bot.store.preferences import PlayerSettings
from bot.store.saved_rolls import Owner, SavedRoll
from bot.store.shares import Share
from bot.store.sheets import characters
from bot.store.sheets.characters import Character, Spot
from bot.store.systems import system_files
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, BOB, START, TAVERN, a_blind_roll, a_roll, a_system_file, an_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.services.history.roll_file import RollFile
    from bot.store.connection.database import Database

MUCH = 9_000_000


async def file_of(
    database: Database, *, most_bytes: int = MUCH, before: tuple[int, int] | None = None
) -> RollFile:
    async with running_services(database, run=at_once, now=lambda: START) as services:
        return await services.personal.file(ANN, most_bytes=most_bytes, before=before)


def fill(connection: Connection, player_id: int) -> None:
    owner = Owner.player(player_id)
    attack = SavedRoll(owner=owner, name="attack", text="1d20", created_at=START, updated_at=START, uses=2)
    saved_rolls.put(connection, [attack])
    share = Share(
        code=f"CODE{player_id}",
        player_id=player_id,
        rolls={"attack": "1d20"},
        created_at=START,
        expires_at=START,
    )
    shares.add(connection, share)
    preferences.set_player(connection, player_id, PlayerSettings(compact=True))
    pads.set_text(connection, 1, player_id, "1d6 + 2", now=START)
    preferences.add_hint(connection, player_id, "strict")
    mira = Character(
        player_id=player_id, key="mira", name="Mira", values={"str": "3"}, created_at=START, updated_at=START
    )
    characters.put(connection, mira)
    characters.use(connection, player_id, Spot(TAVERN, 7), "mira")
    characters.use(connection, player_id, Spot(), "")
    system_files.put(connection, a_system_file(player_id), older=9)
    fair.add(connection, an_entry(player_id, player_id=player_id))
    number = player_id * 10
    rolls.record(
        connection,
        [
            a_roll(number, player_id=player_id, note="“to hit” 🎲", message_id=9),
            a_blind_roll(number + 1, player_id=player_id),
            a_roll(number + 2, player_id=player_id, total="7/3", server_id=None, names={"str": "3"}),
        ],
    )


def document(file: RollFile) -> dict[str, Any]:
    """Return what is in a file, whether zipped or not."""
    content = file.content
    if file.name == "dicewright-data.zip":
        with ZipFile(BytesIO(content)) as archive:
            content = archive.read("dicewright-data.json")
    read: dict[str, Any] = json.loads(content)
    return read


def newest_first(number: int) -> list[str]:
    """Return the ids of rolls made in their order."""
    return [f"{each}-0" for each in reversed(range(number))]


async def test_everything_is_in_it_and_nothing_of_others(database: Database) -> None:
    await database.write(fill, ANN)
    await database.write(fill, BOB)
    file = await file_of(database)
    assert (file.name, file.rolls, file.rest) == ("dicewright-data.json", 3, None)
    assert str(BOB) not in file.content.decode()
    read = document(file)
    moment = "2026-03-14T20:00:00.123456+00:00"
    about = read.pop("about")
    assert "blind" in about
    fraction, blind, plain = read.pop("rolls")
    assert read == {
        "format": "dicewright personal data",
        "version": 1,
        "exported_at": moment,
        "player_id": str(ANN),
        "settings": {
            "short_replies": True,
            "luck_under_rolls": None,
            "pictures_of_dice": None,
            "game_systems": [],
        },
        "saved_rolls": [
            {"name": "attack", "text": "1d20", "uses": 2, "created_at": moment, "updated_at": moment}
        ],
        "characters": [{"name": "Mira", "values": {"str": "3"}, "created_at": moment, "updated_at": moment}],
        "characters_in_use": [
            {"server_id": None, "channel_id": None, "name": ""},
            {"server_id": str(TAVERN), "channel_id": "7", "name": "mira"},
        ],
        "shares": [
            {
                "code": f"CODE{ANN}",
                "rolls": {"attack": "1d20"},
                "game_system": None,
                "created_at": moment,
                "expires_at": moment,
            }
        ],
        "game_systems_added": [
            {
                "server_id": str(TAVERN),
                "command": "loot",
                "name": "Loot",
                "file": f"format = {ANN}",
                "added_at": moment,
                "replaced_at": moment,
            }
        ],
        "dice_pads": ["1d6 + 2"],
        "one_time_hints_seen": ["strict"],
        "verifiable_rolls": [
            {
                "server_id": str(TAVERN),
                "session": 1,
                "number": ANN,
                "at": moment,
                "text": "d20",
                "names": {},
            }
        ],
    }
    assert plain == {
        "id": f"{ANN * 10}-0",
        "rolled_at": "2026-03-14T20:10:00.123456+00:00",
        "server_id": str(TAVERN),
        "link": f"https://discord.com/channels/{TAVERN}/7/9",
        "text": "2D6+1",
        "notation": "2d6 + 1",
        "names": {},
        "note": "“to hit” 🎲",
        "total": 8,
        "faces": [3, 4],
        "game_system": None,
        "outcome": None,
        "second_look_at": None,
        "visibility": "everyone",
        "revealed_at": None,
    }
    assert (blind["total"], blind["faces"], blind["visibility"]) == (None, None, "blind")
    assert (fraction["total"], fraction["server_id"], fraction["names"]) == ("7/3", None, {"str": "3"})


async def test_of_somebody_unknown_there_is_an_empty_document(database: Database) -> None:
    file = await file_of(database)
    assert (file.name, file.rolls) == ("dicewright-data.json", 0)
    assert document(file)["rolls"] == document(file)["saved_rolls"] == []


async def test_a_large_one_is_zipped(database: Database) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(4_000)])
    file = await file_of(database)
    assert (file.name, file.rolls, file.rest) == ("dicewright-data.zip", 4_000, None)
    assert len(file.content) < LARGEST_PLAIN / 2
    assert [roll["id"] for roll in document(file)["rolls"]] == newest_first(4_000)


async def test_files_go_on_where_the_last_one_was_full(database: Database) -> None:
    generator = random.Random(7)  # noqa: S311 - a test wants the same faces each time
    # Many faces, so that what is random in them fills the file.
    made = [a_roll(number, faces=tuple(generator.choices(range(1, 1_001), k=400))) for number in range(2_400)]
    await database.write(rolls.record, made)
    ids: list[str] = []
    before = None
    number = 0
    while number == 0 or before is not None:
        file = await file_of(database, most_bytes=800_000, before=before)
        assert len(file.content) <= 800_000
        ids += [roll["id"] for roll in document(file)["rolls"]]
        before = file.rest
        number += 1
    assert ids == newest_first(2_400)
    assert 2 <= number <= 5
