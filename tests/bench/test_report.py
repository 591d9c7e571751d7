"""Pages of results: aligned tables, and times that read well."""

from __future__ import annotations

import pytest

from bench.report import duration, table, verdict


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1.234e-9, "0.00 µs"),
        (1.234e-6, "1.23 µs"),
        (12.34e-6, "12.3 µs"),
        (123.4e-6, "123 µs"),
        (0.001, "1.00 ms"),
        (0.1234, "123 ms"),
        (1.25, "1.2 s"),
    ],
)
def test_a_duration_has_three_digits(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected


def test_a_table_is_aligned() -> None:
    assert table(["", "a|b"], [["x", "1"], ["yy", "22"]]).splitlines() == [
        "|    | a\\|b |",
        "| -- | ---: |",
        "| x  |    1 |",
        "| yy |   22 |",
    ]


def test_a_missed_target_stands_out() -> None:
    assert verdict("fast", measured="slow", reached=False) == ["fast", "slow", "**no**"]
    assert verdict("fast", measured="fast", reached=True) == ["fast", "fast", "yes"]
