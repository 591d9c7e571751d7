"""The index of the systems that are shipped: what is in the package is what `make systems` writes."""

from __future__ import annotations

from pathlib import Path

from dicewright.systems.shipped_files import INDEX
from release.systems_index import DATA, index

ROOT = Path(__file__).parents[2]


def test_the_index_in_the_package_is_the_one_that_the_files_give():
    assert (ROOT / DATA / INDEX).read_text("utf-8") == index(ROOT), "run make systems"
