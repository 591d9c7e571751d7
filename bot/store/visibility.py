"""Who sees a roll."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """Who sees the result of a roll. The values are stored."""

    EVERYONE = "everyone"
    ONLY_ME = "only_me"
    ME_AND_GM = "me_and_gm"
    BLIND = "blind"
    """The GM alone, until the GM reveals it to all."""
