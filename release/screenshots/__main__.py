"""`python -m release.screenshots [NAME …]`: take all or some of the screenshots in docs/images/replies."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from release.screenshots.camera import browser, shoot
from release.screenshots.scenes import SCENES
from release.screenshots.stage import stage

if TYPE_CHECKING:
    from collections.abc import Collection

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "replies"


async def take(names: Collection[str], folder: Path) -> None:
    """Take the screenshots of these scenes, or of all if there are no names."""
    async with stage() as at, browser() as chromium:
        for scene in SCENES:
            if names and scene.name not in names:
                continue
            at.channel = at.server.create_text_channel("table")
            at.dice.load(scene.faces)
            await scene.play(at)
            async with at.page(at.game_master if scene.seen_by_gm else at.player) as url:
                await shoot(chromium, url, scene.name, folder)
            print(scene.name, flush=True)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(sys.argv[1:], FOLDER))
