"""The image: built and pushed by the pipeline's own jobs, then run as someone who hosts it runs it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import re
import shlex
import shutil
import sqlite3
import ssl
import sys
import time
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from packaging.utils import canonicalize_name

from tests.rehearsal.containers import Containers, containers_in, image_registry
from tests.support.fake_discord import FakeDiscord
from tests.support.hosts.loopback import free_port
from tests.support.process import PROJECT
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import trustme

    from tests.rehearsal.pipeline import Outcome, Pipeline
    from tests.rehearsal.repository import Repository

    RecordProperty = Callable[[str, object], None]

SKIP = bool(os.environ.get("REHEARSAL_SKIP_IMAGE"))
pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(SKIP, reason="REHEARSAL_SKIP_IMAGE is set, so nobody has seen the image"),
]

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
PROJECT_URL = "https://gitlab.example/dicewright/dicewright"
USER = "10001:10001"
LARGEST_DOWNLOAD = 150_000_000
SMALLEST_CHART = 10_000
# As compose.yaml has it. Docker, other than podman, makes no exception for /tmp.
LOCKED_DOWN = (
    *("--read-only", "--read-only-tmpfs=false"),
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
)
MANIFEST_TYPES = ", ".join(
    f"application/vnd.{kind}+json"
    for kind in (
        "oci.image.index.v1",
        "oci.image.manifest.v1",
        "docker.distribution.manifest.list.v2",
        "docker.distribution.manifest.v2",
    )
)


@dataclass(frozen=True, slots=True)
class Built:
    """What the jobs made: an image, and a file of the variables with which it was published."""

    containers: Containers
    image: str
    registry: str
    digest: str
    bill: dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("containers")
    yield made
    # pytest keeps its folders for a while, and images are large.
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def containers(folder: Path) -> Iterator[Containers]:
    missing = [tool for tool in ("buildah", "podman", "docker-registry") if shutil.which(tool) is None]
    assert not missing, f"{missing} missing: run `make release-rehearsal`, or set REHEARSAL_SKIP_IMAGE=1"
    tools = containers_in(folder)
    yield tools
    # What a test that failed has left running.
    tools.run("podman", "rm", "--all", "--force", "--time", "0")


@pytest.fixture(scope="module")
def variables(
    containers: Containers, folder: Path, trusted: Path, authority: trustme.CA
) -> Iterator[dict[str, str]]:
    """What GitLab gives a job, what a maintainer sets, and what lets a build reach the world from here."""
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    (base,) = re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", dockerfile, re.MULTILINE)
    with image_registry(folder, authority.issue_cert("localhost")) as registry:
        yield {
            **containers.variables,
            "ARCHITECTURES": ARCHITECTURE,
            "CI_PROJECT_URL": PROJECT_URL,
            "CI_REGISTRY": registry,
            "CI_REGISTRY_IMAGE": f"{registry}/dicewright/dicewright",
            "CI_REGISTRY_PASSWORD": "secret",
            "CI_REGISTRY_USER": "gitlab-ci-token",
            "IMAGE_BUILD_OPTIONS": f"--volume={AUTHORITIES}:{AUTHORITIES}:ro",
            "PYTHON_IMAGE": containers.import_base(Path(sys.prefix) / "python-image.tar", base),
            "SSL_CERT_FILE": str(trusted),
        }


@pytest.fixture(scope="module")
def build_job(pipeline: Pipeline) -> str:
    """The job that builds for the kind of machine that this is."""
    (name,) = [name for name in pipeline.jobs() if name.startswith(f"container: [{ARCHITECTURE},")]
    return name


@pytest.fixture(scope="module")
def image(
    built: Outcome,
    pipeline: Pipeline,
    repository: Repository,
    build_job: str,
    containers: Containers,
    variables: dict[str, str],
) -> Built:
    """The image, once the jobs of the tag have built, described and pushed it."""
    assert built.status == 0
    assert pipeline.run(build_job, **variables).status == 0
    published = pipeline.run("manifest", **variables)
    assert published.status == 0
    (digest,) = set(re.findall(r"IMAGE_DIGEST=(sha256:[0-9a-f]{64})", published.output))
    revision = repository.git("rev-parse", "HEAD")
    return Built(
        containers,
        f"{variables['CI_REGISTRY_IMAGE']}/build:{revision}-{ARCHITECTURE}",
        variables["CI_REGISTRY"],
        digest,
        json.loads((repository.checkout / f"image-{ARCHITECTURE}.cdx.json").read_text()),
    )


def manifest_of(image: Built, reference: str, trusted: Path) -> tuple[str, dict[str, Any]]:
    """Return the digest and the content of what the registry has under a tag or a digest."""
    registry = HTTPSConnection(image.registry, context=ssl.create_default_context(cafile=trusted))
    with contextlib.closing(registry):
        path = f"/v2/dicewright/dicewright/manifests/{reference}"
        registry.request("GET", path, headers={"Accept": MANIFEST_TYPES})
        answer = registry.getresponse()
        assert answer.status == 200, reference
        return answer.headers["Docker-Content-Digest"], json.loads(answer.read())


def test_every_tag_is_the_same_digest_with_this_architecture_in_it(
    image: Built, repository: Repository, trusted: Path
) -> None:
    minor = repository.version.rpartition(".")[0]
    for tag in (repository.version, minor, "latest"):
        digest, manifest = manifest_of(image, tag, trusted)
        assert digest == image.digest
        (only,) = manifest["manifests"]
        assert only["platform"]["architecture"] == ARCHITECTURE


def test_what_is_downloaded_is_small(image: Built, trusted: Path, record_property: RecordProperty) -> None:
    _, index = manifest_of(image, "latest", trusted)
    _, manifest = manifest_of(image, index["manifests"][0]["digest"], trusted)
    sizes = [layer["size"] for layer in manifest["layers"]]
    megabytes = " + ".join(f"{size / 1_000_000:.1f}" for size in sizes)
    record_property("the image", f"{sum(sizes) / 1_000_000:.0f} MB to download, in layers of {megabytes}")
    assert sum(sizes) < LARGEST_DOWNLOAD


def test_its_configuration(image: Built, repository: Repository) -> None:
    configuration = image.containers.inspect(image.image)
    labels = {
        key.removeprefix("org.opencontainers.image."): value for key, value in configuration["Labels"].items()
    }
    assert configuration["User"] == USER
    assert configuration["StopSignal"] == "SIGTERM"
    assert list(configuration["Volumes"]) == ["/data"]
    assert configuration["Entrypoint"] == ["python", "-m", "bot"]
    assert labels["version"] == repository.version
    assert labels["revision"] == repository.git("rev-parse", "HEAD")
    assert labels["source"] == PROJECT_URL


def test_it_holds_no_installer_no_compiler_and_nothing_of_the_repository_but_the_bot(image: Built) -> None:
    program = """
