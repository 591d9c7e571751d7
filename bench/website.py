"""What a visit to the website takes until its first roll: `python -m bench.website` (Linux, chromium)."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Playwright, Request, sync_playwright

from bench import report
from bench.tools.processes import descendants, need_linux, processor_seconds
from tests.support.hosts.chromium import ARGUMENTS, CHROMIUM
from website.__main__ import build
from website.serve import Pages, server

_ROUNDS = 5
_COLD_SECONDS, _WARM_SECONDS, _MEGABYTES, _BUILD_SECONDS = 5, 1, 8, 120
# What a link to a roll shows first: its total, and then its odds.
_ROLL = "#roll=4d6kh3+%2B+2&seed=example"
_WATCH = """
new MutationObserver(() => {
    if (document.getElementById("dw-headline")?.textContent) window.rolled ??= performance.now();
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
# The browser puts away what it has compiled a while after a page has used it.
_STAY_SECONDS = 4


class CachedPages(Pages):
    """Lets a browser keep files for ten minutes, as GitLab Pages does."""

    def end_headers(self) -> None:
        """Add how long."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


class Visit(NamedTuple):
    """What one visit took until its first roll."""

    seconds: float
    processor_seconds: float
    bytes: int


def main() -> None:
    """Measure, print, and write bench/results/website.md."""
    need_linux()
    with tempfile.TemporaryDirectory() as folder:
        begun, used = time.perf_counter(), os.times()
        build(Path(folder))
        building = time.perf_counter() - begun
        after = os.times()
        processor = after.children_user + after.children_system - used.children_user - used.children_system
        cold, warm = _visits(Path(folder))
    _publish(cold, warm, building, processor)


def _visits(folder: Path) -> tuple[list[Visit], list[Visit]]:
    """Return first visits, and third ones: only after a second one has the browser kept all it keeps."""
    first, third = [], []
    with server(folder, port=0, pages=CachedPages) as pages, sync_playwright() as playwright:
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{pages.server_port}/{_ROLL}"
        for _ in range(_ROUNDS):
            with tempfile.TemporaryDirectory() as profile:
                visits = [_visit(playwright, profile, address) for _ in range(3)]
            first.append(visits[0])
            third.append(visits[2])
        pages.shutdown()
    return first, third


def _visit(playwright: Playwright, profile: str, address: str) -> Visit:
    with playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=ARGUMENTS
    ) as browser:
        page = browser.pages[0]
        page.wait_for_timeout(1000)
        requests: list[Request] = []
        page.on("requestfinished", lambda request: requests.append(request))
        page.add_init_script(_WATCH)
        used = _used()
        page.goto(address, wait_until="commit")
        page.wait_for_function("window.rolled")
        used = _used() - used
        seconds = page.evaluate("window.rolled") / 1000
        page.wait_for_timeout(1000 * _STAY_SECONDS)
        return Visit(seconds, used, sum(request.sizes()["responseBodySize"] for request in requests))


def _used() -> float:
    """Return the processor time of the browser, all of whose processes descend from this one."""
    return sum(map(processor_seconds, descendants(os.getpid())))


def _publish(cold: list[Visit], warm: list[Visit], building: float, processor: float) -> None:
    size = max(visit.bytes for visit in cold) / 1e6
    seconds = [median(visit.seconds for visit in visits) for visits in (cold, warm)]
    report.publish(
        "website",
        "What a first roll on the website takes",
        f"Debian's Chromium, which is started anew for each visit, and a server on the same machine. "
        f"{_ROUNDS} first visits, with nothing in the browser's cache, and {_ROUNDS} later ones; medians. "
        f"From when the link to a roll is opened until its total is shown; the processor time is that of all "
        f"processes of the browser. {os.getloadavg()[2]:.0f} other processes were running at a time.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"first roll within {limit} s on a {name} cache",
                    measured=report.duration(taken),
                    reached=taken <= limit,
                )
                for name, limit, taken in zip(
                    ("cold", "warm"), (_COLD_SECONDS, _WARM_SECONDS), seconds, strict=True
                )
            ]
            + [
                report.verdict(
                    f"first load below {_MEGABYTES} MB, compressed",
                    measured=f"{size:.2f} MB",
                    reached=size < _MEGABYTES,
                ),
                report.verdict(
                    "built in under two minutes",
                    measured=f"{report.duration(building)} ({report.duration(processor)} of processor time)",
                    reached=building < _BUILD_SECONDS,
                ),
            ],
        ),
        "## First rolls",
        report.table(
            ["cache", "median", "fastest", "slowest", "processor time"],
            [
                [
                    name,
                    report.duration(median(visit.seconds for visit in visits)),
                    report.duration(min(visit.seconds for visit in visits)),
                    report.duration(max(visit.seconds for visit in visits)),
                    report.duration(median(visit.processor_seconds for visit in visits)),
                ]
                for name, visits in (("cold", cold), ("warm", warm))
            ],
        ),
    )


if __name__ == "__main__":
    main()
