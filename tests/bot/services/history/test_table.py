"""The history as CSV: what a spreadsheet makes of it, and how much fits in."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services.history.reader import PastRolls
from bot.services.history.recording import Circumstances, recorded
from bot.services.history.table import HEAD, HistoryTable, number_cell, table_line, text_cell
from bot.store import rolls
from bot.store.rolls import own_rolls
from bot.store.visibility import Visibility
from dicewright import scripted
from tests.support.rolls import ANN, START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from bot.services.history.roll_file import RollFile
    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll

MINE = own_rolls(ANN)
MUCH = 1_000_000


def made(number: int, text: str, *faces: int, **changes: Any) -> RecordedRoll:
    result = dicewright.roll(text, dice=scripted(faces), names=changes.pop("names", None))
    circumstances = Circumstances(
        interaction_id=number,
        rolled_at=START + timedelta(minutes=number),
        player_id=ANN,
        server_id=TAVERN,
        channel_id=7,
        visibility=changes.pop("visibility", Visibility.EVERYONE),
    )
    return replace(recorded(result, circumstances), **changes)


def cells(file: RollFile) -> list[dict[str, str]]:
    """Read a file as spreadsheets do."""
    return list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"), newline="")))


async def test_the_cells(database: Database) -> None:
    await database.write(
        rolls.record,
        [
            made(1, "1d20 + 5 vs 15", 12, note="to hit, “the” dragon", message_id=9),
            made(2, "@attack - 30", 4, names={"attack": "1d20"}, visibility=Visibility.ONLY_ME),
            made(3, "2d6[fire]; 1d8", 3, 4, 8, visibility=Visibility.ME_AND_GM),
            made(4, "1d6/3", 5),
            made(5, "600d6", *[6] * 600),
            a_blind_roll(6),
            a_blind_roll(7, text="1d20", notation="1d20", total="20", faces=(20,), revealed_at=START),
        ],
    )
    file = await HistoryTable(PastRolls(database)).file(MINE, most_bytes=MUCH)
    assert (file.name, file.rolls, file.rest) == ("rolls.csv", 7, None)
    assert file.content.startswith(b"\xef\xbb\xbf")
    table = cells(file)[::-1]
    assert list(table[0]) == list(HEAD)
    assert table[0] == {
        "time (UTC)": "2026-03-14 20:01:00",
        "player": f"https://discord.com/users/{ANN}",
        "roll": "1d20 + 5 vs 15",
        "note": "to hit, “the” dragon",
        "total": "17",
        "outcome": "success by 2",
        "dice": "1d20 (12) + 5 vs 15",
        "visible to": "everyone",
        "link": f"https://discord.com/channels/{TAVERN}/7/9",
    }
    assert [(row["total"], row["dice"], row["visible to"]) for row in table[1:]] == [
        ("-26", "'@attack (1d20 (4)) - 30", "the player"),
        ("7; 8", "2d6 (3, 4) [fire]; 1d8 (8)", "the player and the GM"),
        ("1.6666666666666667", "1d6 (5) ÷ 3", "everyone"),
        ("3600", "", "everyone"),
        ("", "", "the GM"),
        ("20", "1d20 (20*)", "everyone"),
    ]
    assert table[1]["roll"] == "'@attack - 30"
    assert table[1]["link"] == f"https://discord.com/channels/{TAVERN}/7"


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1", "-1d6", "@SUM(A1)", "  =1", "\t=1", "\r=1", "\n=1", "\uff1d1"],
)
def test_what_spreadsheets_take_for_formulas_is_text(text: str) -> None:
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1d20", "", "a=b", "(1d4)d6", "'quoted'", "{2d6}kh1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert text_cell(text) == text


@pytest.mark.parametrize(
    ("total", "cell"),
    [("17", "17"), ("-3", "-3"), ("0.0625", "0.0625"), ("-7/3", "-2.3333333333333335"), (None, "")],
)
def test_numbers_stay_numbers(total: str | None, cell: str) -> None:
    assert number_cell(total) == cell


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_typed_is_read_back_and_begins_no_formula(text: str, note: str) -> None:
    line = table_line(a_roll(1, text=text, note=note, faces=None))
    ((_time, _player, read_text, read_note, *_),) = csv.reader(StringIO(line.decode(), newline=""))
    for typed, read in ((text, read_text), (note, read_note)):
        assert read in (typed, f"'{typed}")
        assert not read.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("number", [0, 1, 2_300])
async def test_files_go_on_where_the_last_one_was_full(database: Database, number: int) -> None:
    await database.write(rolls.record, [a_roll(each, note="x" * (each % 50)) for each in range(number)])
    table = HistoryTable(PastRolls(database))
    links: list[str] = []
    before = None
    while True:
        file = await table.file(MINE, most_bytes=100_000, before=before)
        assert len(file.content) <= 100_000
        read = cells(file)
        assert len(read) == file.rolls
        links += [row["time (UTC)"] + row["note"] for row in read]
        before = file.rest
        if before is None:
            break
    newest_first = [a_roll(each, note="x" * (each % 50)) for each in reversed(range(number))]
    assert links == [f"{roll.rolled_at:%Y-%m-%d %H:%M:%S}{roll.note}" for roll in newest_first]
