"""An environment with what is shipped and nothing else: `requirements/bot.txt`, compiled as in the image.

In the test environment, libraries find optional dependencies, and use more memory.
"""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

_PROJECT = Path(__file__).parents[1]
_FOLDER = _PROJECT / "build" / "shipped"
_OURS = ("bot", "dicewright", "bench")
# Without docstrings, as the image has it (PYTHONOPTIMIZE).
_IMAGE_OPTIONS = ("-OO",)


def shipped_python() -> Path:
    """Return the interpreter of the environment, which is rebuilt if the requirements have changed."""
    requirements = _PROJECT / "requirements" / "bot.txt"
    python = _FOLDER / "bin" / "python"
    installed = _FOLDER / f"installed-{zlib.crc32(requirements.read_bytes()):08x}"
    if not installed.exists():
        _run(sys.executable, "-m", "venv", "--clear", _FOLDER)
        options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps")
        _run(python, "-m", "pip", "install", *options, "--requirement", requirements)
        installed.touch()
    _run(python, "-m", "compileall", "-q", "-o", "2", *_OURS, _FOLDER / "lib")
    # The standard library is compiled when it is first imported.
    _run(python, *_IMAGE_OPTIONS, "-c", "import bot.app, bench.peers.bare_bot")
    return python


def shipped_command(python: Path, module: str = "bot") -> tuple[str, ...]:
    """Return the command that runs a module, by default the bot, as the image does."""
    return (str(python), *_IMAGE_OPTIONS, "-m", module)


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd=_PROJECT, check=True)
