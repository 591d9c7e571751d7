"""The README tells the truth: its examples run, its commands work, its settings are the settings."""

from __future__ import annotations

import doctest
import re
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.settings import documented_settings
from tests.support.process import PROJECT, bot_process

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
        await bot.line_with("Local Discord: http://127.0.0.1:", within=120)
        bot.send(signal.SIGINT)
        await bot.exit_status()
    assert "Traceback" not in bot.output


async def make_test(_folder: Path) -> None:
    """See that the target runs lint, types, import rules and tests; running it here would never end."""
    steps = output_of("make", "--dry-run", "test", folder=PROJECT)
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert tool in steps


async def copy_settings(folder: Path) -> None:
    """Copy the example and find every setting in it, each with its default."""
    shutil.copy(PROJECT / ".env.example", folder)
    output_of("cp", ".env.example", ".env", folder=folder)
    copied = (folder / ".env").read_text(encoding="utf-8")
    assert re.findall(r"^# (.*)\n(\w+)=(.*)$", copied, re.MULTILINE) == [
        (setting.meaning, setting.variable, setting.default) for setting in documented_settings()
    ]


async def roll_in_the_shell(_folder: Path) -> None:
    """Roll as the README does."""
    output = output_of(sys.executable, "-m", "dicewright", "4d6kh3 + 2", folder=PROJECT)
    assert re.fullmatch(r"4d6kh3 \(.*\) \+ 2 = \d+\n", output)


def output_of(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


TRIED: dict[str, Callable[[Path], Awaitable[None]]] = {
    "make run": make_run,
    "make test": make_test,
    "cp .env.example .env": copy_settings,
    'python -m dicewright "4d6kh3 + 2"': roll_in_the_shell,
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
    for expression in expressions:
        dicewright.roll(expression)
