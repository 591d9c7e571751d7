"""Suggestions at every letter, from what is typed, saved and remembered; on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.services.history.reader import PastRolls
from bot.services.history.recording import Circumstances, recorded
from bot.services.rolls.suggestions import Suggestion, Suggestions
from bot.services.saved.saved import SavedRolls
from bot.services.systems.server_games import ServerGames
from bot.store import rolls
from bot.store.called import UNCALLED, Called
from bot.store.saved_rolls import Owner

if TYPE_CHECKING:
    from bot.store.connection.database import Database

PLAYER, SERVER = 7, 5


def games(database: Database) -> ServerGames:
    return ServerGames(database, dicewright.systems(), clock=lambda: 0.0)


NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def suggestions(database: Database) -> Suggestions:
    saved = SavedRolls(database, now=lambda: NOW, clock=lambda: 0.0)
    await saved.add(Owner.player(PLAYER), "attack", "1d20 + @str")
    await saved.add(Owner.player(PLAYER), "str", "3")
    await saved.add(Owner.player(PLAYER), "stats", "6x 4d6kh3")
    await saved.add(Owner.server(SERVER), "fireball", "8d6")
    await saved.add(Owner.server(SERVER), "str", "99")
    for number, text in enumerate(["2d6", "1d20 + 5", "2d6", "1d6 # " + "x" * 100]):
        made = recorded(
            dicewright.roll(text),
            Circumstances(interaction_id=number, rolled_at=NOW, player_id=PLAYER, server_id=SERVER),
        )
        await database.write(rolls.record, [made])
    return Suggestions(saved, PastRolls(database), games(database), clock=lambda: 0.0, patience=10.0)


async def suggested(service: Suggestions, typed: str, *, most: int = 25) -> list[tuple[str, str]]:
    found = await service.suggest(typed, PLAYER, SERVER, most=most, longest=100)
    return [(each.origin, each.text) for each in found]


async def test_before_anything_is_typed(database: Database) -> None:
    assert await suggested(await suggestions(database), "") == [
        ("own", "@attack"),
        ("own", "@stats"),
        ("own", "@str"),
        ("server", "@fireball"),
        ("server", "99"),
        ("recent", "2d6"),
        ("recent", "1d20 + 5"),
    ]


async def test_who_has_rolled_nothing_yet_sees_examples(database: Database) -> None:
    service = await suggestions(database)
    found = await service.suggest(" ", 8, None, most=25, longest=100)
    assert {each.origin for each in found} == {"example"}
    assert found[0] == Suggestion("example", "1d20", "1d20", "1 to 20, 10.5 on average")
    for each in found:
        assert dicewright.parse(each.text)
    (mistake,) = await service.suggest("zzz", 8, None, most=25, longest=100)
    assert mistake.origin == "mistake"
    # The rolls of the server alone do not say how one is written.
    here = await service.suggest("", 8, SERVER, most=25, longest=100)
    assert [each.text for each in here][:3] == ["@fireball", "@str", "1d20"]


async def test_notes_and_names_of_recent_rolls_stay(database: Database) -> None:
    service = await suggestions(database)
    rolled = [
        ("1d20 + 5", "to hit", UNCALLED),
        ("1d20 + 3", "", Called("attack")),
        ("1d20adv + 3", "", Called("attack", "adv")),
        ("1d8 # own", "note", UNCALLED),
        ("1d4; 1d6", "two", UNCALLED),
        ("1d20", "", Called("forgotten")),
        ("1d20 + 7", "", Called("attack 7")),
    ]
    for number, (text, note, called) in enumerate(rolled):
        roll = dicewright.roll(text)
        made = recorded(
            roll,
            Circumstances(interaction_id=9 + number, rolled_at=NOW, player_id=9),
            note=note,
            called=called,
        )
        await database.write(rolls.record, [made])
    saved = SavedRolls(database, now=lambda: NOW, clock=lambda: 0.0)
    await saved.add(Owner.player(9), "attack", "1d20 + 3")
    found = await service.suggest("", 9, None, most=25, longest=100)
    assert [(each.origin, each.text) for each in found] == [
        ("own", "@attack"),
        ("recent", "@attack 7"),
        ("recent", "1d20"),
        ("recent", "1d4; 1d6"),
        ("recent", "1d8 # own"),
        ("recent", "1d20adv + 3"),
        ("recent", "1d20 + 5 # to hit"),
    ]


async def test_what_was_typed_comes_first_and_only_once(database: Database) -> None:
    service = await suggestions(database)
    assert await suggested(service, "2d6") == [("typed", "2d6")]
    # What can be rolled stands before what is wrong.
    assert await suggested(service, "1D20+") == [("recent", "1d20 + 5"), ("mistake", "1D20+")]
    assert await suggested(service, "fire") == [
        ("server", "@fireball"),
        ("more", "spire"),
        ("mistake", "fire"),
    ]
    assert (await suggested(service, "1d20 + ", most=1)) == [("mistake", "1d20 +")]


async def test_a_name_is_completed_where_it_stands(database: Database) -> None:
    service = await suggestions(database)
    assert await suggested(service, "2d6 + @ST") == [("own", "2d6 + @stats"), ("own", "2d6 + @str")]
    assert (await suggested(service, "2d6 + @"))[0] == ("own", "2d6 + @attack")
    assert await suggested(service, "2d6 + @xyz") == [("mistake", "2d6 + @xyz")]
    assert await suggested(service, "@atack + 1") == [("own", "@attack + 1"), ("mistake", "@atack + 1")]
    assert (await suggested(service, "@firebal + 2d6"))[0] == ("own", "@fireball + 2d6")
    assert (await suggested(service, "@sx + @st"))[-1] == ("mistake", "@sx + @st")
    assert ("server", "@fireball") in await suggested(service, "fire")


async def test_there_are_no_more_than_asked_for(database: Database) -> None:
    assert len(await suggested(await suggestions(database), "", most=3)) == 3


async def test_what_is_typed_is_said_in_words_with_names_looked_up(database: Database) -> None:
    service = await suggestions(database)
    expected = {
        "4d6kh3": Suggestion("typed", "4d6kh3", "4d6, keep the highest 3", "3 to 18, 12.24 on average"),
        "@attack + 1": Suggestion(
            "typed", "@attack + 1", "@attack (1d20 + @str (3)) + 1", "5 to 24, 14.5 on average"
        ),
        "@stats": Suggestion(
            "typed", "@stats", "6 times 4d6, keep the highest 3", "3 to 18, 12.24 on average · each time"
        ),
        "4d6kx3": Suggestion(
            "mistake",
            "4d6kx3",
            '"kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?',
        ),
    }
    for typed, suggestion in expected.items():
        first, *_ = await service.suggest(typed, PLAYER, SERVER, most=25, longest=100)
        assert first == suggestion


async def test_what_is_too_long_to_be_taken_is_offered_without_its_gaps_or_not_at_all(
    database: Database,
) -> None:
    service = await suggestions(database)
    long = " + ".join(["1d20"] * 18)
    (first, *_) = await service.suggest(long, PLAYER, SERVER, most=25, longest=100)
    assert (first.origin, first.text) == ("typed", "+".join(["1d20"] * 18))
    for too_long in ("+".join(["1d20"] * 30), "1d20 # " + "a + b" * 20, "1d20 + " * 30):
        assert await service.suggest(too_long, PLAYER, SERVER, most=25, longest=100) == []


async def test_a_database_that_is_away_leaves_what_was_typed() -> None:
    class Away:
        async def known_to(self, _player_id: int, _server_id: int | None) -> tuple[()]:
            await asyncio.Event().wait()
            return ()

        async def recent(self, _player_id: int) -> tuple[()]:
            await asyncio.Event().wait()
            return ()

    away: Any = Away()
    service = Suggestions(away, away, games(away), clock=lambda: 0.0, patience=0.001)
    (only,) = await service.suggest("1d6", PLAYER, SERVER, most=25, longest=100)
    assert only.text == "1d6"


async def test_even_what_is_hard_to_compute_is_answered_in_time() -> None:
    class Nothing:
        async def known_to(self, _player_id: int, _server_id: int | None) -> tuple[()]:
            return ()

        async def recent(self, _player_id: int) -> tuple[()]:
            return ()

    nothing: Any = Nothing()
    service = Suggestions(nothing, nothing, games(nothing), clock=lambda: 0.0)
    for hard in ("100d100kh50!", "10000d6", "20d1000u", "{9d9,9d8}kh1*9d9", "100x 99d9r1!!", "9**9**9"):
        loop = asyncio.get_running_loop()
        begin = loop.time()
        await service.suggest(hard, PLAYER, None, most=25, longest=100)
        # Each takes some 10 ms; this leaves room for a machine that is busy with other things.
        assert loop.time() - begin < 0.5


@pytest.mark.parametrize(
    ("typed", "origin", "meaning", "figures"),
    [
        ("@hunt 7 2", "typed", "7 dice in all, 2 hunger, against 3", "78% success"),
        ("@hunt pool=7 hunger=2", "typed", "7 dice in all, 2 hunger, against 3", "78% success"),
        (
            "@hunt",
            "missing",
            "@hunt needs 2 values: pool, hunger. Write @hunt 3 2, or @hunt pool=3 hunger=2.",
            "",
        ),
        ("@hunt 7", "missing", "@hunt needs a value for hunger. Write @hunt 7 2, or @hunt 7 hunger=2.", ""),
        (
            "@hunt 7 2 2",
            "mistake",
            "@hunt takes 2 values, and this is one too many: pool, hunger. Write @hunt 3 2.",
            "",
        ),
        ("@hunt 7 9", "mistake", "Hunger should be 0 to 5. For example, v5 5 h2 vs 4.", ""),
        ("@smite 2", "typed", "1d8 + (@level (2))d8", "3 to 24, 13.5 on average"),
    ],
)
async def test_saved_rolls_with_values(
    database: Database, typed: str, origin: str, meaning: str, figures: str
) -> None:
    saved = SavedRolls(database, now=lambda: NOW, clock=lambda: 0.0, games=games(database))
    await saved.add(Owner.player(PLAYER), "hunt", "v5 @pool h@hunger vs 3")
    await saved.add(Owner.player(PLAYER), "smite", "1d8 + (@level)d8")
    service = Suggestions(saved, PastRolls(database), games(database), clock=lambda: 0.0, patience=10.0)
    found = await service.suggest(typed, PLAYER, SERVER, most=25, longest=100)
    assert [(each.text, each.meaning, each.figures) for each in found if each.origin == origin] == [
        (typed, meaning, figures)
    ]
