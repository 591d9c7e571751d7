"""What all charts are drawn of: their colors and sizes, boxes and texts, as SVG."""

from __future__ import annotations

from html import escape

from bot.presentation.charts.lettering import drawable, width

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

# In dots, of which a chat shows half as many.
SMALL, LARGE = 27, 31
# Around and between panels.
PADDING = 26
# Between texts and what they belong to.
GAP = 14
LONGEST_TEXT = 70


def box(left: float, top: float, right: float, bottom: float, look: str) -> str:
    """Return a box; `look` says how it is filled and outlined."""
    return f'<path d="M{left:.1f} {bottom:.1f}V{top:.1f}H{right:.1f}V{bottom:.1f}z" {look}/>'


def text_at(text: str, x: float, y: float, anchor: str, look: str = "") -> str:
    """Return a text whose start, middle or end is at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {look}>{escape(text)}</text>'


def title_at(text: str, x: float, y: float, wide: float) -> str:
    """Return the title of a panel that is so wide: smaller if it is long."""
    title = drawable(text, LONGEST_TEXT)
    size = min(LARGE, LARGE * wide / width(title, LARGE))
    return text_at(title, x, y, "start", f'font-size="{size:.4g}"')
