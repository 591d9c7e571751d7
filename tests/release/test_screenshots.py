"""The pictures of replies: all there, not too large, and taken of what the bot really says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from release.screenshots.__main__ import FOLDER
from release.screenshots.camera import SHOTS, browser, shoot
from release.screenshots.scenes import SCENES
from release.screenshots.stage import LoadedDice, stage
from tests.support.hosts.chromium import needs_chromium
from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

README = (PROJECT / "README.md").read_text(encoding="utf-8")
# Of all of them, in bytes: anyone who clones the repository downloads them.
MOST = 5_000_000
# What the camera waits for, and takes a picture of.
PAGE = """
<main id="preview-app" aria-busy="false"><div id="channel-message-list">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">
<p class="message-content" style="height: 100px; margin: 0">Words</p></div></main>
"""


def test_each_scene_has_its_pictures_and_there_are_no_others() -> None:
    expected = {f"{scene.name}{shot.ending}" for scene in SCENES for shot in SHOTS}
    assert {file.name for file in FOLDER.iterdir()} == expected, "run `make screenshots`"
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= MOST


def test_the_readme_shows_five_that_are_there() -> None:
    shown = re.findall(r"!\[[^\]]{20,}\]\((docs/images/replies/[^)]+)\)", README)
    assert len(shown) == 5
    assert all((PROJECT / path).is_file() for path in shown)


def test_loaded_dice_show_what_they_are_told_and_then_the_same_every_time() -> None:
    first, second = LoadedDice(), LoadedDice()
    for dice in (first, second):
        dice.load([3, 17])
    assert list(first(2, 20)) == [3, 17]
    second(2, 20)
    others = first(100, 20)
    assert list(others) == list(second(100, 20))
    assert {1, 20} <= set(others) <= set(range(1, 21))


async def test_the_stage_plays_a_scene_with_pictures_of_dice() -> None:
    async with stage() as at:
        at.dice.load((12,))
        rolled = await at.roll("1d20+5")
        assert rolled.response is not None
        assert re.fullmatch(
            r"# 17 \u2002<:d20_12:\d+>\n1d20 \(12\) \+ 5", rolled.response.embeds[0].description
        )
        with pytest.raises(LookupError, match="Fly"):
            await at.use(at.player, rolled, "Fly")


@needs_chromium
async def test_a_picture_for_each_screen_and_theme(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    async with browser() as chromium:
        await shoot(chromium, page.as_uri(), "scene", tmp_path)
    pictures = {shot: Image.open(tmp_path / f"scene{shot.ending}") for shot in SHOTS}
    for shot, picture in pictures.items():
        assert picture.width == 2 * {"phone": 390, "desktop": 680}[shot.screen]
        assert 200 < picture.height < 400
        light = picture.convert("L").getpixel((picture.width - 20, picture.height - 20))
        assert (light > 200) is (shot.theme == "light") or shot.theme == "dark"
        picture.close()
