"""Changelog fragments: each has a name that towncrier understands, and is part of the next notes."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

FRAGMENTS = sorted(path for path in (PROJECT / "changelog.d").glob("*.md"))


def rendered() -> str:
    return subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.9.9"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_is_named_for_its_kind(path: Path) -> None:
    assert re.fullmatch(r"\+[a-z0-9-]+\.(added|changed|fixed|removed)\.md", path.name)
    assert not path.read_text(encoding="utf-8").startswith("- "), "towncrier adds the dash"


def test_every_fragment_is_in_the_notes() -> None:
    notes = rendered()
    assert "## [9.9.9] - " in notes
    for path in FRAGMENTS:
        first_line = path.read_text(encoding="utf-8").strip().splitlines()[0]
        assert first_line in notes, path.name
