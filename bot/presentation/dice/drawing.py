"""From SVG to the PNG that Discord takes. Only the drawing process loads it."""

from __future__ import annotations

import resvg_py


def draw(svg: str) -> bytes:
    """Return a picture without texts as PNG, as large as it says it is."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
