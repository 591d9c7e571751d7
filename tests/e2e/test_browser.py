"""A person opens the page that `make run` serves, and rolls."""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import async_playwright, expect

from bot.local.server import WEBSITE
from tests.support.hosts.chromium import ARGUMENTS, CHROMIUM, needs_chromium
from tests.support.process import PROJECT, bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page

    from tests.support.process import BotProcess

SCREENSHOT = PROJECT / "docs" / "images" / "local-discord.webp"
WRITE_SCREENSHOTS = bool(os.environ.get("WRITE_SCREENSHOTS"))
ANNOUNCEMENT = "Local Discord: "

# One browser for all tests, so they share its event loop, too.
pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("tables")]


@pytest.fixture
def dice_emojis() -> str:
    """Drawing and uploading them takes some seconds, which most tests need not wait for."""
    return "on" if WRITE_SCREENSHOTS else "off"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(tmp_path: Path, dice_emojis: str) -> AsyncIterator[BotProcess]:
    async with bot_process({"LOCAL_PORT": "0", "DICE_EMOJIS": dice_emojis}, tmp_path) as process:
        yield process


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, bot: BotProcess) -> AsyncIterator[Page]:
    url = (await bot.line_with(ANNOUNCEMENT)).removeprefix(ANNOUNCEMENT)
    # Four times as many pixels take as much longer to draw.
    context = await browser.new_context(
        viewport={"width": 1100, "height": 980}, device_scale_factor=2 if WRITE_SCREENSHOTS else 1
    )
    opened = await context.new_page()
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    await opened.goto(url)
    await expect(opened.get_by_text("The table is set.").last).to_be_visible()
    yield opened
    await context.close()
    assert hosts <= {urlsplit(url).netloc, ""}


async def send(page: Page, text: str) -> None:
    box = page.get_by_placeholder("Message #table")
    await box.click()
    await page.keyboard.type(text)
    await press_enter_until(page, expect(box).to_have_value, "")


async def press_enter_until(page: Page, holds: Callable[..., Awaitable[None]], *arguments: str) -> None:
    """Press Enter as a person does: again, where the page was busy with itself and took no notice."""
    for _ in range(10):
        await page.keyboard.press("Enter")
        with suppress(AssertionError):
            return await holds(*arguments, timeout=1_000)
    raise AssertionError(f"the page takes no Enter, and shows:\n{await page.inner_text('body')}")


def reply(page: Page, author: str) -> Locator:
    """Return the newest embed of this author line."""
    return page.locator(".embed-card").filter(has_text=author).last


async def total(embed: Locator) -> int:
    return int(await embed.get_by_role("heading").inner_text())


async def test_the_first_message_leads_to_the_website(page: Page) -> None:
    await expect(page.get_by_role("link", name=WEBSITE).last).to_have_attribute("href", WEBSITE)


async def test_typing_roll_1d20_shows_a_total_from_1_to_20(page: Page) -> None:
    await send(page, "/roll 1d20")
    embed = reply(page, "Robin rolls 1d20")
    await expect(embed).to_contain_text("1d20 (")
    assert 1 <= await total(embed) <= 20
    await expect(page.get_by_text("Robin used /r").last).to_be_visible()
    # Where the clock of the simulation stands until it gets the time.
    await expect(page.get_by_text("January 1, 2026")).to_have_count(0)


@pytest.mark.parametrize("dice_emojis", ["on"])
async def test_a_roll_shows_its_dice_as_pictures(page: Page, bot: BotProcess) -> None:
    await bot.line_with("dice emojis ready")
    await send(page, "/roll 2d6")
    embed = reply(page, "Robin rolls 2d6")
    await expect(embed.locator("img.custom-emoji")).to_have_count(2)
    for image in await embed.locator("img.custom-emoji").all():
        await expect(image).to_have_js_property("naturalWidth", 128)
    await expect(embed).to_contain_text("2d6 (")
    avatar = page.locator(".message-avatar-image img").last
    await expect(avatar).to_have_js_property("naturalWidth", 512)


async def test_picking_the_command_from_the_list(page: Page) -> None:
    await page.get_by_placeholder("Message #table").click()
    await page.keyboard.type("/roll")
    await expect(page.get_by_role("option").filter(has_text="Roll dice").first).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("3d6")
    await expect(page.get_by_role("option").filter(has_text="3d6: 3 to 18")).to_be_visible()
    # Not Enter, which on this page takes the suggestion, however often.
    await page.get_by_role("button", name="Send", exact=True).click()
    embed = reply(page, "Robin rolls 3d6")
    await expect(embed).to_contain_text("3d6 (")
    assert 3 <= await total(embed) <= 18


