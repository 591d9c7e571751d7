"""What importing may and may not do; who may import whom is in pyproject.toml, for import-linter."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SOURCES = {package: sorted((PROJECT / package).rglob("*.py")) for package in ("dicewright", "bot")}

# The one module that is only for those who installed an extra.
EXTRA = {"colored_bars.py": {"rich"}}

QUIET_IMPORT = """
import logging, os, sys

def forbid(event, arguments):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "os.remove"):
        raise SystemExit(f"importing {sys.argv[1]} does {event} {arguments}")

variables = dict(os.environ)
sys.addaudithook(forbid)
__import__(sys.argv[1])
assert logging.getLogger().handlers == [], "importing configures logging"
assert dict(os.environ) == variables, "importing changes the environment"
"""


def imported(source: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_the_core_needs_nothing_but_python() -> None:
    assert SOURCES["dicewright"]
    for source in SOURCES["dicewright"]:
        foreign = imported(source) - sys.stdlib_module_names - {"dicewright"} - EXTRA.get(source.name, set())
        assert not foreign, f"{source.name} imports {foreign}"


@pytest.mark.parametrize(
    "module", ["dicewright", "dicewright.cli", "bot.app", "bot.__main__", "bot.local.server"]
)
def test_importing_does_nothing(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", QUIET_IMPORT, module],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
