"""The chart of the possible results of a roll, or of two rolls over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chances import decimal, percent, range_words, target_words, whole
from bot.presentation.charts.model import Bar, Chart, Panel, Series
from bot.presentation.discord_limits import ALT_TEXT, cut
from bot.texts import _
from dicewright.rendering import histograms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.odds import Forecast
    from dicewright import Distribution, Target
    from dicewright.rendering import Histogram

# More bars than these are too thin to be distinguished on a phone.
_MOST_BARS = 80
_LONGEST_TITLE = 40
_MOST_PANELS = 4


def odds_chart(forecasts: Sequence[Forecast], target: Target | None) -> Chart:
    """Return the chart of one forecast, with the totals of the target marked, or of two."""
    marked = target if len(forecasts) == 1 else None
    histograms = histograms_of([forecast.odds for forecast in forecasts], most=_MOST_BARS, target=marked)
    series = tuple(
        Series(forecast.notation, _bars(histogram))
        for forecast, histogram in zip(forecasts, histograms, strict=True)
    )
    cut_off = any(histogram.outside for histogram in histograms)
    label = _("total (the rarest 0.1% are not shown)") if cut_off else _("total")
    whole_numbers = all(isinstance(value, int) for each in forecasts for value in each.odds.values[:2])
    panel = Panel(series, _title(forecasts, marked), x_label=label, whole=whole_numbers)
    return Chart((panel,), cut(" ".join(_sentences(forecasts, target)), ALT_TEXT))


def several_chart(forecasts: Sequence[Forecast], target: Target | None) -> Chart:
    """Return a chart of each roll of a text beside the others, with the totals of the target marked."""
    charts = [odds_chart([forecast], target or forecast.target) for forecast in forecasts[:_MOST_PANELS]]
    alt_text = " ".join(chart.alt_text for chart in charts)
    return Chart(tuple(panel for chart in charts for panel in chart.panels), cut(alt_text, ALT_TEXT))


def _title(forecasts: Sequence[Forecast], target: Target | None) -> str:
    if len(forecasts) > 1:
        return ""
    (only,) = forecasts
    notation = cut(only.notation, _LONGEST_TITLE)
    if target is None:
        return notation
    return f"{notation} — {target_words(target)}: {percent(target.probability(only.odds), only.odds.missing)}"


def _bars(histogram: Histogram) -> tuple[Bar, ...]:
    width = float(histogram.width)
    return tuple(
        Bar(float(each.start) - width / 2, width, float(each.chance), each.marked) for each in histogram.bins
    )


def _sentences(forecasts: Sequence[Forecast], target: Target | None) -> list[str]:
    sentences = [_("Bar chart of the odds of each total.")]
    for forecast in forecasts:
        odds = forecast.odds
        notation, mean = cut(forecast.notation, 200), decimal(odds.mean)
        text = _("{dice}: {range}, {mean} on average.", dice=notation, range=range_words(odds), mean=mean)
        sentences += [text, *_peak(odds)]
        if forecast.estimated_rolls:
            sentences.append(_("This is an estimate."))
    if target and len(forecasts) == 1:
        odds = forecasts[0].odds
        chance = percent(target.probability(odds), odds.missing)
        sentences.append(
            _("Highlighted: {target}, {chance} in total.", target=target_words(target), chance=chance)
        )
    if len(forecasts) > 1:
        sentences.append(_("The first roll has filled bars, the second has outlines."))
    return sentences


def _peak(odds: Distribution) -> list[str]:
    if len(odds.values) < 2 or min(odds.weights) == max(odds.weights):
        return []
    chance = percent(odds.probability("=", odds.mode))
    return [_("Most often {total} ({chance}).", total=whole(odds.mode), chance=chance)]
