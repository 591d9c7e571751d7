"""The locks name all that is needed, for they are installed without asking what else is."""

from __future__ import annotations

import tomllib
from importlib.metadata import requires
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.process import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS: dict[str, list[Any]] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))[
    "dependency-groups"
]


def wanted(group: str) -> Iterator[Requirement]:
    for each in GROUPS[group]:
        if isinstance(each, str):
            yield Requirement(each)
        else:
            yield from wanted(each["include-group"])


def locked(group: str) -> dict[str, str]:
    """Return the version of each package that the lock of a group installs here."""
    lines = (PROJECT / "requirements" / f"{group}.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum()]
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }


def unmet(requirement: Requirement, pins: dict[str, str], seen: set[tuple[str, str]]) -> Iterator[str]:
    """Yield what a requirement and all that follows from it want and the lock does not give."""
    name = canonicalize_name(requirement.name)
    if name not in pins or not requirement.specifier.contains(pins[name], prereleases=True):
        yield f"{requirement}, locked: {pins.get(name)}"
        return
    for extra in ("", *requirement.extras):
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for following in map(Requirement, requires(name) or ()):
            if following.marker is None or following.marker.evaluate({"extra": extra}):
                yield from unmet(following, pins, seen)


# Those of which everything is installed where the tests run; the other two add to `dev`.
@pytest.mark.parametrize("group", ["bot", "local", "release", "publish", "dev"])
def test_a_lock_is_complete(group: str) -> None:
    pins, seen = locked(group), set[tuple[str, str]]()
    assert [problem for each in wanted(group) for problem in unmet(each, pins, seen)] == []
    assert {name for name, _ in seen} == set(pins), "the lock names what nothing needs"


def test_the_locks_agree() -> None:
    everything = locked("dev")
    for group in ("bot", "local", "release"):
        assert locked(group).items() <= everything.items()
