"""What an error says to write instead: it can be parsed, and is what the player meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import dicewright
from dicewright import NotationError
from dicewright.notation.parsing.common import parse
from dicewright.phrases import Phrase
from tests.core.notation.errors.every import ERRORS, NAMES
from tests.core.notation.fixes.repaired import REPAIRED
from tests.core.notation.fixes.reworded import FIXES
from tests.support.dice.notation_strategies import trees
from tests.support.dice.pieces import pieces


@pytest.mark.parametrize(("text", "code", "fix"), [*FIXES, *REPAIRED])
def test_fix(text, code, fix):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert (caught.value.code, caught.value.fix) == (code, fix)
    if fix is not None:
        parse(fix)
        if (text, code, fix) not in REPAIRED:
            assert f"Write {fix}." in caught.value.hint or "Did you mean" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4d6++2", "Write 4d6+2."),
        ("4d6--2", "Write 4d6-2, or 4d6 - -2 to take away a negative number."),
        ("4(d4+1)", "Write 4 * (d4+1) to multiply, or 4x (d4+1) to repeat the roll."),
        (
            "2d20+5 d1",
            "For dice write 5d1 without a space; to drop 1, write d1 right after the dice they are dropped "
            "from.",
        ),
    ],
)
def test_hints_with_the_players_own_numbers(text, hint):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("@srt + 1", "@str + 1"),
        ("1d20+@Dexterty", "1d20+@dexterity"),
        ("1d20+@xyz", None),
        ("1d20+STR", "1d20+@str"),
        ("str + 1d20", "@str + 1d20"),
        ("1d20*(Str)", "1d20*(@str)"),
        ("1d20+srt", "1d20+@str"),
        ("1d20+dexterity", "1d20+@dexterity"),
        ("1d20+xyz", None),
    ],
)
def test_a_known_name_is_offered(text, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text, names={"Str": 3, "dexterity": "1d4"})

    assert caught.value.fix == fix
    if fix is not None:
        dicewright.parse(fix, names={"str": 3, "dexterity": "1d4"})


def fix_of(text):
    try:
        parse(text)
    except NotationError as error:
        return error.fix
    except dicewright.DiceError:
        pass
    return None


@pytest.mark.parametrize("text", [text for text, *_ in ERRORS])
def test_the_fix_of_every_known_error_can_be_parsed(text):
    if (fix := fix_of(text)) is not None:
        parse(fix)


@given(pieces())
@settings(max_examples=300)
def test_every_fix_can_be_parsed(text):
    if (fix := fix_of(text)) is not None:
        parse(fix)


@given(trees(depth=1, most_rolls=1), pieces())
@settings(max_examples=300)
def test_every_fix_of_a_roll_with_something_behind_it_can_be_parsed(tree, more):
    if (fix := fix_of(f"{tree} {more}")) is not None:
        parse(fix)


@pytest.mark.parametrize("text", [text for text, *_ in ERRORS] + [text for text, *_ in FIXES])
def test_the_examples_in_hints_can_be_parsed(text):
    with pytest.raises(dicewright.DiceError) as caught:
        dicewright.roll(text, names=NAMES, seed="hints")

    for examples in re.findall(r"[Aa]s in ([^.;,{\[]+)", caught.value.hint):
        for example in examples.split(" or "):
            if example[0].isdecimal():
                parse(example)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1d20: \u202ehit", "Write 1d20 # \ufffdhit."),
        ("2d6\u00a0: fi\u200ere", "Write 2d6 # fi\ufffdre."),
        ("(2d6+\u200b3, 4)", "Write {2d6+\ufffd3, 4}."),
        ("1d20++\u200b3", "Write 1d20+\ufffd3."),
        (
            "1d20--3 # \u200bx",
            "Write 1d20-3 # \ufffdx, or 1d20 - -3 # \ufffdx to take away a negative number.",
        ),
        ("3(2d6\u200b)", "Write 3 * (2d6\ufffd) to multiply, or 3x (2d6\ufffd) to repeat the roll."),
        ("1d8/1d10 # \u200ex", "Write 1d8; 1d10 # \ufffdx for two rolls, or 1d8 / 1d10 # \ufffdx to divide."),
    ],
)
def test_a_hint_with_invisible_characters_can_still_be_translated(text, hint):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert caught.value.hint == hint
    assert isinstance(caught.value.hint, Phrase)
