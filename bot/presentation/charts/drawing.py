"""Drawing a chart. The one module that loads matplotlib, which only the drawing process does.

The picture brings its own dark ground, so that it reads the same on Discord's dark and light themes.
Every colour of text and bars has a contrast to the ground of at least 3 : 1, text of 7 : 1 (WCAG 2.2).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bot.presentation.charts.model import Chart, Panel, Series

GROUND = "#25272D"
TEXT = "#DFE1E6"
GRID = "#3B3E47"
BAR = "#7286F5"
MARKED = "#F5B83D"
EVEN = "#F3F4F7"

# Inches and dots in each: 1,200 pixels wide, twice what a chat shows, for screens that show more.
_WIDTH, _DOTS = 8.0, 150
_ONE_PANEL_HEIGHT = 3.6
_ROW_HEIGHT = 2.5
_COLUMNS = 2
_STEPS = (1, 2, 5, 10)
# The part of a bar's place that is left free on either side.
_GAP = 0.12
_LONGEST_TEXT = 70
_LONGEST_NAME = 36


def draw(chart: Chart) -> bytes:
    """Return the picture of a chart as PNG."""
    columns = min(_COLUMNS, len(chart.panels))
    rows = -(-len(chart.panels) // columns)
    height = _ONE_PANEL_HEIGHT if rows == 1 else _ROW_HEIGHT * rows
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS, facecolor=GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    for place, panel in enumerate(chart.panels):
        _draw_panel(figure.add_subplot(rows, columns, place + 1), panel)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _draw_panel(axes: Axes, panel: Panel) -> None:
    axes.set_facecolor(GROUND)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(colors=TEXT, length=0, labelsize=10)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title(drawable(panel.title), color=TEXT, fontsize=11, loc="left", parse_math=False)
    axes.set_xlabel(panel.x_label, color=TEXT, fontsize=10)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=_STEPS))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _place: f"{100 * share:.3g} %"))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=12, steps=_STEPS, integer=panel.whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda total, _place: f"{total:.6g}"))
    for place, series in enumerate(panel.series):
        _draw_series(axes, series, over=place > 0)
    if panel.even:
        even = panel.even
        axes.axhspan(even.low, even.high, color=EVEN, alpha=0.13, linewidth=0)
        axes.axhline(even.height, color=EVEN, linewidth=1.4, linestyle=(0, (5, 3)))
    if len(panel.series) > 1:
        # Above the bars: within, it would lie over some.
        axes.legend(
            frameon=False,
            labelcolor=TEXT,
            fontsize=11,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            borderaxespad=0,
            ncols=len(panel.series),
        )
    axes.margins(x=0.01)
    axes.set_ylim(bottom=0)


def _draw_series(axes: Axes, series: Series, *, over: bool) -> None:
    """Draw bars; those of a second series as an outline, so that both show."""
    inner = 1 - 2 * _GAP
    lefts = [bar.left + bar.width * _GAP for bar in series.bars]
    axes.bar(
        lefts,
        [bar.height for bar in series.bars],
        [bar.width * inner for bar in series.bars],
        align="edge",
        color=[(MARKED if bar.marked or over else BAR, 0.35 if over else 1.0) for bar in series.bars],
        edgecolor=MARKED if over else "none",
        linewidth=1.2 if over else 0,
        label=drawable(series.name, _LONGEST_NAME),
    )


def drawable(text: str, limit: int = _LONGEST_TEXT) -> str:
    """Return a text, cut at a limit, all of whose characters matplotlib's own font can draw.

    >>> drawable("2d6[\N{FIRE}]")
    '2d6[?]'
    """
    shown = "".join(char if " " <= char < "\u0250" or char in "–—−…" else "?" for char in text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
