"""Every die of a huge roll as text, which its reply has no room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.history.roll_file import RollFile
from bot.texts import said
from dicewright import Result, exact_text
from dicewright.rendering import plain_breakdown

if TYPE_CHECKING:
    from bot.services.rolls.rolling import RollingService

_NAME = "dice.txt"
# Ten thousand dice with a million sides.
_MOST_CHARACTERS = 200_000


def dice_list(rolling: RollingService, text: str, seed: bytes) -> RollFile:
    """Return all dice of a roll that was made with a seed, a line for each time it was made.

    Raises as `RollingService.understand` does.
    """
    notation = rolling.understand(text)
    result = rolling.roll(notation, seed=seed)
    assert isinstance(result, Result)
    heading = [str(notation), ""] if len(result.rolls) > 1 else []
    lines = [
        f"{exact_text(roll.total)} = {plain_breakdown(roll, limit=_MOST_CHARACTERS, said=said)}"
        for roll in result.rolls
    ]
    return RollFile(_NAME, "\n".join([*heading, *lines, ""]).encode(), len(lines), None)
