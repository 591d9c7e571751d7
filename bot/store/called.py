"""What a roll is called in place of its dice, as buttons and the history keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["", "adv", "dis", "plain"]


@dataclass(frozen=True, slots=True)
class Called:
    """The name of a saved roll, and how it was changed.

    >>> str(Called("attack", "adv")), str(Called())
    ('attack (adv)', '')
    """

    name: str = ""
    """The name, or notation with names in it; "" where the dice say it all."""
    way: Way = ""
    """How it was changed since it was called so."""

    def __str__(self) -> str:
        return f"{self.name} ({self.way})" if self.way else self.name


UNCALLED = Called()
"""What shows its dice instead."""
