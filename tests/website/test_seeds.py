"""A seed rolls the same dice on the Python of the website, which is a newer one, as on this one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
sys.path.insert(0, "/checkout")
import dicewright

def rolled():
    systems = dicewright.systems()
    for system in systems:
        call = system.example(next(iter(system.rolls)))
        yield call, system.roll(call, seed="the same").to_dict()
    for text in ("4d6kh3 + 2", "6d10!>=8", "3x 4dF", "d666 + d%"):
        yield text, dicewright.roll(text, seed="the same").to_dict()

json.dumps([sys.version_info[:2], list(rolled())])
"""


def test_a_seed_rolls_the_same_on_the_python_of_the_website(public) -> None:
    script = Path(__file__).with_name("every_game.mjs")
    folder = public / "dice" / "assets" / "pyodide"
    done = subprocess.run(
        ["node", script, folder, CHECKOUT, PROGRAM], check=True, capture_output=True, text=True
    )
    version, there = json.loads(done.stdout.splitlines()[-1])
    found: dict[str, object] = {}
    program = PROGRAM.replace("/checkout", str(CHECKOUT)).replace("json.dumps([", "here = json.dumps([")
    exec(program, found)  # noqa: S102 - the same program, on this Python
    assert version >= [3, 14]
    assert there == json.loads(found["here"])[1]
