"""The history: written once however often, paged, and never showing what is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.store import blind_rolls, rolls
from bot.store.rolls import RecordedRoll, View, own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.rolls import ANN, BOB, DUNGEON, START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database


@pytest.mark.parametrize(
    "roll",
    [
        a_roll(1),
        a_roll(2**63 - 1, part=19, player_id=2**63 - 1),
        a_roll(1, server_id=None, channel_id=None),
        a_roll(
            1,
            text="@attack # “à l'arme” 🎲",
            note="'; DROP TABLE rolls; --",
            names={"attack": "1d20 + @str", "str": "3"},
        ),
        a_roll(1, total="-" + "9" * 100, faces=()),
        a_roll(1, total="10/3", faces=None),
        a_roll(1, faces=tuple(range(1, 10_001))),
        a_roll(1, message_id=99, visibility=Visibility.ME_AND_GM, blind_token="token1"),
        a_roll(
            1, system="v5", total=None, outcome={"call": "v5 2", "rolls": [{"notes": ["🎲"]}]}, first_id=7
        ),
        a_roll(1, system="coc", total="44", outcome={"call": "coc 55", "rolls": []}),
    ],
)
async def test_a_roll_comes_back_as_it_was(database: Database, roll: RecordedRoll) -> None:
    await database.write(rolls.record, [roll])
    assert await database.read(rolls.find, roll.interaction_id, roll.part) == roll


async def test_a_roll_that_was_never_made(database: Database) -> None:
    assert await database.read(rolls.find, 1) is None


async def test_writing_a_batch_again_changes_nothing(database: Database) -> None:
    batch = [a_roll(1), a_roll(1, part=1), a_roll(2)]
    for _ in range(3):
        await database.write(rolls.record, batch)
    assert await database.read(rolls.count, own_rolls(ANN)) == 3


async def test_a_message_id_can_come_later_and_nothing_else(database: Database) -> None:
    await database.write(rolls.record, [a_roll(1)])
    await database.write(rolls.record, [a_roll(1, message_id=99, total="20", text="changed")])
    await database.write(rolls.record, [a_roll(1, message_id=None)])
    assert await database.read(rolls.find, 1) == a_roll(1, message_id=99)


async def test_pages_show_each_roll_once_the_newest_first(database: Database) -> None:
    made = [a_roll(number, part=part) for number in range(1, 8) for part in range(3)]
    await database.write(rolls.record, made)
    seen: list[RecordedRoll] = []
    before = None
    while page := await database.read(rolls.page, own_rolls(ANN), limit=4, before=before):
        assert len(page) <= 4
        seen += page
        before = page[-1].key
    assert seen == made[::-1]


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"before": (4, 0)}, [3, 2, 1]),
        ({"after": (4, 0)}, [6, 5]),
        ({"before": (6, 0), "after": (2, 0)}, [5, 4, 3]),
        ({"before": (1, 0)}, []),
        ({"after": (6, 0)}, []),
    ],
)
async def test_what_lies_between_two_rolls(
    database: Database, limits: dict[str, tuple[int, int]], found: list[int]
) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(1, 7)])
    mine = own_rolls(ANN)
    page = await database.read(rolls.page, mine, limit=9, **limits)
    assert [roll.interaction_id for roll in page] == found
    assert await database.read(rolls.count, mine, **limits) == len(found)
    assert await database.read(rolls.count, mine, most=2, **limits) == min(2, len(found))
    # Those nearest to a roll that all are newer than, and those nearest to the newest otherwise.
    two = await database.read(rolls.page, mine, limit=2, **limits)
    assert [roll.interaction_id for roll in two] == (found[-2:] if "after" in limits else found[:2])


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("stealth", {1, 4}),
        ("STEALTH", {1, 4}),
        ("2d6", {2, 3}),
        ("2d6 + 1", {2}),
        ("100%", {3}),
        ("%", {3}),
        ("_", set()),
        ("\\", set()),
        ("'; DROP TABLE", set()),
    ],
)
async def test_a_search_is_for_what_was_typed(database: Database, search: str, found: set[int]) -> None:
    plain = {"text": "1d20", "notation": "1d20"}
    await database.write(
        rolls.record,
        [
            a_roll(1, note="Stealth, past the guard", **plain),
            a_roll(2, text="2D6+1", notation="2d6 + 1"),
            a_roll(3, text="2d6 # 100% sure", notation="2d6 # 100% sure"),
            a_blind_roll(4, note="my stealth", **plain),
            a_roll(5, **plain),
        ],
    )
    view = own_rolls(ANN, search=search)
    page = await database.read(rolls.page, view, limit=9)
    assert {roll.interaction_id for roll in page} == found
    assert await database.read(rolls.count, view) == len(found)
    public = await database.read(rolls.page, public_rolls(TAVERN, search=search), limit=9)
    assert {roll.interaction_id for roll in public} == found - {4}


async def test_a_search_ends_with_the_latest_rolls_of_the_view(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolls, "SEARCHED", 3)
    made = [a_roll(number, player_id=BOB if number % 2 else ANN) for number in range(1, 11)]
    await database.write(rolls.record, made)
    for view, found in (
        (own_rolls(ANN, search="2d6"), [10, 8, 6]),
        (public_rolls(TAVERN, search="2d6"), [10, 9, 8]),
        (public_rolls(TAVERN, player_id=BOB, search="2d6"), [9, 7, 5]),
        (own_rolls(ANN, search="2d6", server_id=DUNGEON), []),
    ):
        page = await database.read(rolls.page, view, limit=9)
        assert [roll.interaction_id for roll in page] == found


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"channel_id": 7, "message_id": 9}, f"https://discord.com/channels/{TAVERN}/7/9"),
        ({"channel_id": 7}, f"https://discord.com/channels/{TAVERN}/7"),
        ({"channel_id": 7, "message_id": 9, "server_id": None}, "https://discord.com/channels/@me/7/9"),
        ({"channel_id": None}, ""),
    ],
)
def test_a_roll_leads_to_its_message(changes: dict[str, int | None], link: str) -> None:
    assert a_roll(1, **changes).link == link


@pytest.mark.parametrize("first_id", [1, 1_456_074_443_980_800_000])
async def test_since_a_moment_counts_when_rolls_were_made_and_not_their_ids(
    database: Database, first_id: int
) -> None:
    # Of two interactions the later one may be answered first.
    minutes = [0, 1, 5, 3, 4, 2, 6]
    made = [
        a_roll(first_id + number, rolled_at=START + timedelta(minutes=minute))
        for number, minute in enumerate(minutes)
    ]
    other = a_roll(first_id + 9, player_id=BOB, rolled_at=START + timedelta(minutes=9))
    await database.write(rolls.record, [*made, other])
    for minute in range(8):
        view = own_rolls(ANN, since=START + timedelta(minutes=minute))
        page = await database.read(rolls.page, view, limit=99)
        assert sorted(roll.rolled_at for roll in page) == sorted(
            roll.rolled_at for roll in made if roll.rolled_at >= START + timedelta(minutes=minute)
        )
    nothing = own_rolls(ANN, since=START + timedelta(minutes=10))
    assert await database.read(rolls.count, nothing) == 0


EVERYTHING = [
    a_roll(1),
    a_roll(2, visibility=Visibility.ONLY_ME),
    a_roll(3, visibility=Visibility.ME_AND_GM, blind_token="token3"),
    a_blind_roll(4),
    a_blind_roll(5, revealed_at=START),
    a_roll(6, server_id=DUNGEON),
    a_roll(7, server_id=None),
    a_roll(8, player_id=BOB),
    a_blind_roll(9, player_id=BOB),
]


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (own_rolls(ANN), {1, 2, 3, 4, 5, 6, 7}),
        (own_rolls(BOB), {8, 9}),
        (own_rolls(ANN, server_id=DUNGEON), {6}),
        (own_rolls(ANN, since=a_roll(5).rolled_at), {5, 6, 7}),
        (public_rolls(TAVERN), {1, 5, 8}),
        (public_rolls(TAVERN, player_id=ANN), {1, 5}),
        (public_rolls(TAVERN, since=a_roll(2).rolled_at), {5, 8}),
        (public_rolls(DUNGEON), {6}),
    ],
)
async def test_who_sees_which_rolls(database: Database, view: View, shown: set[int]) -> None:
    await database.write(rolls.record, EVERYTHING)
    page = await database.read(rolls.page, view, limit=100)
    assert {roll.interaction_id for roll in page} == shown
    assert await database.read(rolls.count, view) == len(shown)


async def test_nobody_sees_what_a_hidden_roll_came_to(database: Database) -> None:
    await database.write(rolls.record, EVERYTHING)
    hidden = {4, 9}
    for view in (own_rolls(ANN), own_rolls(BOB)):
        for roll in await database.read(rolls.page, view, limit=100):
            found = await database.read(rolls.find, roll.interaction_id)
            assert found == roll
            assert (roll.total is None) == (roll.faces is None) == (roll.interaction_id in hidden)


def test_a_repr_does_not_tell_what_was_rolled() -> None:
    shown = repr(a_blind_roll(4, total="31337", faces=(31_338,)))
    assert "31337" not in shown
    assert "31338" not in shown
    assert "token4" not in shown


async def test_recent_rolls_are_different_and_the_latest_come_first(database: Database) -> None:
    texts = ["d20", "2d6", "d20", "3d8", "2d6", "d4"]
    made = [a_roll(number, text=text) for number, text in enumerate(texts, start=1)]
    await database.write(rolls.record, [*made, a_roll(50, player_id=BOB, text="d100")])

    async def recent(**more: int) -> list[str]:
        return [roll.text for roll in await database.read(rolls.recent, ANN, **more)]

    assert await recent(limit=3) == ["d4", "2d6", "3d8"]
    assert await recent(limit=9) == ["d4", "2d6", "3d8", "d20"]
    assert await recent(limit=9, among=2) == ["d4", "2d6"]


async def test_nothing_to_write(database: Database) -> None:
    await database.write(rolls.record, [])
    assert await database.read(rolls.count, own_rolls(ANN)) == 0


async def test_a_blind_roll_without_a_token_is_a_mistake(database: Database) -> None:
    with pytest.raises(Exception, match="for_gm_has_token"):
        await database.write(rolls.record, [replace(a_blind_roll(1), blind_token=None)])


@pytest.mark.parametrize("mine_first", [True, False])
@pytest.mark.parametrize("withdrawn_first", [True, False])
async def test_of_two_processes_the_one_whose_answer_was_taken_keeps_its_roll(
    database: Database, mine_first: bool, withdrawn_first: bool
) -> None:
    mine, others = (
        replace(a_blind_roll(7), blind_token=token, total=total, faces=faces)
        for token, total, faces in (("mine", "3", (3,)), ("others", "5", (5,)))
    )
    for roll in (mine, others) if mine_first else (others, mine):
        await database.write(rolls.keep, [roll])
    if withdrawn_first:
        await database.write(rolls.withdraw, others)
    await database.write(rolls.record, [replace(mine, message_id=99)])
    await database.write(rolls.withdraw, others)
    kept = await database.read(blind_rolls.look, "mine")
    assert kept == replace(mine, message_id=99)
    assert await database.read(blind_rolls.look, "others") is None


async def test_recording_a_revealed_roll_again_does_not_hide_it(database: Database) -> None:
    roll = a_blind_roll(7)
    await database.write(rolls.keep, [roll])
    await database.write(blind_rolls.reveal, "token7", at=START)
    await database.write(rolls.record, [replace(roll, message_id=99)])
    kept = await database.read(blind_rolls.look, "token7")
    assert kept is not None
    assert (kept.revealed_at, kept.message_id) == (START, 99)
