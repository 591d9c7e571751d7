from __future__ import annotations

import copy
import pickle

import pytest

from dicewright.values import Value


class Point(Value):
    x: int
    y: int = 0


class Line(Value):
    ends: tuple[Point, ...]
    name: str = ""


class Marked(Value):
    value: int
    begin: int = 0
    end: int = 0


def test_fields_and_defaults():
    assert (Point(1).x, Point(1).y, Point(y=2, x=1).y) == (1, 0, 2)
    with pytest.raises(TypeError):
        Point()
    with pytest.raises(TypeError):
        Point(1, 2, 3)
    with pytest.raises(TypeError):
        Point(1, z=3)


def test_values_are_frozen_and_slotted():
    point = Point(1)

    with pytest.raises(AttributeError, match="replace"):
        point.x = 2
    with pytest.raises(AttributeError, match="frozen"):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 1
    assert not hasattr(point, "__dict__")


def test_a_change_is_a_new_value():
    assert Point(1).replace(y=5) == Point(1, 5)
    with pytest.raises(TypeError, match="no field z"):
        Point(1).replace(z=5)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Point(1), Point(1, 0), True),
        (Point(1), Point(2), False),
        (Point(1), Marked(1), False),
        (Point(1), (1, 0), False),
        (Line((Point(1), Point(2))), Line((Point(1), Point(2))), True),
        (Line((Point(1), Point(2))), Line((Point(1), Point(3))), False),
        (Line((Point(1),)), Line((Point(1), Point(3))), False),
        (Line(()), Line((), "a"), False),
        (Marked(1, 2, 3), Marked(1, 5, 9), True),
        (Point(1.0), Point(1), True),
    ],
)
def test_equality(one, other, equal):
    assert (one == other) is equal
    assert (other == one) is equal
    assert (one != other) is not equal
    if equal:
        assert hash(one) == hash(other)


def test_what_differs_hashes_differently():
    assert len({hash(value) for value in (Point(1), Point(2), Line(()), Line((Point(1),)), Marked(1))}) == 5


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Point(1), "Point(x=1, y=0)"),
        (Line((), "a"), "Line(ends=(), name='a')"),
        (Line((Point(1),)), "Line(ends=(Point(x=1, y=0),), name='')"),
        (Line((Point(1), Point(2))), "Line(ends=(Point(x=1, y=0), Point(x=2, y=0)), name='')"),
        (Marked(1, 2, 3), "Marked(value=1)"),
    ],
)
def test_repr(value, written):
    assert repr(value) == written


@pytest.mark.parametrize("value", [Point(1), Line((Point(1), Point(2, 3)), "a"), Marked(1, 2, 3)])
def test_copies(value):
    for same in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert same == value
        assert [getattr(same, field) for field in same._fields] == [
            getattr(value, field) for field in value._fields
        ]


def test_values_match_by_position():
    match Line((Point(1), Point(2, 3))):
        case Line((Point(1), Point(x, y)), name):
            assert (x, y, name) == (2, 3, "")
        case _:
            pytest.fail("no match")


def test_depth_does_not_matter():
    deep, same = Point(0), Point(0)
    for _ in range(5_000):
        deep, same = Line((deep,)), Line((same,))

    assert deep == same
    assert hash(deep) == hash(same)
    assert repr(deep).count("Line") == 5_000
