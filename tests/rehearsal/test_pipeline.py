"""Which jobs run when, and who gets an identity: read off the pipeline as GitLab would expand it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rehearsal.pipeline import PINNED, Pipeline, tag_pipeline

if TYPE_CHECKING:
    from tests.rehearsal.repository import Repository

pytestmark = pytest.mark.rehearsal

TESTS = {"lint", "test: [3.11]", "test: [3.12]", "test: [3.13]", "test: [3.14]"}
BUILDS = {
    "build",
    "container: [amd64,saas-linux-small-amd64]",
    "container: [arm64,saas-linux-small-arm64]",
}
RELEASES = {"version", "cosign", "manifest", "sign", "attest", "release", "pypi"}

MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "1",
    "CI_COMMIT_REF_NAME": "feature",
}
SCHEDULE = {
    "CI_PIPELINE_SOURCE": "schedule",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
    "CI_COMMIT_REF_NAME": "main",
}
DEFAULT_BRANCH = {
    "CI_PIPELINE_SOURCE": "push",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
    "CI_COMMIT_REF_NAME": "main",
}


@pytest.mark.parametrize(
    ("variables", "jobs"),
    [
        (MERGE_REQUEST, TESTS | BUILDS),
        (DEFAULT_BRANCH, TESTS | BUILDS | {"pages"}),
        ({"CI_COMMIT_TAG": "v0.1.0"}, TESTS | BUILDS | RELEASES | {"pages"}),
        (SCHEDULE, TESTS | BUILDS | {"renew"}),
    ],
    ids=["merge-request", "default-branch", "tag", "schedule"],
)
def test_jobs(repository: Repository, variables: dict[str, str], jobs: set[str]) -> None:
    if "CI_COMMIT_TAG" in variables:
        pipeline = tag_pipeline(repository.checkout, variables["CI_COMMIT_TAG"])
    else:
        unset = () if "CI_COMMIT_BRANCH" in variables else ("CI_COMMIT_BRANCH",)
        pipeline = Pipeline(repository.checkout, variables, unset)
    assert set(pipeline.jobs()) == jobs


def test_everything_that_is_public_waits_for_the_gate_and_publishing_is_last(
    expanded: dict[str, Any],
) -> None:
    needs = {
        name: {need if isinstance(need, str) else need["job"] for need in job.get("needs", [])}
        for name, job in expanded.items()
        if "script" in job
    }
    released = {name for name in needs if expanded[name]["stage"] == "release"}
    assert released == RELEASES - {"version", "cosign"}
    assert all("version" in needs[name] for name in released)
    assert [name for name in released if "pypi" in needs[name]] == []
    assert released - {"pypi"} <= ancestors("pypi", needs)


def test_nothing_is_public_before_the_tests_of_the_tag_have_passed(expanded: dict[str, Any]) -> None:
    needs = {
        name: {need if isinstance(need, str) else need["job"] for need in job.get("needs", [])}
        for name, job in expanded.items()
        if "script" in job
    }
    for name in ("manifest", "sign", "attest", "release", "pypi"):
        assert {"lint", "test"} <= ancestors(name, needs), name


def test_the_site_is_published_after_all_else(expanded: dict[str, Any]) -> None:
    assert expanded["stages"].index(expanded["pages"]["stage"]) > expanded["stages"].index("release")
    assert "needs" not in expanded["pages"], "it waits for every job of the stages before"


def test_a_job_that_holds_a_token_runs_in_an_image_that_the_gate_wants_pinned(
    expanded: dict[str, Any],
) -> None:
    with_token = {name for name, job in expanded.items() if "id_tokens" in job}
    images = {name: job["image"]["name"] for name, job in expanded.items() if name in with_token}
    assert images == dict.fromkeys(with_token, "$TOKEN_IMAGE")
    assert '--image "$TOKEN_IMAGE"' in str(expanded["version"]["script"])
    assert "release/" not in str([expanded[name]["script"] for name in with_token]), "no code of ours"


def test_what_signs_is_new_enough_for_sigstore(expanded: dict[str, Any]) -> None:
    version = expanded["variables"]["COSIGN_VERSION"].removeprefix("v")
    assert tuple(map(int, version.split("."))) >= (2, 6, 2)


@pytest.mark.parametrize(("source", "base"), [("push", PINNED), ("schedule", "the newest")])
def test_a_scheduled_pipeline_builds_on_the_base_as_it_is_by_now(
    pipeline: Pipeline, expanded: dict[str, Any], source: str, base: str
) -> None:
    before, build, *_ = expanded["container"]["script"]
    assert build.startswith(".ci/build-image")
    script = f'{before}\necho "${{PYTHON_IMAGE-the newest}}"'
    outcome = pipeline.run_script(script, CI_PIPELINE_SOURCE=source, PYTHON_IMAGE=PINNED)
    assert (outcome.status, outcome.output) == (0, f"{base}\n")


def ancestors(name: str, needs: dict[str, set[str]]) -> set[str]:
    """Return all jobs that must be done before one can begin."""
    found = set(needs.get(name, ()))
    return found.union(*(ancestors(each, needs) for each in found))


def test_only_jobs_that_sign_or_publish_have_an_identity(expanded: dict[str, Any]) -> None:
    audiences = {
        name: {variable: token["aud"] for variable, token in job["id_tokens"].items()}
        for name, job in expanded.items()
        if "id_tokens" in job
    }
    assert audiences == {
        "sign": {"SIGSTORE_ID_TOKEN": "sigstore"},
        "attest": {"SIGSTORE_ID_TOKEN": "sigstore"},
        "pypi": {"PYPI_ID_TOKEN": "pypi"},
    }
    environments = {
        name for name in expanded if isinstance(expanded[name], dict) and "environment" in expanded[name]
    }
    assert environments == {"pypi"}
