"""What importing may and may not do; who may import whom is in pyproject.toml, for import-linter."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SOURCES = {package: sorted((PROJECT / package).rglob("*.py")) for package in ("dicewright", "bot")}

# The one module that is only for those who installed an extra.
EXTRA = {"colored_bars.py": {"rich"}}

# In a raw string, `re` looks the name up when the module is imported, which reads 640 KB of names.
NAME_IN_RAW_STRING = re.compile(r"""\b(?:r|rf|fr)("[^"\n]*|'[^'\n]*)\\N\{""", re.IGNORECASE)

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


@pytest.mark.parametrize("package", SOURCES)
def test_no_regular_expression_names_a_character(package: str) -> None:
    naming = [
        f"{source.relative_to(PROJECT)}: {line.strip()}"
        for source in SOURCES[package]
        for line in source.read_text(encoding="utf-8").splitlines()
        if NAME_IN_RAW_STRING.search(line)
    ]
    assert naming == []


@pytest.mark.parametrize(
    ("line", "naming"),
    [
        ('_DASH = re.compile(r"\\d+\\N{EN DASH}")', True),
        ("_DASH = re.compile(rf'{_NUMBER}\\N{EN DASH}')", True),
        ('_DASH = re.compile("\\N{EN DASH}+")', False),
        ('_DASH = re.compile(r"\\d") if dash == "\\N{EN DASH}" else None', False),
    ],
)
def test_names_in_regular_expressions_are_found(line: str, naming: bool) -> None:
    assert bool(NAME_IN_RAW_STRING.search(line)) is naming
