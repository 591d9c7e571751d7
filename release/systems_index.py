"""Writing the index of the included systems, dicewright/systems/data/index.json (`make systems`)."""

from __future__ import annotations

import sys
from pathlib import Path

from dicewright import System
from dicewright.systems.entries import entry_of, written
from dicewright.systems.shipped_files import INDEX

DATA = Path("dicewright/systems/data")


def index(root: Path) -> str:
    """Return the index of the files in a checkout."""
    files = sorted((root / DATA).glob("*.toml"))
    return written(entry_of(System.from_toml(file.read_text("utf-8"), check=False)) for file in files)


def main() -> int:
    """Write the index."""
    (DATA / INDEX).write_text(index(Path()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
