"""Setting up shows how far it is, and what went wrong."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from release.installing import install

if TYPE_CHECKING:
    from pathlib import Path

LOCK = "".join(f"package-{number}==1.{number} \\\n    --hash=sha256:00\n" for number in range(25))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def pip_that_says(path: Path, lines: list[str], status: int = 0) -> list[str]:
    script = path / "pip.py"
    script.write_text(f"import sys\nprint({chr(10).join(lines)!r})\nsys.exit({status})\n", encoding="utf-8")
    return [sys.executable, str(script)]


def said(packages: int = 25) -> list[str]:
    collected = [
        f"Collecting package-{number}==1.{number} (from -r lock (line 1))" for number in range(packages)
    ]
    return [
        *collected,
        "  Downloading package.whl",
        "Installing collected packages: all",
        "Successfully installed",
    ]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "lock.txt"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_a_file_has_every_tenth_package_and_the_seconds(lock: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    assert install(lock, pip_that_says(tmp_path, said()), out) == 0
    *lines, last = out.getvalue().splitlines()
    assert lines == [
        "  10 of 25: package-9",
        "  20 of 25: package-19",
        "  25 of 25: package-24",
        "  installing 25 packages",
    ]
    assert last.startswith("Installed in ")
    assert "seconds" in last


def test_a_terminal_has_one_line_for_all_of_them(lock: Path, tmp_path: Path) -> None:
    out = Terminal()
    assert install(lock, pip_that_says(tmp_path, said()), out) == 0
    shown = out.getvalue()
    assert "\r\033[K  7 of 25: package-6" in shown
    assert shown.count("\n") == 1


def test_a_failure_says_all_that_pip_said(lock: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    assert install(lock, pip_that_says(tmp_path, ["ERROR: no such package"], status=3), out) == 3
    assert "ERROR: no such package" in out.getvalue()
    assert "Installed" not in out.getvalue()
