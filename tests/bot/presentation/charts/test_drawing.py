"""Pictures: their size, their contrast, and that what they show is in them."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy
import pytest
from matplotlib.image import imread

from bot.presentation.charts import drawing
from bot.presentation.charts.drawing import draw, drawable
from bot.presentation.charts.model import Bar, Chart, Even, Panel, Series

BARS = tuple(Bar(place, 1, 0.1 * place, marked=place == 3) for place in range(1, 5))
PANEL = Panel((Series("2d6", BARS),), title="2d6", x_label="total")


def chart(*panels: Panel) -> Chart:
    return Chart(panels or (PANEL,), "words")


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (channel(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def share_of(picture: bytes, colour: str) -> float:
    """Return the share of the dots that have a colour."""
    dots = numpy.round(imread(BytesIO(picture), format="png")[..., :3] * 255).astype(int)
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return float(numpy.all(abs(dots - wanted) <= 1, axis=-1).mean())


@pytest.mark.parametrize(
    ("panels", "expected"), [(1, (1_200, 630)), (2, (1_200, 630)), (3, (1_200, 870)), (6, (1_200, 1_305))]
)
def test_the_size(panels: int, expected: tuple[int, int]) -> None:
    picture = draw(chart(*[PANEL] * panels))
    assert size(picture) == expected
    assert len(picture) < 300_000


@pytest.mark.parametrize("colour", [drawing.BAR, drawing.MARKED, drawing.EVEN])
def test_what_is_drawn_stands_out(colour: str) -> None:
    assert contrast(colour, drawing.GROUND) >= 3
    assert contrast(drawing.TEXT, drawing.GROUND) >= 7


def test_each_part_is_in_the_picture() -> None:
    plain = draw(chart())
    assert share_of(plain, drawing.GROUND) > 0.3
    assert share_of(plain, drawing.BAR) > 0.1
    assert share_of(plain, drawing.MARKED) > 0.05
    assert share_of(plain, drawing.TEXT) > 0.0005
    marked_only = draw(chart(Panel((Series("", (Bar(0, 1, 1, marked=True),)),))))
    assert share_of(marked_only, drawing.BAR) == 0
    with_line = draw(chart(Panel(PANEL.series, even=Even(0.2, 0.1, 0.3))))
    assert share_of(with_line, drawing.EVEN) > share_of(plain, drawing.EVEN) + 0.001


def test_a_second_series_leaves_the_first_to_be_seen() -> None:
    over = Panel((Series("a", BARS[:2]), Series("b", BARS[1:])))
    picture = draw(chart(over))
    assert share_of(picture, drawing.BAR) > 0.01
    assert share_of(picture, drawing.MARKED) > 0.003


@pytest.mark.parametrize(
    "text", ["$x^2$ \\frac", "2d6[\N{FIRE}]", "\N{CJK UNIFIED IDEOGRAPH-9F8D}", "a" * 500, "%s"]
)
def test_any_text_can_be_drawn(text: str) -> None:
    two = Panel((Series(text, BARS), Series(text, BARS)), title=text)
    assert size(draw(chart(two))) == (1_200, 630)
    assert len(drawable(text)) <= 70


@pytest.mark.parametrize("height", [0.0, 1e-12, 1.0])
@pytest.mark.parametrize("place", [-1e12, 0.25, 1e90])
def test_any_number_can_be_drawn(place: float, height: float) -> None:
    assert size(draw(chart(Panel((Series("", (Bar(place, 1, height),)),)))))
