"""The systems that are shipped are found in an archive as in a folder, and nothing stays open."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dicewright.systems.registry import shipped
from dicewright.systems.shipped_files import INDEX, shipped_files

PACKAGE = Path(__file__).parents[3] / "dicewright"
PROGRAM = """
import json, os, sys
archive = sys.argv[1]
sys.path.insert(0, archive)
import dicewright

systems = dicewright.systems()
rolled = str(systems["v5"].roll("v5 7 h2 vs 3", seed="archive"))
opened = [os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
print(json.dumps([dicewright.__file__, systems.commands, rolled, archive in opened]))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive").resolve() / "packed.zip"
    with zipfile.ZipFile(path, "w") as made:
        for file in PACKAGE.rglob("*"):
            if file.suffix in (".py", ".toml", ".json"):
                made.write(file, file.relative_to(PACKAGE.parent))
    return path


def test_systems_in_an_archive_are_those_of_the_folder(archive: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, archive], check=True, capture_output=True, text=True
    )
    source, commands, rolled, still_open = json.loads(done.stdout)
    assert source.startswith(str(archive))
    assert tuple(commands) == shipped().commands
    assert rolled == str(shipped()["v5"].roll("v5 7 h2 vs 3", seed="archive"))
    assert not still_open


def test_files_are_named_by_their_commands() -> None:
    files, index = shipped_files()
    assert index is not None
    assert index.name == INDEX
    assert [file.name for file in files.values()] == [f"{command}.toml" for command in files]
    assert list(files) == sorted(files)
