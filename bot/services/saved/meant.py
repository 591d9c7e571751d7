"""What was meant by a text that can't be saved: a known name, a game, or another bot's notation."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from bot.services.guide.foreign import explained
from bot.services.saved.names import canonical_name, with_joined_names
from bot.services.saved.templates import offer_name
from bot.texts import _
from dicewright import DiceError, NotationError, close_matches
from dicewright import parse as read_notation
from dicewright.nodes import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.systems.calls import GameCalls

_NAMED = re.compile(r"@([^\W\d]\w*)")
_LIKENESS = 0.7


def better_error(
    games: GameCalls, text: str, error: NotationError, names: Mapping[str, str]
) -> NotationError:
    """Return the error for a text that can't be saved, with a text to save instead if one is certain.

    `names` are those that can stand in it. Those that nobody has yet can, too.
    """
    if error.fix is not None and error.code == "unknown-piece":
        return _with_known_name(error, names)
    can_be_saved = partial(_can_be_saved, games)
    joined = with_joined_names(text, names, bare=True)
    for tried in dict.fromkeys((joined, text)):
        try:
            if not games.is_call(tried):
                read_notation(tried, names=names or None)
        except NotationError as found:
            if found.fix is not None and can_be_saved(found.fix):
                text, error = tried, found
                break
        except DiceError:
            continue
    better = games.instead(text, error, can_be_sent=can_be_saved)
    if better.fix is None and better.code == "unknown-word":
        offer_name(better, text, can_be_saved)
    return better


def value_error(text: str, names: Mapping[str, str]) -> NotationError | None:
    """Return what is wrong with the notation of a character's value; None if it is one.

    It has a text to send instead if one is certain; `names` are the character's other values.
    """
    try:
        read_notation(text, names=names or None)
    except NotationError as error:
        return explained(error, text, _is_notation)
    except DiceError:
        return None
    return None


def _with_known_name(error: NotationError, names: Mapping[str, str]) -> NotationError:
    """Return an error that offers a known name in place of a similar new one, if there is one."""
    fix = error.fix or ""
    for found in _NAMED.finditer(fix):
        name = canonical_name(found[1])
        near = close_matches(name, names, most=1, likeness=_LIKENESS)
        if name not in names and near:
            fix = f"{fix[: found.start(1)]}{near[0]}{fix[found.end(1) :]}"
            error.fix, error.hint = fix, _("Did you mean {call}?", call=fix)
            break
    return error


def _can_be_saved(games: GameCalls, text: str) -> bool:
    try:
        return games.is_call(text) or _is_notation(text)
    except DiceError:
        return False


def _is_notation(text: str) -> bool:
    try:
        read_tree(text)
    except DiceError:
        return False
    return True
