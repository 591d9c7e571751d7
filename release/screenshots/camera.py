"""Taking screenshots of a page: on a phone and on a desktop, with the dark and the light theme."""

from __future__ import annotations

import io
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
_WIDTHS = {"phone": 390, "desktop": 680}
_HEIGHT = 1_400
_MARGIN = 8
_QUALITY = 82
# Hides the simulation's own tools.
_ALONE = """
[data-workbench], .channel-header, .channel-composer, .history-button { display: none !important; }
.preview-stage, .preview-workspace, .preview-shell { padding: 0 !important; border: 0 !important; }
"""
# Discord's light theme, as the simulation's page has only the dark one.
_LIGHT = """
:root {
  color-scheme: light; background: #ffffff; color: #313338;
  --discord-bg: #ffffff; --discord-surface: #f2f3f5; --discord-elevated: #ffffff; --discord-control: #ebedef;
  --discord-hover: #e3e5e8; --discord-text: #313338; --discord-muted: #5c5e66; --discord-subtle: #4e5058;
  --discord-border: #d7d9dc; --component-surface: #f2f3f5; --component-border: #d7d9dc;
  --modal-surface: #ffffff; --modal-separator: #d7d9dc; --control-border: #d7d9dc; --chip-surface: #e3e5e8;
  --list-surface: #f2f3f5; --option-hover: #e3e5e8; --subtle-surface: #e0e1e5; --subtle-surface-text: #313338;
  --entity-text: #4e5058; --entity-dim: #5c5e66; --input-surface: #ebedef; --input-placeholder: #5c5e66;
  --modal-trigger-border: #d7d9dc; --choice-border: #b5bac1; --button-alt: #e0e1e5;
  --button-alt-hover: #d3d5d9; --button-alt-active: #c7c9ce; --code-surface: #e8eaed; --code-border: #d7d9dc;
  --code-text: #2e3338; --embed-field-name: #060607; --link-text: #006ce7;
  --button-secondary-surface: #e0e1e5;
}
.message-content { color: #313338; }
.button-style-2, .component-container .button-style-2 { color: #2e3035; background: #e0e1e5; }
.mention { color: #4752c4; background: #e6e8fd; }
"""


# All images are loaded, and the page is idle.
_READY = """
document.querySelector('#preview-app').getAttribute('aria-busy') !== 'true'
    && document.images.length > 0
    && [...document.images].every((image) => image.complete && image.naturalWidth > 0)
    && !document.querySelector('.component-button[data-pending]')
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot: which screen and which theme."""

    screen: str
    theme: str

    @property
    def ending(self) -> str:
        """The ending of its file's name."""
        return f"-{self.screen}-{self.theme}.webp"


SHOTS = tuple(Shot(screen, theme) for screen in _WIDTHS for theme in ("dark", "light"))


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Yield Debian's Chromium."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        yield opened
        await opened.close()


async def shoot(chromium: Browser, url: str, name: str, folder: Path) -> None:
    """Save a screenshot of all messages on a page for each of the `SHOTS`."""
    for screen, width in _WIDTHS.items():
        context = await chromium.new_context(
            viewport={"width": width, "height": _HEIGHT},
            device_scale_factor=2,
            timezone_id="UTC",
            bypass_csp=True,
        )
        page = await context.new_page()
        await page.goto(url)
        await page.add_style_tag(content=_ALONE)
        messages = page.locator("#channel-message-list")
        await messages.wait_for(state="visible")
        await page.wait_for_function(_READY)
        for theme in ("dark", "light"):
            if theme == "light":
                await page.add_style_tag(content=_LIGHT)
            await page.wait_for_timeout(500)
            box = await messages.bounding_box()
            assert box is not None
            clip = {
                "x": 0.0,
                "y": max(0.0, box["y"] - _MARGIN),
                "width": float(width),
                "height": box["height"] + 2 * _MARGIN,
            }
            picture = await page.screenshot(clip=clip, animations="disabled")  # type: ignore[arg-type]  # a typed dict
            with Image.open(io.BytesIO(picture)) as opened:
                opened.save(folder / f"{name}{Shot(screen, theme).ending}", quality=_QUALITY, method=4)
        await context.close()
