"""The files for those who host the bot, each read by the tool that it is for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from bot.settings import documented_settings
from tests.support.process import PROJECT

UNIT = PROJECT / "deploy" / "systemd" / "dicewright.service"
PODMAN = PROJECT / "deploy" / "podman"


def values(path: Path, section: str) -> dict[str, str]:
    """Return the keys of a section; of repeated ones, all values in a line each."""
    parser = RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser[section])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # Nothing is installed in /srv here, so another program stands in.
    text = re.sub(
        r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    copy = tmp_path / UNIT.name
    copy.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_calls_the_unit_well_protected() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", UNIT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:]


def test_the_unit_keeps_the_token_out_of_itself_and_waits_for_replies() -> None:
    service = values(UNIT, "Service")
    assert service["EnvironmentFile"] == "/etc/dicewright.env"
    assert "DISCORD_TOKEN" not in "".join(service.values())
    assert int(service["TimeoutStopSec"]) > 10
    assert service["RestartPreventExitStatus"] == "2"
    assert service["MemoryMax"] == "512M"


def test_the_quadlet_uses_what_lies_beside_it() -> None:
    container = values(PODMAN / "dicewright.container", "Container")
    volume, _, folder = container["Volume"].partition(":")
    assert (PODMAN / volume).is_file()
    assert folder == "/data"
    assert container["Image"].startswith("registry.gitlab.com/dicewright/dicewright:")


def test_compose_files_have_the_form_that_compose_reads() -> None:
    files = [PROJECT / "compose.yaml", PROJECT / "deploy" / "compose" / "compose.yaml"]
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*check, "vendor.compose-spec", *files], check=True, capture_output=True)


def test_renovate_takes_its_configuration() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*check, "vendor.renovate", PROJECT / "renovate.json"], check=True, capture_output=True)
    configuration = json.loads((PROJECT / "renovate.json").read_text(encoding="utf-8"))
    (manager,) = configuration["customManagers"]
    (pattern,) = manager["matchStrings"]
    pipeline = (PROJECT / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert re.search(pattern.replace("(?<", "(?P<"), pipeline)


def test_the_guide_installs_from_the_lock_that_the_image_holds() -> None:
    guide = (PROJECT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
    installs = re.findall(r"pip install (.+)$", guide, re.MULTILINE)
    assert len(installs) == 3
    for options in installs:
        assert "--require-hashes --no-deps" in options
        name = options.split()[-1].replace("\\", "/")
        assert (PROJECT / "requirements" / Path(name).name).is_file()


def test_the_database_password_is_in_one_place() -> None:
    compose = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    assert "env_file" not in compose, "that would give the bot all of .env, the password included"
    given = set(re.findall(r"^      ([A-Z_]+): ", compose, re.MULTILINE))
    known = {setting.variable for setting in documented_settings()}
    proxies = {"HTTP_PROXY", "HTTPS_PROXY"}
    assert given - known == {"POSTGRES_USER", "POSTGRES_PASSWORD", *proxies}
