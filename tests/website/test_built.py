"""The built website: its links, what a first visit loads, and that two builds of one commit are alike."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

REPOSITORY = Path(__file__).parents[2]
# What a first visit to the playground loads, in the order of the requests.
FIRST_VISIT = (
    "index.html",
    "assets/site.css",
    "assets/playground.js",
    "assets/chart.js",
    "assets/elements.js",
    "assets/forms.js",
    "assets/library.js",
    "assets/worker.js",
    "assets/playground.py",
    "assets/dicewright.whl",
    "assets/pyodide/pyodide.mjs",
    "assets/pyodide/pyodide.asm.mjs",
    "assets/pyodide/pyodide.asm.wasm",
    "assets/pyodide/python_stdlib.zip",
    "assets/pyodide/pyodide-lock.json",
)
LARGEST_FIRST_VISIT = 8_000_000


class Page(HTMLParser):
    """Collects the links of a page and the places that a link can lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if place := given.get("id"):
            self.places.add(place)
        if tag == "a" and (link := given.get("href")):
            self.links.append(link)
        if tag in ("img", "script") and (link := given.get("src")):
            self.loads.append(link)
        if tag == "link" and given.get("rel") in ("stylesheet", "icon") and (link := given.get("href")):
            self.loads.append(link)


def pages(public: Path) -> dict[str, Page]:
    site = public / "dice"
    return {
        f"/dice/{path.parent.relative_to(site).as_posix()}/".replace("/./", "/"): Page(
            path.read_text(encoding="utf-8")
        )
        for path in site.rglob("index.html")
    }


def test_every_link_leads_somewhere(public: Path) -> None:
    read = pages(public)
    assert len(read) > 15
    broken = []
    for address, page in read.items():
        for link in page.links + page.loads:
            if urlsplit(link).scheme:
                continue
            target, place = urldefrag(urljoin(address, link))
            if target in read:
                found = not place or unquote(place) in read[target].places or place == "__skip"
            else:
                found = (public / target.lstrip("/")).is_file()
            if not found:
                broken.append((address, link))
    assert broken == []


def test_contributors_find_the_map_and_every_decision(public: Path) -> None:
    links = set(pages(public)["/dice/contributing/"].links)
    decisions = {f"../adr/{path.stem}/" for path in (REPOSITORY / "docs/adr").glob("*.md")}
    assert decisions | {"../architecture/", "../changelog/"} <= links


def test_pages_load_nothing_from_other_hosts(public: Path) -> None:
    outside = [
        (address, link)
        for address, page in pages(public).items()
        for link in page.loads
        if urlsplit(link).netloc
    ]
    assert outside == []


def test_a_first_visit_is_small(public: Path) -> None:
    sizes = {name: (public / "dice" / f"{name}.gz").stat().st_size for name in FIRST_VISIT}
    assert sum(sizes.values()) < LARGEST_FIRST_VISIT


def test_the_playground_loads_what_is_counted_as_a_first_visit(public: Path) -> None:
    """A script that is imported and not in the list would not be counted."""
    site = public / "dice"
    reached, pending = set(), ["assets/playground.js", "assets/worker.js"]
    while pending:
        name = pending.pop()
        reached.add(name)
        script = (site / name).read_text(encoding="utf-8")
        pending += [
            f"assets/{found}"
            for found in re.findall(r'from "\./([^"]+)"', script)
            if f"assets/{found}" not in reached and not found.startswith("pyodide/")
        ]
    assert reached <= set(FIRST_VISIT)
