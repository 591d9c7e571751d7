"""The name shown for a roll instead of its dice, as stored in buttons and in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["", "adv", "dis", "plain"]


@dataclass(frozen=True, slots=True)
class Called:
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
