"""Rolls on their way into the history and back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.services.rolls.gm import SEEN_BY_GM
from bot.store.rolls import RecordedRoll
from bot.store.visibility import Visibility
from dicewright import DEFAULT_LIMITS, Result, exact_text

if TYPE_CHECKING:
    from datetime import datetime

    from dicewright import Limits

# So many faces are kept with a roll: as many as tables throw, and few enough that a player who throws
# 10,000 dice over and over does not fill the disk. What the GM is still to see is kept whole.
_MOST_FACES = 500
_TOKEN_BYTES = 16


def recorded(
    result: Result,
    *,
    interaction_id: int,
    rolled_at: datetime,
    player_id: int,
    part: int = 0,
    server_id: int | None = None,
    channel_id: int | None = None,
    message_id: int | None = None,
    note: str = "",
    visibility: Visibility = Visibility.EVERYONE,
) -> RecordedRoll:
    """Return a roll as the history keeps it: from text, names and faces, all else follows.

    A roll that a GM is to see gets the token by which buttons find it.
    """
    for_gm = visibility in SEEN_BY_GM
    faces = result.faces
    return RecordedRoll(
        interaction_id=interaction_id,
        part=part,
        rolled_at=rolled_at,
        player_id=player_id,
        server_id=server_id,
        channel_id=channel_id,
        message_id=message_id,
        text=result.text,
        notation=result.notation,
        note=note,
        names={name: str(meaning) for name, meaning in result.names.items()},
        total=exact_text(result.total),
        faces=faces if for_gm or len(faces) <= _MOST_FACES else None,
        visibility=visibility,
        blind_token=secrets.token_urlsafe(_TOKEN_BYTES) if for_gm else None,
    )


def replayed(roll: RecordedRoll, *, limits: Limits = DEFAULT_LIMITS) -> Result | None:
    """Return the result that was recorded, with every die.

    None where it is hidden, where its faces were too many to keep, or where this version reads its text
    in another way than the one that rolled it.
    """
    if roll.total is None or roll.faces is None:
        return None
    plain = {
        "text": roll.text,
        "names": dict(roll.names),
        "faces": list(roll.faces),
        "total": roll.total,
    }
    try:
        return Result.from_dict(plain, limits=limits)
    except ValueError:
        return None
