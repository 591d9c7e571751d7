"""Characters of players: adding and changing them within limits, and which one is in use where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.services.characters.characters import MOST_CHARACTERS, Characters
from bot.services.characters.files import from_file, to_file
from bot.services.characters.sheet import MOST_VALUES
from bot.services.user_error import UserError
from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from bot.store.sheets.characters import Spot
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB, DUNGEON, TAVERN

if TYPE_CHECKING:
    from bot.store.connection.database import Database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def characters(database: Database, clock: Clock) -> Characters:
    return Characters(database, now=clock.now, clock=clock)


async def used(
    characters: Characters, server_id: int | None, channel_id: int = 1, player_id: int = ANN
) -> str:
    found = await characters.here(player_id, server_id, channel_id)
    return "" if found is None else found.name


async def test_the_channels_choice_goes_before_the_servers(characters: Characters) -> None:
    mira = await characters.put(ANN, "Mira", {"str": "3"}, new=True)
    # The only one is in use wherever nothing else was chosen.
    assert [await used(characters, place) for place in (TAVERN, DUNGEON, None)] == ["Mira"] * 3
    orin = await characters.put(ANN, "Orin", {"str": "1"}, new=True)
    assert [await used(characters, place) for place in (TAVERN, DUNGEON, None)] == [""] * 3
    await characters.use(ANN, mira.key, Spot(TAVERN))
    await characters.use(ANN, orin.key, Spot(TAVERN, 2))
    await characters.use(ANN, "", Spot(TAVERN, 3))
    assert [await used(characters, TAVERN, channel) for channel in (1, 2, 3)] == ["Mira", "Orin", ""]
    assert await characters.values(ANN, TAVERN, 2) == {"str": "1", "strength": "1"}
    assert await characters.values(ANN, TAVERN, 3) == {}
    assert await used(characters, DUNGEON) == await used(characters, TAVERN, player_id=BOB) == ""
    await characters.remove(ANN, "orin")
    assert [await used(characters, TAVERN, channel) for channel in (1, 2, 3)] == ["Mira", "Mira", ""]


async def test_a_renamed_character_keeps_its_age_and_where_it_is_in_use(
    characters: Characters, clock: Clock
) -> None:
    await characters.put(ANN, "Orin", {"str": "1"}, new=True)
    mira = await characters.put(ANN, "Mira", {"str": "3"}, new=True)
    await characters.use(ANN, mira.key, Spot(TAVERN))
    clock.advance(days=1)
    renamed = await characters.rename(mira, "Mira the Bold", {"str": "4"})
    assert renamed == await characters.find(ANN, "mira the bold", TAVERN, None)
    assert (renamed.created_at, renamed.updated_at) == (mira.created_at, clock.now())
    assert await used(characters, TAVERN) == "Mira the Bold"
    assert (await characters.values(ANN, TAVERN, None))["str"] == "4"
    with pytest.raises(UserError, match="already have a character called ORIN"):
        await characters.rename(await characters.find(ANN, "", TAVERN, None), "ORIN", {"str": "4"})
    assert await used(characters, TAVERN) == "Mira the Bold"


async def test_one_value_is_set_and_removed(characters: Characters, clock: Clock) -> None:
    mira = await characters.put(ANN, "Mira", {"str": "3"}, new=True)
    clock.advance(days=1)
    changed = await characters.set(mira, "Spot Hidden", "+55 %")
    assert changed.values == {"str": "3", "spot_hidden": "55"}
    assert (changed.created_at, changed.updated_at) == (mira.created_at, clock.now())
    assert (await characters.set(changed, "@STR", "")).values == {"spot_hidden": "55"}
    for name, value, message in (
        ("str", "", "Mira has no value called str."),
        ("3", "3", "can't be a name"),
        ("luck", "much", "“much” is neither a number nor a roll"),
        ("luck", "1d6; 1d6", "neither a number nor a roll"),
    ):
        with pytest.raises(UserError, match=message):
            await characters.set(await characters.find(ANN, "mira", None, None), name, value)


async def test_limits(characters: Characters) -> None:
    full = {f"n{number}": "1" for number in range(MOST_VALUES)}
    mira = await characters.put(ANN, "Mira", full, new=True)
    with pytest.raises(UserError, match=f"up to {MOST_VALUES} values, and this would be {MOST_VALUES + 1}"):
        await characters.set(mira, "more", "1")
    for number in range(1, MOST_CHARACTERS):
        await characters.put(ANN, f"Other {number}", {}, new=True)
    with pytest.raises(UserError, match=f"You can have {MOST_CHARACTERS} characters"):
        await characters.put(ANN, "Last", {}, new=True)
    await characters.put(BOB, "Last", {}, new=True)
    with pytest.raises(UserError, match="up to 50 characters"):
        await characters.put(BOB, "x" * 51, {}, new=True)
    with pytest.raises(UserError, match="needs a name"):
        await characters.put(BOB, " \t", {}, new=True)
    with pytest.raises(UserError, match="already have a character called LAST"):
        await characters.put(BOB, "LAST", {}, new=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "You use no character here. Choose one with /character use."),
        ("Mirra", "You have no character called “Mirra”. Did you mean Mira?"),
        ("Zed", "You have no character called “Zed”."),
    ],
)
async def test_what_is_not_there(characters: Characters, name: str, message: str) -> None:
    with pytest.raises(UserError, match="You have no characters yet"):
        await characters.find(ANN, "", TAVERN, None)
    for each in ("Mira", "Orin"):
        await characters.put(ANN, each, {}, new=True)
    with pytest.raises(UserError) as caught:
        await characters.find(ANN, name, TAVERN, None)
    assert str(caught.value) == message


async def test_a_file_holds_them_all_and_is_taken_all_or_none(characters: Characters) -> None:
    values = {"str": "-3", "attack": "1d20 + @str"}
    for each in ("Mira", "Орин"):
        await characters.put(ANN, each, values, new=True)
    written = to_file((await characters.cast(ANN)).characters.values())
    found, sheet = from_file(written.encode(), "")
    assert (found, sheet.skipped) == ({"Mira": values, "Орин": values}, ())
    await characters.put(BOB, "mira", {"str": "9"}, new=True)
    outcome = await characters.put_many(BOB, found, replace=False)
    assert ([each.name for each in outcome.stored], outcome.kept) == (["Орин"], ("Mira",))
    outcome = await characters.put_many(BOB, found, replace=True)
    assert [each.values for each in outcome.stored] == [values, values]
    many = {f"Other {number}": {} for number in range(MOST_CHARACTERS)}
    with pytest.raises(UserError):
        await characters.put_many(BOB, many, replace=False)
    assert sorted((await characters.cast(BOB)).characters) == ["mira", "орин"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "isn't UTF-8"),
        (b"{}", 'no "format"'),
        (b'{"format": "dicewright characters", "version": 2}', "version 2"),
        (b'{"format": "dicewright characters", "version": 1}', 'list of "characters"'),
        (b'{"format": "dicewright characters", "version": 1, "characters": [{}]}', "Character 1 in the file"),
        (b"no values here", "no values in this text"),
        (b"Class: Rogue", "“Rogue” is neither a number nor dice"),
        (b"x" * 1_000_001, "too large"),
        (
            json.dumps(
                {
                    "format": "dicewright characters",
                    "version": 1,
                    "characters": [{"name": "Mira", "values": {"str": "strong"}}],
                }
            ).encode(),
            "“str: strong”",
        ),
    ],
)
def test_other_files_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        from_file(content, "Mira")
    assert message in str(caught.value)


async def test_what_is_known_outlives_a_database_that_is_away(address: str, clock: Clock) -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    async with opened(address, breaker=breaker) as database:
        characters = Characters(database, now=clock.now, clock=clock)
        await characters.put(ANN, "Mira", {"str": "3"}, new=True)
        assert await characters.values(ANN, TAVERN, None)
        breaker.failed()
        assert (await characters.values(ANN, TAVERN, None))["str"] == "3"
        clock.advance(seconds=31)
        with pytest.raises(StoreUnavailable):
            await characters.values(ANN, TAVERN, None)
