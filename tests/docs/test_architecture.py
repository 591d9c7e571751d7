"""The architecture speaks of files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = (PROJECT, PROJECT / "bot", PROJECT / "dicewright")
# A package that the text says there is not.
ABSENT = {"odds/"}


@pytest.mark.parametrize("path", sorted({*re.findall(r"`([\w./]+(?:\.py|/))`", TEXT)} - ABSENT))
def test_each_file_is_there(path: str) -> None:
    beside = [PROJECT / "dicewright" / room / path for room in ("notation", "probability", "rendering")]
    assert any((room / path).exists() for room in ROOMS) or any(each.exists() for each in beside), path


@pytest.mark.parametrize(
    "package", sorted(path.parent.name for path in (PROJECT / "bot").glob("*/__init__.py"))
)
def test_each_part_of_the_bot_is_named(package: str) -> None:
    assert f"`{package}/`" in TEXT
