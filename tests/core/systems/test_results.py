"""What a roll says, that it is the same forever, and that it survives being stored."""

from __future__ import annotations

import json
import pickle

import pytest

from dicewright import SystemResult, scripted, seeded
from tests.support.game_systems import game

# Rolled once and never to change: a seed means the same roll forever, in any version.
VECTORS = [
    ("v5", "v5 5 h2 vs 4", [9, 6, 5, 10, 9], "4 against 4: win"),
    ("coc", "coc 55 b1", [9, 6, 5], "48 against 55: success"),
    ("genesys", "genesys yggpp", [1, 2, 7, 4, 1], "success (2), side effects 0"),
    ("alien", "alien 4 s2", [1, 4, 5, 2, 3, 6], "1 successes: success"),
    ("pbta", "pbta +2", [1, 4], "7: weak hit"),
    ("earthdawn", "ed 4 vs 2", [1], "1: failure, level 0"),
    ("l5r5", "l5r5 3 s2 vs 2", [1, 4, 5, 8, 9], "up to 3 against 2: success possible"),
    ("swade", "sw 8", [1, 4], "success"),
]


@pytest.mark.parametrize(("name", "text", "faces", "message"), VECTORS)
def test_a_seed_means_the_same_roll_for_ever(name, text, faces, message):
    result = game(name).roll(text, seed="vector")
    assert (list(result.faces), result.message) == (faces, message)
    assert game(name).roll(text, dice=seeded(b"vector")).faces == result.faces


@pytest.mark.parametrize(
    ("name", "text", "faces"),
    [
        ("v5", "v5 5 h2 vs 4", [10, 3, 10, 4, 2]),
        ("coc", "coc 30 p1", [1, 10, 2]),
        ("genesys", "genesys yggpp", [12, 4, 5, 2, 6]),
        ("earthdawn", "ed 4 vs 2", [6, 1]),
        ("blades", "blades 0", [5, 4]),
        ("fate", "fate +2 vs 3", [3, 3, 2, 1]),
    ],
)
def test_a_result_keeps_its_faces_and_survives_being_stored(name, text, faces):
    result = game(name).roll(text, dice=scripted(faces))
    assert list(result.faces) == faces
    stored = SystemResult.from_dict(json.loads(json.dumps(result.to_dict())))
    assert stored == result
    assert stored.dice == result.dice
    assert stored.to_dict() == result.to_dict()
    assert pickle.loads(pickle.dumps(result)) == result
    again = game(name).roll(text, dice=scripted(stored.faces))
    assert again.message == stored.message


def test_a_result_says_what_it_is():
    result = game("v5").roll("v5 5 h2 vs 4", dice=scripted([10, 3, 10, 4, 2]))
    assert result.message == "4 against 4: messy critical"
    assert (result.outcome, result.tone, result.notes) == ("messy critical", "mixed", ())
    assert result.values == {"tens": 2, "successes": 4}
    assert result.parameters == {"pool": 5, "hunger": 2, "difficulty": 4}
    assert {name: [die.value for die in dice] for name, dice in result.pools.items()} == {
        "red": [10, 3],
        "black": [10, 4, 2],
    }
    assert str(result) == "4 against 4: messy critical"


def test_a_note_offers_the_roll_that_follows():
    result = game("alien").roll("alien 4 s2", dice=scripted([6, 3, 2, 5, 1, 4]))
    assert result.notes == ("panic",)
    assert result.follow_ups == ("alien panic s2",)
    assert game("alien").roll("alien panic s2", dice=scripted([5])).message == "7: Nervous twitch"


def test_a_result_is_read_only():
    result = game("pbta").roll("pbta")
    with pytest.raises(AttributeError, match="read-only"):
        result.text = "pbta +9"


def test_dropped_dice_are_there_and_do_not_count():
    result = game("blades").roll("blades 0", dice=scripted([5, 4]))
    assert [(die.value, die.kept) for die in result.dice] == [(5, False), (4, True)]
