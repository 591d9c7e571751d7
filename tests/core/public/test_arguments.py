"""What a program passes is checked at the door: a DiceError says what is wrong and what to write."""

from __future__ import annotations

import itertools
import pickle
from array import array
from decimal import Decimal
from fractions import Fraction

import pytest

import dicewright
from dicewright import (
    DEFAULT_LIMITS,
    DiceError,
    Limits,
    Result,
    estimate,
    from_bytes,
    odds,
    parse,
    roll,
    scripted,
    seeded,
)
from dicewright.errors import ArgumentError

FIELDS = list(Limits._fields)


@pytest.mark.parametrize("door", [roll, parse, odds, estimate])
@pytest.mark.parametrize("text", [None, 7, b"3d6", ["3d6"], {"text": "3d6"}, 2.5, object()])
def test_a_roll_is_text(door, text):
    with pytest.raises(ArgumentError, match='A roll is text such as "4d6kh3", not'):
        door(text)


@pytest.mark.parametrize("door", [roll, parse, odds, estimate])
@pytest.mark.parametrize("limits", [None, 100, {"dice": 100}, Limits, "default"])
def test_limits_are_limits(door, limits):
    with pytest.raises(ArgumentError, match="The limits of a roll must be a Limits object, not"):
        door("3d6", limits=limits)
    with pytest.raises(ArgumentError):
        Result.from_dict(roll("3d6").to_dict(), limits=limits)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "value",
    [-1, True, False, 2.0, "100", None, Fraction(3), 2**63, 10**5000, [1]],
    ids=lambda value: type(value),
)
def test_each_limit_is_a_whole_number(field, value):
    with pytest.raises(ArgumentError, match=f"The limit {field} must be a whole number from 0 to"):
        Limits(**{field: value})
    with pytest.raises(ArgumentError):
        DEFAULT_LIMITS.replace(**{field: value})


@pytest.mark.parametrize("field", FIELDS)
def test_limits_may_be_none_at_all_or_beyond_all_need(field):
    assert getattr(Limits(**{field: 0}), field) == 0
    assert roll("1d6", limits=Limits(**{field: 2**63 - 1})).total in range(1, 7)


@pytest.mark.parametrize("door", [roll, parse, odds, estimate])
@pytest.mark.parametrize(
    "names",
    [
        5,
        "str",
        ["str"],
        {3: 3},
        {None: "1d6"},
        {"str": None},
        {"str": [1]},
        {"str": b"1d6"},
        {"str": True},
        {"str": float("nan")},
        {"str": float("inf")},
        {"str": Decimal(3)},
        {"str": 2j},
    ],
)
def test_names_stand_for_numbers_or_notation(door, names):
    with pytest.raises(ArgumentError, match="Names must map text to numbers or notation"):
        door("1d20", names=names)


@pytest.mark.parametrize(
    "door", [lambda seed: roll("3d6", seed=seed), lambda seed: estimate("3d6", seed=seed)]
)
@pytest.mark.parametrize("seed", [2.5, True, ["a"], object(), bytearray(b"a"), Fraction(1, 2)])
def test_seeds_of_other_types_are_refused(door, seed):
    with pytest.raises(ArgumentError, match="A seed must be text, bytes or a whole number, not"):
        door(seed)
    with pytest.raises(ArgumentError):
        seeded(seed)


@pytest.mark.parametrize("seed", [0, 7, -7, 2**64, 10**5000], ids=int.bit_length)
@pytest.mark.parametrize("text", ["8d20", "4d6!r1", "3x 2d1000"])
def test_a_whole_number_is_the_seed_of_its_decimal_text(text, seed):
    digits = str(seed) if seed < 10**4000 else "1" + "0" * 5000
    result = roll(text, seed=seed)
    assert result == roll(text, seed=digits)
    assert result.seed == digits
    assert estimate(text, rolls=20, seed=seed) == estimate(text, rolls=20, seed=digits)
    assert Result.from_dict(result.to_dict()).seed == pickle.loads(pickle.dumps(result)).seed == digits


@pytest.mark.parametrize("text", ["3d6", "1d6!", "7", "0d6"])
@pytest.mark.parametrize("seed", ["a", b"", 0, ""])
def test_a_seed_goes_with_no_dice_of_ones_own(text, seed):
    for ask in (roll, lambda text, **more: parse(text).roll(**more)):
        with pytest.raises(ArgumentError, match="not both"):
            ask(text, seed=seed, dice=scripted([1, 2, 3]))


