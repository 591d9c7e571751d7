"""Bars below each other, the first on top, with what each is to its left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.presentation.charts.lettering import drawable, width
from bot.presentation.charts.shapes import (
    BAR,
    GAP,
    LARGE,
    LONGEST_TEXT,
    PADDING,
    SMALL,
    TONES,
    box,
    text_at,
    title_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.charts.model import Bar, Panel

# The place of a bar, and the part of it that is left free above and below.
_PLACE, _FREE = 63, 0.12
# How much of the width its labels may take.
_MOST_FOR_LABELS = 0.6


class ListedBars:
    """A panel of labelled bars, from a place on."""

    def __init__(self, panel: Panel, left: float, top: float, wide: float) -> None:
        self._panel = panel
        self._left, self._right = left, left + wide
        self._bars: list[Bar] = [bar for series in panel.series for bar in series.bars]
        self._labels = [drawable(label, LONGEST_TEXT) for label in panel.labels]
        self._title_y = top + PADDING + LARGE * 0.8
        self._bars_top = top + PADDING + (LARGE + GAP if panel.title else 0)
        self._most = max((bar.height for bar in self._bars), default=0) or 1.0
        lowest = max((bar.left + bar.width for bar in self._bars), default=0)
        self.height: int = math.ceil(self._bars_top + lowest * _PLACE + PADDING - top)
        """From the top of the panel to its end."""

    def drawn(self) -> Iterator[str]:
        """Yield what is drawn."""
        wide = self._right - self._left
        if self._panel.title:
            yield title_at(self._panel.title, self._left, self._title_y, wide)
        widest = max((width(label, SMALL) for label in self._labels), default=0)
        # Names that are too long together are all written smaller, and alike.
        size = SMALL * min(1.0, _MOST_FOR_LABELS * wide / (widest or 1))
        start = self._left + widest * size / SMALL + GAP
        for bar, label in zip(self._bars, self._labels, strict=True):
            top = self._bars_top + (bar.left + _FREE) * _PLACE
            bottom = self._bars_top + (bar.left + bar.width - _FREE) * _PLACE
            middle = (top + bottom) / 2
            yield text_at(label, start - GAP, middle + size * 0.36, "end", f'font-size="{size:.4g}"')
            right = start + bar.height / self._most * (self._right - start)
            yield box(start, top, right, bottom, f'fill="{TONES.get(bar.tone, BAR)}"')