import importlib.util, os, shutil
modules = ("pip", "ensurepip", "simcord", "tests", "release")
programs = ("pip", "pip3", "gcc", "cc", "g++", "make", "git")
print([name for name in modules if importlib.util.find_spec(name)])
print([name for name in programs if shutil.which(name)])
print(sorted(os.listdir("/app")))
"""
    found = run(image, "--rm", "--read-only", "--entrypoint", "python", image.image, "-c", program)
    assert found.splitlines() == ["[]", "[]", "['bot', 'dicewright', 'venv']"]


def test_its_bill_of_materials_lists_what_is_installed(image: Built, repository: Repository) -> None:
    assert image.bill["bomFormat"] == "CycloneDX"
    described = image.bill["metadata"]["component"]
    assert (described["name"], described["version"]) == ("dicewright", repository.version)
    listed = [package(each["purl"]) for each in image.bill["components"] if "purl" in each]

    program = """
from importlib.metadata import distributions
print(*(f"{each.name} {each.version}" for each in distributions()), sep="\\n")
"""
    found = run(image, "--rm", "--read-only", "--entrypoint", "python", image.image, "-c", program)
    installed = {canonicalize_name(name): version for name, version in map(str.split, found.splitlines())}
    assert {
        canonicalize_name(name): version for kind, name, version, _ in listed if kind == "pypi"
    } == installed
    assert "discord-py" in installed

    found = run(
        *(image, "--rm", "--read-only", "--entrypoint", "dpkg-query", image.image),
        *("--show", "--showformat", "${Package} ${Version} ${Architecture}\\n"),
    )
    packages = sorted(about for kind, *about in listed if kind == "deb")
    assert packages == sorted(line.split() for line in found.splitlines())
    assert {architecture for *_, architecture in packages} == {"all", ARCHITECTURE}


def package(url: str) -> tuple[str, str, str, str]:
    """Return the kind of a package, its name, version and architecture, by its package URL."""
    parts = urlsplit(url)
    name, _, version = parts.path.rpartition("/")[2].rpartition("@")
    (architecture,) = parse_qs(parts.query).get("arch", [""])
    return parts.path.partition("/")[0], unquote(name), unquote(version), architecture


async def test_it_serves_discord_and_is_backed_up_as_its_user_on_a_read_only_file_system(
    image: Built, folder: Path, record_property: RecordProperty
) -> None:
    data = folder / "data"
    data.mkdir()
    os.chown(data, *map(int, USER.split(":")))
    async with FakeDiscord() as discord:
        settings = {**discord.environment(), "HEALTH_PORT": str(free_port())}
        variables = (f"--env={name}={value}" for name, value in settings.items())
        options = [*LOCKED_DOWN, f"--volume={data}:/data", *variables]
        await asyncio.to_thread(run, image, "--rm", *options, image.image, "check")
        assert {path.name for path in data.iterdir()} >= {"dicewright.db"}

        await asyncio.to_thread(podman, image, "create", "--name", "bot", *options, image.image)
        started = time.monotonic()
        await asyncio.to_thread(podman, image, "start", "bot")
        await discord.gateway.wait_for_sessions(1, within=30.0)
        record_property("logged in", f"{time.monotonic() - started:.1f} s after the container was started")

        rolled = await discord.slash("roll", dice="4d6kh3")
        assert (await rolled.first_message())["embeds"]
        await rolled_into_history(data, "4d6kh3")
        backup = folder / "dicewright.backup"
        # As docs/self-hosting.md has it, but that Compose knows the container by another name.
        exec_backup = f"podman exec bot python -m bot backup - >{backup}"
        await asyncio.to_thread(image.containers.run, "sh", "-c", exec_backup)
        rolled = await discord.slash("roll", dice="2d8")
        assert (await rolled.first_message())["embeds"]
        asked = await discord.slash("odds", dice="4d6kh3")
        (chart,) = (await asked.message_with_file(within=30.0))["attachments"]
        assert chart["filename"] == "chart.png"
        assert chart["size"] > SMALLEST_CHART
        await asyncio.to_thread(podman, image, "healthcheck", "run", "bot")

        stopped = time.monotonic()
        await asyncio.to_thread(podman, image, "stop", "--time", "10", "bot")
        record_property("stopped", f"{time.monotonic() - stopped:.1f} s after it was asked to")
        state = await asyncio.to_thread(podman, image, "inspect", "--format", "{{.State.ExitCode}}", "bot")
        # podman kills what does not stop in ten seconds, and then the status is 137.
        assert state == "0"
        assert await discord.gateway.wait_for_close(discord.gateway.sessions[0]) == 1000
    assert rolls_in(data) == ["4d6kh3", "2d8"]
    run_restore = f"podman run --rm --interactive {shlex.join(options)} {image.image} restore - <{backup}"
    restored = await asyncio.to_thread(image.containers.run, "sh", "-c", run_restore)
    assert "Restored 1 row" in restored.stderr
    assert rolls_in(data) == ["4d6kh3"]
    assert {path.stat().st_uid for path in data.iterdir()} == {int(USER.partition(":")[0])}


async def rolled_into_history(data: Path, notation: str) -> None:
    """Wait until a roll is in the history, which is written after the player has the reply."""
    await until(lambda: notation in rolls_in(data))


def rolls_in(data: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(data / "dicewright.db")) as history:
        found = history.execute("SELECT notation FROM rolls ORDER BY interaction_id")
        return [notation for (notation,) in found]


def test_a_dead_bot_is_unhealthy(image: Built) -> None:
    image.containers.run(
        *("podman", "create", "--name", "dead", "--read-only", "--entrypoint", "sleep"),
        *(f"--env=HEALTH_PORT={free_port()}", image.image, "60"),
    )
    podman(image, "start", "dead")
    asked = image.containers.run("podman", "healthcheck", "run", "dead", check=False)
    podman(image, "rm", "--force", "--time", "0", "dead")
    assert asked.returncode != 0


@pytest.mark.usefixtures("built")
def test_a_release_must_pin_its_base(pipeline: Pipeline, build_job: str, variables: dict[str, str]) -> None:
    unpinned = variables["PYTHON_IMAGE"].partition("@")[0]
    outcome = pipeline.run(build_job, **{**variables, "PYTHON_IMAGE": unpinned})
    assert outcome.status != 0
    assert "A release needs a pinned base image: set PYTHON_IMAGE to NAME@sha256:" in outcome.output


def podman(image: Built, *arguments: str) -> str:
    return image.containers.run("podman", *arguments).stdout.strip()


def run(image: Built, *arguments: str) -> str:
    return podman(image, "run", *arguments)
