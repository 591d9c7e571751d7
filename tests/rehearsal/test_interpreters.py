"""The tests of a Python run in that Python, also in an image that brings Debian's along."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.rehearsal.two_pythons import TwoPythons, two_pythons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rehearsal.repository import Repository

pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(
        bool(os.environ.get("REHEARSAL_SKIP_IMAGE")), reason="the root is that of the stand-in image"
    ),
]

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
DEBIANS = "3.13"
NAMED = " PYTHON=python$PYTHON_VERSION"


@pytest.fixture(scope="module")
def root(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoPythons]:
    folder = tmp_path_factory.mktemp("root")
    yield two_pythons(Path(sys.prefix) / "python-image.tar", folder, repository)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def script(expanded: dict[str, Any]) -> str:
    """The script of the jobs that test."""
    lines = expanded["test"]["script"]
    assert NAMED in lines[0]
    return "\n".join(lines)


def test_the_job_tests_in_the_python_of_its_image(root: TwoPythons, script: str) -> None:
    with root.without_venv():
        outcome = root.run(script, PYTHON_VERSION=THIS)
    assert outcome.status == 0
    ran = [line for line in outcome.output.splitlines() if line.startswith("run by Python")]
    major, minor = sys.version_info[:2]
    # ruff twice, mypy, lint-imports, pytest.
    assert ran == [f"run by Python {major} {minor} /usr/local"] * 5


def test_the_job_fails_where_another_python_is_picked(root: TwoPythons, script: str) -> None:
    # Debian's is newer than the one that the job is for, and here it can make an environment.
    outcome = root.run(script.replace(NAMED, ""), PYTHON_VERSION="3.11")
    assert f"run by Python 3 13 {'/usr' if THIS < DEBIANS else '/usr/local'}\n" in outcome.output
    assert outcome.status != 0


def test_debians_python_without_venv_is_passed_over_where_none_is_named(root: TwoPythons) -> None:
    with root.without_venv():
        outcome = root.run("make --eval 'named: ; @echo $(PYTHON)' named")
    assert outcome.output == f"python{THIS}\n"


def test_debians_python_without_venv_is_a_failure_and_not_another_python(
    root: TwoPythons, script: str
) -> None:
    with root.without_venv():
        outcome = root.run(script.replace(NAMED, " PYTHON=/usr/bin/python3"), PYTHON_VERSION=DEBIANS)
    assert outcome.status != 0
    assert "ensurepip is not" in outcome.output
    assert "run by Python" not in outcome.output
