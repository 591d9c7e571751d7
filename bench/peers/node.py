"""rpg-dice-roller, measured inside node by a loop in JavaScript (rpg_dice_roller.mjs)."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.peers import rollers
from bench.tools.measure import Contender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSION = "5.5.1"
_PACKAGE = f"@dice-roller/rpg-dice-roller@{VERSION}"
_UNTIL_COMPILED = 10_000
# The names of the total and the text in its rolls.
_READS = {"total": "total", "text": "output"}
_HERE = Path(__file__).parent
_FOLDER = _HERE.parents[1] / "build" / "rpg-dice-roller"


@contextmanager
def contenders() -> Iterator[Callable[[str, str], Contender] | None]:
    """Yield a function that returns the contender for a text and a kind of result; None without node.

    One process serves all rounds, and rolls every text often before the first of them, because its parser
    is compiled only after about fifteen thousand rolls.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        yield None
        return
    script = _install(npm)
    with subprocess.Popen(
        [node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def sample(text: str, reads: str, calls: int) -> float:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{calls}\t{reads}\t{text}\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        for text in rollers.EXPRESSIONS * 2:
            sample(text, "total", _UNTIL_COMPILED)
        yield lambda text, reads: Contender("rpg-dice-roller", partial(sample, text, _READS[reads]))


def _install(npm: str) -> Path:
    """Put the package, and the script that has to be next to it, into the ignored build folder."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    if not (_FOLDER / "node_modules").exists():
        subprocess.run([npm, "install", "--silent", "--no-save", "--prefix", _FOLDER, _PACKAGE], check=True)
    return Path(shutil.copy(_HERE / "rpg_dice_roller.mjs", _FOLDER))
