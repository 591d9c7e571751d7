"""Reading CHANGELOG.md, which is in the format of Keep a Changelog."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\S+))?[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"^\[[^\]]+\]: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """The section of one version; `date` is None if it has no valid date."""

    version: str
    date: datetime.date | None
    notes: str


def find_section(changelog: str, version: str) -> Section | None:
    """Return the section of a version, or None if there is none.

    >>> find_section("## [1.0.0] - 2026-01-31\\n\\n- Rolls.\\n", "1.0.0")
    Section(version='1.0.0', date=datetime.date(2026, 1, 31), notes='- Rolls.')
    """
    headings = list(_HEADING.finditer(changelog))
    ends = [heading.start() for heading in headings[1:]] + [len(changelog)]
    for heading, end in zip(headings, ends, strict=True):
        if heading["version"] == version:
            notes = _REFERENCE.sub("", changelog[heading.end() : end]).strip()
            return Section(version, _date(heading["date"]), notes)
    return None


def _date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
