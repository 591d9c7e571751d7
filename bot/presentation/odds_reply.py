"""The odds of a roll in words: what is asked first, then what to expect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.chances import decimal, one_in, percent, range_words, target_words, whole
from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_AUTHOR_NAME, EMBED_DESCRIPTION, cut
from bot.presentation.odds_tables import at_least_table, successes_table
from bot.texts import N_, _
from dicewright.rendering import escape_markdown, isolate_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import discord

    from bot.services.odds import Forecast, OddsRequest
    from dicewright import Duel, Target

ESTIMATE = "estimate"
ODDS_OF = "odds.of"
"""The custom ids of buttons for odds of more than one text alone."""
_TOO_LARGE = N_("The exact odds take too long to calculate, so this is an estimate.")
_BETTER = N_("**{better} is better.** It is higher {share} of the time.")
_ABOUT_BETTER = N_("**{better} is better.** It is higher about {share} of the time.")
_LONGEST_NOTATION = 150
_LONGEST_LABEL = 30
_QUARTERS = (Fraction(1, 4), Fraction(3, 4))
_NINE_IN_TEN = (Fraction(1, 20), Fraction(19, 20))


def odds_reply(forecast: Forecast, target: Target | None) -> OddsReply:
    """Return the odds of one roll; of an estimate, with its errors."""
    return several_reply([forecast], target, forecast.notation)


def several_reply(
    forecasts: Sequence[Forecast], target: Target | None, dice: str, *, called: bool = False
) -> OddsReply:
    """Return the odds of each roll of a text, which is `dice` in short, or is only `called` so."""
    lines: list[str] = []
    for forecast in forecasts:
        if called or len(forecasts) > 1:
            times = f"{forecast.times} × " if forecast.times > 1 else ""
            lines += [*[""] * bool(lines), f"**{times}{_name(forecast)}**"]
        lines += _of_each(forecast, target or forecast.target)
    return _reply(_("Odds of {dice}", dice=isolate_words(dice)), lines, list(forecasts))


def _of_each(forecast: Forecast, target: Target | None) -> Iterator[str]:
    """Yield the odds of one roll, and of how often it does what is asked if it is repeated."""
    if forecast.times > 1:
        yield _("Each time:")
    yield from _chances(forecast, target)
    yield from _expectation(forecast)
    chance = target.probability(forecast.odds) if target else forecast.success
    if forecast.times == 1 or chance is None:
        yield from at_least_table(forecast)
    if forecast.times > 1:
        if chance is not None:
            yield _("How many of {times}:", times=forecast.times)
            yield from successes_table(chance, forecast.times)
        if forecast.summed is not None:
            yield _("The sum of {times}:", times=forecast.times)
            yield from _expectation(replace(forecast, odds=forecast.summed))


def versus_reply(first: Forecast, second: Forecast, duel: Duel, target: Target | None) -> OddsReply:
    """Return which of two rolls is better, and how often; then each for itself."""
    lines = list(_verdict(first, second, duel))
    for forecast in (first, second):
        lines += ["", f"**{_name(forecast)}**", *_chances(forecast, target), *_expectation(forecast)]
    return _reply(_("Two rolls compared"), lines, [first, second])


@dataclass(frozen=True, slots=True)
class OddsReply:
    """The texts of an embed, which a worker can make without discord.py."""

    heading: str
    text: str
    footer: str = ""


def embed_of(reply: OddsReply) -> discord.Embed:
    """Return a reply as Discord shows it."""
    import discord

    embed = discord.Embed(description=reply.text, color=Color.PLAIN)
    embed.set_author(name=reply.heading)
    if reply.footer:
        embed.set_footer(text=reply.footer)
    return embed


def odds_button(request: OddsRequest, key: str, *, label: str = "") -> discord.ui.View:
    """Return the button for what is kept under a key. Call it while an event loop runs."""
    import discord

    from bot.presentation.views import rows

    first, second = (cut(text, _LONGEST_LABEL) for text in (request.text, request.versus))
    if not label and request.versus:
        label = _("Compare {first} with {second}", first=first, second=second)
    label = label or _("Odds of {dice}", dice=first)
    return rows([discord.ui.Button(label=label, custom_id=f"{ODDS_OF}:{key}")])


def _reply(heading: str, lines: list[str], forecasts: list[Forecast]) -> OddsReply:
    return reply_with(heading, lines, [each.estimated_rolls for each in forecasts if each.estimated_rolls])


def reply_with(heading: str, lines: list[str], estimated: list[int]) -> OddsReply:
    """Return a reply; `estimated` is how many rolls each estimate in it is made of."""
    footer = ""
    if estimated:
        lines = [_(_TOO_LARGE), "", *lines]
        footer = _(
            "Estimated from {rolls} rolls. Each number has its standard error: 19 times out of 20, the exact "
            "value is within twice that.",
            rolls=min(estimated),
        )
    text = cut("\n".join(lines), EMBED_DESCRIPTION)
    return OddsReply(cut(heading, EMBED_AUTHOR_NAME), text, footer)


def _name(forecast: Forecast) -> str:
    return escape_markdown(isolate_words(cut(forecast.notation, _LONGEST_NOTATION)))


def _chances(forecast: Forecast, target: Target | None) -> Iterator[str]:
    # A test that is asked about as it stands has one chance, not two that are the same.
    if forecast.success is not None and target in (None, forecast.target):
        yield f"**{_success(forecast, forecast.success)}**"
        return
    if forecast.success is not None:
        yield _success(forecast, forecast.success)
    if target is not None:
        words = target_words(target)
        chance = _chance(forecast, target.probability(forecast.odds), forecast.odds.missing)
        yield f"**{words[:1].upper()}{words[1:]}: {chance}**"


def _success(forecast: Forecast, success: Fraction) -> str:
    return _("To succeed: {chance}", chance=_chance(forecast, success, forecast.success_missing))


def _chance(forecast: Forecast, chance: Fraction, missing: Fraction) -> str:
    error = forecast.error(chance)
    if error is not None:
        return _(
            "about {chance} (± {error})", chance=percent(round(chance, 3)), error=percent(round(error, 4))
        )
    return f"{percent(chance, missing)} · {one_in(chance, missing)}"


def _expectation(forecast: Forecast) -> Iterator[str]:
    odds = forecast.odds
    if len(odds.values) == 1:
        yield range_words(odds).capitalize()
        return
    error = f" (± {decimal(forecast.mean_error)})" if forecast.mean_error is not None else ""
    yield " · ".join(
        [
            _("{mean} on average", mean=f"{decimal(odds.mean)}{error}"),
            _("standard deviation {deviation}", deviation=decimal(odds.standard_deviation)),
            range_words(odds),
        ]
    )
    (low, high), (lowest, highest) = (
        [whole(odds.quantile(share)) for share in shares] for shares in (_QUARTERS, _NINE_IN_TEN)
    )
    yield _(
        "50% of rolls: {low} to {high} · 90% of rolls: {lowest} to {highest}",
        low=low,
        high=high,
        lowest=lowest,
        highest=highest,
    )


def _verdict(first: Forecast, second: Forecast, duel: Duel) -> Iterator[str]:
    better, worse, more, less = first, second, duel.first, duel.second
    if duel.second > duel.first:
        better, worse, more, less = second, first, duel.second, duel.first
    missing = first.odds.missing + second.odds.missing
    if more == less:
        sentences = [
            _("**Neither is better.** Each is higher {share} of the time.", share=percent(more, missing))
        ]
    else:
        estimated = first.estimated_rolls or second.estimated_rolls
        sentences = [
            _(_ABOUT_BETTER if estimated else _BETTER, better=_name(better), share=percent(more, missing)),
            _("{worse} is higher {share} of the time.", worse=_name(worse), share=percent(less, missing)),
        ]
    if duel.equal:
        sentences.append(_("They are equal {share} of the time.", share=percent(duel.equal, missing)))
    yield " ".join(sentences)
