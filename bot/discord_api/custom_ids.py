"""Reading custom ids and chosen values, which a changed client can make up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

LARGEST_ID = 2**63 - 1
"""Discord's ids are unsigned, but none will use the last bit before 2084, and no database column holds it."""
_LARGEST_PART = 2**15 - 1
_LATEST_SECOND = int(datetime.max.replace(tzinfo=UTC).timestamp())


class UnreadableId(UserError):
    """A custom id, or a chosen value, is none that the bot gives out today."""

    def __init__(self) -> None:
        super().__init__(_("This no longer works. Use the command again."))


def read_number(written: str, lowest: int, highest: int) -> int:
    """Return a whole number within bounds, which count as within. Raises UnreadableId.

    >>> read_number("30", 1, 365)
    30
    """
    # `int` takes a time that grows with the square of the length, and digits of every script.
    if not (written.isascii() and written.isdecimal()) or len(written) > len(str(highest)):
        raise UnreadableId
    number = int(written)
    if not lowest <= number <= highest:
        raise UnreadableId
    return number


def read_id(written: str) -> int:
    """Return one of Discord's ids. Raises UnreadableId for what cannot be one.

    >>> read_id("900000000000000001")
    900000000000000001
    """
    return read_number(written, 1, LARGEST_ID)


def read_key(written: str) -> tuple[int, int] | None:
    """Return the key of a roll, such as 5.0; None for "". Raises UnreadableId.

    >>> read_key("5.0"), read_key("")
    ((5, 0), None)
    """
    if not written:
        return None
    interaction_id, _, part = written.partition(".")
    return read_id(interaction_id), read_number(part, 0, _LARGEST_PART)


def read_moment(written: str) -> datetime | None:
    """Return a moment from its seconds since 1970; None for "". Raises UnreadableId.

    >>> read_moment("0")
    datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromtimestamp(read_number(written, 0, _LATEST_SECOND), UTC) if written else None


def read_choice(written: str, choices: Mapping[str, T]) -> T:
    """Return what a choice stands for. Raises UnreadableId if it was not offered."""
    if written not in choices:
        raise UnreadableId
    return choices[written]
