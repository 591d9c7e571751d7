"""The odds of a call: the chance of success, then a line and a bar for each outcome, with notes beside."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.chances import decimal, one_in, percent, range_words
from bot.presentation.charts.model import Bar, Chart, Panel, Series
from bot.presentation.discord_limits import ALT_TEXT, cut
from bot.presentation.odds_reply import reply_with
from bot.presentation.systems.odds_verdict import call_words, verdict_lines
from bot.presentation.systems.tones import signed
from bot.texts import _
from dicewright.rendering import escape_markdown, isolate_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.presentation.odds_reply import OddsReply
    from bot.services.systems.odds.comparison import Comparison
    from bot.services.systems.odds.forecast import Chance, GameForecast

_LONGEST_NAME = 60
_LONGEST_LABEL = 26
_LONGEST_TITLE = 40
_MOST_BARS = 14
_MOST_LINES = 30
_MOST_NUMBERS = 3


def game_odds_reply(forecasts: Sequence[GameForecast], comparison: Comparison | None = None) -> OddsReply:
    """Return the odds of one call, or of two below each other, with which of them is better above them."""
    lines = [] if comparison is None else list(verdict_lines(forecasts, comparison))
    for forecast in forecasts:
        if len(forecasts) > 1:
            lines += [*([""] if lines else []), f"**{call_words(forecast.call)}**"]
        lines += _lines(forecast)
    if len(forecasts) == 1:
        heading = _("Odds of {dice}", dice=isolate_words(forecasts[0].call))
    else:
        heading = _("Two rolls compared")
    return reply_with(heading, lines, [each.estimated_rolls for each in forecasts if each.estimated_rolls])


def game_odds_chart(forecasts: Sequence[GameForecast]) -> Chart:
    """Return a chart with a bar for each outcome in its tone's color, and muted ones for the notes."""
    panels = tuple(_panel(forecast) for forecast in forecasts)
    sentences = [_("Bar chart of the odds of each outcome.")]
    for forecast in forecasts:
        chances = ((each.name, percent(each.chance, forecast.missing)) for each in _bars_of(forecast))
        outcomes = ", ".join(f"{name} {chance}" for name, chance in chances)
        sentences.append(f"{cut(forecast.call, 200)}: {outcomes}.")
    return Chart(panels, cut(" ".join(sentences), ALT_TEXT))


def _lines(forecast: GameForecast) -> Iterator[str]:
    success = forecast.success
    # The one outcome that is a success says the same as the sum.
    only = forecast.only_success
    if success is not None and only is None:
        yield f"**{_('Success: {chance}', chance=_chance(forecast, success))}**"
    possible, notes = ([each for each in some if each.chance] for some in (forecast.shown, forecast.notes))
    for each in possible[:_MOST_LINES]:
        line = f"{_name(each)}: {_chance(forecast, each.chance)}"
        yield f"**{line}**" if each is only else line
    if left := possible[_MOST_LINES:]:
        rest = sum((each.chance for each in left), Fraction(0))
        yield _("Everything else: {chance}", chance=_chance(forecast, rest))
    if notes:
        shares = (f"{_escaped(each.name)} {_share(forecast, each.chance)}" for each in notes)
        yield _("Notes: {notes}", notes=" · ".join(shares))
    if never := [each for each in (*forecast.shown, *forecast.notes) if not each.chance]:
        names = ", ".join(_escaped(each.name) for each in never[:_MOST_LINES])
        if forecast.estimated_rolls:
            yield _("In none of these rolls: {outcomes}", outcomes=names)
        else:
            chance = one_in(Fraction(0), forecast.missing)
            yield _("{chance}: {outcomes}", chance=f"{chance[:1].upper()}{chance[1:]}", outcomes=names)
    numbers = sorted(forecast.numbers, key=lambda number: number[0] != "result")
    for name, odds in numbers[:_MOST_NUMBERS]:
        if len(odds.values) > 1:
            yield _(
                "{name}: {mean} on average, {range}",
                name=_("Number") if name == "result" else _escaped(name.replace("_", " ").capitalize()),
                mean=decimal(odds.mean),
                range=range_words(odds),
            )
    if forecast.policy:
        yield _(
            "These odds assume that the player chooses by this rule: {policy}.",
            policy=_escaped(forecast.policy),
        )
    if forecast.before_choice:
        yield _("These are the odds before the player chooses which dice to keep.")


def _name(each: Chance) -> str:
    return signed(each.tone, _escaped(each.name[:1].upper() + each.name[1:]))


def _chance(forecast: GameForecast, chance: Fraction) -> str:
    if forecast.estimated_rolls:
        return _share(forecast, chance)
    return f"{percent(chance, forecast.missing)} · {one_in(chance, forecast.missing)}"


def _share(forecast: GameForecast, chance: Fraction) -> str:
    error = forecast.error(chance)
    if error is None:
        return percent(chance, forecast.missing)
    return _("about {chance} (± {error})", chance=percent(round(chance, 3)), error=percent(round(error, 4)))


def _panel(forecast: GameForecast) -> Panel:
    outcomes, notes = _bars_of(forecast), _notes_of(forecast)
    bars = [Bar(float(place), 1.0, float(each.chance), tone=each.tone) for place, each in enumerate(outcomes)]
    # A gap, and then what may join any of them.
    start = len(bars) + 0.5
    bars += [Bar(start + place, 1.0, float(each.chance), tone="note") for place, each in enumerate(notes)]
    labels = (
        f"{cut(each.name, _LONGEST_LABEL)}  {percent(each.chance, forecast.missing)}"
        for each in (*outcomes, *notes)
    )
    return Panel((Series("", tuple(bars)),), title=cut(forecast.call, _LONGEST_TITLE), labels=tuple(labels))


def _bars_of(forecast: GameForecast) -> tuple[Chance, ...]:
    return tuple(each for each in forecast.shown if each.chance)[:_MOST_BARS]


def _notes_of(forecast: GameForecast) -> tuple[Chance, ...]:
    notes = tuple(each for each in forecast.notes if each.chance)
    return notes[: _MOST_BARS - len(_bars_of(forecast))]


def _escaped(text: str, longest: int = _LONGEST_NAME) -> str:
    return escape_markdown(isolate_words(cut(text, longest)))
