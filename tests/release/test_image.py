"""What `.ci/build-image` looks for in a new image is what the bot says."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = (PROJECT / ".ci" / "build-image").read_text(encoding="utf-8")


def test_the_check_says_what_is_looked_for(tmp_path: Path) -> None:
    (pattern,) = re.findall(r"-m bot check .*grep -q '(.+)'", SCRIPT)
    said = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "DISCORD_TOKEN": "", "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(pattern, said.stdout, re.MULTILINE), said.stdout + said.stderr


@pytest.mark.parametrize("module", re.findall(r"(?:-m|from|import) ((?:bot|dicewright)[\w.]*)", SCRIPT))
def test_the_modules_are_there(module: str) -> None:
    assert importlib.util.find_spec(module)
