"""Luck in words: a line under each roll, and a report with a test."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import EMBED_AUTHOR_NAME, cut
from bot.presentation.rolls.highlight import Colour
from dicewright import format_number, parse_number
from dicewright.rendering import escape_markdown, isolate, isolate_words, one_in, percent

if TYPE_CHECKING:
    from bot.services.luck.luck import Luck, RankedRoll
    from bot.services.luck.percentiles import Standing
    from bot.store.rolls import RecordedRoll

# What is rarer than one in twenty by chance alone is called unusual, as statisticians do.
UNUSUAL = 0.05
_VERY_UNUSUAL = 0.001
_RARE = 0.01
_LONGEST_NOTATION = 60
# Most rolls come to one of some twenty totals, and tables roll the same again and again.
_MOST_REMEMBERED = 1_000


@lru_cache(maxsize=_MOST_REMEMBERED)
def luck_line(standing: Standing, notation: str) -> str:
    """Return how a roll compares, such as "top 3 % of 4d6kh3", as plain text."""
    return f"{_rank(standing)} of {isolate_words(cut(notation, _LONGEST_NOTATION))}"


def luck_reply(luck: Luck, *, player: str, since: str, where: str, enough_rolls: int) -> discord.Embed:
    """Return the report on a player's luck; `since` and `where` say which rolls it is about."""
    embed = discord.Embed(colour=Colour.PLAIN)
    embed.set_author(name=cut(f"{isolate(player)}'s luck", EMBED_AUTHOR_NAME))
    which = f"{where}{since}"
    if not luck.rolls:
        embed.description = f"No rolls {which} yet that luck could be told from."
        return embed
    lines = [
        f"**{_count(luck.rolls, 'roll')}** {which}, mean percentile **{100 * luck.mean:.1f}** (even: 50)",
        _verdict(luck, enough_rolls),
    ]
    lines += [
        f"{name}: {_ranked(ranked)}"
        for name, ranked in (("Best", luck.best), ("Worst", luck.worst))
        if ranked
    ]
    embed.description = "\n".join(lines)
    left_out = (
        f" {_count(luck.left_out, 'roll')} left out: their odds take too long." if luck.left_out else ""
    )
    embed.set_footer(
        text="Test: z-test of the mean mid-percentile, two-sided. Blind rolls count once they are revealed."
        + left_out
    )
    return embed


def p_words(p_value: float) -> str:
    """Return a p-value with the digits that matter.

    >>> p_words(0.4312), p_words(0.0031), p_words(1e-9)
    ('p = 0.43', 'p = 0.0031', 'p < 0.0001')
    """
    return "p < 0.0001" if p_value < 0.0001 else f"p = {p_value:.2g}"


def _rank(standing: Standing) -> str:
    if standing.top <= standing.bottom:
        side, share = "top", standing.top
    else:
        side, share = "bottom", standing.bottom
    if share > 0.5:
        return "the middle"
    odds = f" ({one_in(share)})" if share < _RARE else ""
    return f"{side} {percent(float(f'{share:.2g}'))}{odds}"


def _verdict(luck: Luck, enough_rolls: int) -> str:
    if not luck.enough:
        return f"Too few to tell luck from chance: that takes {enough_rolls} rolls. ({p_words(luck.p_value)})"
    kind = "Lucky" if luck.deviations > 0 else "Unlucky"
    if luck.p_value >= UNUSUAL:
        return (
            f"Nothing unusual: fair dice stray at least this far in {percent(round(luck.p_value, 2))} "
            f"of all cases. ({p_words(luck.p_value)})"
        )
    strength = "very unusual" if luck.p_value < _VERY_UNUSUAL else "unusual"
    return (
        f"{kind}, and that is {strength}: fair dice stray this far only once in "
        f"{one_in(luck.p_value).removeprefix('1 in ')} cases. ({p_words(luck.p_value)})"
    )


def _ranked(ranked: RankedRoll) -> str:
    roll = ranked.roll
    total = format_number(parse_number(roll.total)) if roll.total is not None else "?"
    notation = escape_markdown(isolate_words(cut(roll.notation, _LONGEST_NOTATION)))
    return f"**{total}** with {notation}, {_rank(ranked.standing)}{_jump(roll)}"


def _jump(roll: RecordedRoll) -> str:
    return "" if roll.message_id is None else f" · {roll.link}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
