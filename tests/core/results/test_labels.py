"""Labels share out the total of a roll."""

from __future__ import annotations

import pytest

import dicewright


@pytest.mark.parametrize(
    ("text", "faces", "labels"),
    [
        ("2d6[fire] // 2", [3, 4], {"fire": 3}),
        ("floor(2d6[fire] / 2)", [3, 4], {"fire": 3}),
        ("max(1d6[a], 1d8[b])", [2, 5], {"b": 5}),
        ("(1d4[count])d6[fire]", [1, 5], {"fire": 5}),
        ("if(1d20[test] vs 1, 2d6[fire], 0)", [5, 1, 2], {"fire": 3}),
        ("1d20[hit] vs 1d4[armour]", [9, 2], {"hit": 9}),
    ],
)
def test_labels_share_out_the_total(text, faces, labels):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))

    assert result.labels == labels
    assert sum(labels.values()) == result.total
