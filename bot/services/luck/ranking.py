"""Ranking many rolls of a history, which a worker does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import dicewright
from bot.services.luck.percentiles import Percentiles
from dicewright import DiceError, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.services.luck.percentiles import Ranking, Standing
    from dicewright import Limits


def rank(
    rolls: Iterable[tuple[str, Mapping[str, str], str | None]], limits: Limits
) -> list[tuple[Standing, float] | None]:
    """Return where each roll stands, and the variance of its mid-percentile.

    A roll is its text, what its names stood for, and its total. It is None if the total is not known,
    the odds are not cheap to know, or an older version understood the text in another way.

    >>> from dicewright import DEFAULT_LIMITS
    >>> [(standing, variance)] = rank([("1d2", {}, "2")], DEFAULT_LIMITS)
    >>> standing.percentile, variance
    (0.75, 0.0625)
    """
    # Most players roll a few texts again and again.
    known: dict[tuple[str, ...], Ranking | None] = {}
    found: list[tuple[Standing, float] | None] = []
    for text, names, total in rolls:
        key = text, *(f"{name}={meaning}" for name, meaning in names.items())
        if key not in known:
            known[key] = _ranking(text, names, limits)
        ranking = known[key]
        if ranking is None or total is None:
            found.append(None)
        else:
            found.append((ranking.standing(parse_number(total)), ranking.variance))
    return found


def _ranking(text: str, names: Mapping[str, str], limits: Limits) -> Ranking | None:
    try:
        notation = dicewright.parse(text, names=names or None, limits=limits)
    except DiceError:
        return None
    return _percentiles(limits).ranking(notation)


@cache  # A worker ranks one batch after another, and their texts are much the same.
def _percentiles(limits: Limits) -> Percentiles:
    return Percentiles(limits)
