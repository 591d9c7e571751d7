"""Parsing custom ids and chosen values, which a modified client can forge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

LARGEST_ID = 2**63 - 1
"""Discord's ids are unsigned, but won't use the last bit before 2084, and database columns don't have it."""
_LARGEST_PART = 2**15 - 1
_LATEST_SECOND = int(datetime.max.replace(tzinfo=UTC).timestamp())


class UnreadableId(UserError):
    """A custom id or a chosen value is not one that this version of the bot uses."""

    def __init__(self) -> None:
        super().__init__(_("This no longer works. Use the command again."))


def read_number(written: str, lowest: int, highest: int) -> int:
    """Return an integer within inclusive bounds. Raises UnreadableId.

    >>> read_number("30", 1, 365)
    30
    """
    # `int` takes quadratic time, and accepts the digits of every script.
    if not (written.isascii() and written.isdecimal()) or len(written) > len(str(highest)):
        raise UnreadableId
    number = int(written)
    if not lowest <= number <= highest:
        raise UnreadableId
    return number


def read_id(written: str) -> int:
    """Return a Discord id. Raises UnreadableId for anything that can't be one.

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
