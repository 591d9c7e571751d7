"""The pictures of dice: all faces, legible as small as Discord shows them, and no two alike."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.dice_faces import DROPPED
from bot.presentation.dice import pictures as module
from bot.presentation.dice.avatar import avatar
from bot.presentation.dice.drawing import draw
from bot.presentation.dice.pictures import emoji_name, is_ours, pictures
from bot.presentation.dice.solids import Solid

PICTURES = pictures()
DARK, LIGHT = "#313338", "#FFFFFF"
SMALL = 22
LARGEST_EMOJI = 256 * 1024
NUMBERED = [(4, 4), (6, 6), (8, 8), (10, 10), (12, 12), (20, 20)]
SOLIDS = {
    name: solid
    for name, solid in [
        *vars(module.solids).items(),
        *((name, solid) for name, (solid, _faces) in module._SYMBOL_DICE.items()),
        ("feat", module._FEAT),
    ]
    if isinstance(solid, Solid)
}


@cache
def picture(name: str) -> Image.Image:
    with Image.open(io.BytesIO(draw(PICTURES[name]))) as opened:
        return opened.convert("RGBA")


def small(name: str, ground: str) -> Image.Image:
    """Return a picture as a chat shows it."""
    shown = Image.new("RGBA", (SMALL, SMALL), ground)
    shown.alpha_composite(picture(name).resize((SMALL, SMALL), Image.Resampling.LANCZOS))
    return shown.convert("L")


def difference(first: Image.Image, second: Image.Image) -> float:
    """Return how much brighter or darker a dot of one is than that of the other, on average, of 255."""
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0])


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors by WCAG 2.2."""

    def luminance(color: str) -> float:
        channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def kind(name: str) -> str:
    return name.partition("_")[0] + DROPPED * name.endswith(DROPPED)


@pytest.mark.parametrize(("sides", "faces"), NUMBERED)
def test_every_face_of_numbered_dice_is_there_kept_and_dropped(sides: int, faces: int) -> None:
    expected = {f"d{sides}_{face}{end}" for face in range(1, faces + 1) for end in ("", DROPPED)}
    assert {name for name in PICTURES if name.startswith(f"d{sides}_")} == expected


@pytest.mark.parametrize(
    ("die", "faces"),
    [
        ("tens", [f"{tens}0" for tens in range(10)]),
        ("ones", [str(ones) for ones in range(10)]),
        ("fate", ["plus", "blank", "minus"]),
    ],
)
def test_every_face_of_a_percentile_and_a_fate_die_is_there(die: str, faces: list[str]) -> None:
    found = {name for name in PICTURES if name.startswith(f"{die}_") and not name.endswith(DROPPED)}
    assert found == {f"{die}_{face}" for face in faces}


def test_names_are_such_as_discord_takes_and_tell_drawings_apart() -> None:
    uploaded = [emoji_name(name, svg) for name, svg in PICTURES.items()]
    for name in (*uploaded, *PICTURES):
        assert re.fullmatch(r"[0-9A-Za-z_]{2,32}", name), name
    assert len(set(uploaded)) == len(PICTURES)
    assert len(PICTURES) < 1_000, "an application has room for the pictures of two versions"
    assert emoji_name("d20_17", "<svg/>") != emoji_name("d20_17", "<svg />")


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("d20_17_0a1b", True),
        ("proficiency_success_advanta_0a1b", True),
        ("d20_17", False),
        ("d20_17_0a1", False),
        ("d20_21_0a1b", False),
        ("d20_17_0A1B", False),
        ("party_dragon", False),
    ],
)
def test_which_emojis_are_ours(name: str, ours: bool) -> None:
    assert is_ours(name) is ours
    assert all(is_ours(emoji_name(each, svg)) for each, svg in PICTURES.items())


def test_each_is_a_picture_of_discords_size() -> None:
    for name, svg in PICTURES.items():
        assert picture(name).size == (128, 128), name
        assert len(draw(svg)) <= LARGEST_EMOJI / 10, name


def test_no_letters_so_no_font_is_needed() -> None:
    assert not any("<text" in svg for svg in (*PICTURES.values(), avatar()))


@pytest.mark.parametrize("ground", [DARK, LIGHT])
def test_no_two_faces_of_a_die_look_alike(ground: str) -> None:
    kinds: dict[str, list[str]] = {}
    for name in PICTURES:
        kinds.setdefault(kind(name), []).append(name)
    alike = [
        (first, second)
        for names in kinds.values()
        for first, second in combinations(names, 2)
        # A dropped die is drawn in gray, and need not catch the eye.
        if difference(small(first, ground), small(second, ground)) < (1.5 if DROPPED in first else 2.5)
    ]
    assert alike == []


@pytest.mark.parametrize("ground", [DARK, LIGHT])
def test_a_dropped_die_differs_from_a_kept_one_at_a_glance(ground: str) -> None:
    for name in PICTURES:
        if not name.endswith(DROPPED) and name + DROPPED in PICTURES:
            assert difference(small(name, ground), small(name + DROPPED, ground)) > 15, name


@pytest.mark.parametrize(("sides", "faces"), NUMBERED)
def test_the_highest_face_and_the_one_have_outlines_of_their_own(sides: int, faces: int) -> None:
    """The shape says it, for those who see no colors: here only what is not transparent counts."""

    def outline(face: int) -> Image.Image:
        return picture(f"d{sides}_{face}").getchannel("A").resize((SMALL, SMALL), Image.Resampling.LANCZOS)

    plain = outline(2)
    assert all(difference(plain, outline(face)) == 0 for face in range(3, faces))
    assert difference(plain, outline(faces)) > 15
    assert difference(plain, outline(1)) > 8


@pytest.mark.parametrize("name", SOLIDS)
def test_colors_contrast_enough(name: str) -> None:
    solid = SOLIDS[name]
    assert contrast(solid.ink, solid.body) >= 4.5, "text, by WCAG 2.2"
    for ground in (DARK, LIGHT):
        assert max(contrast(solid.body, ground), contrast(solid.edge, ground)) >= 3, ground


def test_the_avatar_is_as_large_as_the_portal_wants() -> None:
    with Image.open(io.BytesIO(draw(avatar()))) as opened:
        assert opened.size == (512, 512)
        assert opened.convert("RGBA").getchannel("A").getextrema() == (255, 255)
