"""Saved rolls, as players and game masters save, change, list and roll them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.saved.saved import SavedLimits, SavedMany, SavedRolls, owners_for
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.store.saved_rolls import Owner
from dicewright import DiceError, LimitError, NotationError, scripted
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB, DUNGEON, TAVERN

if TYPE_CHECKING:
    from bot.store.connection.database import Database

MINE, HERS, OURS = Owner.player(ANN), Owner.player(BOB), Owner.server(TAVERN)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def saved(database: Database, clock: Clock) -> SavedRolls:
    return SavedRolls(
        database, now=clock.now, clock=clock, saved_limits=SavedLimits(of_player=4, of_server=5, depth=3)
    )


async def total(saved: SavedRolls, text: str, faces: list[int], server_id: int | None = TAVERN) -> object:
    resolved = await saved.resolve(text, ANN, server_id)
    return dicewright.parse(resolved.text, names=resolved.names).roll(dice=scripted(faces)).total


async def test_what_is_saved_is_found_listed_and_removed(saved: SavedRolls, clock: Clock) -> None:
    outcome = await saved.add(MINE, "@Attack", "1d20 + 5")
    assert (outcome.roll.name, outcome.roll.text, outcome.missing) == ("attack", "1d20 + 5", ())
    assert outcome.roll.created_at == clock.now()
    assert await saved.find(MINE, "ATTACK") == outcome.roll
    await saved.add(MINE, "bow", "1d20 + 7")
    assert [roll.name for roll in await saved.of(MINE)] == ["attack", "bow"]
    assert await saved.remove(MINE, "@attack") == outcome.roll
    assert [roll.name for roll in await saved.of(MINE)] == ["bow"]


async def test_editing_keeps_the_age(saved: SavedRolls, clock: Clock) -> None:
    made = (await saved.add(MINE, "str", "3")).roll
    clock.advance(days=1)
    edited = (await saved.edit(MINE, "STR", "4")).roll
    assert (edited.text, edited.created_at, edited.updated_at) == ("4", made.created_at, clock.now())


@pytest.mark.parametrize(
    ("text", "faces", "expected"),
    [
        ("@str", [], 3),
        ("@attack", [15], 18),
        ("@ATTACK + 2", [15], 20),
        ("@attack adv + @luck", [4, 15, 2], 20),
        ("2d6 + @strasse + @STRASSE", [1, 2], 21),
        ("@stats", [1, 1, 1, 6, 6, 6], 21),
        ("@twice", [1, 2, 3, 4], 10),
        ("1d20", [7], 7),
    ],
)
async def test_names_in_a_roll(saved: SavedRolls, text: str, faces: list[int], expected: int) -> None:
    await saved.add(MINE, "str", "3")
    await saved.add(MINE, "attack", "1d20 + @Str")
    await saved.add(MINE, "stats", "2x 3d6 # for a hero")
    await saved.add(MINE, "Straße", "9")
    await saved.add(OURS, "str", "100")
    await saved.add(OURS, "luck", "1d4")
    await saved.add(OURS, "twice", "2d6; 2d6")
    assert await total(saved, text, faces) == expected


async def test_a_servers_roll_uses_what_the_player_has(saved: SavedRolls) -> None:
    outcome = await saved.add(OURS, "sneak", "1d20 + @dex")
    assert outcome.missing == ("dex",)
    await saved.add(MINE, "dex", "4")
    assert await total(saved, "@sneak", [10]) == 14


async def test_others_do_not_have_my_names(saved: SavedRolls) -> None:
    await saved.add(MINE, "str", "3")
    await saved.add(OURS, "luck", "1")
    for text, player, server in (("@str", BOB, TAVERN), ("@str", BOB, None), ("@luck", ANN, DUNGEON)):
        resolved = await saved.resolve(text, player, server)
        with pytest.raises(NotationError, match=f'Nothing is saved as "{text}"'):
            dicewright.parse(resolved.text, names=resolved.names)


async def test_a_roll_gets_no_more_names_than_it_needs(saved: SavedRolls) -> None:
    for name, text in (("a", "@b"), ("b", "@c + 1"), ("c", "3"), ("other", "1d6")):
        await saved.add(MINE, name, text)
    resolved = await saved.resolve("@a + 1", ANN, None)
    assert resolved.names == {"a": "@b", "b": "@c + 1", "c": "3"}
    assert resolved.used == ((MINE, "a"),)


async def test_an_unknown_name_gets_suggestions(saved: SavedRolls) -> None:
    await saved.add(MINE, "attack", "1d20")
    resolved = await saved.resolve("@atack + @attack", ANN, None)
    with pytest.raises(NotationError) as caught:
        dicewright.parse(resolved.text, names=resolved.names)
    assert caught.value.hint == "Did you mean @attack?"


@pytest.mark.parametrize(
    ("texts", "name", "text", "message"),
    [
        ({}, "a", "@a + 1", "These names refer to each other in a circle: @a → @a."),
        ({"b": "@a"}, "a", "1 + @b", "These names refer to each other in a circle: @a → @b → @a."),
        (
            {"c": "@a", "b": "2 * @c"},
            "a",
            "@B",
            "These names refer to each other in a circle: @a → @b → @c → @a.",
        ),
        (
            {"c": "3", "b": "@c", "a": "@b"},
            "c",
            "@new",
            "These names are nested 4 levels deep: @a → @b → @c → @new.",
        ),
        ({"c": "@d", "b": "@c"}, "a", "@b", "These names are nested 4 levels deep: @a → @b → @c → @d."),
    ],
)
async def test_loops_and_depth_are_refused_when_saved(
    saved: SavedRolls, texts: dict[str, str], name: str, text: str, message: str
) -> None:
    for each, its_text in texts.items():
        await saved.add(MINE, each, its_text)
    save = saved.edit if name in texts else saved.add
    with pytest.raises(DiceError) as caught:
        await save(MINE, name, text)
    assert caught.value.message == message
    assert {roll.name: roll.text for roll in await saved.of(MINE)} == texts


async def test_a_loop_points_at_the_name_that_closes_it(saved: SavedRolls) -> None:
    await saved.add(MINE, "b", "@a")
    with pytest.raises(NotationError) as caught:
        await saved.add(MINE, "a", "1d20 + @b")
    assert caught.value.code == "name-loop"
    assert str(caught.value).splitlines()[:2] == ["1d20 + @b", "       ^^"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4d6kx3", NotationError),
        ("", NotationError),
        ("two swords", NotationError),
        ("1d20 + @str kh1", NotationError),
        ("@stats + 1", NotationError),
        ("99999d6", LimitError),
        ("1" * 1_001, LimitError),
    ],
)
async def test_what_cannot_be_rolled_is_not_saved(
    saved: SavedRolls, text: str, kind: type[DiceError]
) -> None:
    await saved.add(MINE, "str", "3")
    await saved.add(MINE, "stats", "6x 4d6kh3")
    with pytest.raises(kind):
        await saved.add(MINE, "attack", text)
    with pytest.raises(kind):
        await saved.edit(MINE, "str", text)
    assert [roll.text for roll in await saved.of(MINE)] == ["6x 4d6kh3", "3"]


@pytest.mark.parametrize(
    ("owner", "sentence"),
    [
        (MINE, "You can have 4 saved rolls, and this would make 5. Delete some first."),
        (OURS, "A server can have 5 saved rolls, and this would make 6. Delete some first."),
    ],
)
async def test_nobody_saves_more_than_the_limit(saved: SavedRolls, owner: Owner, sentence: str) -> None:
    number = 4 if owner == MINE else 5
    for each in range(number):
        await saved.add(owner, f"roll{each}", "1d20")
    with pytest.raises(UserError) as caught:
        await saved.add(owner, "another", "1d20")
    assert str(caught.value) == sentence
    await saved.edit(owner, "roll0", "2d20")
    await saved.remove(owner, "roll1")
    await saved.add(owner, "another", "1d20")
    await saved.add(HERS, "mine", "1d20")


async def test_what_the_sentences_say_of_names_that_are_taken_or_not_there(saved: SavedRolls) -> None:
    await saved.add(MINE, "attack", "1d20")
    with pytest.raises(UserError, match=r"^@attack already exists\. Edit it, or choose another name\.$"):
        await saved.add(MINE, "ATTACK", "1d20")
    for action in (saved.find, saved.remove):
        with pytest.raises(
            UserError, match=r"^There is no saved roll called @atak\. Did you mean @attack\?$"
        ):
            await action(MINE, "Atak")
    for name in ("zzz", "", "\0", "z" * 500, "'; --", "\ud83c"):
        with pytest.raises(UserError, match=r"^There is no saved roll called @"):
            await saved.edit(MINE, name, "1d20")


async def test_suggestions_come_own_first_then_the_most_used(saved: SavedRolls) -> None:
    for owner, name in ((MINE, "bow"), (MINE, "attack"), (OURS, "wild"), (OURS, "bow"), (OURS, "luck")):
        await saved.add(owner, name, "1d20")

    async def shown() -> list[str]:
        return [roll.name for roll in await saved.known_to(ANN, TAVERN)]

    assert await shown() == ["attack", "bow", "bow", "luck", "wild"]
    await saved.count_uses(await saved.resolve("@bow + @wild + @bow", ANN, TAVERN))
    saved.forget(MINE)
    saved.forget(OURS)
    assert await shown() == ["bow", "attack", "wild", "bow", "luck"]
    assert [roll.name for roll in await saved.known_to(ANN, None)] == ["bow", "attack"]


async def test_suggestions_are_remembered_for_ten_seconds_and_follow_own_changes(
    address: str, clock: Clock
) -> None:
    async with opened(address) as here, opened(address) as elsewhere:
        mine = SavedRolls(here, now=clock.now, clock=clock)
        theirs = SavedRolls(elsewhere, now=clock.now, clock=clock)
        await mine.add(MINE, "a", "1")
        assert [roll.name for roll in await theirs.known_to(ANN, None)] == ["a"]
        await mine.add(MINE, "b", "1")
        assert [roll.name for roll in await mine.known_to(ANN, None)] == ["a", "b"]
        assert [roll.name for roll in await theirs.known_to(ANN, None)] == ["a"]
        clock.advance(seconds=10)
        assert [roll.name for roll in await theirs.known_to(ANN, None)] == ["a", "b"]
        # Rolling with a name never is out of date.
        await mine.add(MINE, "c", "1")
        assert (await theirs.resolve("@c", ANN, None)).text == "1"


@pytest.mark.parametrize(
    ("replace", "outcome", "texts"),
    [
        (
            False,
            SavedMany(added=("new",), replaced=(), kept=("old",), same=("same",)),
            {"new": "3", "old": "1", "same": "2"},
        ),
        (
            True,
            SavedMany(added=("new",), replaced=("old",), kept=(), same=("same",)),
            {"new": "3", "old": "9", "same": "2"},
        ),
    ],
)
async def test_saving_many(
    saved: SavedRolls, replace: bool, outcome: SavedMany, texts: dict[str, str]
) -> None:
    await saved.save_many(MINE, {"old": "1", "same": "2"}, replace=False)
    assert await saved.save_many(MINE, {"New": "3", "@old": "9", "same": "2"}, replace=replace) == outcome
    assert {roll.name: roll.text for roll in await saved.of(MINE)} == texts


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"good": "1", "bad": "4d6kx3"}, "Nothing was saved, because there is a mistake in @bad: “kx”"),
        ({"a": "@b", "b": "@a"}, "in a circle: @"),
        ({"a": "@b", "b": "@c", "c": "@d", "d": "1"}, "These names are nested 4 levels deep"),
        ({f"n{number}": "1" for number in range(5)}, "this would make 5"),
        ({"two & words": "1"}, "can't be a name"),
    ],
)
async def test_of_many_all_are_saved_or_none(saved: SavedRolls, texts: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        await saved.save_many(MINE, texts, replace=True)
    assert sentence.replace("“kx”", '"kx" is not a modifier.') in str(caught.value)
    assert await saved.of(MINE) == ()


async def test_while_the_database_is_away_only_rolls_without_names_work(clock: Clock) -> None:
    async with opened("postgres://127.0.0.1:1/dice") as away:
        saved = SavedRolls(away, now=clock.now, clock=clock)
        resolved = await saved.resolve("4d6kh3", ANN, TAVERN)
        assert (resolved.text, resolved.names) == ("4d6kh3", {})
        await saved.count_uses(resolved)
        with pytest.raises(StoreUnavailable):
            await saved.resolve("@attack", ANN, TAVERN)
        with pytest.raises(StoreUnavailable):
            await saved.known_to(ANN, TAVERN)


def test_in_a_direct_message_there_is_no_server() -> None:
    assert owners_for(ANN, None) == (MINE,)
    assert owners_for(ANN, TAVERN) == (MINE, OURS)
