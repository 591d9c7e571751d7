"""The gate before a release, on real git repositories."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from release.gate import GateError, check, main
from release.version import Version

if TYPE_CHECKING:
    from pathlib import Path

DATED = "## [1.2.3] - 2026-01-31\n\n- Rolls.\n"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Robin", "-c", "user.email=robin@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, *, version: str, changelog: str) -> None:
    (folder / "pyproject.toml").write_text(f'[project]\nname = "dicewright"\nversion = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(changelog)
    git(folder, "add", ".")
    git(folder, "commit", "--message", f"Release {version}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--initial-branch", "main")
    commit(tmp_path, version="1.2.3", changelog=DATED)
    git(tmp_path, "tag", "--annotate", "--message", "v1.2.3", "v1.2.3")
    return tmp_path


def test_a_good_tag(folder: Path) -> None:
    release = check("v1.2.3", branch="main", protected="true", folder=folder)
    assert release.version == Version(1, 2, 3)
    assert release.image_tags == ("1.2.3", "1.2", "latest")
    assert release.notes == "- Rolls."


def test_a_later_tag_keeps_latest(folder: Path) -> None:
    git(folder, "tag", "v1.3.0")
    git(folder, "tag", "viola")
    assert check("v1.2.3", branch="main", protected="true", folder=folder).image_tags == ("1.2.3", "1.2")


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "sentence"),
    [
        ("1.2.3", "1.2.3", DATED, "The tag 1.2.3 doesn't have the form vX.Y.Z"),
        ("v1.2", "1.2.3", DATED, "The tag v1.2 doesn't have the form vX.Y.Z"),
        (
            "v1.2.3",
            "1.2.2",
            DATED,
            "The tag is v1.2.3, but pyproject.toml says version 1.2.2. Delete the tag",
        ),
        ("v1.2.3", "1.2.3", "## [Unreleased]\n\n- Rolls.\n", "CHANGELOG.md has no section for 1.2.3"),
        ("v1.2.3", "1.2.3", "## [1.2.3]\n\n- Rolls.\n", "The section of 1.2.3 in CHANGELOG.md has no date"),
        (
            "v1.2.3",
            "1.2.3",
            "## [1.2.3] - soon\n\n- Rolls.\n",
            "The section of 1.2.3 in CHANGELOG.md has no date",
        ),
        ("v1.2.3", "1.2.3", "## [1.2.3] - 2026-01-31\n", "The section of 1.2.3 in CHANGELOG.md is empty"),
    ],
)
def test_a_bad_tag(folder: Path, tag: str, version: str, changelog: str, sentence: str) -> None:
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(changelog)
    with pytest.raises(GateError) as refusal:
        check(tag, branch="main", protected="true", folder=folder)
    assert str(refusal.value).startswith(sentence)


def test_a_tag_beside_the_default_branch(folder: Path) -> None:
    git(folder, "checkout", "-b", "feature")
    git(folder, "commit", "--allow-empty", "--message", "Sneak something in")
    with pytest.raises(GateError, match=r"The tag v1\.2\.3 is not on main"):
        check("v1.2.3", branch="main", protected="true", folder=folder)


def test_a_branch_that_git_does_not_know_stops_the_release(folder: Path) -> None:
    with pytest.raises(GateError, match="git cannot tell whether the tag is on origin/main"):
        check("v1.2.3", branch="origin/main", protected="true", folder=folder)


def test_the_command_writes_what_later_jobs_need(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    files = ["--notes", "notes.md", "--variables", "release.env"]
    assert main(["v1.2.3", "--branch", "main", "--protected", "true", *files]) == 0
    assert (folder / "notes.md").read_text() == "- Rolls.\n"
    assert (folder / "release.env").read_text() == "VERSION=1.2.3\nIMAGE_TAGS=1.2.3,1.2,latest\n"


def test_the_command_says_what_is_wrong_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    files = ["--notes", "notes.md", "--variables", "release.env"]
    assert main(["v2.0.0", "--branch", "main", "--protected", "true", *files]) == 1
    assert "pyproject.toml says version 1.2.3" in capsys.readouterr().err
    assert not (folder / "notes.md").exists()


@pytest.mark.parametrize("protected", ["false", "", "TRUE", "1"])
def test_a_tag_that_is_not_protected(folder: Path, protected: str) -> None:
    with pytest.raises(GateError, match=r"The tag v1\.2\.3 isn't protected"):
        check("v1.2.3", branch="main", protected=protected, folder=folder)


def test_a_lightweight_tag(folder: Path) -> None:
    git(folder, "tag", "--delete", "v1.2.3")
    git(folder, "tag", "v1.2.3")
    with pytest.raises(GateError, match=r"a lightweight one.* git tag --annotate v1\.2\.3"):
        check("v1.2.3", branch="main", protected="true", folder=folder)


@pytest.mark.parametrize(
    "image",
    ["python:3.13", "python@sha256:", f"python@sha256:{'0' * 63}", f"python@sha256:{'0' * 64}-slim", ""],
)
def test_an_image_without_a_digest(folder: Path, image: str) -> None:
    pinned = f"python:3.13-slim@sha256:{'a1' * 32}"
    assert check("v1.2.3", branch="main", protected="true", images=[pinned], folder=folder)
    with pytest.raises(GateError, match="isn't pinned by a digest"):
        check("v1.2.3", branch="main", protected="true", images=[pinned, image], folder=folder)
