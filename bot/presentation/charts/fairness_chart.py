"""The chart of how often each face came up: one pair of axes for each kind of die."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chances import percent
from bot.presentation.charts.luck_chart import even
from bot.presentation.charts.model import Bar, Chart, Panel, Series
from bot.presentation.discord_limits import ALT_TEXT, cut
from bot.texts import _

if TYPE_CHECKING:
    from bot.services.luck.fairness import DieCount, Fairness

MOST_PANELS = 6
_MOST_BARS = 50


def fairness_chart(fairness: Fairness) -> Chart:
    """Return a panel for each of the dice thrown most often; there must be one that can be judged."""
    shown = fairness.dice[:MOST_PANELS]
    sentences = " ".join(_sentence(die) for die in shown)
    return Chart(
        tuple(map(_panel, shown)),
        cut(
            _("Bar charts of how often each face came up, with a line for even dice.") + f" {sentences}",
            ALT_TEXT,
        ),
    )


def _panel(die: DieCount) -> Panel:
    together = -(-die.sides // _MOST_BARS)
    groups = [die.counts[first : first + together] for first in range(0, die.sides, together)]
    bars = tuple(
        # The last group may have fewer faces; all bars show the share of one face.
        Bar(0.5 + place * together, len(group), sum(group) / len(group) / die.throws)
        for place, group in enumerate(groups)
    )
    return Panel(
        (Series("", bars),),
        title=_("d{sides}, rolled {rolls} times", sides=die.sides, rolls=die.throws),
        even=even(1 / die.sides, die.throws, together=together),
        whole=True,
    )


def _sentence(die: DieCount) -> str:
    most, least = max(die.counts), min(die.counts)
    return _(
        "d{sides}, rolled {rolls} times: most often {most} ({most_share}), least often {least} "
        "({least_share}).",
        sides=die.sides,
        rolls=die.throws,
        most=die.counts.index(most) + 1,
        most_share=percent(round(most / die.throws, 4)),
        least=die.counts.index(least) + 1,
        least_share=percent(round(least / die.throws, 4)),
    )