@pytest.mark.parametrize(
    "faces",
    [
        [1, 2, 3],
        (1, 2, 3),
        b"\1\2\3",
        array("B", [1, 2, 3]),
        range(1, 4),
        {1: "a", 2: "b", 3: "c"},
        memoryview(b"\1\2\3"),
    ],
)
def test_dice_may_be_any_iterable(faces):
    for given in (lambda *_: faces, lambda *_: iter(faces), lambda *_: (face for face in faces)):
        result = roll("3d6", dice=given)
        assert (result.total, result.faces) == (6, (1, 2, 3))
        assert all(type(face) is int for face in result.faces)


@pytest.mark.parametrize(
    "faces",
    [
        [1, 2],
        [1, 2, 3, 4],
        [],
        [0, 1, 2],
        [1, 2, 7],
        [1, 2, -1],
        [1, 2, 3.0],
        [1, 2, "3"],
        [1, 2, True],
        [1, 2, None],
        None,
        3,
        "123",
        itertools.repeat(1),
    ],
    ids=str,
)
@pytest.mark.parametrize("text", ["3d6", "3d6kh1", "3d6 vs 10", "{3d6}kh2", "3d[1..6]"])
def test_dice_are_held_to_their_number_and_faces(text, faces):
    with pytest.raises(ArgumentError, match=r"Your dice were asked for 3 faces|cannot show all of"):
        roll(text, dice=lambda *_: faces)


def test_faces_that_are_changed_later_do_not_change_a_result():
    faces = [1, 2, 3]
    result = roll("3d6", dice=lambda *_: faces)
    faces[0] = 6
    assert (result.faces, [die.value for die in result.dice]) == ((1, 2, 3), [1, 2, 3])


@pytest.mark.parametrize("dice", [5, "6", [6, 6, 6], {}])
def test_dice_are_a_function(dice):
    with pytest.raises(ArgumentError, match="Your own dice must be a function"):
        roll("3d6", dice=dice)


@pytest.mark.parametrize(
    "source", [lambda _: b"", lambda _: None, lambda n: bytes(n + 1), lambda n: [0] * n, 5]
)
def test_a_source_gives_as_many_bytes_as_it_is_asked_for(source):
    with pytest.raises(ArgumentError, match=r"(A|The) source of randomness"):
        roll("3d6", dice=from_bytes(source))


@pytest.mark.parametrize("faces", [5, None])
def test_scripted_faces_are_a_list(faces):
    with pytest.raises(ArgumentError, match="Scripted faces must be a list"):
        scripted(faces)


GOOD = {"text": "2d6", "faces": [1, 2], "total": 3}


@pytest.mark.parametrize(
    "plain",
    [
        {},
        None,
        [],
        "2d6",
        *({key: value for key, value in GOOD.items() if key != missing} for missing in GOOD),
        *(GOOD | {"text": wrong} for wrong in (None, 7, ["2d6"])),
        *(
            GOOD | {"faces": wrong}
            for wrong in (None, 3, "12", [1], [1, 2, 3], [1, "2"], [1, 2.0], [True, 2])
        ),
        *(GOOD | {"total": wrong} for wrong in (None, 3.0, "three", 4, [3], True)),
        *(GOOD | {"seed": wrong} for wrong in ({}, {"bytes": "xy"}, {"bytes": 3}, [1], 2.5)),
        *(GOOD | {"names": wrong} for wrong in (5, ["a"], {"a": None})),
    ],
)
def test_stored_results_are_described_in_full(plain):
    with pytest.raises(DiceError) as caught:
        Result.from_dict(plain)
    assert isinstance(caught.value, ValueError)
    assert caught.value.code in ("stored-result", "text", "names", "faces")


def test_what_is_good_is_taken():
    assert Result.from_dict(GOOD).total == 3
    assert Result.from_dict(GOOD | {"seed": None, "names": None, "faces": (1, 2)}).total == 3


@pytest.mark.parametrize("rolls", [1, 0, -5, 2.5, "100", None, True])
def test_an_estimate_takes_two_rolls_or_more(rolls):
    with pytest.raises(ArgumentError, match="at least 2 rolls"):
        estimate("1d6", rolls=rolls)


class Hostile:
    def __repr__(self):
        raise RuntimeError("no")


def test_an_error_quotes_whatever_it_is_given():
    with pytest.raises(ArgumentError, match="an object of type Hostile"):
        roll(Hostile())
    with pytest.raises(ArgumentError) as caught:
        roll(["x" * 10_000])
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["4d6kx3", "99999d6", "1/0", "@nobody"])
def test_every_error_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"\S") as caught:
        dicewright.roll(text)
    assert isinstance(caught.value, DiceError)
