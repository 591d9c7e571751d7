"""The page that a benchmark writes: tables, and where and when they were measured."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RESULTS = Path(__file__).with_name("results")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table with aligned columns, the first one to the left."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        " | ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    rule = " | ".join("-" * (width - 1) + ":" if place else "-" * width for place, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def duration(seconds: float) -> str:
    """Return a time in a suitable unit, with three digits."""
    unit, factor = ("µs", 1e6) if seconds < 1e-3 else ("ms", 1e3)
    return (
        f"{seconds * factor:.{3 - len(str(int(seconds * factor)))}f} {unit}"
        if seconds < 1
        else f"{seconds:.1f} s"
    )


def publish(name: str, title: str, *sections: str) -> None:
    """Print the page and write it to bench/results."""
    page = "\n\n".join([f"# {title}", f"{_machine()}, {datetime.now(UTC):%d %B %Y}.", *sections])
    print(page)
    (_RESULTS / f"{name}.md").write_text(f"{page}\n", encoding="utf-8")


def verdict(claim: str, *, measured: str, reached: bool) -> list[str]:
    """Return the row of a table of targets."""
    return [claim, measured, "yes" if reached else "**no**"]


def _machine() -> str:
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} on {_processor()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} cores of {models[0]}" if models else platform.machine()
