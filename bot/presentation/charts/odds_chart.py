"""The chart of what a roll can come to, or of two rolls over each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.presentation.chances import decimal, percent, range_words, target_words, whole
from bot.presentation.charts.model import Bar, Chart, Panel, Series
from bot.presentation.discord_limits import ALT_TEXT, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.odds import Forecast, Target
    from dicewright import Distribution
    from dicewright.numbers import Number

# More bars than these are too thin to be told apart on a phone.
_MOST_BARS = 80
# Where there are many, the rarest totals at either end would only make the others thin.
_CUT_OFF = Fraction(1, 2_000)
_LONGEST_TITLE = 40


def odds_chart(forecasts: Sequence[Forecast], target: Target | None) -> Chart:
    """Return the chart of one forecast, with the totals of the target marked, or of two."""
    low, high, cut_off = _range([forecast.odds for forecast in forecasts])
    width = _bar_width([forecast.odds for forecast in forecasts], low, high)
    marked = target if len(forecasts) == 1 else None
    series = tuple(
        Series(forecast.notation, _bars(forecast.odds, low, high, width, marked)) for forecast in forecasts
    )
    label = "total (the rarest, one in a thousand, lie outside)" if cut_off else "total"
    whole_numbers = all(isinstance(value, int) for each in forecasts for value in each.odds.values[:2])
    panel = Panel(series, _title(forecasts, marked), x_label=label, whole=whole_numbers)
    return Chart((panel,), cut(" ".join(_sentences(forecasts, target)), ALT_TEXT))


def _title(forecasts: Sequence[Forecast], target: Target | None) -> str:
    if len(forecasts) > 1:
        return ""
    (only,) = forecasts
    notation = cut(only.notation, _LONGEST_TITLE)
    if target is None:
        return notation
    return f"{notation} — {target_words(target)}: {percent(target.probability(only.odds))}"


def _range(all_odds: Sequence[Distribution]) -> tuple[Number, Number, bool]:
    """Return the totals between which to draw, and whether there are some outside."""
    low = min(odds.minimum for odds in all_odds)
    high = max(odds.maximum for odds in all_odds)
    if all(len(odds.values) <= _MOST_BARS for odds in all_odds) and high - low <= _MOST_BARS:
        return low, high, False
    inner_low = min(odds.quantile(_CUT_OFF) for odds in all_odds)
    inner_high = max(odds.quantile(1 - _CUT_OFF) for odds in all_odds)
    return inner_low, inner_high, (inner_low, inner_high) != (low, high)


def _bar_width(all_odds: Sequence[Distribution], low: Number, high: Number) -> Number:
    """Return the width of a bar: the least distance of two totals, or enough for several together."""
    narrowest = min(_least_distance(odds.values) for odds in all_odds)
    bars = (high - low) / narrowest + 1
    together = -(-bars // _MOST_BARS)
    return narrowest * int(together)


def _least_distance(values: Sequence[Number]) -> Number:
    if isinstance(values, range):
        return values.step
    return min((after - before for before, after in pairwise(values)), default=1)


def _bars(
    odds: Distribution, low: Number, high: Number, width: Number, target: Target | None
) -> tuple[Bar, ...]:
    """Return a bar for each total, or for the totals that share one; it is marked where most of it is."""
    weights: dict[int, int] = {}
    marked: dict[int, int] = {}
    for value, weight in odds.items():
        if not low <= value <= high:
            continue
        place = int((value - low) // width)
        weights[place] = weights.get(place, 0) + weight
        if target and _within(value, target):
            marked[place] = marked.get(place, 0) + weight
    left = float(low) - float(width) / 2
    return tuple(
        Bar(
            left + place * float(width),
            float(width),
            weight / odds.denominator,
            2 * marked.get(place, 0) > weight,
        )
        for place, weight in sorted(weights.items())
    )


def _within(value: Number, target: Target) -> bool:
    return (target.low is None or value >= target.low) and (target.high is None or value <= target.high)


def _sentences(forecasts: Sequence[Forecast], target: Target | None) -> list[str]:
    sentences = ["Bar chart of how likely each total is."]
    for forecast in forecasts:
        odds = forecast.odds
        estimated = "an estimate, " if forecast.estimated_rolls else ""
        sentences.append(
            f"{cut(forecast.notation, 200)}: {estimated}{range_words(odds)}, {decimal(odds.mean)} on average"
            f"{_peak(odds)}."
        )
    if target and len(forecasts) == 1:
        chance = percent(target.probability(forecasts[0].odds))
        sentences.append(f"Marked: {target_words(target)}, together {chance}.")
    if len(forecasts) > 1:
        sentences.append("The first is drawn as filled bars, the second as outlines over them.")
    return sentences


def _peak(odds: Distribution) -> str:
    if len(odds.values) < 2 or min(odds.weights) == max(odds.weights):
        return ""
    return f", most often {whole(odds.mode)} ({percent(odds.probability('=', odds.mode))})"
