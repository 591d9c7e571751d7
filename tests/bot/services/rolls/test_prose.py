"""Finding dice in what people write, and nothing that only looks like them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services.rolls.prose import rolls_in
from bot.services.saved.names import names_in
from dicewright import DEFAULT_LIMITS

FOUND = {
    "[[1d20+5]] to hit and 2d6 damage": ["1d20+5", "2d6"],
    "Melee: +5 to hit, 7 (1d8 + 3) slashing damage": ["1d8 + 3"],
    "roll a d20, then a D100": ["d20", "D100"],
    "2 D6 please": ["2 D6"],
    "`4d6kh3!` and /roll 8d10>=8f1": ["4d6kh3!", "8d10>=8f1"],
    "use `/roll 3x 1d6`": ["3x 1d6"],
    "[[1d20+5[STR]]]": ["1d20+5"],
    "[[see 2d6]]": ["2d6"],
    "```\nfireball 8d6\n```": ["8d6"],
    "1d20 vs DC 15": ["1d20 vs 15"],
    "1d20+5 against AC 18!": ["1d20+5 vs 18"],
    "6x 4d6dl1 or 3#d20adv+2": ["6x 4d6dl1", "3#d20adv+2"],
    "5 + 2d6, 1d6 – 2, 2d6/2": ["5 + 2d6", "1d6 – 2", "2d6/2"],
    "1d8/1d10 (versatile)": ["1d8", "1d10"],
    "(2d6). 1d4; 1d10: ok": ["2d6", "1d4", "1d10"],
    "1d20 + @str vs DC 15, `2d6+@dex-1`": ["1d20 + @str vs 15", "2d6+@dex-1"],
    "[[@attack]] or [[1d20+@str]]": ["@attack", "1d20+@str"],
    "loot:\n- 2d6 gold\n- 1d4 gems": ["2d6", "1d4"],
    "8d10>7 4dF 2d% 1d20ro1 2d20kl1 1d20mi10": ["8d10>7", "4dF", "2d%", "1d20ro1", "2d20kl1", "1d20mi10"],
}

NOTHING = [
    "",
    "see https://example.org/1d20?x=2d6",
    "on 2d 4h, in 3d printing, 1d12h ago",
    "12.5.2024d3 and 2024-01-02",
    "R2D2, C3PO, D&D 5e, mp3d6",
    "$2d6 £2d6 #2d6",
    "4d6kx3",
    "the 3d6d and two d8s",
    "10d10d10",
    "<@123> <#1d20> <:2d6:1> :d20: <t:1d20>",
    "99999999d6",
    "3.2d6, v2d6, id:2d6",
    "1d100%",
    "5+5=10, 1/2, 7",
    "[[5+5]] `7`",
    "@attack `@param` [[@str + 2]]",
]


@pytest.mark.parametrize(("message", "rolls"), FOUND.items(), ids=lambda text: text[:24])
def test_what_is_found(message: str, rolls: list[str]) -> None:
    assert list(rolls_in(message, DEFAULT_LIMITS)) == rolls


@pytest.mark.parametrize("message", NOTHING, ids=lambda text: text[:24])
def test_what_is_not_dice(message: str) -> None:
    assert list(rolls_in(message, DEFAULT_LIMITS)) == []


@given(st.text(alphabet="12d6 kh+-x[]`#!<>=./@\n%vsDC@", max_size=80))
def test_whatever_is_found_can_be_rolled(message: str) -> None:
    for text in rolls_in(message, DEFAULT_LIMITS):
        assert dicewright.parse(text, names=dict.fromkeys(names_in(text, DEFAULT_LIMITS), "1d6"))


@pytest.mark.parametrize(
    "piece", ["1", "1 + ", "1d6+", "1d6 - ", "[[", "[[1d6", "`", ":a", "<@", "6x ", " ", "1d6 vs ", "d"]
)
def test_the_longest_messages_are_read_at_once(piece: str) -> None:
    message = (piece * 4_000)[:4_000]
    begin = time.process_time()
    list(rolls_in(message, DEFAULT_LIMITS))
    # It takes a tenth of this; what grows with the square of the length would take many times as long.
    assert time.process_time() - begin < 1.5
