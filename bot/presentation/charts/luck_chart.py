"""The chart of a player's luck: how many rolls fall into each tenth of their possible totals."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from bot.chances import percent
from bot.presentation.charts.model import Bar, Chart, Even, Panel, Series
from bot.texts import _, ngettext

if TYPE_CHECKING:
    from bot.services.luck.luck import Luck

# Within this many standard deviations of the even line nineteen of twenty fair bars end.
_DEVIATIONS = 1.96


def luck_chart(luck: Luck, player: str) -> Chart:
    """Return a bar for each tenth against the even line, with the range in which most fair bars end."""
    bars = len(luck.tenths)
    width = 100 / bars
    shares = [rolls / luck.rolls for rolls in luck.tenths]
    panel = Panel(
        (Series("", tuple(Bar(place * width, width, share) for place, share in enumerate(shares))),),
        title=ngettext("{count} roll by luck", "{count} rolls by luck", luck.rolls),
        x_label=_("percentile: bad luck on the left, good luck on the right"),
        even=even(1 / bars, luck.rolls),
        whole=True,
    )
    low, high = percent(round(sum(shares[: bars // 2]), 3)), percent(round(sum(shares[bars // 2 :]), 3))
    return Chart(
        (panel,),
        _(
            "Bar chart of {rolls} rolls by {player}, in tenths by percentile. With average luck, each bar "
            "would end at {share}. The unlucky half has {low} of the rolls, the lucky half {high}. "
            "The mean percentile is {mean}.",
            rolls=luck.rolls,
            player=player,
            share=percent(1 / bars),
            low=low,
            high=high,
            mean=f"{100 * luck.mean:.1f}",
        ),
    )


def even(share: float, number: int, *, together: int = 1) -> Even:
    """Return the line at a share, and where nineteen of twenty bars end that each show its part of `number`.

    If a bar shows the mean of several faces `together`, it varies less.
    """
    joint = share * together
    deviation = sqrt(joint * (1 - joint) / number) / together
    return Even(share, max(0.0, share - _DEVIATIONS * deviation), share + _DEVIATIONS * deviation)
