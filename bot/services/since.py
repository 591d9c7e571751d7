"""Points in the past as players write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.services.refusals import Refused

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# A century, before which nobody rolled here, and calendars end somewhere.
_MOST_DAYS = 36_525
_SPAN = re.compile(r"(?:(\d{1,4})\s*)?(day|week|month|year)s?", re.IGNORECASE)
SUGGESTED = ("1 day", "1 week", "1 month", "1 year")


def moment(text: str, now: datetime) -> datetime | None:
    """Return the moment a text names: "3 days" ago, "week", or the begin of a date in UTC; None for "".

    Raises Refused where it names none, or one to come.

    >>> moment("2026-03-01", datetime(2026, 3, 14, tzinfo=UTC)).day
    1
    """
    written = text.strip()
    if not written:
        return None
    if span := _SPAN.fullmatch(written):
        number, unit = span.groups()
        return now - timedelta(days=min(int(number or 1) * _DAYS[unit.lower()], _MOST_DAYS))
    try:
        found = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(
            f"“{written[:40]}” is no point in time that is known here. Write 3 days, 2 weeks, or a date "
            f"such as {now:%Y-%m-%d}."
        ) from None
    if found > now:
        raise Refused(f"{written} is still to come.")
    return found
