"""The architecture names files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from release.picture import PICTURE, contracts_of, picture

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = (PROJECT, PROJECT / "bot", PROJECT / "dicewright")
# A package that a decision says there is not, and a folder of the website.
ABSENT = {"odds/", "latest/"}
DECISIONS = "".join(page.read_text(encoding="utf-8") for page in (PROJECT / "docs" / "adr").glob("*.md"))


@pytest.mark.parametrize("path", sorted({*re.findall(r"`([\w./]+(?:\.py|/))`", TEXT + DECISIONS)} - ABSENT))
def test_each_file_is_there(path: str) -> None:
    named = "/" not in path and any(
        next((PROJECT / package).rglob(path), None) for package in ("bot", "dicewright")
    )
    beside = [PROJECT / "dicewright" / room / path for room in ("notation", "probability", "rendering")]
    assert named or any((room / path).exists() for room in ROOMS) or any(each.exists() for each in beside)


@pytest.mark.parametrize(
    "package", sorted(path.parent.name for path in (PROJECT / "bot").glob("*/__init__.py"))
)
def test_each_part_of_the_bot_is_named(package: str) -> None:
    assert f"`{package}/`" in TEXT


def test_the_picture_is_that_of_the_contracts() -> None:
    assert (PROJECT / PICTURE).read_text(encoding="utf-8") == picture(contracts_of(PROJECT)), (
        "run make picture"
    )


def test_the_picture_names_every_room() -> None:
    drawn = picture(contracts_of(PROJECT))
    for package in ("bot", "dicewright"):
        rooms = {path.parent.name for path in (PROJECT / package).glob("*/__init__.py")}
        assert {room for room in rooms if f">{room}<" not in drawn} == set()


def test_it_is_a_map_of_two_pages() -> None:
    assert len(TEXT.split()) < 1_400


def test_each_decision_is_listed_and_says_why_what_and_what_follows() -> None:
    decisions = sorted((PROJECT / "docs" / "adr").glob("*.md"))
    assert len(decisions) > 10
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            decision
        )
        assert f"(adr/{decision.name})" in TEXT
    numbers = [decision.name[:4] for decision in decisions]
    assert numbers == sorted(set(numbers))
