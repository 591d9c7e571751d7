"""A game system's result as lines: first what it means in the game's own words, then the dice."""

from __future__ import annotations

from dicewright.rendering.pools import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.rendering.breakdown import Style
    from dicewright.results import Die
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.contests import Contest


def written(result: SystemResult, style: Style, after: str = "") -> str:
    """Return the message and the notes, the dice of each pool, and what may be rolled next.

    `after` is put at the end of the first line.

    >>> from dicewright import System, scripted
    >>> from dicewright.cli.games.new_game import template
    >>> from dicewright.rendering.plain import plain_style
    >>> result = System.from_toml(template()).roll("brew 3", dice=scripted([5, 2, 4]))
    >>> print(written(result, plain_style()))
    1 of 1: success
    dice 5, 2, 4
    """
    head = ", ".join(style.escape(part) for part in (result.message, *result.notes) if part)
    lines = [style.total(head)] if head else []
    if dice := dice_line(result, style):
        lines.append(dice)
    if result.follow_ups:
        lines.append(f"next: {' or '.join(map(style.escape, result.follow_ups))}")
    lines[:1] = [f"{lines[0]}{after}" if lines else after.strip()]
    return "\n".join(lines)


def contest(contest: Contest, style: Style) -> str:
    """Return both rolls of a contest, and who wins."""
    ended = style.total(style.escape(contest.ended))
    return "\n".join([written(contest.first, style), written(contest.second, style), ended])


def dice_line(result: SystemResult, style: Style) -> str:
    """Return the dice of all pools on one line, such as "red 10, 3; black 10, 4, 2"."""
    return "; ".join(f"{name} {_dice(dice, style)}" for name, dice in result.pools.items() if dice)


def _dice(dice: Sequence[Die], style: Style) -> str:
    shown = texts(dice, style)
    more = len(dice) - len(shown)
    return ", ".join(shown) + (f" … and {more:,} more" if more else "")
