"""Versions of the form X.Y.Z, their order, and the tags of their images."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Without leading zeros, so that there is only one way to write each version.
_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A released version.

    >>> Version(0, 10, 0) > Version(0, 9, 3)
    True
    >>> str(Version(1, 2, 3))
    '1.2.3'
    """

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse_version(text: str) -> Version | None:
    """Parse a version; return None if `text` isn't one.

    >>> parse_version("1.2.3")
    Version(major=1, minor=2, patch=3)
    >>> parse_version("1.2") is None
    True
    """
    found = _FORM.fullmatch(text)
    return Version(*map(int, found.groups())) if found else None


def image_tags(version: Version, released: Iterable[Version]) -> tuple[str, ...]:
    """Return the tags of a version's image, given all versions with a tag in git.

    X.Y.Z always; X.Y if there is no later patch of it; `latest` if there is no later version. So a fix for an
    older release doesn't take people on `latest` back.

    >>> image_tags(Version(1, 2, 4), [Version(1, 2, 3), Version(1, 2, 4), Version(1, 3, 0)])
    ('1.2.4', '1.2')
    """
    later = [other for other in released if other > version]
    tags = [str(version)]
    if not any((other.major, other.minor) == (version.major, version.minor) for other in later):
        tags.append(f"{version.major}.{version.minor}")
    if not later:
        tags.append("latest")
    return tuple(tags)
