"""Pictures: their size, their contrast, and that what they show is in them."""

from __future__ import annotations

import html
import math
import re
import struct
from io import BytesIO

import pytest
from PIL import Image

from bot.presentation.charts import shapes
from bot.presentation.charts.drawing import draw, svg
from bot.presentation.charts.lettering import width
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


def luminance(color: str) -> float:
    red, green, blue = (channel(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, as WCAG 2.2 defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def share_of(picture: bytes, color: str) -> float:
    """Return the share of the dots that have a color."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    colors = image.getcolors(image.width * image.height)
    assert colors is not None
    wanted = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    return sum(dots for dots, found in colors if found == wanted) / (image.width * image.height)


@pytest.mark.parametrize(
    ("panels", "expected"), [(1, (1_200, 630)), (2, (1_200, 630)), (3, (1_200, 870)), (6, (1_200, 1_305))]
)
def test_the_size(panels: int, expected: tuple[int, int]) -> None:
    picture = draw(chart(*[PANEL] * panels))
    assert size(picture) == expected
    assert len(picture) < 300_000


@pytest.mark.parametrize("color", [shapes.BAR, shapes.MARKED, shapes.EVEN])
def test_what_is_drawn_stands_out(color: str) -> None:
    assert contrast(color, shapes.GROUND) >= 3
    assert contrast(shapes.TEXT, shapes.GROUND) >= 7


def test_each_part_is_in_the_picture() -> None:
    plain = draw(chart())
    assert share_of(plain, shapes.GROUND) > 0.3
    assert share_of(plain, shapes.BAR) > 0.1
    assert share_of(plain, shapes.MARKED) > 0.05
    assert share_of(plain, shapes.TEXT) > 0.0005
    marked_only = draw(chart(Panel((Series("", (Bar(0, 1, 1, marked=True),)),))))
    assert share_of(marked_only, shapes.BAR) == 0
    with_line = draw(chart(Panel(PANEL.series, even=Even(0.2, 0.1, 0.3))))
    assert share_of(with_line, shapes.EVEN) > share_of(plain, shapes.EVEN) + 0.001


def test_a_second_series_leaves_the_first_to_be_seen() -> None:
    over = Panel((Series("a", BARS[:2]), Series("b", BARS[1:])))
    picture = draw(chart(over))
    assert share_of(picture, shapes.BAR) > 0.01
    assert share_of(picture, shapes.MARKED) > 0.003


@pytest.mark.parametrize(
    "text",
    [
        "$x^2$ \\frac",
        "2d6[\N{FIRE}]",
        "\N{CJK UNIFIED IDEOGRAPH-9F8D}",
        "a" * 500,
        "%s",
        "</text><script>&amp;\"'",
        "\0\ud800\n",
    ],
)
def test_any_text_can_be_drawn(text: str) -> None:
    two = Panel((Series(text, BARS), Series(text, BARS)), title=text, x_label=text)
    assert size(draw(chart(two))) == (1_200, 630)


@pytest.mark.parametrize("height", [0.0, 1e-12, 1.0])
@pytest.mark.parametrize("place", [-1e12, 0.25, 1e90])
def test_any_number_can_be_drawn(place: float, height: float) -> None:
    assert size(draw(chart(Panel((Series("", (Bar(place, 1, height),)),)))))


_TEXTS = re.compile(
    r'<text x="(.*?)" y="(.*?)" text-anchor="(.*?)" (?:font-size="(.*?)")?>(.*?)</text>',
)


def texts(*panels: Panel) -> list[tuple[float, float, float, str]]:
    """Return where each text of a chart begins and ends, its height, and what it says, from left to right."""
    found = []
    for x, y, anchor, size, text in re.findall(
        r'<text x="(.*?)" y="(.*?)" text-anchor="(.*?)" (?:font-size="(.*?)")?>(.*?)</text>',
        svg(chart(*panels)),
    ):
        wide = width(html.unescape(text), float(size or 27))
        left = float(x) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
        found.append((left, left + wide, float(y), html.unescape(text)))
    return sorted(found)


def bars(first: float, number: int, wide: float = 1.0, height: float = 0.1) -> Panel:
    each = tuple(Bar(first + place * wide, wide, height) for place in range(number))
    return Panel((Series("", each),), title="4d6kh3 — at least 14: 35.5%", x_label="total", whole=wide >= 1)


# The outcomes of a game system, and what may join any of them after a gap.
LISTED = Panel(
    (
        Series(
            "",
            tuple(
                Bar(place, 1.0, height, tone=tone)
                for place, height, tone in (
                    (0, 0.5, "success"),
                    (1, 0.3, "failure"),
                    (2, 0.2, ""),
                    (3.5, 0.6, "note"),
                    (4.5, 0.0, "note"),
                )
            ),
        ),
    ),
    title="genesys yyggpp",
    labels=("success  50%", "failure  30%", "despair  20%", "advantage  60%", "threat  0%"),
)


def test_labelled_bars_lie_below_each_other_in_the_colors_of_their_tones() -> None:
    picture = draw(chart(LISTED))
    assert size(picture) == (1_200, math.ceil(26 + 31 + 14 + 5.5 * 63 + 26))
    shares = [share_of(picture, shapes.TONES[tone]) for tone in ("success", "failure", "note")]
    assert shares[0] / shares[1] == pytest.approx(5 / 3, rel=0.05)
    assert shares[2] / shares[0] == pytest.approx(6 / 5, rel=0.05)
    assert share_of(picture, shapes.BAR) == pytest.approx(shares[1] * 2 / 3, rel=0.05)
    names = [text for *_, text in sorted(texts(LISTED), key=lambda text: text[2])]
    assert names == [LISTED.title, *LISTED.labels]
    assert size(draw(chart(LISTED, LISTED)))[1] == pytest.approx(2 * size(picture)[1], abs=1)


@pytest.mark.parametrize(
    "panel",
    [
        bars(0, 10, 10),
        bars(0.5, 1),
        bars(2.5, 16),
        bars(-4.5, 9),
        bars(500_000, 6, 1_000_000),
        bars(0, 80, 12_345_678),
        bars(1e15, 12, 1e12),
        bars(0, 7, 0.25),
        bars(0, 3, 1 / 3),
        bars(0, 20, height=1e-7),
        bars(0, 20, height=0.0),
        LISTED,
        Panel(LISTED.series, labels=("x" * 200, "a", "b", "c", "d")),
    ],
)
@pytest.mark.parametrize("panels", [1, 2, 6])
def test_no_text_lies_over_another_or_beside_the_picture(panel: Panel, panels: int) -> None:
    drawn = texts(*[panel] * panels)
    assert min(left for left, _, _, _ in drawn) >= 0
    assert max(right for _, right, _, _ in drawn) <= 1_200
    for one, (left, right, y, text) in enumerate(drawn):
        for other_left, _, other_y, other in drawn[one + 1 :]:
            assert other_left >= right or abs(other_y - y) >= 25, (text, other, left)


@pytest.mark.parametrize(
    ("panel", "numbers"),
    [
        (bars(2.5, 16), ["4", "6", "8", "10", "12", "14", "16", "18"]),
        (bars(0.5, 1), ["1"]),
        (bars(500_000, 6, 1_000_000), [f"{each},000,000" for each in range(1, 7)]),
        (bars(-4.5, 9), ["-4", "-3", "-2", "-1", "0", "1", "2", "3", "4"]),
    ],
)
def test_the_numbers_below_the_bars(panel: Panel, numbers: list[str]) -> None:
    assert [text for *_, text in texts(panel) if text.replace(",", "").lstrip("-").isdigit()] == numbers


def test_the_longest_titles_are_as_wide_as_their_panel() -> None:
    long = Panel(PANEL.series, title="m" * 200)
    assert max(right for _, right, _, _ in texts(long)) <= 1_200
    first, second = (right for _, right, _, text in texts(long, long) if "…" in text)
    assert first <= 600 < second <= 1_200
