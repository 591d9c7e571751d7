"""From a tag to an installed package, and the releases that must not happen."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.rehearsal.trusted_publishing import GitLab

if TYPE_CHECKING:
    from tests.rehearsal.package_index import PackageIndex
    from tests.rehearsal.pipeline import Outcome, Pipeline
    from tests.rehearsal.repository import Repository

pytestmark = pytest.mark.rehearsal


async def publish(pipeline: Pipeline, index: PackageIndex, trusted: Path, **variables: str) -> Outcome:
    """Run the job that publishes, aimed at the index; `variables` bring its identity token."""
    return await asyncio.to_thread(
        pipeline.run, "pypi", UV_PUBLISH_URL=index.upload_url, SSL_CERT_FILE=str(trusted), **variables
    )


@pytest.fixture(scope="module")
def script(expanded: dict[str, Any]) -> str:
    """The script of the job that publishes, run by the uv of the tests: setting its own up takes long."""
    (line,) = expanded["pypi"]["script"]
    command = str(line).replace(".publish/bin/", f"{sys.prefix}/bin/")
    assert command != line
    return command


async def publish_alone(
    script: str, pipeline: Pipeline, index: PackageIndex, trusted: Path, token: str | None = None
) -> Outcome:
    """Run nothing but the script of the job that publishes."""
    variables = {"UV_PUBLISH_URL": index.upload_url, "SSL_CERT_FILE": str(trusted)}
    if token is not None:
        variables["PYPI_ID_TOKEN"] = token
    return await asyncio.to_thread(pipeline.run_script, script, **variables)


def released(repository: Repository) -> list[str]:
    return [f"dicewright-{repository.version}-py3-none-any.whl", f"dicewright-{repository.version}.tar.gz"]


@pytest.mark.usefixtures("built")
async def test_a_tag_is_published_without_a_stored_token_and_installs_and_rolls(
    pipeline: Pipeline, repository: Repository, index: PackageIndex, trusted: Path, tmp_path: Path
) -> None:
    token = index.gitlab.identity_token(repository.tag)
    outcome = await publish(pipeline, index, trusted, PYPI_ID_TOKEN=token)
    assert outcome.status == 0
    assert index.files == released(repository)
    assert token not in outcome.output
    assert index.publishing.open_upload_tokens == 0, "the upload token must not outlive the job"

    roll = await asyncio.to_thread(
        install_and_roll, tmp_path / "environment", index, trusted, repository.version
    )
    assert roll.startswith("4d6kh3 (")


@pytest.mark.usefixtures("built")
async def test_what_the_job_before_attested_is_published_with_the_packages(
    pipeline: Pipeline, repository: Repository, index: PackageIndex, trusted: Path
) -> None:
    # Only Sigstore could sign here, so what stands for its signatures says whose they are, and no more.
    packages = repository.checkout / ".gitlab-ci-local" / "artifacts" / "build" / "dist"
    signed = repository.checkout / ".gitlab-ci-local" / "artifacts" / "attest" / "dist"
    shutil.copytree(packages, signed)
    try:
        for name in released(repository):
            (signed / f"{name}.publish.attestation").write_text(json.dumps({"of": name}))
        token = index.gitlab.identity_token(repository.tag)
        outcome = await publish(pipeline, index, trusted, PYPI_ID_TOKEN=token)
    finally:
        shutil.rmtree(signed)
    assert outcome.status == 0
    assert index.files == released(repository)
    assert sorted(index.attestations) == [f'[{{"of":"{name}"}}]' for name in released(repository)]


def install_and_roll(environment: Path, index: PackageIndex, trusted: Path, version: str) -> str:
    """Return what the command of the published package prints."""
    uv = Path(sys.prefix) / "bin" / "uv"
    subprocess.run([uv, "venv", "--quiet", "--no-config", environment], check=True)
    subprocess.run(
        # Without configuration and cache, so that nothing of this machine can answer in the index's place.
        [
            *(uv, "pip", "install", "--quiet", "--no-config", "--no-cache", "--python", environment),
            *("--default-index", index.simple_url, f"dicewright=={version}"),
        ],
        env={**os.environ, "SSL_CERT_FILE": str(trusted)},
        check=True,
    )
    command = [environment / "bin" / "dicewright", "4d6kh3"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"environment": "staging"}, "environment is 'staging', not 'pypi'"),
        ({"environment": None}, "environment is None, not 'pypi'"),
        ({"project_path": "mallory/dicewright"}, "project_path is 'mallory/dicewright', not"),
        (
            {"ci_config_ref_uri": "gitlab.example/dicewright/dicewright//.ci/other.yml@refs/tags/v1.0.0"},
            "ci_config_ref_uri is 'gitlab.example/dicewright/dicewright//.ci/other.yml@",
        ),
        (
            {"ci_config_ref_uri": "gitlab.evil/dicewright/dicewright//.gitlab-ci.yml@refs/tags/v1.0.0"},
            "ci_config_ref_uri is 'gitlab.evil/",
        ),
        ({"ref_path": "refs/heads/feature"}, "//.gitlab-ci.yml@refs/heads/feature'"),
        ({"sub": "project_path:mallory/dicewright:ref_type:tag:ref:v1"}, "sub is 'project_path:mallory/"),
        ({"sha": None}, "malformed or invalid token: no sha"),
        ({"ref_path": None}, "malformed or invalid token: no ref_path"),
        ({"aud": "sigstore"}, "Audience doesn't match"),
        ({"exp": 1_700_000_000}, "Signature has expired"),
    ],
    ids=[
        *("environment", "no-environment", "project", "pipeline-file", "pipeline-host", "ref", "subject"),
        *("no-commit", "no-ref", "audience", "expired"),
    ],
)
async def test_a_token_of_another_job_publishes_nothing(
    script: str,
    pipeline: Pipeline,
    repository: Repository,
    index: PackageIndex,
    trusted: Path,
    changed: dict[str, Any],
    sentence: str,
) -> None:
    token = index.gitlab.identity_token(repository.tag, **changed)
    outcome = await publish_alone(script, pipeline, index, trusted, token)
    assert outcome.status != 0
    assert sentence in outcome.output
    assert index.files == []


@pytest.mark.usefixtures("built")
async def test_a_token_that_another_gitlab_signed_publishes_nothing(
    script: str, pipeline: Pipeline, repository: Repository, index: PackageIndex, trusted: Path
) -> None:
    token = GitLab().identity_token(repository.tag)
    outcome = await publish_alone(script, pipeline, index, trusted, token)
    assert outcome.status != 0
    assert "Signature verification failed" in outcome.output
    assert index.files == []


@pytest.mark.usefixtures("built")
async def test_a_token_that_was_used_before_publishes_nothing(
    script: str, pipeline: Pipeline, repository: Repository, index: PackageIndex, trusted: Path
) -> None:
    token = index.gitlab.identity_token(repository.tag)
    index.publishing.burn(index.publishing.mint(token))
    outcome = await publish_alone(script, pipeline, index, trusted, token)
    assert outcome.status != 0
    assert "it was used before" in outcome.output
    assert index.files == []


@pytest.mark.usefixtures("built")
async def test_without_a_token_nothing_is_published(
    script: str, pipeline: Pipeline, index: PackageIndex, trusted: Path
) -> None:
    outcome = await publish_alone(script, pipeline, index, trusted)
    assert outcome.status != 0
    assert "PYPI_ID_TOKEN" in outcome.output
    assert index.files == []


async def test_a_tag_that_is_not_the_version_is_stopped_at_the_gate(
    repository: Repository, pipeline: Pipeline, index: PackageIndex, trusted: Path
) -> None:
    # All jobs but those that test, which run beside the gate.
    jobs = [name for name in pipeline.jobs() if not name.startswith(("lint", "test"))]
    repository.git("tag", "--annotate", "--message", "v99.0.0", "--force", "v99.0.0")
    try:
        outcome = await asyncio.to_thread(
            pipeline.run,
            *jobs,
            CI_COMMIT_TAG="v99.0.0",
            CI_COMMIT_REF_NAME="v99.0.0",
            UV_PUBLISH_URL=index.upload_url,
            SSL_CERT_FILE=str(trusted),
            PYPI_ID_TOKEN=index.gitlab.identity_token("v99.0.0"),
        )
    finally:
        repository.git("tag", "--delete", "v99.0.0")
    assert outcome.status != 0
    assert f"The tag is v99.0.0, but pyproject.toml says version {repository.version}." in outcome.output
    started = [line.split()[0] for line in outcome.output.splitlines() if " starting shell" in line]
    assert started == ["version"]
    assert index.files == []
