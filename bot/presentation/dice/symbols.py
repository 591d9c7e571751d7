"""The symbols on the dice of game systems, drawn by ourselves, each of a shape of its own."""

from __future__ import annotations

from bot.presentation.dice.solids import star

# In a square of 100 by 100 around the origin; "{ink}" is the color, "{ground}" what shows through.
_PEN = 'fill="none" stroke="{ink}" stroke-linecap="round" stroke-linejoin="round"'
_FILLED = 'fill="{ink}" stroke="{ink}" stroke-width="6" stroke-linejoin="round"'


def _star(points: int, outer: float, inner: float) -> str:
    return star((0, 0), points=points, outer=outer, inner=inner)


GLYPHS = {
    "success": f'<path d="{_star(8, 47, 22)}" {_FILLED}/>',
    "advantage": f'<path d="M-38 4L0 -34L38 4M-38 40L0 2L38 40" stroke-width="19" {_PEN}/>',
    "triumph": f'<circle r="42" stroke-width="11" {_PEN}/><path d="{_star(5, 27, 11)}" {_FILLED}/>',
    "failure": f'<path d="M-32 -32L32 32M32 -32L-32 32" stroke-width="23" {_PEN}/>',
    "threat": f'<path d="M-38 -40L0 -2L38 -40M-38 -4L0 34L38 -4" stroke-width="19" {_PEN}/>',
    "despair": (
        f'<circle r="42" stroke-width="11" {_PEN}/>'
        f'<path d="M-16 -16L16 16M16 -16L-16 16" stroke-width="13" {_PEN}/>'
    ),
    # A spark: four points.
    "opportunity": f'<path d="{_star(4, 50, 15)}" {_FILLED}/>',
    # A flame.
    "strife": (
        f'<path d="M4 -48C10 -26 36 -14 36 14C36 36 20 48 0 48C-20 48 -36 36 -36 14C-36 -2 -26 -12 -20 -22'
        f'C-16 -12 -10 -8 -6 -8C0 -18 2 -32 4 -48Z" {_FILLED}/>'
    ),
    # A success with a ring around it: it is thrown again.
    "explosive": f'<circle r="44" stroke-width="9" {_PEN}/><path d="{_star(8, 31, 14)}" {_FILLED}/>',
    "complication": (
        f'<path d="M0 -42L0 10" stroke-width="22" {_PEN}/><circle cy="42" r="12" fill="{{ink}}"/>'
    ),
    "eye": (
        f'<path d="M-46 0C-24 -32 24 -32 46 0C24 32 -24 32 -46 0Z" stroke-width="11" {_PEN}/>'
        '<path d="M0 -22C9 -10 9 10 0 22C-9 10 -9 -10 0 -22Z" fill="{ink}"/>'
    ),
    "rune": f'<path d="M-18 46L-18 -46M-18 -12L28 -40M-18 22L28 -6" stroke-width="17" {_PEN}/>',
    "plus": f'<path d="M-34 0L34 0M0 -34L0 34" stroke-width="25" {_PEN}/>',
    "minus": f'<path d="M-34 0L34 0" stroke-width="25" {_PEN}/>',
}


def glyphs(names: tuple[str, ...], middle: tuple[float, float], *, size: float, ink: str, level: bool) -> str:
    """Return one symbol, or two, around a point as SVG, together some `size` dots wide.

    Along the diagonal two have more room, except where they stand `level` in a diamond.
    """
    if len(names) == 1:
        return _glyph(names[0], middle, size / 100, ink)
    across, down = (size * 0.265, 0.0) if level else (size * 0.245, size * 0.196)
    first, second = (middle[0] - across, middle[1] - down), (middle[0] + across, middle[1] + down)
    scale = size / (202 if level else 176)
    return _glyph(names[0], first, scale, ink) + _glyph(names[1], second, scale, ink)


def _glyph(name: str, middle: tuple[float, float], scale: float, ink: str) -> str:
    shapes = GLYPHS[name].format(ink=ink)
    return f'<g transform="translate({middle[0]:.1f} {middle[1]:.1f}) scale({scale:.3g})">{shapes}</g>'
