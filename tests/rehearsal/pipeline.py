"""Running `.gitlab-ci.yml` on this machine, by gitlab-ci-local."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


# What a maintainer sets: an image by its digest. No job of a rehearsal runs in it.
PINNED = f"python:3.13-slim-trixie@sha256:{'0' * 64}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of the pipeline ended, and all it printed."""

    status: int
    output: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The pipeline of a ref in a checkout. What it keeps, such as artifacts, stays there between runs."""

    checkout: Path
    variables: Mapping[str, str]
    unset: tuple[str, ...] = ()

    def run(self, *jobs: str, **variables: str) -> Outcome:
        """Run some jobs in the order of their stages, with the artifacts of what ran before."""
        return self._outcome(self._command(*jobs, **variables), {})

    def run_script(self, script: str, **variables: str) -> Outcome:
        """Run a line of a job's script in the checkout, as GitLab would, with what ran before left there."""
        return self._outcome(["bash", "-ec", script], {"GITLAB_CI": "true", **variables})

    def _outcome(self, command: list[str], variables: Mapping[str, str]) -> Outcome:
        done = subprocess.run(
            command,
            cwd=self.checkout,
            env={**_environment(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        # Where the test fails, pytest shows what the jobs had to say.
        print(done.stdout)
        return Outcome(done.returncode, done.stdout)

    def expanded(self) -> str:
        """Return the pipeline file with all that jobs extend and refer to put in its place."""
        shown = subprocess.run(
            self._command("--preview"),
            cwd=self.checkout,
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return shown.stdout

    def jobs(self) -> list[str]:
        """Return the names of the jobs that this pipeline has, in their order."""
        listed = subprocess.run(
            self._command("--list-csv"),
            cwd=self.checkout,
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        header, *rows = listed.stdout.strip().splitlines()
        assert header.startswith("name;"), listed.stdout
        return [row.partition(";")[0] for row in rows]

    def _command(self, *arguments: str, **variables: str) -> list[str]:
        program = shutil.which("gitlab-ci-local")
        assert program, "gitlab-ci-local is not installed: run `make release-rehearsal`"
        chosen = {"GITLAB_CI": "true", "TOOLS": sys.prefix, **self.variables, **variables}
        settings = [f"--variable={name}={value}" for name, value in chosen.items()]
        gone = [f"--unset-variable={name}" for name in self.unset]
        # The shell executor, because there are no images here to run jobs in. Its warning about predefined
        # variables does not hold for them: it would take them from a branch, and we rehearse a tag.
        options = [
            "--force-shell-executor",
            "--shell-isolation",
            f"--ignore-predefined-vars={','.join(chosen)}",
        ]
        return [program, *options, *settings, *gone, *arguments]


def tag_pipeline(checkout: Path, tag: str) -> Pipeline:
    """Return the pipeline that pushing `tag` starts."""
    return Pipeline(
        checkout,
        {
            "CI_COMMIT_TAG": tag,
            "CI_COMMIT_REF_NAME": tag,
            "CI_COMMIT_REF_PROTECTED": "true",
            "CI_PIPELINE_SOURCE": "push",
            "PYTHON_IMAGE": PINNED,
            "TOKEN_IMAGE": PINNED,
        },
        unset=("CI_COMMIT_BRANCH",),
    )


def _environment() -> dict[str, str]:
    # A real pipeline around this one must not lend it its own variables.
    return {name: value for name, value in os.environ.items() if not name.startswith(("CI_", "GITLAB_"))}
