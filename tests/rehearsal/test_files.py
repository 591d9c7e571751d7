"""The files of a release are what their formats allow, and follow good practice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import PROJECT

pytestmark = pytest.mark.rehearsal

TOOLS = Path(sys.prefix) / "bin"
SCHEMA = (TOOLS / "check-jsonschema", "--builtin-schema")
SCRIPTS = sorted(path for path in (PROJECT / ".ci").iterdir() if path.is_file())


@pytest.mark.parametrize(
    "command",
    [
        (*SCHEMA, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab-ci.yml"),
        (*SCHEMA, "vendor.compose-spec", "compose.yaml"),
        (TOOLS / "hadolint", "Dockerfile"),
        *(("shellcheck", script) for script in SCRIPTS),
    ],
    ids=["pipeline", "compose", "dockerfile", *(f"script-{script.name}" for script in SCRIPTS)],
)
def test_a_linter_has_nothing_to_say(command: tuple[str | Path, ...]) -> None:
    assert shutil.which(command[0]), f"{command[0]} is not installed: run `make release-rehearsal`"
    linted = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.skipif(
    bool(os.environ.get("REHEARSAL_SKIP_IMAGE")), reason="Podman's generator comes with the stand-in image"
)
def test_podman_makes_a_unit_of_the_quadlet() -> None:
    # That of the next Debian: this machine's own Podman may be too old to have one.
    made = subprocess.run(
        [Path(sys.prefix) / "quadlet", "-dryrun", "-user"],
        env={"QUADLET_UNIT_DIRS": str(PROJECT / "deploy" / "podman")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (start,) = re.findall(r"^ExecStart=(\S*podman run .*)$", made.stdout, re.MULTILINE)
    for option in (
        *("--name dicewright", "--read-only", "--memory=512m", "--cap-drop all", "--stop-timeout 15"),
        *("--security-opt=no-new-privileges", "-v dicewright:/data", "--log-driver journald"),
        "--secret dicewright-token,type=env,target=DISCORD_TOKEN",
    ):
        assert option in start, option
