"""The bot's avatar: a d20 that shows its highest face, before the star that the emojis have, too."""

from __future__ import annotations

from bot.presentation.dice.numerals import number
from bot.presentation.dice.solids import star

SIZE = 512
"""How wide and high it is, in dots. Discord shows the circle in its middle."""
_MIDDLE = SIZE / 2
_GROUND, _GOLD, _EDGE = "#1C1F3A", "#F5B82E", "#141738"
# The corners of the die, the triangle that faces us, and the ten facets that are seen, from light to shade.
_TOP, _BOTTOM = (256, 80), (256, 432)
_LEFT = ((104, 168), (104, 344))
_RIGHT = ((408, 168), (408, 344))
_FRONT = ((256, 138), (366, 328), (146, 328))
_FACETS = (
    ((_TOP, _LEFT[0], _FRONT[0]), "#8C97FF"),
    ((_TOP, _RIGHT[0], _FRONT[0]), "#7783F7"),
    ((_LEFT[0], _FRONT[0], _FRONT[2]), "#6F7BF2"),
    ((_LEFT[0], _LEFT[1], _FRONT[2]), "#5B66E0"),
    ((_RIGHT[0], _FRONT[0], _FRONT[1]), "#5F6BE6"),
    ((_RIGHT[0], _RIGHT[1], _FRONT[1]), "#4650C8"),
    ((_LEFT[1], _BOTTOM, _FRONT[2]), "#4049BC"),
    ((_RIGHT[1], _BOTTOM, _FRONT[1]), "#363FA8"),
    ((_BOTTOM, _FRONT[1], _FRONT[2]), "#3A43B2"),
    (_FRONT, "#4F5AD6"),
)


def avatar() -> str:
    """Return the avatar as SVG."""
    facets = "".join(
        f'<path d="M{"L".join(f"{x} {y}" for x, y in corners)}Z" fill="{color}" stroke="{_EDGE}" '
        'stroke-width="7" stroke-linejoin="round"/>'
        for corners, color in _FACETS
    )
    rays = star((_MIDDLE, _MIDDLE), points=16, outer=240, inner=198)
    face = number("20", (256, 274), high=82, wide=120, pen=17, ink="#FFFFFF")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{_GROUND}"/>'
        f'<path d="{rays}" fill="{_GOLD}" stroke="#FFD978" stroke-width="6" stroke-linejoin="round"/>'
        f"<g>{facets}</g>{face}</svg>"
    )
