"""The odds of a roll in words: what is asked first, then what to expect."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import EMBED_AUTHOR_NAME, cut
from bot.presentation.rolls.highlight import Colour
from bot.presentation.views import rows
from dicewright.rendering import markdown
from dicewright.rendering.chances import decimal, one_in, percent, range_words, target_words, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.services.odds import Forecast
    from dicewright.probability.target import Duel, Target

ESTIMATE = "estimate"
_LONGEST_NOTATION = 150
_QUARTERS = (Fraction(1, 4), Fraction(3, 4))
_NINE_IN_TEN = (Fraction(1, 20), Fraction(19, 20))


def odds_reply(forecast: Forecast, target: Target | None) -> discord.Embed:
    """Return the odds of one roll; of an estimate, with its errors."""
    lines = [*_chances(forecast, target), *_expectation(forecast)]
    return _embed(f"Odds of {forecast.notation}", lines, [forecast])


def versus_reply(first: Forecast, second: Forecast, duel: Duel, target: Target | None) -> discord.Embed:
    """Return which of two rolls is better, and how often; then each for itself."""
    lines = list(_verdict(first, second, duel))
    for forecast in (first, second):
        lines += ["", f"**{_name(forecast)}**", *_chances(forecast, target), *_expectation(forecast)]
    return _embed("Odds of two rolls", lines, [first, second])


def too_large_view(key: str) -> discord.ui.View:
    """Return the button that has odds estimated. Call it while an event loop runs."""
    style = discord.ButtonStyle.primary
    return rows([discord.ui.Button(label="Estimate them", style=style, custom_id=f"{ESTIMATE}:{key}")])


def too_large_text() -> str:
    """Return why there are no exact odds, and what there can be."""
    return (
        "The exact odds of this roll take more arithmetic than the bot may spend. "
        "It can roll it many times instead, and tell how far off that may be."
    )


def _embed(heading: str, lines: list[str], forecasts: list[Forecast]) -> discord.Embed:
    embed = discord.Embed(description="\n".join(lines), colour=Colour.PLAIN)
    embed.set_author(name=cut(heading, EMBED_AUTHOR_NAME))
    estimated = [forecast.estimated_rolls for forecast in forecasts if forecast.estimated_rolls]
    if estimated:
        embed.set_footer(
            text=f"An estimate from {min(estimated):,} rolls, each figure with its standard error: "
            "the truth is within twice that in 19 of 20 cases."
        )
    return embed


def _name(forecast: Forecast) -> str:
    return markdown.escape(cut(forecast.notation, _LONGEST_NOTATION))


def _chances(forecast: Forecast, target: Target | None) -> Iterator[str]:
    # A test that is asked about as it stands has one chance, not two that are the same.
    if forecast.success is not None and target in (None, forecast.target):
        yield f"**To succeed: {_chance(forecast, forecast.success)}**"
        return
    if forecast.success is not None:
        yield f"To succeed: {_chance(forecast, forecast.success)}"
    if target is not None:
        words = target_words(target)
        chance = _chance(forecast, target.probability(forecast.odds))
        yield f"**{words[:1].upper()}{words[1:]}: {chance}**"


def _chance(forecast: Forecast, chance: Fraction) -> str:
    error = forecast.error(chance)
    if error is not None:
        return f"about {percent(round(chance, 3))} (± {percent(round(error, 4))})"
    missing = forecast.odds.missing
    return f"{percent(chance, missing)} · {one_in(chance, missing)}"


def _expectation(forecast: Forecast) -> Iterator[str]:
    odds = forecast.odds
    if len(odds.values) == 1:
        yield range_words(odds).capitalize()
        return
    error = f" (± {decimal(forecast.mean_error)})" if forecast.mean_error is not None else ""
    yield (
        f"{decimal(odds.mean)}{error} on average · deviation {decimal(odds.deviation)} · {range_words(odds)}"
    )
    (low, high), (lowest, highest) = (
        [whole(odds.quantile(share)) for share in shares] for shares in (_QUARTERS, _NINE_IN_TEN)
    )
    yield f"Half of all rolls: {low} to {high} · nine in ten: {lowest} to {highest}"


def _verdict(first: Forecast, second: Forecast, duel: Duel) -> Iterator[str]:
    equal = f", both the same in {percent(duel.equal)}" if duel.equal else ""
    better, worse, more, less = first, second, duel.first, duel.second
    if duel.second > duel.first:
        better, worse, more, less = second, first, duel.second, duel.first
    if more == less:
        yield f"**Neither is better**: each is higher in {percent(more)} of rolls{equal}."
        return
    about = "About: " if first.estimated_rolls or second.estimated_rolls else ""
    yield (
        f"**{_name(better)} is better**: {about}it is higher in {percent(more)} of rolls, "
        f"{_name(worse)} in {percent(less)}{equal}."
    )
