"""A slash between two rolls, as in stat blocks, does not silently divide."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import NotationError, scripted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1d8/1d10", "Write 1d8; 1d10 for two rolls, or 1d8 / 1d10 to divide."),
        ("d8/d10", "Write d8; d10 for two rolls, or d8 / d10 to divide."),
        ("2d6/2d8+3", "Write 2d6; 2d8+3 for two rolls, or 2d6 / 2d8+3 to divide."),
        ("1d20+5/1d8+3", "Write 1d20+5; 1d8+3 for two rolls, or 1d20+5 / 1d8+3 to divide."),
        ("1d20-1\N{DIVISION SIGN}2d6", "Write 1d20-1; 2d6 for two rolls, or 1d20-1 / 2d6 to divide."),
        ("1d20+7/1d20+2", "Write 1d20+7; 1d20+2 for two rolls, or 1d20+7 / 1d20+2 to divide."),
        ("3x 1d8/1d10", "Write 3x 1d8; 1d10 for two rolls, or 3x 1d8 / 1d10 to divide."),
        ("{1d8/1d10}kh1", "Write ; for two rolls, or spaces around the / to divide."),
        ("1d8/1d10/1d12", "Write ; for two rolls, or spaces around the / to divide."),
        ("max(1d8/1d10, 2)", "Write ; for two rolls, or spaces around the / to divide."),
    ],
)
def test_alternatives(text: str, words: str) -> None:
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)
    error = caught.value
    assert (error.code, error.span.of(text)) == ("divided-roll", text[error.span.start])
    assert f"{error}".endswith(f"This would divide one roll by another. {words}")


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        ("1d8 / 1d10", [6, 4], "3/2"),
        ("1d8/ 1d10", [6, 4], "6/4"),
        ("1d4/1d4", [4, 2], "2"),
        ("2d6/1d6", [4, 4, 2], "4"),
        ("100/1d4", [4], "25"),
        ("1d6*2/1d4", [6, 4], "3"),
        ("3d6/2", [1, 2, 4], "7/2"),
        ("(1d20+5)/1d8", [15, 5], "4"),
        ("1d20+5 / 1d8", [15, 5], "16"),
        ("10-6/1d3", [3], "8"),
        ("1d8//1d10", [8, 3], "2"),
        ("7/2", [], "7/2"),
    ],
)
def test_divisions(text: str, faces: list[int], total: str) -> None:
    result = dicewright.roll(text, dice=scripted(faces))
    assert result.total == dicewright.parse_number(total)
