"""What a rehearsal needs: a tagged clone, its pipeline, a throw-away certificate authority, an index."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from ruamel.yaml import YAML

from tests.rehearsal.package_index import PackageIndex, package_index
from tests.rehearsal.pipeline import Outcome, Pipeline, tag_pipeline
from tests.rehearsal.repository import Repository, tagged_repository

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that the tests have taken, which depend on the machine and so prove nothing."""
    figures = [
        figure for report in terminalreporter.getreports("passed") for figure in report.user_properties
    ]
    if figures:
        terminalreporter.section("measured")
        for name, value in figures:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Whom nobody trusts beyond this run."""
    return trustme.CA()


@pytest.fixture(scope="session")
def trusted(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All authorities that this machine trusts, and ours."""
    system = ssl.get_default_verify_paths().cafile
    bundle = tmp_path_factory.mktemp("trusted") / "authorities.pem"
    bundle.write_bytes((Path(system).read_bytes() if system else b"") + authority.cert_pem.bytes())
    return bundle


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server on the loopback interface proves itself with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return tagged_repository(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="session")
def pipeline(repository: Repository) -> Pipeline:
    """The pipeline that pushing the tag starts."""
    return tag_pipeline(repository.checkout, repository.tag)


@pytest.fixture(scope="session")
def expanded(pipeline: Pipeline) -> dict[str, Any]:
    """The pipeline file with all that jobs extend and refer to put in its place."""
    read: dict[str, Any] = YAML(typ="safe").load(pipeline.expanded())
    return read


@pytest.fixture(scope="session")
def built(pipeline: Pipeline) -> Outcome:
    """The tag has passed the gate, and its packages are built."""
    outcome = pipeline.run("version", "build")
    assert outcome.status == 0
    return outcome


@pytest.fixture
async def index(tmp_path: Path, tls: ssl.SSLContext) -> AsyncIterator[PackageIndex]:
    """An empty package index that trusts our pipeline."""
    folder = tmp_path / "index"
    folder.mkdir()
    async with package_index(folder, tls) as running:
        yield running
