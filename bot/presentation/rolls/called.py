"""What a roll is called in place of its dice, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.discord_limits import cut
from bot.texts import N_, _

if TYPE_CHECKING:
    from bot.store.called import Called

_LONGEST = 80
_WAYS = {
    "": "{name}",
    "adv": N_("{name} with advantage"),
    "dis": N_("{name} with disadvantage"),
    "plain": N_("{name} without advantage or disadvantage"),
}


def called_words(called: Called) -> str:
    """Return what a roll is called, such as "attack with advantage"; "" if its dice say it all."""
    return _(_WAYS[called.way], name=cut(called.name, _LONGEST)) if called.name else ""
