"""How even the dice fell, in words, and what to make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.luck.luck import UNUSUAL, p_words
from bot.presentation.rolls.highlight import Colour
from dicewright.rendering import one_in, percent

if TYPE_CHECKING:
    from bot.services.luck.fairness import DieCount, Fairness

_VERY_UNUSUAL = 0.001
_MOST_LINES = 8


def fairness_reply(fairness: Fairness) -> discord.Embed:
    """Return the counts, the test of each kind of die, and a verdict on all of them together."""
    embed = discord.Embed(title="How fair are the dice?", colour=Colour.PLAIN)
    p_value = fairness.p_value
    lines = [_verdict(p_value)]
    lines += ["", *map(_line, fairness.dice[:_MOST_LINES])] if fairness.dice else []
    if fairness.waiting:
        kinds = ", ".join(f"d{sides} ({throws:,})" for sides, throws in fairness.waiting[:_MOST_LINES])
        lines += ["", f"-# Thrown too seldom to be judged, which takes five throws for each face: {kinds}"]
    embed.description = "\n".join(lines)
    embed.set_footer(
        text=f"All public rolls of this server, {fairness.rolls:,} of them; dropped dice count, too. "
        "Test: Pearson's chi-squared. Blind rolls count once they are revealed."
    )
    return embed


def _line(die: DieCount) -> str:
    return (
        f"**d{die.sides}** · {die.throws:,} throws · χ² = {die.statistic:.1f} "
        f"({die.degrees} degrees of freedom) · {p_words(die.p_value)}"
    )


def _verdict(p_value: float | None) -> str:
    if p_value is None:
        return "Too few dice were thrown here yet to judge them. Roll on, and ask again."
    if p_value >= UNUSUAL:
        return (
            f"**Nothing speaks against them.** All together, fair dice fall at least this unevenly in "
            f"{percent(round(p_value, 2))} of all cases ({p_words(p_value)}). Streaks and favourite "
            "numbers are what chance looks like."
        )
    often = one_in(p_value).removeprefix("1 in ")
    if p_value >= _VERY_UNUSUAL:
        return (
            f"**A little uneven**, as fair dice are once in {often} cases ({p_words(p_value)}). Ask again "
            "after more rolls: a real fault grows clearer, chance fades."
        )
    return (
        f"**Very uneven**: fair dice fall like this once in {often} cases ({p_words(p_value)}). If it stays "
        "so after more rolls, tell whoever runs this bot. The dice come from the operating system's "
        "randomness, so something there would be wrong."
    )
