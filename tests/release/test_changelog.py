"""Sections of a changelog."""

from __future__ import annotations

import datetime

import pytest

from release.changelog import find_section
from tests.support.process import PROJECT

CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.1.0] - 2026-02-30

- A date that is none.

## [1.0.1]

- No date.

## [1.0.0] - 2026-01-31

### Added

- Rolls.

## [0.9.0] - 2026-01-01

[1.0.0]: https://example.org/compare
"""


@pytest.mark.parametrize(
    ("version", "date", "notes"),
    [
        ("Unreleased", None, ""),
        ("1.1.0", None, "- A date that is none."),
        ("1.0.1", None, "- No date."),
        ("1.0.0", datetime.date(2026, 1, 31), "### Added\n\n- Rolls."),
        ("0.9.0", datetime.date(2026, 1, 1), ""),
    ],
)
def test_a_section(version: str, date: datetime.date | None, notes: str) -> None:
    section = find_section(CHANGELOG, version)
    assert section is not None
    assert (section.date, section.notes) == (date, notes)


def test_no_section() -> None:
    assert find_section(CHANGELOG, "1.0") is None


def test_our_own_changelog_is_in_this_form() -> None:
    section = find_section((PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), "Unreleased")
    assert section is not None
