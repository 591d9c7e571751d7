"""A seed means the same dice forever, on every version of Python: the faces of calls, written down."""

from __future__ import annotations

import pytest

from tests.support.game_systems import game

FACES = {
    ("alien", "alien 4 s3"): (3, 6, 1, 3, 1, 3, 5),
    ("blades", "blades 3"): (3, 6, 1),
    ("coc", "coc 55 b1"): (3, 2, 7),
    ("cofd", "cod 4"): (3, 2, 7, 5),
    ("cortex", "cortex d6 d8 d10 d6 vs 9"): (3, 4, 7, 3),
    ("cpr", "cpr 10 vs 13"): (3,),
    ("dsa", "dsa 14 12 13 fw7"): (3, 12, 15),
    ("fate", "fate +2 vs 3"): (3, 3, 1, 3),
    ("genesys", "genesys yyggp"): (3, 12, 7, 3, 1),
    ("l5r5", "l5r5 2 s2 vs 2"): (3, 6, 7, 3, 1),
    ("ore", "ore 5"): (3, 2, 7, 5, 3),
    ("swade", "sw 8"): (7, 6, 1),
    ("v5", "v5 7 h2 vs 3"): (3, 2, 7, 5, 3, 3, 7),
    ("earthdawn", "ed 6 vs 9"): (3,),
}


@pytest.mark.parametrize(("name", "text"), FACES)
def test_a_seed_rolls_the_faces_that_it_always_has(name, text):
    assert game(name).roll(text, seed="for ever").faces == FACES[name, text]
