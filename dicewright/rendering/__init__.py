"""Results, odds and rolls in words: for terminals, for chats in Markdown, and for charts.

Each function is loaded when it is first asked for, so that a program that shows nothing loads none; phrases
are loaded already, as errors are made of them.
"""

from __future__ import annotations

from dicewright.phrases import Numeral, Phrase, plural, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.rendering.chances import (
        decimal,
        left_out,
        one_in,
        percent,
        range_words,
        target_words,
        whole,
    )
    from dicewright.rendering.histogram import Bin, Histogram
    from dicewright.rendering.histogram import histogram as histogram_of
    from dicewright.rendering.histogram import side_by_side as histograms_of
    from dicewright.rendering.isolation import isolate, isolate_words
    from dicewright.rendering.markdown import breakdown as markdown_breakdown
    from dicewright.rendering.markdown import escape as escape_markdown
    from dicewright.rendering.outcome import outcome as outcome_words
    from dicewright.rendering.plain import breakdown as plain_breakdown
    from dicewright.rendering.pools import ShownDie
    from dicewright.rendering.pools import shown as shown_pools
    from dicewright.rendering.pools import shown_of as shown_dice
    from dicewright.rendering.sums import has_one_total, sum_is_meant
    from dicewright.rendering.words import describe

__all__ = [
    "Bin",
    "Histogram",
    "Numeral",
    "Phrase",
    "ShownDie",
    "decimal",
    "describe",
    "escape_markdown",
    "has_one_total",
    "histogram_of",
    "histograms_of",
    "isolate",
    "isolate_words",
    "left_out",
    "markdown_breakdown",
    "one_in",
    "outcome_words",
    "percent",
    "plain_breakdown",
    "plural",
    "range_words",
    "sentences",
    "shown_dice",
    "shown_pools",
    "sum_is_meant",
    "target_words",
    "whole",
]

# Where each is. None may have the name of a module, which would hide it as soon as that is loaded.
_WHERE = {
    "Bin": ("histogram", "Bin"),
    "Histogram": ("histogram", "Histogram"),
    "describe": ("words", "describe"),
    "escape_markdown": ("markdown", "escape"),
    "has_one_total": ("sums", "has_one_total"),
    "histogram_of": ("histogram", "histogram"),
    "histograms_of": ("histogram", "side_by_side"),
    "isolate": ("isolation", "isolate"),
    "isolate_words": ("isolation", "isolate_words"),
    "markdown_breakdown": ("markdown", "breakdown"),
    "outcome_words": ("outcome", "outcome"),
    "plain_breakdown": ("plain", "breakdown"),
    "ShownDie": ("pools", "ShownDie"),
    "shown_dice": ("pools", "shown_of"),
    "shown_pools": ("pools", "shown"),
    "sum_is_meant": ("sums", "sum_is_meant"),
    **{
        name: ("chances", name)
        for name in ("decimal", "left_out", "one_in", "percent", "range_words", "target_words", "whole")
    },
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WHERE[name]
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found


def __dir__() -> list[str]:
    return [*globals(), *_WHERE]
