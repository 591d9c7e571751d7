"""The texts of charts: the font has every letter, and they are as wide as expected."""

from __future__ import annotations

from io import BytesIO

import pytest
import resvg_py
from PIL import Image, ImageFont

from bot.presentation.charts.lettering import FONT, FONT_FILE, drawable, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4d6kh3 + 2 — at least 14", "4d6kh3 + 2 — at least 14"),
        ("2d6[Łódź, ñandú, Ștefan]", "2d6[Łódź, ñandú, Ștefan]"),
        ("2d6[огонь] × λόγος", "2d6[огонь] × λόγος"),
        ("2d6[\u05d0\u05e9] [\u0646\u0627\u0631]", "2d6[\u05d0\u05e9] [\u0646\u0627\u0631]"),
        ("Ngọn lửa Việt", "Ngọn lửa Việt"),
        ("2d6[\N{FIRE}]", "2d6[?]"),
        ("\N{CJK UNIFIED IDEOGRAPH-9F8D}1", "?1"),
        ("a\0b\nc\ud800d\u202e\u00ad", "a?b?c?d??"),
        ("", ""),
        ("a" * 30, "a" * 19 + "…"),
    ],
)
def test_drawable(text: str, shown: str) -> None:
    assert drawable(text, 20 if len(set(text)) == 1 else 70) == shown


@pytest.mark.parametrize("text", ["0%", "12.5%", "-1,000,000", "1e+90", "0.0001%"])
def test_numbers_are_as_wide_as_is_thought(text: str) -> None:
    assert width(text, 27) == pytest.approx(ImageFont.truetype(FONT_FILE, 27).getlength(text), abs=4)


def picture(text: str) -> bytes:
    size = 'width="60" height="40"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><text x="5" y="30">{text}</text></svg>'
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, font_files=[str(FONT_FILE)], font_family=FONT, font_size=27, skip_system_fonts=True
    )
    return Image.open(BytesIO(bytes(drawn))).convert("RGBA").tobytes()


def test_each_letter_is_in_the_font() -> None:
    letters = "AzßŁșñЖщґΣωԱקصพ"
    missing = picture("\N{CJK UNIFIED IDEOGRAPH-9F8D}")
    drawn = {letter: picture(letter) for letter in letters if drawable(letter, 9) == letter}
    assert len(set(drawn.values()) - {missing, picture("")}) == len(drawn) == len(letters) - 1
