"""What an engine writes into columns of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.connection.engine import to_json


@given(st.lists(st.integers(1, 10**6)))
def test_faces_are_a_list_of_numbers(faces: list[int]) -> None:
    assert json.loads(to_json(tuple(faces))) == faces


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "value", [{}, {"str": "3"}, [], [{"name": "str", "text": '"3"'}], None, "a", 0, 2**64, {"é": "\ud800\0"}]
)
def test_anything_else_is_read_again_as_it_was(value: object) -> None:
    assert json.loads(to_json(value)) == value


@given(PLAIN)
@settings(max_examples=100)
def test_any_plain_data_is_read_again_as_it_was(value: object) -> None:
    assert json.loads(to_json(value)) == value
