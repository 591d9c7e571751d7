"""The name shown for a roll instead of its dice, as stored in buttons and in the history."""

from __future__ import annotations

from typing import Literal, NamedTuple

Way = Literal["", "adv", "dis", "plain"]


class Called(NamedTuple):
    """The name of a saved roll, and how the roll was changed.

    >>> str(Called("attack", "adv")), str(Called())
    ('attack (adv)', '')
    """

    name: str = ""
    """The name, or notation with names in it; "" to show the dice."""
    way: Way = ""
    """How the roll differs from the one with that name, such as "adv"."""

    def __str__(self) -> str:
        return f"{self.name} ({self.way})" if self.way else self.name


UNCALLED = Called()
"""No name: the dice are shown."""
