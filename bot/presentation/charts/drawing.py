"""Drawing a chart. The one module that loads matplotlib, which only the drawing process does.

The picture brings its own dark ground, so that it reads the same on Discord's dark and light themes.
Every colour of text and bars has a contrast to the ground of at least 3 : 1, text of 7 : 1 (WCAG 2.2).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator, NullLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bot.presentation.charts.model import Chart, Panel, Series

GROUND = "#25272D"
TEXT = "#DFE1E6"
GRID = "#3B3E47"
RANGE = "#41444E"
BAR = "#7286F5"
MARKED = "#F5B83D"
EVEN = "#F3F4F7"
TONES = {
    "triumph": "#F2C230",
    "success": "#43B566",
    "mixed": "#EE8A36",
    "failure": "#EC5F55",
    "disaster": "#C86BD0",
    "note": "#9AA0AE",
}

# Inches and dots in each: 1,200 pixels wide, twice what a chat shows, for screens that show more.
_WIDTH, _DOTS = 8.0, 150
_ONE_PANEL_HEIGHT = 4.2
_ROW_HEIGHT = 2.9
# Of bars below each other: each, and what stands above and below them.
_BAR_HEIGHT, _AROUND_BARS = 0.42, 0.9
_COLUMNS = 2
# Inches around and between panels.
_PADDING = 0.16
# In points: half of that is what a chat shows, and still to be read there.
_SMALL, _LARGE = 13, 15
_NUMBERS = 12
_STEPS = (1, 2, 5, 10)
# The part of a bar's place that is left free on either side.
_GAP = 0.12
# The height of a panel, as a multiple of the highest bar's.
_ROOM_ABOVE = 1.06
# In points. Thick outlines of many bars would leave nothing of what is below.
_OUTLINE, _THIN_OUTLINE, _FEW_BARS = 2.2, 1.1, 30
# How much of what lies below a second series' bars they cover.
_OVER = 0.1
_LONGEST_TEXT = 70
_LONGEST_NAME = 26
# So many characters of the larger size fit into a line; the size of a longer title is smaller.
_LARGE_CHARACTERS = 52


def draw(chart: Chart) -> bytes:
    """Return the picture of a chart as PNG."""
    listed = [panel for panel in chart.panels if panel.labels]
    columns = 1 if listed else min(_COLUMNS, len(chart.panels))
    rows = -(-len(chart.panels) // columns)
    height = _ONE_PANEL_HEIGHT if rows == 1 else _ROW_HEIGHT * rows
    if listed:
        height = sum(_AROUND_BARS + _BAR_HEIGHT * len(panel.labels) for panel in listed)
    layout = ConstrainedLayoutEngine(w_pad=_PADDING, h_pad=_PADDING)
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS, facecolor=GROUND, layout=layout)
    FigureCanvasAgg(figure)
    for place, panel in enumerate(chart.panels):
        _draw_panel(figure.add_subplot(rows, columns, place + 1), panel, _NUMBERS // columns)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _draw_panel(axes: Axes, panel: Panel, numbers: int) -> None:
    """Draw a panel, with so many numbers along the x axis at most."""
    axes.set_facecolor(GROUND)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(colors=TEXT, length=0, labelsize=_SMALL)
    axes.tick_params(axis="x", pad=7)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    title = drawable(panel.title)
    size = _LARGE * min(1.0, _LARGE_CHARACTERS / max(1, len(title)))
    axes.set_title(title, color=TEXT, fontsize=size, loc="left", pad=10, parse_math=False)
    if panel.labels:
        _draw_listed(axes, panel)
        return
    axes.set_xlabel(panel.x_label, color=TEXT, fontsize=_SMALL, labelpad=6)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=_STEPS))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _place: f"{100 * share:.3g}%"))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=numbers, steps=_STEPS, integer=panel.whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda total, _place: f"{total:.6g}"))
    if panel.even:
        # The range lies behind the bars and the line before them, so that their ends stand out.
        axes.axhspan(panel.even.low, panel.even.high, color=RANGE, linewidth=0, zorder=0)
        axes.axhline(panel.even.height, color=EVEN, linewidth=1.8, linestyle=(0, (5, 3)))
    for place, series in enumerate(panel.series):
        _draw_series(axes, series, over=place > 0)
    if len(panel.series) > 1:
        # Above the bars: within, it would lie over some.
        axes.legend(
            frameon=False,
            labelcolor=TEXT,
            fontsize=_SMALL,
            loc="lower left",
            bbox_to_anchor=(0, 1.01),
            borderaxespad=0,
            ncols=len(panel.series),
        )
    bars = [bar for series in panel.series for bar in series.bars]
    # Up to where the bars' places end, which are wider than what is drawn of them.
    axes.update_datalim([(edge, 0) for bar in bars for edge in (bar.left, bar.left + bar.width)])
    axes.margins(x=0)
    highest = max([bar.height for bar in bars] + ([panel.even.high] if panel.even else []))
    axes.set_ylim(0, _ROOM_ABOVE * highest or 1)


def _draw_listed(axes: Axes, panel: Panel) -> None:
    """Draw bars below each other, the first on top, with what each is to its left."""
    bars = [bar for series in panel.series for bar in series.bars]
    places = [-bar.left for bar in bars]
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.set_major_locator(NullLocator())
    axes.barh(
        places,
        [bar.height for bar in bars],
        [bar.width * (1 - 2 * _GAP) for bar in bars],
        color=[TONES.get(bar.tone, BAR) for bar in bars],
    )
    axes.yaxis.set_major_locator(FixedLocator(places))
    axes.yaxis.set_major_formatter(FixedFormatter([drawable(label) for label in panel.labels]))
    axes.set_xlim(0, max((bar.height for bar in bars), default=1) or 1)


def _draw_series(axes: Axes, series: Series, *, over: bool) -> None:
    """Draw bars; those of a second series as an outline, so that both show."""
    inner = 1 - 2 * _GAP
    lefts = [bar.left + bar.width * _GAP for bar in series.bars]
    axes.bar(
        lefts,
        [bar.height for bar in series.bars],
        [bar.width * inner for bar in series.bars],
        align="edge",
        color=[(MARKED if bar.marked or over else BAR, _OVER if over else 1.0) for bar in series.bars],
        edgecolor=MARKED if over else "none",
        linewidth=0 if not over else _OUTLINE if len(series.bars) <= _FEW_BARS else _THIN_OUTLINE,
        label=drawable(series.name, _LONGEST_NAME),
    )


def drawable(text: str, limit: int = _LONGEST_TEXT) -> str:
    """Return a text, cut at a limit, all of whose characters matplotlib's own font can draw.

    >>> drawable("2d6[\N{FIRE}]")
    '2d6[?]'
    """
    shown = "".join(char if " " <= char < "\u0250" or char in "–—−…" else "?" for char in text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
