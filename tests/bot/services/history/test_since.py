"""Points in the past."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.services.history.since import SUGGESTED, moment
from bot.services.user_error import UserError

NOW = datetime(2026, 3, 14, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("  ", None),
        ("3 days", datetime(2026, 3, 11, 20, 30, tzinfo=UTC)),
        ("3 days ago", datetime(2026, 3, 11, 20, 30, tzinfo=UTC)),
        ("6 hours", datetime(2026, 3, 14, 14, 30, tzinfo=UTC)),
        ("today", datetime(2026, 3, 14, tzinfo=UTC)),
        ("Yesterday", datetime(2026, 3, 13, tzinfo=UTC)),
        ("Week", datetime(2026, 3, 7, 20, 30, tzinfo=UTC)),
        ("2weeks", datetime(2026, 2, 28, 20, 30, tzinfo=UTC)),
        ("1 year", datetime(2025, 3, 14, 20, 30, tzinfo=UTC)),
        ("9999 years", datetime(1926, 3, 14, 20, 30, tzinfo=UTC)),
        (" 2026-03-01 ", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: datetime | None) -> None:
    assert moment(text, NOW) == expected


@pytest.mark.parametrize("text", SUGGESTED)
def test_what_is_suggested_is_understood(text: str) -> None:
    found = moment(text, NOW)
    assert found is not None
    assert found < NOW


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("last summer", "I don't understand the date “last summer”"),
        ("2026-02-30", "such as 2026-03-14"),
        ("2026-03-15", "2026-03-15 is in the future."),
        ("x" * 90, f"“{'x' * 40}”"),
    ],
)
def test_what_is_no_moment_is_refused_with_one_that_is(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        moment(text, NOW)
