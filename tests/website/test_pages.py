"""People open the website in a browser: they roll, see odds, try a file and verify a session."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

from tests.support.hosts.chromium import ARGUMENTS, CHROMIUM, needs_chromium
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
expect.set_options(timeout=1000 * PATIENCE)
LARGEST_FIRST_LOAD = 8_000_000
AXE = REPOSITORY / "website/node_modules/axe-core/axe.min.js"

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def person(browser: Browser) -> BrowserContext:
    """Return what somebody who has been here before has in a browser."""
    return browser.new_context(viewport={"width": 1100, "height": 900})


@pytest.fixture
def page(person: BrowserContext, address: str) -> Iterator[Page]:
    """Yield a page of its own that fails the test on errors and on any request to another host."""
    opened = person.new_page()
    opened.set_default_timeout(1000 * PATIENCE)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda request: None if request.url.startswith(address) else wrong.append(request.url)
    )
    yield opened
    opened.close()
    assert wrong == []


def ready(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#dw-state")).to_have_attribute("data-state", "ready")


def test_a_slow_connection_costs_no_roll(page: Page, address: str) -> None:
    held: list[Route] = []
    page.clock.install()
    page.route("**/python-*.zip", lambda route: held.append(route))
    with page.expect_request("**/python-*.zip"):
        page.goto(f"{address}#roll=2d6&seed=example")
    page.clock.fast_forward("10:00")
    expect(page.locator("#dw-state")).to_have_attribute("data-state", "loading")
    for route in held:
        route.continue_()
    expect(page.locator("#dw-totals")).to_be_visible()


def test_the_search_needs_no_connection(page: Page, person: BrowserContext, address: str) -> None:
    with page.expect_event("requestfinished", lambda request: request.url.endswith("search_index.json")):
        page.goto(f"{address}notation/")
    person.set_offline(True)
    try:
        page.keyboard.press("/")
        page.keyboard.type("exploding dice")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
    finally:
        person.set_offline(False)


WHOLE_MEMORY = """async (patience) => {
    for (const begun = performance.now(); performance.now() - begun < patience;) {
        const cache = await caches.open("dicewright-memory");
        const [key] = await cache.keys();
        const found = key && (await cache.match(key));
        const memory = await found?.arrayBuffer();
        if (memory && String(memory.byteLength) === found.headers.get("Memory-Length")) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("no memory is kept");
}"""
LOSE_A_PART = """async () => {
    const cache = await caches.open("dicewright-memory");
    const [key] = await cache.keys();
    const found = await cache.match(key);
    const memory = await found.arrayBuffer();
    await cache.put(key, new Response(memory.slice(65_536), { headers: found.headers }));
}"""


def test_the_next_visit_begins_with_the_memory_of_this_one(browser: Browser, address: str) -> None:
    """A memory of which a part is missing is put away, and the visit begins anew."""
    context = browser.new_context()
    requests: list[Request] = []
    context.on("requestfinished", lambda request: requests.append(request))
    began = []
    for a_part_is_lost in (False, False, True, False):
        visit = context.new_page()
        visit.set_default_timeout(1000 * PATIENCE)
        visit.goto(f"{address}changelog/")
        if a_part_is_lost:
            visit.evaluate(LOSE_A_PART)
        visit.goto(f"{address}#roll=2d1&seed=example")
        expect(visit.locator("#dw-headline")).to_have_text("2")
        began.append(visit.locator("#dw-state").get_attribute("data-began"))
        visit.evaluate(WHOLE_MEMORY, 1000 * PATIENCE)
        if len(began) == 1:
            first_load = sum(request.sizes()["responseBodySize"] for request in requests)
            assert 4_000_000 < first_load < LARGEST_FIRST_LOAD
        visit.close()
    context.close()
    assert began == ["anew", "memory", "anew", "memory"]


def test_a_roll_does_not_wait_for_odds(page: Page, address: str) -> None:
    ready(page, address)
    page.fill("#dw-text", "5000d6!")
    page.get_by_role("button", name="Roll", exact=True).click()
    expect(page.locator(".dw-die").first).to_be_visible()
    page.fill("#dw-text", "2d6")
    expect(page.locator("#dw-summary")).to_have_text("Average 7, standard deviation 2.42, from 2 to 12.")


def test_somebody_rolls_compares_and_shares(page: Page, address: str) -> None:
    ready(page, address)
    page.fill("#dw-text", "2d6")
    expect(page.locator("#dw-understood")).to_have_text("Understood as 2d6")
    expect(page.locator("#dw-summary")).to_have_text("Average 7, standard deviation 2.42, from 2 to 12.")
    page.locator("#dw-threshold").fill("10")
    expect(page.locator("#dw-chance")).to_have_text("16.7%")
    page.locator("#dw-threshold").press("ArrowRight")
    expect(page.locator("#dw-chance")).to_have_text("8.3%")
    page.fill("#dw-versus", "2d6 + 1")
    expect(page.locator("#dw-chance")).to_have_text(re.compile(r"% against .*%"))

    problem = page.locator("#dw-odds-problem")
    page.fill("#dw-versus", "3d")
    expect(problem).to_contain_text("The roll to compare with: How many sides?")
    page.fill("#dw-versus", "v5 7")
    expect(problem).to_have_text("Only the totals of dice can be compared, not a game's outcomes.")
    page.fill("#dw-versus", "")
    expect(problem).to_be_empty()

    page.get_by_role("button", name="Roll", exact=True).click()
    headline = page.locator("#dw-headline")
    expect(headline).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator(".dw-die")).to_have_count(2)
    shown, link = headline.inner_text(), page.url
    page.goto("about:blank")
    page.goto(link)
    expect(headline).to_have_text(shown)


def test_a_game_is_rolled_by_its_form(page: Page, address: str) -> None:
    ready(page, address)
    page.select_option("#dw-game", "v5")
    page.get_by_label("Dice in all").fill("7")
    page.get_by_label("Hunger").fill("2")
    page.get_by_label("Difficulty").fill("3")
    expect(page.locator("#dw-text")).to_have_value("v5 7 h2 vs 3")
    expect(page.get_by_role("row", name="messy critical 8.4%")).to_be_visible()
    page.locator("#dw-text").press("Enter")
    expect(page.locator("#dw-headline")).to_have_text(re.compile(r"\d against 3: "))
    expect(page.locator(".dw-die")).to_have_count(7)


def test_one_roll_against_another(page: Page, address: str) -> None:
    ready(page, f"{address}#roll=coc+55+vs+coc+40&seed=x")
    expect(page.locator("#dw-headline")).to_have_text("The first roll wins.")
    expect(page.locator("#dw-understood")).to_have_text(
        "Two rolls against each other in Call of Cthulhu, 7th edition"
    )
    expect(page.get_by_role("row", name="coc 55 wins 74.5%")).to_be_visible()


def test_a_mistake_is_pointed_at_and_fixed(page: Page, address: str) -> None:
    ready(page, address)
    page.fill("#dw-text", "d[1-6]")
    expect(page.locator("#dw-problem")).to_contain_text("^")
    page.get_by_role("button", name="Write d[1..6]").click()
    expect(page.locator("#dw-problem")).to_be_hidden()
    expect(page.locator("#dw-understood")).to_have_text("Understood as 1d[1..6]")


def test_a_system_file_is_tried(page: Page, address: str) -> None:
    ready(page, f"{address}try-a-system/")
    page.get_by_role("button", name="Run its tests").click()
    expect(page.locator("#dw-verdict")).to_have_text("Home brew: all 5 tests pass.")
    expect(page.locator("#dw-headline")).not_to_be_empty()
    page.fill("#dw-file", "format = 1\nname = ")
    page.get_by_role("button", name="Run its tests").click()
    expect(page.locator("#dw-problem")).to_be_visible()
    expect(page.locator("#dw-rolls")).to_be_hidden()


def test_a_session_is_verified(page: Page, address: str, tmp_path: Path) -> None:
    session = (REPOSITORY / "docs/verifiable-rolls.json").read_text(encoding="utf-8")
    changed = tmp_path / "changed.json"
    changed.write_text(session.replace('"25"', '"26"'), encoding="utf-8")
    ready(page, f"{address}verify/")
    page.fill("#dw-file", session)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("2 of 2 rolls verified. Nothing is wrong.")).to_be_visible()
    page.set_input_files("#dw-upload", changed)
    expect(page.locator(".dw-wrong").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(browser: Browser, address: str, scheme: str) -> None:
    phone = browser.new_page(
        viewport={"width": 390, "height": 844},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of two literals, from the table above
        reduced_motion="reduce",
    )
    phone.set_default_timeout(1000 * PATIENCE)
    ready(phone, f"{address}#roll=v5+7+h2+vs+3&seed=example")
    expect(phone.locator("#dw-outcomes")).to_be_visible()
    phone.select_option("#dw-game", "coc")
    phone.get_by_role("button", name="4d6kh3").first.click()
    expect(phone.locator("#dw-totals")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.add_script_tag(path=AXE)
    found = phone.evaluate("axe.run('article')")["violations"]
    phone.close()
    assert [(each["id"], [node["failureSummary"] for node in each["nodes"]]) for each in found] == []
