"""Points in the past as players write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.services.user_error import UserError
from bot.texts import _

_DAY = 24
_HOURS = {"hour": 1, "day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY, "year": 365 * _DAY}
# A century, before which nobody rolled here, and calendars end somewhere.
_MOST_HOURS = 36_525 * _DAY
_SPAN = re.compile(r"(?:(\d{1,4})\s*)?(hour|day|week|month|year)s?(?:\s+ago)?", re.IGNORECASE)
_DAYS_BACK = {"today": 0, "yesterday": 1}
SUGGESTED = ("6 hours", "1 day", "1 week", "1 month", "1 year")


def moment(text: str, now: datetime) -> datetime | None:
    """Return the moment a text names: "3 days" ago, "week", or the start of a day in UTC; None for "".

    Days are dates, today and yesterday.

    Raises UserError if it names none, or one to come.

    >>> moment("2026-03-01", datetime(2026, 3, 14, tzinfo=UTC)).day
    1
    """
    written = text.strip()
    if not written:
        return None
    if span := _SPAN.fullmatch(written):
        number, unit = span.groups()
        return now - timedelta(hours=min(int(number or 1) * _HOURS[unit.lower()], _MOST_HOURS))
    if (back := _DAYS_BACK.get(written.lower())) is not None:
        return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
    try:
        found = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise UserError(
            _(
                "I don't understand the date “{written}”. "
                "Write 6 hours, 3 days, yesterday or a date such as {today}.",
                written=written[:40],
                today=now.date().isoformat(),
            )
        ) from None
    if found > now:
        raise UserError(_("{date} is in the future.", date=written))
    return found
