"""How even the dice fell, in words, and what to make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.chances import decimal, one_in, percent
from bot.presentation.colors import Color
from bot.presentation.luck.luck import UNUSUAL, p_words
from bot.texts import _, ngettext

if TYPE_CHECKING:
    from bot.services.luck.fairness import DieCount, Fairness

_VERY_UNUSUAL = 0.001
_MOST_LINES = 8


def fairness_reply(fairness: Fairness) -> discord.Embed:
    """Return the counts, the test of each kind of die, and a verdict on all of them together."""
    embed = discord.Embed(title=_("Are the dice fair?"), color=Color.PLAIN)
    p_value = fairness.p_value
    lines = [_verdict(p_value)]
    judged = fairness.dice[:_MOST_LINES]
    lines += ["", *map(_line, judged)] if judged else []
    if fairness.waiting:
        kinds = ", ".join(f"d{sides} ({throws:,})" for sides, throws in fairness.waiting[:_MOST_LINES])
        lines += [
            "",
            _("Not rolled often enough yet (it takes five rolls for each face): {dice}", dice=kinds),
        ]
    embed.description = "\n".join(lines)
    # Embeds have small print at their foot alone.
    small = [] if p_value is None else [_("All dice together: {p_value}", p_value=p_words(p_value))]
    small += map(_small_print, judged)
    small.append(
        ngettext(
            "From {count} public roll on this server, including dropped dice. Pearson's chi-squared test. "
            "Blind rolls count once they are revealed.",
            "From {count} public rolls on this server, including dropped dice. Pearson's chi-squared test. "
            "Blind rolls count once they are revealed.",
            fairness.rolls,
        )
    )
    return embed.set_footer(text="\n".join(small))


def _line(die: DieCount) -> str:
    return _(
        "**d{sides}** · rolled {rolls} times · each face {fewest} to {most} times, and {even} would be even",
        sides=die.sides,
        rolls=die.throws,
        fewest=min(die.counts),
        most=max(die.counts),
        even=decimal(die.throws / die.sides),
    )


def _small_print(die: DieCount) -> str:
    return _(
        "d{sides}: χ² = {statistic} ({degrees} degrees of freedom), {p_value}",
        sides=die.sides,
        statistic=f"{die.statistic:.1f}",
        degrees=die.degrees,
        p_value=p_words(die.p_value),
    )


def _verdict(p_value: float | None) -> str:
    if p_value is None:
        return _("There are too few rolls to judge the dice yet. Keep rolling, and ask again.")
    if p_value >= UNUSUAL:
        return _(
            "**Yes, as far as the rolls can tell.** Fair dice are at least this uneven {share} of the time. "
            "Streaks and favorite numbers are what chance looks like.",
            share=percent(round(p_value, 2)),
        )
    odds = one_in(p_value)
    if p_value >= _VERY_UNUSUAL:
        return _(
            "**A little uneven.** For fair dice, the chance of this is {odds}. Check again after "
            "more rolls: a real fault becomes clearer, while chance evens out.",
            odds=odds,
        )
    return _(
        "**Very uneven.** For fair dice, the chance of this is {odds}. If this doesn't change "
        "after more rolls, tell the people who run this bot: the randomness of their operating system may be "
        "broken.",
        odds=odds,
    )
