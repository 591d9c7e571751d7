"""`python -m release.gate`: check whether a tag may be released, and write what its release needs."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from release.changelog import find_section
from release.version import Version, image_tags, parse_version

if TYPE_CHECKING:
    from collections.abc import Sequence


# A digest of 256 bits, in hexadecimal.
_PINNED = re.compile(r"@sha256:[0-9a-f]{64}\Z")


class GateError(Exception):
    """The tag must not be released; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Release:
    """A tag that may be released: its version, the tags of its image, and its notes."""

    version: Version
    image_tags: tuple[str, ...]
    notes: str


def check(tag: str, *, branch: str, protected: str, images: Sequence[str] = (), folder: Path) -> Release:
    """Return the release of `tag`, which is checked out in the git repository `folder`.

    `branch` is git's name for the default branch, such as `origin/main`; `protected` is GitLab's variable
    that says whether the tag is protected, "true" or "false"; `images` are the container images that the
    release is built on and signed in. Raises GateError for the first problem.
    """
    version = parse_version(tag.removeprefix("v"))
    if version is None or not tag.startswith("v"):
        raise GateError(f"The tag {tag} doesn't have the form vX.Y.Z, such as v1.2.3.")
    if protected != "true":
        raise GateError(
            f"The tag {tag} isn't protected, so anybody who may push could have made it. "
            "Protect v* under Settings > Repository > Protected tags, then delete the tag and push it again."
        )
    for image in images:
        if not _PINNED.search(image):
            raise GateError(
                f"The image {image} isn't pinned by a digest, so it could change between two jobs. "
                "Set the variable to NAME@sha256:..., as RELEASING.md says."
            )
    with (folder / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["version"]
    if declared != str(version):
        raise GateError(
            f"The tag is {tag}, but pyproject.toml says version {declared}. "
            f"Delete the tag, set the version to {version} in a merge request, and tag the merged commit."
        )
    section = find_section((folder / "CHANGELOG.md").read_text(encoding="utf-8"), str(version))
    if section is None:
        raise GateError(
            f'CHANGELOG.md has no section for {version}. Write one: "## [{version}] - YYYY-MM-DD".'
        )
    if section.date is None:
        raise GateError(
            f'The section of {version} in CHANGELOG.md has no date. Write "## [{version}] - YYYY-MM-DD".'
        )
    if not section.notes:
        raise GateError(
            f"The section of {version} in CHANGELOG.md is empty, and so would be the release's notes."
        )
    if _git(folder, "cat-file", "-t", f"refs/tags/{tag}").strip() != "tag":
        raise GateError(
            f"The tag {tag} is a lightweight one, which doesn't say who made it and when. "
            f"Delete it, and make an annotated one: git tag --sign {tag}, or git tag --annotate {tag}."
        )
    if not _is_ancestor("HEAD", branch, folder):
        raise GateError(
            f"The tag {tag} is not on {branch}. Only what was reviewed and merged is released: "
            "delete the tag, merge first, and tag the merged commit."
        )
    tagged = (parse_version(name.removeprefix("v")) for name in _git(folder, "tag", "--list", "v*").split())
    released = [other for other in tagged if other is not None]
    return Release(version, image_tags(version, released), section.notes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the tag; write the notes and the variables for later jobs. Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m release.gate", description=__doc__)
    parser.add_argument("tag")
    parser.add_argument("--branch", required=True, help="the default branch, such as origin/main")
    parser.add_argument("--protected", required=True, help="whether the tag is protected: true or false")
    parser.add_argument("--image", action="append", default=[], help="an image that must be pinned")
    parser.add_argument("--notes", type=Path, required=True, help="the file for the release's notes")
    parser.add_argument("--variables", type=Path, required=True, help="the file for VERSION and IMAGE_TAGS")
    chosen = parser.parse_args(arguments)
    try:
        release = check(
            chosen.tag,
            branch=chosen.branch,
            protected=chosen.protected,
            images=chosen.image,
            folder=Path.cwd(),
        )
    except GateError as error:
        print(error, file=sys.stderr)
        return 1
    chosen.notes.write_text(release.notes + "\n", encoding="utf-8")
    chosen.variables.write_text(
        f"VERSION={release.version}\nIMAGE_TAGS={','.join(release.image_tags)}\n", encoding="utf-8"
    )
    print(f"{chosen.tag} may be released; its image will be {', '.join(release.image_tags)}.")
    return 0


def _is_ancestor(commit: str, branch: str, folder: Path) -> bool:
    found = _run(folder, "merge-base", "--is-ancestor", commit, branch)
    # 1 means no; anything else means that git couldn't tell, which is not an answer.
    if found.returncode > 1:
        raise GateError(f"git cannot tell whether the tag is on {branch}: {found.stderr.strip()}")
    return found.returncode == 0


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, *arguments)
    if done.returncode:
        raise GateError(f"git {' '.join(arguments)} failed: {done.stderr.strip()}")
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    raise SystemExit(main())
