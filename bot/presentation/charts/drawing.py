"""Drawing a chart: as SVG, which resvg turns into a picture. Only the drawing process loads this.

The picture has a dark background of its own, so it looks the same in Discord's dark and light themes.
Every color has a contrast of at least 3:1 with the background, and text of 7:1 (WCAG 2.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import resvg_py

from bot.presentation.charts.lettering import FONT, FONT_FILE, drawable, width
from bot.presentation.charts.listed import ListedBars
from bot.presentation.charts.scale import ticks
from bot.presentation.charts.shapes import (
    BAR,
    EVEN,
    GAP,
    GRID,
    GROUND,
    LARGE,
    LONGEST_TEXT,
    MARKED,
    PADDING,
    RANGE,
    SMALL,
    TEXT,
    box,
    text_at,
    title_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.charts.model import Chart, Panel, Series

# In dots, of which a chat shows half as many: screens that show more have them all.
_WIDTH = 1_200
_ONE_PANEL_HEIGHT = 630
_ROW_HEIGHT = 435
_COLUMNS = 2
_SWATCH = 24
_NUMBERS, _SHARES = 12, 5
# The part of a bar's place that is left free on either side.
_FREE = 0.12
# The height of a panel, as a multiple of the highest bar's.
_ROOM_ABOVE = 1.06
# Thick outlines of many bars would leave nothing of what is below.
_OUTLINE, _THIN_OUTLINE, _FEW_BARS = 4.5, 2.25, 30
# How much a second series' bars cover of what is below them.
_OVER = 0.1
_LARGEST_WRITTEN_OUT = 10**9
_LONGEST_NAME = 26


def draw(chart: Chart) -> bytes:
    """Return the picture of a chart as PNG."""
    picture: bytes = resvg_py.svg_to_bytes(
        svg_string=svg(chart), font_files=[str(FONT_FILE)], font_family=FONT, skip_system_fonts=True
    )
    return bytes(picture)


def svg(chart: Chart) -> str:
    """Return the chart as SVG."""
    columns = 1 if any(panel.labels for panel in chart.panels) else min(_COLUMNS, len(chart.panels))
    rows = -(-len(chart.panels) // columns)
    row_height = _ONE_PANEL_HEIGHT if rows == 1 else _ROW_HEIGHT
    wide = (_WIDTH - PADDING) / columns - PADDING
    parts: list[str] = []
    top = 0
    for place, panel in enumerate(chart.panels):
        column = place % columns
        left = PADDING + column * (wide + PADDING)
        if panel.labels:
            listed = ListedBars(panel, left, top, wide)
            parts += listed.drawn()
            top += listed.height
        else:
            parts += _Axes(panel, left, top, wide, row_height, _NUMBERS // columns).drawn()
            if column == columns - 1 or place == len(chart.panels) - 1:
                top += row_height
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" '
        f'font-family="{FONT}" font-size="{SMALL}" fill="{TEXT}">'
    )
    return "".join([opening, f'<rect width="100%" height="100%" fill="{GROUND}"/>', *parts, "</svg>"])


class _Axes:
    """A panel in its place: from values to dots."""

    def __init__(self, panel: Panel, left: float, top: float, wide: float, high: float, numbers: int) -> None:
        self._panel = panel
        self._left, self._top = left, top
        bars = [bar for series in panel.series for bar in series.bars]
        self._low = min(bar.left for bar in bars)
        self._high = max(bar.left + bar.width for bar in bars)
        if not self._high > self._low:
            # Of numbers so large that one more is the same.
            self._high = self._low + max(1.0, abs(self._low) * 1e-6)
        highest = max([bar.height for bar in bars] + ([panel.even.high] if panel.even else []))
        self._highest = _ROOM_ABOVE * highest or 1.0
        self._shares = ticks(0, self._highest, most=_SHARES)
        self._right = left + wide
        self._plot_left = left + GAP + max(width(_percent(share), SMALL) for share in self._shares)
        headings = bool(panel.title) + (len(panel.series) > 1)
        self._plot_top = top + PADDING + headings * (LARGE + GAP)
        self._bottom = top + high - GAP - (SMALL + GAP) * (1 + bool(panel.x_label))
        self._totals = self._spaced(numbers)
        # The last number may end beyond the last bar.
        last = self._totals[-1]
        self._right -= max(0.0, self._x(last) + width(_number(last), SMALL) / 2 - self._right)

    def drawn(self) -> Iterator[str]:
        """Yield the shapes, from the bottom layer to the top one."""
        panel, y = self._panel, self._y
        if panel.even:
            high = y(min(panel.even.high, self._highest))
            yield box(self._plot_left, high, self._right, y(panel.even.low), f'fill="{RANGE}"')
        for share in self._shares:
            yield self._line(y(share), f'stroke="{GRID}" stroke-width="{4 if share == 0 else 2}"')
            yield text_at(_percent(share), self._plot_left - GAP, y(share) + SMALL * 0.36, "end")
        for total in self._totals:
            yield text_at(_number(total), self._x(total), self._bottom + GAP + SMALL * 0.8, "middle")
        for place, series in enumerate(panel.series):
            yield from self._bars(series, over=place > 0)
        if panel.even:
            # Before the bars, so that their ends stand out.
            dashes = f'stroke="{EVEN}" stroke-width="4" stroke-dasharray="19 11"'
            yield self._line(y(panel.even.height), dashes)
        yield from self._words()

    def _words(self) -> Iterator[str]:
        panel = self._panel
        baseline = self._top + PADDING + LARGE * 0.8
        if panel.title:
            yield title_at(panel.title, self._left, baseline, self._right - self._left)
            baseline += LARGE + GAP
        if len(panel.series) > 1:
            # Above the plot area, where it cannot cover a bar.
            left = self._plot_left
            for place, series in enumerate(panel.series):
                right = left + 2 * _SWATCH
                look = _look(over=place > 0, outline=_OUTLINE)
                yield box(left, baseline - _SWATCH + 3, right, baseline + 1, look)
                name = drawable(series.name, _LONGEST_NAME)
                yield text_at(name, right + GAP, baseline, "start")
                left = right + 4 * GAP + width(name, SMALL)
        if panel.x_label:
            middle = (self._plot_left + self._right) / 2
            label_y = self._bottom + 2 * GAP + SMALL * 1.8
            yield text_at(drawable(panel.x_label, LONGEST_TEXT), middle, label_y, "middle")

    def _bars(self, series: Series, *, over: bool) -> Iterator[str]:
        """Yield bars; those of a second series as an outline, so that both show."""
        outline = _OUTLINE if len(series.bars) <= _FEW_BARS else _THIN_OUTLINE
        for bar in series.bars:
            left = self._x(bar.left + bar.width * _FREE)
            right = self._x(bar.left + bar.width * (1 - _FREE))
            look = _look(over=over, outline=outline, marked=bar.marked)
            if bar.height > 0:
                yield box(left, self._y(bar.height), right, self._bottom, look)

    def _spaced(self, numbers: int) -> list[float]:
        """Return the numbers along the x axis: as many as stand apart from each other."""
        for most in range(numbers, 0, -1):
            found = ticks(self._low, self._high, most=most, whole=self._panel.whole)
            widest = max(width(_number(total), SMALL) for total in found) + GAP
            if widest * len(found) <= self._right - self._plot_left:
                break
        return found

    def _line(self, y: float, look: str) -> str:
        return f'<path d="M{self._plot_left:.1f} {y:.1f}H{self._right:.1f}" {look}/>'

    def _x(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return self._plot_left + share * (self._right - self._plot_left)

    def _y(self, share: float) -> float:
        return self._bottom - share / self._highest * (self._bottom - self._plot_top)


def _look(*, over: bool, outline: float, marked: bool = False) -> str:
    if not over:
        return f'fill="{MARKED if marked else BAR}"'
    return f'fill="{MARKED}" fill-opacity="{_OVER}" stroke="{MARKED}" stroke-width="{outline}"'


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def _number(total: float) -> str:
    whole = total == int(total) and abs(total) < _LARGEST_WRITTEN_OUT
    return f"{int(total):,}" if whole else f"{total:.6g}"
