"""The outline of each kind of die, and shapes that mark its natural highest and lowest faces."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Point = tuple[float, float]

SIZE = 128
"""How wide and high a picture is, in dots: as large as Discord keeps it."""
MIDDLE = SIZE / 2

# The edge of a die stands out on a dark ground, and its body on a light one.
_EDGE = 5.0
_GOLD, _GOLD_EDGE = "#F5B82E", "#8A5A00"
_GHOST = "#868C96"
# From the middle of a number to the right, and from the top down.
_CRACK = ((30, -8), (18, 28), (30, 50), (14, 76), (28, 98), (18, 136))


@dataclass(frozen=True, slots=True)
class Solid:
    """A kind of die, seen from the side of one face."""

    outline: tuple[Point, ...]
    light: tuple[Point, ...]
    """The facet that the light falls on."""
    shade: tuple[Point, ...]
    """The facet that lies in the shade."""
    body: str
    """Its color; white has a contrast of at least 4.5 : 1 to it."""
    edge: str
    middle: Point = (MIDDLE, MIDDLE)
    """Where its number stands, which is `high` dots high and at most `wide` dots wide."""
    high: float = 62
    wide: float = 84
    pen: float = 13
    ink: str = "#FFFFFF"
    round: float = 10
    """How round its corners are."""
    level: bool = False
    """Whether two symbols stand beside each other on it, and not along the diagonal."""
    shining: float = 0.86
    """How large it is before the star of its highest face."""


def _regular(
    corners: int, radius: float, *, turned: float = 0.0, middle: Point = (MIDDLE, MIDDLE)
) -> tuple[Point, ...]:
    """Return the corners of a regular polygon, the first at the top unless it is turned, in degrees."""
    angles = (math.radians(turned - 90 + 360 * corner / corners) for corner in range(corners))
    return tuple(
        (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)) for angle in angles
    )


_SQUARE: tuple[Point, ...] = ((14, 14), (114, 14), (114, 114), (14, 114))
_DIAMOND: tuple[Point, ...] = ((64, 6), (122, 64), (64, 122), (6, 64))
_KITE: tuple[Point, ...] = ((64, 5), (123, 51), (123, 77), (64, 123), (5, 77), (5, 51))
_PENTAGON = _regular(5, 62, middle=(64, 68))
_HEXAGON = _regular(6, 60)

D4 = Solid(
    outline=((64, 10), (122, 112), (6, 112)),
    light=((64, 10), (64, 78), (6, 112)),
    shade=((64, 78), (122, 112), (6, 112)),
    body="#1B7F52",
    edge="#7FE0B2",
    middle=(64, 78),
    high=52,
    wide=56,
    pen=12,
)
D6 = Solid(
    outline=_SQUARE,
    light=((14, 14), (114, 14), (14, 114)),
    shade=((114, 14), (114, 114), (14, 114)),
    body="#C23A4B",
    edge="#FFA7AE",
    round=22,
    shining=0.76,
)
D8 = Solid(
    outline=_DIAMOND,
    light=((64, 6), (64, 122), (6, 64)),
    shade=((6, 64), (122, 64), (64, 122)),
    body="#7D46C4",
    edge="#CDA9FF",
    high=60,
    wide=64,
    level=True,
)
D10 = Solid(
    outline=_KITE,
    light=((64, 5), (64, 123), (5, 77), (5, 51)),
    shade=((5, 77), (64, 98), (123, 77), (64, 123)),
    body="#0E7490",
    edge="#7FDDF2",
    middle=(64, 62),
    wide=78,
    pen=12.5,
)
D12 = Solid(
    outline=_PENTAGON,
    light=(_PENTAGON[0], (64, 68), _PENTAGON[3], _PENTAGON[4]),
    shade=(_PENTAGON[3], (64, 68), _PENTAGON[2]),
    body="#A8500F",
    edge="#FFBE85",
    middle=(64, 72),
    high=60,
    wide=78,
    pen=12.5,
)
D20 = Solid(
    outline=_HEXAGON,
    light=(_HEXAGON[0], _HEXAGON[5], (30, 88)),
    shade=((22, 88), (106, 88), _HEXAGON[2], _HEXAGON[3], _HEXAGON[4]),
    body="#4A53D0",
    edge="#AEB8FF",
    middle=(64, 63),
    wide=86,
    pen=12.5,
)
TENS = Solid(
    outline=_KITE,
    light=D10.light,
    shade=D10.shade,
    body="#4B5D7A",
    edge="#B7C9E8",
    middle=(64, 62),
    wide=80,
    pen=12,
)
FATE = Solid(
    outline=_SQUARE,
    light=D6.light,
    shade=D6.shade,
    body="#3B4656",
    edge="#C5CEDB",
    round=22,
)


def drawn(solid: Solid, face: str, *, kind: str = "") -> str:
    """Return a whole picture as SVG: a die with what stands on its face.

    `kind` is "highest" if that is its natural highest face, which shines, "lowest" for a die with a crack,
    "dropped" for a ghost, which is only an outline, or "".
    """
    match kind:
        case "highest":
            shapes = (
                _burst() + _group(_body(solid), solid.shining) + _group(face, min(0.92, solid.shining + 0.06))
            )
        case "lowest":
            shapes = _group(_cracked(solid, face), 0.94)
        case "dropped":
            shapes = _group(_ghost(solid) + face, 0.9)
        case _:
            shapes = _body(solid) + face
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}">{shapes}</svg>'


def ink_of(solid: Solid, kind: str) -> str:
    """Return the color of what stands on a face."""
    return _GHOST if kind == "dropped" else solid.ink


def _group(shapes: str, scale: float) -> str:
    offset = MIDDLE * (1 - scale)
    return f'<g transform="translate({offset:.1f} {offset:.1f}) scale({scale:g})">{shapes}</g>'


def _body(solid: Solid) -> str:
    outline = _rounded(solid.outline, solid.round)
    return (
        f'<path d="{outline}" fill="{solid.body}"/>'
        f'<path d="{_polygon(solid.light)}" fill="#FFFFFF" fill-opacity="0.13"/>'
        f'<path d="{_polygon(solid.shade)}" fill="#000000" fill-opacity="0.14"/>'
        f'<path d="{outline}" fill="none" stroke="{solid.edge}" stroke-width="{_EDGE:g}" '
        'stroke-linejoin="round"/>'
    )


def _ghost(solid: Solid) -> str:
    outline = _rounded(solid.outline, solid.round)
    return f'<path d="{outline}" fill="none" stroke="{_GHOST}" stroke-width="6"/>'


def star(middle: Point, *, points: int, outer: float, inner: float) -> str:
    """Return the outline of a star as the steps of a path, one of its points at the top."""
    corners = []
    for corner in range(2 * points):
        radius, angle = (inner if corner % 2 else outer), math.radians(180 * corner / points - 90)
        corners.append((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)))
    return _polygon(corners)


def _burst() -> str:
    """Return a star with many points, which looks out from behind a die."""
    outline = star((MIDDLE, MIDDLE), points=12, outer=63.5, inner=50)
    edge = f'stroke="{_GOLD_EDGE}" stroke-width="2.5" stroke-linejoin="round"'
    return f'<path d="{outline}" fill="{_GOLD}" {edge}/>'


def _cracked(solid: Solid, face: str) -> str:
    """Return a die of which a piece has broken off along a crack, through which the ground shows."""
    crack = "L".join(f"{x + solid.middle[0]:.1f} {y}" for x, y in _CRACK)
    left, right = f"M{crack}L0 {SIZE}L0 0Z", f"M{crack}L{SIZE} {SIZE}L{SIZE} 0Z"
    body = _body(solid)
    outline = _rounded(solid.outline, solid.round)
    clips = "".join(
        f'<clipPath id="{name}"><path d="{path}"/></clipPath>'
        for name, path in (("l", left), ("r", right), ("o", outline))
    )
    # Its edges catch the light, so that it shows on a dark ground, too.
    edges = f'<path d="M{crack}" fill="none" stroke="{solid.edge}" stroke-width="9" clip-path="url(#o)"/>'
    return (
        f'{clips}<g clip-path="url(#l)">{body}{edges}</g>'
        f'<g transform="translate(9 7)"><g clip-path="url(#r)">{body}'
        f'<path d="{outline}" fill="#000000" fill-opacity="0.35"/>{edges}</g></g>'
        f'<g transform="translate(-11 0)">{face}</g>'
    )


def _polygon(points: Iterable[Point]) -> str:
    return "M" + "L".join(map(_at, points)) + "Z"


def _rounded(points: tuple[Point, ...], radius: float) -> str:
    """Return a polygon whose corners are rounded."""
    steps = []
    for place, corner in enumerate(points):
        start = _towards(corner, points[place - 1], radius)
        end = _towards(corner, points[(place + 1) % len(points)], radius)
        steps.append(f"{'L' if place else 'M'}{_at(start)}Q{_at(corner)} {_at(end)}")
    return "".join(steps) + "Z"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = math.dist(start, end)
    share = min(0.5, distance / length)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
