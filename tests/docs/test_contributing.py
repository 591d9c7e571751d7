"""CONTRIBUTING.md and `make help`: what they name is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
GUIDE = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
[_PHONY] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
TARGETS = _PHONY.split()
SPANS = re.findall(r"`([^`\n]+)`", GUIDE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", "\n".join(SPANS)))))
def test_every_command_is_a_target(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in {"help", "installed"}])
def test_help_has_every_target(target: str) -> None:
    assert re.search(rf'^\t@echo "make {target}(?: |")', MAKEFILE, re.MULTILINE)


# The changelog's file, `.env` and the virtual environment are made by the reader.
@pytest.mark.parametrize(
    "path",
    [span for span in SPANS if re.fullmatch(r"[\w./-]+/[\w./-]*", span) and not span.startswith(".venv")],
)
def test_every_path_exists(path: str) -> None:
    assert (PROJECT / path).exists()


def test_the_example_of_one_test_runs_some() -> None:
    [command] = [span for span in SPANS if " -m pytest " in span and " -k " in span]
    file, _, word = shlex.split(command)[3:6]
    names = re.findall(r"^def (test_\w+)", (PROJECT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert any(word in name for name in names)


def test_the_first_change_can_be_made() -> None:
    assert "_ADVANTAGE = " in (PROJECT / "dicewright/notation/parsing/phrases.py").read_text(encoding="utf-8")
    readings = (PROJECT / "tests/core/notation/test_readings.py").read_text(encoding="utf-8")
    assert '("1d20 advantage", "1d20adv"),' in readings
