"""The README tells the truth: its examples run, its commands work, its settings are the settings."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.settings import documented_settings
from tests.support.process import PROJECT, bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```(\w+)\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)
COMMANDS = {line.strip() for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()}


async def make_run(_folder: Path) -> None:
    """Start the bot as the README says, wait for the page's address, and press Ctrl-C."""
    # Set and empty, so that a developer's own .env cannot take the test to Discord.
    variables = {"LOCAL_PORT": "0", "DISCORD_TOKEN": ""}
    async with bot_process(variables, PROJECT, ("make", "run")) as bot:
        await bot.line_with("Local Discord: http://127.0.0.1:", within=2 * PATIENCE)
        bot.send(signal.SIGINT)
        await bot.exit_status()
    assert "Traceback" not in bot.output


async def copy_settings(folder: Path) -> None:
    """Copy the example and find every setting in it, each with its default."""
    shutil.copy(PROJECT / ".env.example", folder)
    output_of("cp", ".env.example", ".env", folder=folder)
    copied = (folder / ".env").read_text(encoding="utf-8")
    assert re.findall(r"^# (.*)\n(\w+)=(.*)$", copied, re.MULTILINE) == [
        (setting.meaning, setting.variable, setting.default) for setting in documented_settings()
    ]


async def install(_folder: Path) -> None:
    """See that the package has this name, and brings the command; tests/release builds and installs it."""
    metadata = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["name"] == "dicewright"
    module, _, function = metadata["scripts"]["dicewright"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


async def roll_in_the_shell(_folder: Path) -> None:
    """Roll as the README does."""
    output = output_of(sys.executable, "-m", "dicewright", "4d6kh3 + 2", folder=PROJECT)
    assert re.fullmatch(r"4d6kh3 \(.*\) \+ 2 = \d+\n", output)


async def odds_in_the_shell(_folder: Path) -> None:
    """Look up the odds as the README does."""
    output = output_of(
        sys.executable, "-m", "dicewright", "odds", "4d6kh3", "--at-least", "16", folder=PROJECT
    )
    assert "at least 16: 13% (1 in 7.7)" in output


def output_of(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=PATIENCE)
    return done.stdout


TRIED: dict[str, Callable[[Path], Awaitable[None]]] = {
    "make run": make_run,
    "cp .env.example .env": copy_settings,
    "pip install dicewright": install,
    'dicewright "4d6kh3 + 2"': roll_in_the_shell,
    "dicewright odds 4d6kh3 --at-least 16": odds_in_the_shell,
}


@pytest.mark.parametrize("command", sorted(COMMANDS | TRIED.keys()))
async def test_each_command(command: str, tmp_path: Path) -> None:
    assert command in COMMANDS, f"the README no longer has {command!r}"
    assert command in TRIED, f"no test runs {command!r}"
    await TRIED[command](tmp_path)


def test_each_python_example() -> None:
    examples = "\n".join(block for kind, block in BLOCKS if kind == "python")
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    report: list[str] = []
    results = doctest.DocTestRunner().run(test, out=report.append)
    assert results.attempted >= 6
    assert results.failed == 0, "".join(report)


def test_the_table_of_settings() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([\w.]+)`)? ?\| (.*) \|$", README, re.MULTILINE)
    assert rows == [(setting.variable, setting.default, setting.meaning) for setting in documented_settings()]


def test_links_to_files_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_every_roll_in_the_table_can_be_rolled() -> None:
    expressions = re.findall(r"`/roll ([^`]+)`", README)
    assert len(expressions) >= 10
    systems = dicewright.systems()
    for expression in expressions:
        known = expression.partition(" ")[0] in systems.commands
        (systems if known else dicewright).roll(expression)


@pytest.mark.parametrize(
    ("table", "text", "times"),
    [("a new string each time", "(2d6+3)*2-1d4", 12), ("the same string again", "8d10>=8", 1.8)],
)
def test_the_speed_is_that_of_the_measured_tables(table: str, text: str, times: float) -> None:
    measured = (PROJECT / "bench" / "results" / "rolling.md").read_text(encoding="utf-8")
    rows = measured.split(f"## As text: {table}")[1].split("\n## ")[0]
    (row,) = re.findall(rf"`{re.escape(text)}` *\|(.*)", rows)
    ours, _d20, dicelet = (float(cell.split()[0]) for cell in row.split("|")[:3])
    assert f"up to {times:g} times as long as with `dicelet`" in README
    assert ours / dicelet == pytest.approx(times, abs=0.5 if times > 2 else 0.05)
