"""A clock that tests advance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Calling it returns seconds; `now` returns the date and time."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """Return the date and time, in UTC."""
        return datetime(2026, 3, 14, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def advance(self, *, seconds: float = 0.0, days: float = 0.0) -> None:
        """Let time pass."""
        self.seconds += seconds + days * 86_400
