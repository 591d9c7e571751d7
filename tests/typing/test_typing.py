"""The library's types are complete, and what a user writes passes the strictest checks there are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("script.py")
PROGRAMS = ("script.py", "readme.py", "wrong.py")
# What a checker reads in a folder of its own, so that none of this project's settings are found.
STRICT = {"typeCheckingMode": "strict", "reportMissingModuleSource": False}


def examples(guide: str) -> str:
    """Return the code of a guide as one program, without what it prints."""
    text = (PROJECT / guide).read_text(encoding="utf-8")
    lines = [
        line[4:]
        for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith((">>>", "..."))
    ]
    return "from __future__ import annotations\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("programs")
    (folder / "script.py").write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "readme.py").write_text(examples("README.md"), encoding="utf-8")
    (folder / "wrong.py").write_text("import dicewright\ntotal: str = dicewright.roll('1d6').total\n")
    (folder / "dicewright").symlink_to(PROJECT / "dicewright")
    # An example ends with what it shows, which is an expression that nobody uses.
    options = STRICT | {"reportUnusedExpression": False}
    (folder / "pyrightconfig.json").write_text(json.dumps(options))
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=dict(os.environ, PYTHONPATH=str(PROJECT)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_script_runs(programs: Path) -> None:
    done = run(programs, "script")
    assert done.returncode == 0, done.stderr
    assert "unknown-modifier at 'kx'" in done.stdout


# Each checker reads the library once for all programs, which is most of its work.
def test_mypy_finds_the_mistake_and_nothing_else(programs: Path) -> None:
    done = run(programs, "mypy", "--strict", "--config-file", "", *PROGRAMS)
    (mistake, _summary) = done.stdout.splitlines()
    assert mistake.startswith("wrong.py:2: error: Incompatible types")
    assert "(checked 3 source files)" in done.stdout


def test_pyright_finds_the_mistake_and_nothing_else(programs: Path) -> None:
    done = run(programs, "basedpyright", "--level", "error", "--outputjson", *PROGRAMS)
    found = json.loads(done.stdout)
    (mistake,) = found["generalDiagnostics"]
    assert Path(mistake["file"]).name == "wrong.py"
    assert "is not assignable" in mistake["message"]
    assert found["summary"]["filesAnalyzed"] == 3


def test_every_public_type_is_known() -> None:
    done = run(PROJECT, "basedpyright", "--verifytypes", "dicewright", "--ignoreexternal", "--outputjson")
    found = json.loads(done.stdout)["typeCompleteness"]
    unknown = [
        symbol["name"] for symbol in found["symbols"] if symbol["isExported"] and not symbol["isTypeKnown"]
    ]
    assert (found["completenessScore"], unknown) == (1, [])
