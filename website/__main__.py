"""Build the website in public/: `python -m website`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WEBSITE = Path(__file__).parent


def build(folder: Path = WEBSITE.parent / "public") -> None:
    """Build the website in `folder`. Raises CalledProcessError if a page or a link is broken."""
    subprocess.run(
        [
            *(sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"),
            *("--config-file", WEBSITE / "mkdocs.yml", "--site-dir", folder),
        ],
        check=True,
        # Where the hooks find this package.
        cwd=WEBSITE.parent,
        # The theme's advertisement for its successor (docs/adr/0003 says when to move).
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


if __name__ == "__main__":
    build()
