"""A clone of this repository with a version tagged in it, as after RELEASING.md's steps."""

from __future__ import annotations

import datetime
import subprocess
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from release.changelog import find_section
from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

_WHO = ("-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@example.org", "-c", "commit.gpgsign=false")


@dataclass(frozen=True, slots=True)
class Repository:
    """A checkout with its own remote."""

    checkout: Path
    version: str

    @property
    def tag(self) -> str:
        return f"v{self.version}"

    def git(self, *arguments: str) -> str:
        """Run git in the checkout; return what it prints."""
        return _git(self.checkout, *arguments)


def tagged_repository(folder: Path) -> Repository:
    """Clone what is committed here into an empty `folder`, and tag its version where it is not yet tagged."""
    remote, checkout = folder / "remote.git", folder / "dicewright"
    _git(folder, "clone", "--quiet", "--bare", "--no-local", str(PROJECT), str(remote))
    # Here the default branch is whatever is checked out.
    _git(remote, "update-ref", "refs/heads/main", _git(PROJECT, "rev-parse", "HEAD"))
    _git(remote, "symbolic-ref", "HEAD", "refs/heads/main")
    _git(folder, "clone", "--quiet", str(remote), str(checkout))
    with (checkout / "pyproject.toml").open("rb") as file:
        repository = Repository(checkout, tomllib.load(file)["project"]["version"])
    if repository.tag not in repository.git("tag", "--points-at", "HEAD").split():
        _release(repository)
    return repository


def _release(repository: Repository) -> None:
    changelog = repository.checkout / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    if find_section(text, repository.version) is None:
        today = datetime.datetime.now(datetime.UTC).date()
        changelog.write_text(
            text.replace("## [Unreleased]", f"## [{repository.version}] - {today}"), encoding="utf-8"
        )
        repository.git("commit", "--quiet", "--all", "--message", f"Release {repository.version}")
    repository.git("push", "--quiet", "origin", "main")
    repository.git("tag", "--annotate", "--message", repository.tag, "--force", repository.tag)
    repository.git("push", "--quiet", "--force", "origin", repository.tag)


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *_WHO, *arguments], cwd=folder, check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout.strip()