async def test_a_plain_roll_gets_a_hint_and_a_new_page_opens_at_the_newest_message(page: Page) -> None:
    for notation in ("8d6", "9d6", "10d6", "11d6"):
        await send(page, f"/roll {notation}")
        await expect(reply(page, f"Robin rolls {notation}")).to_be_visible()
    await send(page, "1d20+5")
    hint = "Type /roll 1d20+5 and press Enter"
    await expect(page.get_by_text(hint).last).to_be_visible()
    opened = await page.context.new_page()
    await opened.set_viewport_size({"width": 390, "height": 844})
    await opened.goto(page.url)
    await expect(opened.get_by_text(hint).last).to_be_in_viewport()
    await expect(opened.get_by_text("The table is set.").last).not_to_be_in_viewport()


async def test_a_roll_by_touch_on_a_pad_of_ones_own(page: Page) -> None:
    await page.get_by_placeholder("Message #table").click()
    await page.keyboard.type("/pad")
    button = page.get_by_role("button", name="d6", exact=True).last
    await press_enter_until(page, expect(button).to_be_visible)

    async def touch(key: str, shown: str) -> None:
        await page.get_by_role("button", name=key, exact=True).last.click()
        await expect(page.get_by_role("heading", name=shown, exact=True).last).to_be_visible()

    for key, shown in (("d6", "1d6"), ("d6", "2d6"), ("+1", "2d6 + 1")):
        await touch(key, shown)
    await page.get_by_role("button", name="Roll", exact=True).last.click()
    embed = reply(page, "Robin rolls 2d6 + 1")
    await expect(embed).to_contain_text("2d6 (")
    assert 3 <= await total(embed) <= 13


async def test_past_rolls_and_what_is_stored(page: Page) -> None:
    async def use(command: str) -> None:
        await page.get_by_placeholder("Message #table").click()
        await page.keyboard.type(command)
        await expect(page.get_by_role("option").filter(has_text=command).first).to_be_visible()
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Send").last.click()

    def card(title: str) -> Locator:
        return page.locator(".embed-card").filter(has_text=title).last

    await send(page, "/roll 1d1 + 41 # the answer")
    await expect(reply(page, "Robin rolls 1d1 + 41")).to_be_visible()
    await use("/history")
    past = card("Your rolls everywhere")
    await expect(past).to_contain_text("42 · 1d1 (1) + 41")
    await expect(past).to_contain_text("the answer")
    # However long the page has been open, what has been is not to come.
    await expect(past).to_contain_text(re.compile(r"\d+ seconds? ago"))
    await page.get_by_role("button", name="Save as CSV").last.click()
    await expect(page.get_by_text("rolls.csv").last).to_be_visible()

    await send(page, "/privacy")
    await expect(card("What's stored about you")).to_contain_text("Rolls (1)")
    await page.get_by_role("button", name="Delete my data").last.click()
    await page.get_by_role("button", name="Delete everything").last.click()
    await expect(card("Your data is deleted")).to_contain_text("1 entry was deleted")
    await use("/history")
    await expect(card("Your rolls everywhere")).to_contain_text("No rolls yet")


async def test_an_evening_in_short_at_which_only_the_player_sees_the_slip(page: Page) -> None:
    await send(page, "/roll 1d20 + 5 vs 15 # to hit")
    await expect(reply(page, "Robin rolls 1d20 + 5 vs 15")).to_contain_text(re.compile("Success|Failure"))
    await send(page, "/roll 2d6[fire] + 1d8[cold]")
    await expect(reply(page, "Robin rolls 2d6")).to_contain_text("cold")
    await send(page, "/roll 4d6kx3")
    slip = page.get_by_text("Did you mean kh (keep highest)")
    await expect(slip.last).to_be_visible()
    await send(page, "/r 4d6kh3 # strength")
    await expect(reply(page, "Robin rolls 4d6kh3")).to_contain_text("strength")
    if WRITE_SCREENSHOTS:
        await expect(page.get_by_text("Viewport updated")).to_be_visible()
        for image in await page.locator(".custom-emoji").all():
            await expect(image).to_have_js_property("complete", value=True)
        with Image.open(io.BytesIO(await page.screenshot())) as picture:
            picture.save(SCREENSHOT, quality=82)

    await page.get_by_label("Viewing as").select_option(label="Morgan (GM)")
    await expect(reply(page, "Robin rolls 4d6kh3")).to_be_visible()
    await expect(slip).to_have_count(0)
