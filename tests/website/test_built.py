"""The built website: its links, what a first visit loads, and that two builds of one commit are alike."""

from __future__ import annotations

import _imp
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from zipfile import ZipFile

REPOSITORY = Path(__file__).parents[2]
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
        if (
            tag == "link"
            and given.get("rel") in ("stylesheet", "icon", "modulepreload")
            and (link := given.get("href"))
        ):
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
    """Chromium counts what it really loads (test_pages.py); this is all that the page and its worker name."""
    site = public / "dice"
    loaded, pending = set(), ["index.html", "assets/worker.js"]
    while pending:
        name = pending.pop()
        loaded.add(name)
        pending += [found for found in loads(site, name) if found not in loaded]
    assert {"assets/library.js", "assets/pyodide/pyodide.asm.wasm"} <= loaded
    (archive,) = (name for name in loaded if name.endswith(".zip"))
    assert re.fullmatch(r"assets/python-[0-9a-f]{12}\.zip", archive)
    assert sum(sent(site / name) for name in loaded) < LARGEST_FIRST_VISIT


def loads(site: Path, name: str) -> set[str]:
    """Return the files that a page or a script of ours makes a browser load."""
    folder = name.rpartition("/")[0]
    if name == "index.html":
        found = Page((site / name).read_text(encoding="utf-8")).loads
    elif name == "assets/worker.js":
        script = (site / name).read_text(encoding="utf-8")
        pyodide = ["pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json"]
        found = re.findall(r'from "([^"]+)"|beside\("([^"/]+)"\)', script)
        found = ["".join(pair) for pair in found] + [f"pyodide/{each}" for each in pyodide]
    elif name.startswith("assets/") and name.count("/") == 1 and name.endswith(".js"):
        found = re.findall(r'from "([^"]+)"', (site / name).read_text(encoding="utf-8"))
    else:
        found = []
    return {posixpath.normpath(posixpath.join(folder, each)) for each in found}


def sent(path: Path) -> int:
    """Return how many bytes a server sends of a file to a browser that takes it compressed."""
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.exists() else path).stat().st_size


def test_the_pages_run_the_very_wheel(public: Path) -> None:
    """Each module in the archive names the hash of its source, and all else in it is as in the wheel."""
    assets = public / "dice" / "assets"
    (path,) = assets.glob("python-*.zip")
    with ZipFile(assets / "dicewright.whl") as wheel, ZipFile(path) as archive:
        sources = {name: wheel.read(name) for name in wheel.namelist()}
        sources["playground.py"] = (REPOSITORY / "website/playground.py").read_bytes()
        for name, source in sources.items():
            if not name.endswith(".py"):
                assert archive.read(name) == source
                continue
            compiled = archive.read(f"{name}c")
            magic = int.from_bytes(compiled[:4], "little")
            assert compiled[8:16] == _imp.source_hash(magic, source), name
        ours = {name for name in archive.namelist() if name.startswith("dicewright")}
    assert ours == {f"{name}c" if name.endswith(".py") else name for name in sources} - {"playground.pyc"}
