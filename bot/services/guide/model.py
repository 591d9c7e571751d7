"""What the guide is made of: topics, and what can be written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be written."""

    example: str
    """A whole roll. It can be rolled as it stands."""
    meaning: str
    words: str = ""
    """What people call it besides, for the search."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the guide."""

    key: str
    title: str
    summary: str
    entries: tuple[Entry, ...]
    words: str = ""
    """What people look for and find on this page, but in no entry."""
