"""Replies: within Discord's limits for any result, and the total always there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.presentation.rolls.reply import roll_reply
from tests.support.discord_rules import problems

NINES = "9" * 100
GREATEST = [
    "10000d6",
    "100x 100d6",
    "100x 4d6kh3",
    f"100x 1d6 + {NINES[1:]}",
    f"100x 1d6 * {NINES[1:]} / 7",
    "; ".join(["500d20kh100"] * 20),
    "; ".join(["50x 10d20"] * 10),
    f"1d6 + {NINES[1:]}",
    "1d6 # " + "*" * 900,
    "; ".join(["1d20 # " + "_" * 40] * 20),
    "3d6 + "
    + " + ".join(f"1d6[{'[|*_' * 3}{number}]" for number in range(40)).replace("[[", "[").replace("]]", "]"),
    "50d[a```:1, b```:2]",
    "+".join(["1"] * 500),
]


def refused(result: dicewright.Result, player: str = "Robin", note: str = "") -> list[str]:
    embed = roll_reply(result, player=player, avatar_url=None, note=note)
    return problems(
        "POST", "/interactions/1/token/callback", {"type": 4, "data": {"embeds": [embed.to_dict()]}}
    )


@pytest.mark.parametrize("notation", GREATEST, ids=lambda notation: notation[:20])
def test_the_greatest_rolls_stay_within_discords_limits(notation: str) -> None:
    result = dicewright.roll(notation, seed="greatest")
    assert refused(result, player="R" * 32, note="*" * 200) == []


@pytest.mark.parametrize("notation", ["10000d6", "100x 100d6", "100x 4d6kh3", f"100x 1d6 + {NINES[1:]}"])
def test_the_grand_total_is_always_there(notation: str) -> None:
    result = dicewright.roll(notation, seed="total")
    lines = (roll_reply(result, player="Robin", avatar_url=None).description or "").splitlines()
    total = dicewright.format_number(result.total)
    assert {f"# {total}", f"{total} in total"} & set(lines)


def test_every_one_of_many_rolls_shows_its_total() -> None:
    result = dicewright.roll("; ".join(["100d20"] * 20), seed="many")
    shown = roll_reply(result, player="Robin", avatar_url=None).description or ""
    assert [int(total.replace(",", "")) for total in re.findall(r"^### ([\d,]+)$", shown, re.MULTILINE)] == [
        roll.total for roll in result.rolls
    ]


@pytest.mark.parametrize(
    ("text", "faces", "lines"),
    [
        ("6x 4d6kh3", [1, 2, 3, 4] * 6, ["# 9, 9, 9, 9, 9, 9", "54 in total"]),
        ("3x 1d4+1 # missiles", [1, 2, 4], ["*missiles*", "# 2, 3, 5", "10 in total"]),
        ("2x 1000d1", [1] * 2_000, ["# 1,000 · 1,000", "2,000 in total"]),
        ("3x 1d20+5 vs 15", [9, 10, 20], ["# 2 of 3 succeed"]),
        ("2x 1d100 vs <=45", [45, 46], ["# 1 of 2 succeeds"]),
        ("2x 1d20 vs 15", [1, 2], ["# 0 of 2 succeed"]),
        # Nobody adds up attacks, saves or rows of a table.
        ("3x 1d20+5", [9, 10, 20], ["# 14, 15, 25"]),
        ("2x 2d20kh1", [9, 10, 20, 1], ["# 10, 20"]),
        ("2x 1d100", [99, 12], ["# 99, 12"]),
        ("1d20+5; 2d6+3", [10, 3, 4], ["### 15", "### 10"]),
        ("1d20 vs 15; 1d20 vs 15", [10, 16], ["### 10", "### 16"]),
        ("2x 1d20 vs 15; 2x 1d6", [10, 16, 2, 3], ["### 1 of 2 succeeds", "### 2, 3", "5 in total"]),
        ("21x 1d20 vs 15", [15] + [1] * 20, ["# 1 of 21 succeeds", "**15**, " + ", ".join("1" * 20)]),
        ("21x 1d6", [1] * 21, [f"**{', '.join('1' * 21)}**", "21 in total"]),
    ],
)
def test_what_several_rolls_amount_to_leads(text: str, faces: list[int], lines: list[str]) -> None:
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    shown = (roll_reply(result, player="Robin").description or "").splitlines()
    assert [line for line in shown if " (" not in line] == lines


def test_repeats_that_do_not_fit_are_counted() -> None:
    result = dicewright.roll(f"100x 1d6 + {NINES[1:]}", seed="repeats")
    lines = (roll_reply(result, player="Robin", avatar_url=None).description or "").splitlines()
    *shown, more, grand_total = lines
    assert len(shown) + int(re.findall(r"\d+", more)[0]) == 100
    assert more.endswith("more rolls")
    assert grand_total.endswith("in total")


@given(st.text(max_size=80), st.text(max_size=300))
def test_no_name_or_note_breaks_the_reply(player: str, note: str) -> None:
    assert refused(dicewright.roll("2d6", seed="names"), player=player, note=note) == []


def test_an_avatar_is_shown() -> None:
    embed = roll_reply(dicewright.roll("1d6"), player="Robin", avatar_url="https://cdn.example/robin.png")
    assert embed.author.icon_url == "https://cdn.example/robin.png"


def test_how_lucky_it_was_stands_in_small_text_below() -> None:
    result = dicewright.roll("1d6", dice=dicewright.scripted([6]))
    embed = roll_reply(result, luck="Luck: best 5%")
    assert (embed.description, embed.footer.text) == ("# 6\n1d6 (6)", "Luck: best 5%")
    assert roll_reply(result).footer.text is None
