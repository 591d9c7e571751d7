"""docs/scaling.md: its arithmetic runs, its costs were measured, and its commands are those of the tools."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.support.hosts.exposed import exposed_names
from tests.support.hosts.tools import tool
from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (PROJECT / "docs" / "scaling.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
(OVERLAY,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
KUBECTL = tool("kubectl") or ""
needs_kubectl = pytest.mark.skipif(not KUBECTL, reason="kubectl is not installed (.ci/deploy-tools)")

# Where each cost stands in its page of results, and the name that the arithmetic gives it.
MEASURED = {
    "711 µs": ("bot", r"processor time of a roll, at 200 a second +\|[^|]*\| +([\d.]+ \w+) \|", "711e-6"),
    "95.7 MB": ("bot", r"resident memory after all this +\|[^|]*\| +([\d.]+ MB) \|", "95.7"),
    "187.6 kB": ("database", r"\| 200 +\|[^|]*\| +([\d.]+ kB) \|", "187.6e3 / 200"),
    "13.8 ms": ("database", r"\| 20 +\|[^|]*\|[^|]*\| +([\d.]+ \w+) \|", "13.8e-3 / 20"),
    "3.5": ("database", r"\| 0 +\| +([\d.]+) \|", "3.5, 10"),
    "476 bytes": ("database", r"A roll takes (\d+ bytes)", "bytes_of_a_roll = 476"),
}
UNITS = {"µs": 1e-6, "ms": 1e-3, "s": 1.0}


def number(text: str) -> float:
    value, _, unit = text.partition(" ")
    return float(value) * UNITS.get(unit, 1.0)


def test_the_arithmetic_is_right() -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "scaling.md", None, 0)
    result = doctest.DocTestRunner().run(test)
    assert result.failed == 0
    assert result.attempted > 15


@pytest.mark.parametrize("cost", MEASURED)
def test_a_cost_is_one_that_was_measured(cost: str) -> None:
    name, pattern, used = MEASURED[cost]
    assert re.search(rf"\| {re.escape(cost)} \| `bench/results/{name}\.md` \|", PAGE)
    assert used in PAGE
    results = (PROJECT / "bench" / "results" / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(pattern, results)
    assert found
    # The machine is not as fast on every day.
    assert 0.5 < number(found[1]) / number(cost) < 2


def test_what_is_said_of_a_process_is_so() -> None:
    engine = (PROJECT / "bot/store/connection/engine.py").read_text(encoding="utf-8")
    (connections,) = re.findall(r"^_POSTGRESQL_CONNECTIONS = (\d+)$", engine, re.MULTILINE)
    # One listens, and one sends rolls.
    assert f">>> connections = {int(connections) + 2}\n" in PAGE
    writer = (PROJECT / "bot/services/history/writer.py").read_text(encoding="utf-8")
    assert "capacity: int = 5_000" in writer
    assert ">>> waiting = 5_000" in PAGE
    assert "pause: float = 0.1" in writer
    turns = next((PROJECT / "bot").rglob("identifying.py"), PROJECT / "bot" / "leased_client.py")
    assert re.search(r"^\w+_SECONDS = 5\.25$", turns.read_text(encoding="utf-8"), re.MULTILINE)


def test_its_metrics_are_the_bots() -> None:
    named = set(re.findall(r"(?:dicewright|process)_\w+(?=[`)\[])", PAGE))
    assert len(named) >= 5
    assert named <= exposed_names()


def test_its_commands_name_files_that_there_are() -> None:
    assert len(COMMANDS) == 6
    for words in map(shlex.split, COMMANDS):
        for option in ("-f", "-k"):
            if option in words:
                assert (PROJECT / words[words.index(option) + 1]).exists()


@needs_kubectl
def test_kubectl_makes_what_has_to_be_there_first(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text(
        "DISCORD_TOKEN=a\nDATABASE_URL=b\nSECRETS_KEY=c\n", encoding="utf-8"
    )
    made = []
    for command in COMMANDS:
        program, *words = shlex.split(command)
        if program == "kubectl" and "create" in words:
            done = subprocess.run(
                [KUBECTL, *words, "--dry-run=client", "--output=yaml"],
                cwd=tmp_path,
                env={**os.environ, "KUBECONFIG": os.devnull},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            made.append(YAML(typ="safe").load(done.stdout))
    namespace, secret = made
    assert (namespace["kind"], namespace["metadata"]["name"]) == ("Namespace", "dicewright")
    assert (secret["kind"], secret["metadata"]["name"]) == ("Secret", "dicewright")
    assert secret["metadata"]["namespace"] == "dicewright"
    assert secret["data"].keys() == {"DISCORD_TOKEN", "DATABASE_URL", "SECRETS_KEY"}


@needs_kubectl
def test_the_overlay_is_built(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "deploy", tmp_path / "deploy")
    folder = tmp_path / "overlays" / "ours"
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text(OVERLAY, encoding="utf-8")
    done = subprocess.run([KUBECTL, "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (workload,) = (each for each in YAML(typ="safe").load_all(done.stdout) if each["kind"] == "Deployment")
    assert workload["spec"]["replicas"] == 3
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "registry.gitlab.com/dicewright/dicewright:latest"
