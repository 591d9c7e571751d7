"""Who can see a roll."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """Who can see the result of a roll. The values are stored in the database."""

    EVERYONE = "everyone"
    ONLY_ME = "only_me"
    ME_AND_GM = "me_and_gm"
    BLIND = "blind"
    """Only the GM, until the GM reveals it to everyone."""
