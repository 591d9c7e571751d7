"""A seed rolls the same dice on the Python of the website, which is a newer one, as on this one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
import dicewright

def rolled():
    systems = dicewright.systems()
    for system in systems:
        call = system.example(next(iter(system.rolls)))
        yield call, system.roll(call, seed="the same").to_dict()
    for text in ("4d6kh3 + 2", "6d10!>=8", "3x 4dF", "d666 + d%"):
        yield text, dicewright.roll(text, seed="the same").to_dict()

print(json.dumps([sys.version_info[:2], list(rolled())]))
"""


def printed(*command: str | Path) -> Any:
    """Return what the program prints where a command runs it in the checkout."""
    done = subprocess.run([*command, PROGRAM], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_a_seed_rolls_the_same_on_the_python_of_the_website(public: Path) -> None:
    script = Path(__file__).with_name("every_game.mjs")
    folder = public / "dice" / "assets" / "pyodide"
    version, there = printed("node", script, folder, CHECKOUT)
    _version, here = printed(sys.executable, "-c")
    assert version >= [3, 14]
    assert there == here
