"""How even the dice fell, in words, and what to make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.chances import one_in, percent
from bot.presentation.luck.luck import UNUSUAL, p_words
from bot.presentation.rolls.highlight import Colour
from bot.texts import _, ngettext

if TYPE_CHECKING:
    from bot.services.luck.fairness import DieCount, Fairness

_VERY_UNUSUAL = 0.001
_MOST_LINES = 8


def fairness_reply(fairness: Fairness) -> discord.Embed:
    """Return the counts, the test of each kind of die, and a verdict on all of them together."""
    embed = discord.Embed(title=_("Are the dice fair?"), colour=Colour.PLAIN)
    p_value = fairness.p_value
    lines = [_verdict(p_value)]
    lines += ["", *map(_line, fairness.dice[:_MOST_LINES])] if fairness.dice else []
    if fairness.waiting:
        kinds = ", ".join(f"d{sides} ({throws:,})" for sides, throws in fairness.waiting[:_MOST_LINES])
        lines += [
            "",
            "-# " + _("Not rolled often enough yet (it takes five rolls for each face): {dice}", dice=kinds),
        ]
    embed.description = "\n".join(lines)
    embed.set_footer(
        text=ngettext(
            "From {count} public roll on this server, including dropped dice. Pearson's chi-squared test. "
            "Blind rolls count once they are revealed.",
            "From {count} public rolls on this server, including dropped dice. Pearson's chi-squared test. "
            "Blind rolls count once they are revealed.",
            fairness.rolls,
        )
    )
    return embed


def _line(die: DieCount) -> str:
    return _(
        "**d{sides}** · rolled {rolls} times · χ² = {statistic} ({degrees} degrees of freedom) · {p_value}",
        sides=die.sides,
        rolls=die.throws,
        statistic=f"{die.statistic:.1f}",
        degrees=die.degrees,
        p_value=p_words(die.p_value),
    )


def _verdict(p_value: float | None) -> str:
    if p_value is None:
        return _("There are too few rolls to judge the dice yet. Keep rolling, and ask again.")
    if p_value >= UNUSUAL:
        return _(
            "**Yes, as far as the rolls can tell.** Fair dice are at least this uneven {share} of the time "
            "({p_value}). Streaks and favorite numbers are what chance looks like.",
            share=percent(round(p_value, 2)),
            p_value=p_words(p_value),
        )
    odds = one_in(p_value)
    if p_value >= _VERY_UNUSUAL:
        return _(
            "**A little uneven.** For fair dice, the chance of this is {odds} ({p_value}). Check again after "
            "more rolls: a real fault becomes clearer, while chance evens out.",
            odds=odds,
            p_value=p_words(p_value),
        )
    return _(
        "**Very uneven.** For fair dice, the chance of this is {odds} ({p_value}). If this doesn't change "
        "after more rolls, tell the people who run this bot: the randomness of their operating system may be "
        "broken.",
        odds=odds,
        p_value=p_words(p_value),
    )
