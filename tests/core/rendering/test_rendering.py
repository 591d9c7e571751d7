"""Rolls as text, plain and in Discord's Markdown."""

from __future__ import annotations

import pytest

import dicewright
from dicewright.rendering import markdown, plain
from dicewright.rendering.outcome import outcome

# What is written, the faces, the breakdown, the same in Markdown where it differs, and what came of it.
SHOWN = [
    ("4d6kh3 + 2", [6, 1, 5, 3], "4d6kh3 (6, ~1~, 5, 3) + 2", "4d6kh3 (6, 1✗, 5, 3) + 2", ""),
    ("2d20kh1", [7, 20], "2d20kh1 (~7~, 20*)", "2d20kh1 (7✗, __**20**__)", ""),
    ("1d20", [1], "1d20 (1_)", "1d20 (__1__)", ""),
    ("2d6!", [6, 2, 3], "2d6! (6!, 3, 2)", "2d6! (6!, 3, 2)", ""),
    ("1d6!!", [6, 2], "1d6!! (6+2)", "1d6!! (6+2)", ""),
    ("1d6!p", [6, 4], "1d6!p (6!, 4-1)", "1d6!p (6!, 4-1)", ""),
    ("2d6r1", [1, 5, 4], "2d6r=1 (~1~, 4, 5)", "2d6r=1 (1✗, 4, 5)", ""),
    ("1d6mi3", [1], "1d6mi3 (1→3)", "1d6mi3 (1→3)", ""),
    ("4dF", [1, 2, 3, 3], "4dF (-1, 0, +1, +1)", "4dF (-1, 0, +1, +1)", ""),
    ("2d10>=8", [9, 2], "2d10>=8 (9*, 2)", "2d10\\>=8 (**9**, 2)", "1 success"),
    ("3d10>=8f1", [9, 8, 1], "3d10>=8f=1 (9*, 8*, 1)", "3d10\\>=8f=1 (**9**, **8**, 1)", "2 − 1 success"),
    ("2d10>=8", [1, 2], "2d10>=8 (1, 2)", "2d10\\>=8 (1, 2)", "0 successes"),
    ("2d[hit:1,blank]", [1, 2], "2d[hit:1, blank] (hit 1, blank)", None, "hit × 1, blank × 1"),
    ("(1d4)d6", [2, 3, 5], "1d4 (2) = 2 → (1d4)d6 (3, 5)", "1d4 (2) = 2 → (1d4)d6 (3, 5)", ""),
    ("{1d8+3, 7}kh1", [2], "{1d8 (~2~) + 3 = ~5~, 7}kh1", "{1d8 (2✗) + 3 = 5✗, 7}kh1", ""),
    ("1d20+5 vs 15", [12], "1d20 (12) + 5 vs 15", "1d20 (12) + 5 vs 15", "success by 2"),
    ("1d20 vs 15", [15], "1d20 (15) vs 15", "1d20 (15) vs 15", "success"),
    ("1d100 vs <=45", [50], "1d100 (50) vs <=45", "1d100 (50) vs \\<=45", "failure by 5"),
    ("2d6[fire] + 1d8[cold]", [1, 2, 8], "2d6 (1, 2) [fire] + 1d8 (8) [cold]", None, "fire 3, cold 8"),
    ("2d6[fire]", [1, 2], "2d6 (1, 2) [fire]", "2d6 (1, 2) [fire]", ""),
    ("1d6[*b*]", [1], "1d6 (1) [*b*]", "1d6 (1) [\\*b\\*]", ""),
    ("7 / 2 * 3", [], "7 ÷ 2 × 3", "7 ÷ 2 × 3", ""),
    ("-(1 + 2) ** 2", [], "-(1 + 2) ^ 2", "-(1 + 2) ^ 2", ""),
    ("floor(7 / 2)", [], "floor(7 ÷ 2)", "floor(7 ÷ 2)", ""),
    ("if(1d20 vs 11, 1d4, 0)", [12, 3], "if(1d20 (12) vs 11 true: 1d4 (3))", None, ""),
    ("0d6", [], "0d6 ()", "0d6 ()", ""),
]


@pytest.mark.parametrize(("text", "faces", "as_plain", "as_markdown", "said"), SHOWN)
def test_shown(text, faces, as_plain, as_markdown, said):
    result = dicewright.roll(text, dice=dicewright.scripted(faces)).rolls[0]

    assert plain.breakdown(result) == as_plain
    assert markdown.breakdown(result, limit=1_000) == (as_plain if as_markdown is None else as_markdown)
    assert outcome(result) == said


def test_lines():
    result = dicewright.roll("2x 1d6 # hit; 1d20 vs 15", dice=dicewright.scripted([1, 6, 7]))

    assert str(result).splitlines() == [
        "1d6 (1) = 1 # hit",
        "1d6 (6) = 6 # hit",
        "total 7",
        "1d20 (7) vs 15 = 7: failure by 8",
    ]


def test_a_name_shows_what_it_stood_for():
    result = dicewright.roll("@hit kh1", names={"hit": "2d20 + 3"}, dice=dicewright.scripted([2, 9]))
    assert str(result) == "@hit (2d20kh1 (~2~, 9) + 3) = 12"


@pytest.mark.parametrize("limit", [40, 60, 100, 500, 5_000])
def test_a_breakdown_is_cut_between_dice(limit):
    result = dicewright.roll("1000d6kh500", seed="long").rolls[0]
    for shown in (plain.breakdown(result, limit=limit), markdown.breakdown(result, limit=limit)):
        assert len(shown) <= limit
        if limit < 5_000:
            dice, _, ending = shown.partition(" … and ")
            more = int(ending.removesuffix(" more dice").replace(",", ""))
            assert len(dice.partition("(")[2].split(", ")) + more == 1_000


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**boom**", "\\*\\*boom\\*\\*"),
        ("<@123> @here", "\\<\\@123\\> \\@here"),
        ("a\nb", "a b"),
        ("[x](y)", "\\[x\\]\\(y\\)"),
        ("\\", "\\\\"),
        ("||spoiler|| `code` ~~no~~ # h", "\\|\\|spoiler\\|\\| \\`code\\` \\~\\~no\\~\\~ \\# h"),
    ],
)
def test_markdown_escapes(text, escaped):
    assert markdown.escape(text) == escaped
