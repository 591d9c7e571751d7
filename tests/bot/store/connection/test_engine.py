"""What an engine writes into columns of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.connection.engine import to_json


@given(st.lists(st.integers(1, 10**6)))
def test_faces_are_a_list_of_numbers(faces: list[int]) -> None:
    assert json.loads(to_json(tuple(faces))) == faces


@pytest.mark.parametrize("value", [{}, {"str": "3"}, [], [{"name": "str", "text": '"3"'}], None, "a", 0])
def test_anything_else_is_as_json_has_it(value: object) -> None:
    assert to_json(value) == json.dumps(value)
