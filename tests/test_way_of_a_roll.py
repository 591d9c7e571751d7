"""A roll takes a short way through the house, and docs/architecture.md says how short."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
MOST_FILES, MOST_MOVES = 45, 130
_ROW = re.compile(r"^\| (a [^|]*?) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def test_the_way_of_a_roll_is_short() -> None:
    # In a process of its own: what other tests have rolled is in caches here.
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.trace"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = {words: (int(files), int(moves)) for words, files, moves in _ROW.findall(done.stdout)}
    assert len(found) == 2, done.stdout
    for files, moves in found.values():
        assert 20 < files <= MOST_FILES
        assert 50 < moves <= MOST_MOVES
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    written = {words: (int(files), int(moves)) for words, files, moves in _ROW.findall(text)}
    assert written.keys() == found.keys()
    for words, figures in found.items():
        # The dice are the system's, and the line about luck is not always there.
        assert written[words] == pytest.approx(figures, abs=10), words
