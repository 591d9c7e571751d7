"""Random tables as people have them, from notes, books, Markdown and spreadsheets."""

from __future__ import annotations

import tomllib

import pytest

from bot.services.systems.plain_tables import table_file
from bot.services.user_error import UserError
from dicewright import NotationError, System

THREE = {"1": "a", "2": "b", "3": "c"}
TABLES = [
    ("a\nb\nc", "1d3", THREE),
    ("1 a\n2 b\n3 c", "1d3", THREE),
    ("1. a\r\n2. b\r\n3. c\r\n", "1d3", THREE),
    ("- a\n- b\n* c", "1d3", THREE),
    ("**1** a\n**2.** b\n**3:** c", "1d3", THREE),
    ("1,a\n2,b\n3,c", "1d3", THREE),
    ("1;a\n2;b\n3;c", "1d3", THREE),
    ('1,"a"\n2,"b"\n3,"c"', "1d3", THREE),
    ("1\ta\n2\tb\n3\tc", "1d3", THREE),
    ("| 1 | a |\n| 2 | b |\n| 3 | c |", "1d3", THREE),
    # With a heading, which is no row.
    ("d3 Letters\n1. a\n2. b\n3. c", "1d3", THREE),
    ("Letters\n1. a\n2. b\n3. c", "1d3", THREE),
    ("Letters (1d3)\n1: a\n2: b\n3: c", "1d3", THREE),
    ("d3 Letters\na\nb\nc", "1d3", THREE),
    ("Letters 1d3\na\nb\nc", "1d3", THREE),
    ("# Letters\na\nb\nc", "1d3", THREE),
    ("# Letters\n\n| d3 | What |\n|----|------|\n| 1 | a |\n| 2 | b |\n| 3 | c |", "1d3", THREE),
    ("| 1d3 | What | Note |\n|:--|:-:|--:|\n| 1 | a | |\n| 2 | b | |\n| **3** | c | |", "1d3", THREE),
    ("roll,result\n1,a\n2,b\n3,c", "1d3", THREE),
    ("d3\tWhat\n1\ta\n2\tb\n3\tc", "1d3", THREE),
    ("1d3\na\nb\nc", "1d3", THREE),
    # What the dice are follows from the rows, if no heading says it.
    ("01-50 a\n51-99 b\n00 c", "1d100", {"1..50": "a", "51..99": "b", "100": "c"}),
    ("d%\n1-50 a\n51-00 b", "1d100", {"1..50": "a", "51..100": "b"}),
    ("2d4 Odd things\n2 a\n3-7 b\n8 c", "2d4", {"2": "a", "3..7": "b", "8": "c"}),
    ("2: a\n3..11: b\n12: c", "2d6", {"2": "a", "3..11": "b", "12": "c"}),
    # Rows that begin with a number or with dice of their own.
    ("3 goblins\n2 wolves\n1 troll", "1d3", {"1": "3 goblins", "2": "2 wolves", "3": "1 troll"}),
    ("1d2 wolves\n[[1d6]] orcs\na troll", "1d3", {"1": "1d2 wolves", "2": "[[1d6]] orcs", "3": "a troll"}),
    ("1, 2 or 3 wolves\nb\nc", "1d3", {"1": "1, 2 or 3 wolves", "2": "b", "3": "c"}),
    ('a "good" sword\nb\nc', "1d3", {"1": 'a "good" sword', "2": "b", "3": "c"}),
    ("1 | Fire | [[1d4]] days\n2 | Ice | ", "1d2", {"1": "Fire \N{MIDDLE DOT} [[1d4]] days", "2": "Ice"}),
]


@pytest.mark.parametrize(("text", "dice", "rows"), TABLES)
def test_the_rows_and_the_dice(text: str, dice: str, rows: dict[str, str]) -> None:
    file = table_file("letters.txt", text)
    read = tomllib.loads(file)
    assert read["roll"]["draw"]["pools"]["die"] == dice
    assert read["table"]["entries"]["rows"] == rows
    system = System.from_toml(file, check=False)
    assert system.roll("letters", seed="x").message


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        ("1: [[2d]] gold\n2: none", "]", "How many sides?"),
        ("a\n[[8d10 t7]] orcs", "t", "Write 8d10>=7."),
        ("a\n[[1d6]] or [[2x3y]] orcs", "y", ""),
        ("a\nworth [[1d6*]] gold", "]", ""),
    ],
)
def test_dice_that_are_none_are_shown_in_their_row(text: str, marked: str, said: str) -> None:
    with pytest.raises(NotationError) as caught:
        table_file("loot", text)
    assert caught.value.text in text.replace("1: ", "")
    assert caught.value.marked == marked
    assert said in caught.value.advice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1: a\n2: b\n4: c", "after 2 comes 4, at “c”"),
        ("1-3: a\n3-4: b", "after 3 comes 3, at “b”"),
        ("d6\n1-3: a\n4: b", "The rows end at 4, and d6 goes to 6."),
        ("", "two lines or more"),
        ("# Letters\na", "two lines or more"),
        ("| d6 | What |\n|---|---|", "two lines or more"),
    ],
)
def test_what_is_no_table(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        table_file("loot", text)
