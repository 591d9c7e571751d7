"""Small tables of chances that fit a phone: of at least a total, and of at least so often."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING

from bot.chances import percent, whole
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.services.odds import Forecast
    from dicewright import Number

# With so few values, each has a row; else those around which the chance passes these shares.
_FEW = 7
_SHARES = (0.95, 0.75, 0.5, 0.25, 0.1, 0.05, 0.01)
_BAR = 7
# What a phone shows of a code block in one line is some 34 signs.
_LONGEST_VALUE = 9
# More digits than these change no chance that is shown, and cost more with each of a hundred times.
_PRECISION = 10**12


def at_least_table(forecast: Forecast) -> Iterator[str]:
    """Yield a table of the chance of a total or more; of a test to roll under, of a total or less."""
    odds = forecast.odds
    if len(odds.values) < 3:
        return
    under = forecast.target is not None and forecast.target.low is None
    values, weights = odds.values, odds.weights
    if not under:
        values, weights = values[::-1], weights[::-1]
    # The last total is certain, and the others are what is asked about.
    rows = _chosen(values[:-1], list(accumulate(weights[:-1])), odds.denominator)
    if max(len(whole(value)) for value, _chance in rows) <= _LONGEST_VALUE:
        words = _("at most {number}") if under else _("at least {number}")
        estimated = forecast.estimated_rolls is not None
        yield from _table(words, rows, missing=odds.missing, estimated=estimated)


def successes_table(chance: Fraction, times: int) -> Iterator[str]:
    """Yield a table of the chance that something happens at least once, twice, and so on, of some times."""
    hit, all_ways = chance.limit_denominator(_PRECISION).as_integer_ratio()
    weights = [comb(times, k) * hit**k * (all_ways - hit) ** (times - k) for k in range(times, 0, -1)]
    rows = _chosen(range(times, 0, -1), list(accumulate(weights)), all_ways**times)
    yield from _table(_("at least {number}"), rows)


def _chosen(
    values: Sequence[Number], weights: Sequence[int], denominator: int
) -> list[tuple[Number, Fraction]]:
    """Return some of the values and their chances, the likeliest first: those around the shares that matter.

    The weights grow.
    """
    if len(values) <= _FEW:
        places: Iterable[int] = range(len(values) - 1, -1, -1)
    else:
        chances = [weight / denominator for weight in weights]
        places = dict.fromkeys(_closest(chances, share) for share in _SHARES)
    return [(values[place], Fraction(weights[place], denominator)) for place in places]


def _closest(chances: Sequence[float], share: float) -> int:
    place = bisect_left(chances, share, hi=len(chances) - 1)
    return place - (place > 0 and share - chances[place - 1] < chances[place] - share)


def _table(
    words: str,
    rows: Sequence[tuple[Number, Fraction]],
    *,
    missing: Fraction = Fraction(0),
    estimated: bool = False,
) -> Iterator[str]:
    """Yield rows in a block of code, which keeps its columns in line."""
    values = [whole(value) for value, _chance in rows]
    shares = [percent(round(chance, 3) if estimated else chance, missing) for _value, chance in rows]
    numbers, wide = max(map(len, values)), max(map(len, shares))
    yield "```"
    for (_value, chance), value, share in zip(rows, values, shares, strict=True):
        bar = "█" * round(float(chance) * _BAR) or "▏"
        yield f"{words.format(number=value.rjust(numbers))}  {share.rjust(wide)}  {bar}"
    yield "```"
