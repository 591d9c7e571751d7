"""Hostile input gets the answer that the benchmark expects of it; how soon is for the benchmark to say."""

from __future__ import annotations

import pytest

from bench.hostile import CASES, answer


@pytest.mark.parametrize(
    ("text", "names", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_is_answered(text: str, names: dict[str, str] | None, expected: str | None) -> None:
    assert answer(text, names) == expected
