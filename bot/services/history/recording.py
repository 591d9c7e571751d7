"""Rolls on their way into the history and back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.services.rolls.gm import SEEN_BY_GM
from bot.services.systems.played import Played
from bot.store.called import UNCALLED
from bot.store.rolls import RecordedRoll
from bot.store.visibility import Visibility
from dicewright import DEFAULT_LIMITS, Result, exact_text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.rolls.rolling import Rolled
    from bot.store.called import Called
    from dicewright import Limits

# Up to this many faces are kept with a roll: more than players usually throw, and few enough that rolling
# 10,000 dice over and over does not fill the disk. Rolls that the GM has yet to see are kept whole.
_MOST_FACES = 500
_TOKEN_BYTES = 16


class Circumstances(NamedTuple):
    """Who rolled, when and where, and who can see the result."""

    interaction_id: int
    rolled_at: datetime
    player_id: int
    server_id: int | None = None
    channel_id: int | None = None
    visibility: Visibility = Visibility.EVERYONE


def recorded(
    result: Rolled, circumstances: Circumstances, *, note: str = "", called: Called = UNCALLED
) -> RecordedRoll:
    """Return a roll as the history keeps it: text, names and faces, from which the rest follows.

    A roll for a GM gets the token by which its buttons find it.
    """
    for_gm = circumstances.visibility in SEEN_BY_GM
    faces = result.faces
    return RecordedRoll(
        interaction_id=circumstances.interaction_id,
        part=0,
        rolled_at=circumstances.rolled_at,
        player_id=circumstances.player_id,
        server_id=circumstances.server_id,
        channel_id=circumstances.channel_id,
        message_id=None,
        note=note,
        faces=faces if for_gm or len(faces) <= _MOST_FACES else None,
        visibility=circumstances.visibility,
        blind_token=secrets.token_urlsafe(_TOKEN_BYTES) if for_gm else None,
        **(_of_game(result) if isinstance(result, Played) else _of_dice(result, called)),
    )


def _of_dice(result: Result, called: Called) -> dict[str, Any]:
    return {
        "text": result.text,
        "notation": str(called) if called.name else result.notation,
        "names": {name: str(meaning) for name, meaning in result.names.items()},
        "total": exact_text(result.total),
    }


def _of_game(played: Played) -> dict[str, Any]:
    return {
        "text": played.text,
        "notation": played.asked,
        "names": dict(played.names),
        "total": played.number or None,
        "system": played.system,
        "outcome": played.plain(),
        "first_id": played.first_id,
    }


def replayed_game(roll: RecordedRoll) -> Played | None:
    """Return what a game system made of a roll, in its words at the time; None where that is hidden."""
    if roll.system is None or roll.outcome is None:
        return None
    try:
        return Played.read(
            roll.outcome,
            system=roll.system,
            text=roll.text,
            names=roll.names,
            faces=roll.faces or (),
            first_id=roll.first_id,
        )
    except ValueError:
        return None


def anything_replayed(roll: RecordedRoll, *, limits: Limits = DEFAULT_LIMITS) -> Rolled | None:
    """Return the result of any recorded roll, as `replayed` and `replayed_game` do."""
    return replayed(roll, limits=limits) if roll.system is None else replayed_game(roll)


def replayed(roll: RecordedRoll, *, limits: Limits = DEFAULT_LIMITS) -> Result | None:
    """Return the result of plain dice that was recorded, with every die.

    None where it is hidden, where its faces were too many to keep, or where this version reads its text
    in another way than the one that rolled it.
    """
    if roll.system is not None or roll.total is None or roll.faces is None:
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
