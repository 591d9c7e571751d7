"""What is built from this folder for PyPI: the library, all of it, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest

from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("distribution")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, PROJECT]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def modules() -> set[str]:
    files = (path for path in (PROJECT / "dicewright").rglob("*") if path.is_file())
    return {path.relative_to(PROJECT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_library_and_no_more(built: Path) -> None:
    with zipfile.ZipFile(built / f"dicewright-{VERSION}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
    information = f"dicewright-{VERSION}.dist-info/"
    assert {name for name in names if not name.startswith(information)} == modules()


def test_the_wheel_needs_nothing_but_for_the_extra_and_brings_the_command(built: Path) -> None:
    with zipfile.ZipFile(built / f"dicewright-{VERSION}-py3-none-any.whl") as wheel:
        information = f"dicewright-{VERSION}.dist-info/"
        metadata = message_from_bytes(wheel.read(information + "METADATA"))
        commands = wheel.read(information + "entry_points.txt").decode()
    assert metadata.get_all("Requires-Dist") == ["rich>=14; extra == 'charts'"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert "dicewright = dicewright.cli:main" in commands


def test_the_source_distribution_holds_the_library_and_what_it_is_built_from(built: Path) -> None:
    with tarfile.open(built / f"dicewright-{VERSION}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    build_files = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "docs/pypi.md", "pyproject.toml", ".gitignore"}
    assert names == modules() | build_files
