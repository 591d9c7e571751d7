"""What `make check` runs besides, and out of, the tests that testmon selects: a plugin of pytest.

testmon knows which lines of Python each test has run, but not which other files it has read: if one of those
has changed, the tests in `READERS` are added. And a change to a line that thousands of tests run, such as one
in the parser, selects all of them. `--within SECONDS` keeps those that failed before, then those nearest to
the change, the shortest first. testmon selects the others again next time, and where it has no data yet, all.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

PROJECT = Path(__file__).parents[3]
READERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dicewright/systems/data/", ("tests/core/systems/test_", "tests/docs/test_systems_guide.py")),
    ("bot/locale/", ("tests/bot/test_catalog.py",)),
    ("docs/", ("tests/docs/",)),
    ("README.md", ("tests/docs/",)),
    ("CONTRIBUTING.md", ("tests/docs/", "tests/release/")),
    ("CHANGELOG.md", ("tests/release/",)),
    ("changelog.d/", ("tests/release/",)),
    ("deploy/", ("tests/docs/test_scaling.py", "tests/release/")),
    ("requirements/", ("tests/release/",)),
    ("pyproject.toml", ("tests/release/",)),
    ("Dockerfile", ("tests/release/",)),
    ("Makefile", ("tests/release/",)),
    (".gitlab-ci.yml", ("tests/release/",)),
    ("", ("tests/test_english.py", "tests/test_house.py")),
)
"""The beginning of a file's path, and the beginnings of the paths of the tests that read the file."""
# They read no files but Python's.
_ONLY_PYTHON = ("tests/docs/test_docstrings.py",)
_DURATIONS = "within/durations"
_UNKNOWN_SECONDS = 0.1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--within",
        type=float,
        metavar="SECONDS",
        help="run the tests nearest to the change, as many as take about this long",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("within") is not None:
        config.pluginmanager.register(Within(config, changed_files()))


class Within:
    """Chooses the tests of one run, in each worker alike."""

    def __init__(self, config: pytest.Config, changed: tuple[str, ...]) -> None:
        self._config = config
        self._changed = changed
        self._readers = readers_of(changed)
        assert config.cache is not None, "it is one of pytest's own plugins"
        self._cache = config.cache
        self._durations: dict[str, float] = self._cache.get(_DURATIONS, {})
        self._left = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Keep testmon from passing over a file with tests to add."""
        path = collection_path.relative_to(PROJECT).as_posix() if self._readers else ""
        return False if collection_path.is_file() and self._is_reader(path) else None

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, None, None]:
        """Add tests to those that testmon has selected, and keep as many as there is time for."""
        collected = list(items)
        yield
        selected = {item.nodeid for item in items}
        items += [i for i in collected if i.nodeid not in selected and self._is_reader(i.nodeid)]
        data: Any = getattr(self._config, "testmon_data", None)
        if data is None:
            return
        workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        kept = nearest(
            [item.nodeid for item in items],
            self._changed,
            self._durations,
            seconds=self._config.getoption("within") * workers,
            first=frozenset(data.failing_tests),
        )
        left = [item for item in items if item.nodeid not in kept]
        items[:] = [item for item in items if item.nodeid in kept]
        self._left = len(left)
        if workers == 1:
            self._config.hook.pytest_deselected(items=left)
        else:
            self._config.workeroutput["left"] = len(left)  # type: ignore[attr-defined]  # xdist adds it

    def pytest_testnodedown(self, node: Any) -> None:
        """Learn from a worker how many tests it has left out."""
        self._left = getattr(node, "workeroutput", {}).get("left", 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember how long a test takes, with what it sets up."""
        if report.when == "setup":
            self._durations[report.nodeid] = 0.0
        self._durations[report.nodeid] = self._durations.get(report.nodeid, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Store the durations for the next run."""
        if not hasattr(self._config, "workerinput"):
            self._cache.set(_DURATIONS, self._durations)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what is left to do."""
        if self._left:
            terminalreporter.write_line(
                f"{self._left:,} more tests reach what you changed, or have not run here yet: "
                "make check again goes on with them, make test runs all."
            )

    def _is_reader(self, path: str) -> bool:
        return path.startswith(self._readers) and not path.startswith(_ONLY_PYTHON)


def changed_files() -> tuple[str, ...]:
    """Return the files that differ from the main branch, or have not been committed yet."""
    base = _git("merge-base", "HEAD", "origin/main") or _git("merge-base", "HEAD", "main") or ["HEAD"]
    return tuple({*_git("diff", "--name-only", *base), *_git("ls-files", "--others", "--exclude-standard")})


def readers_of(changed: Iterable[str]) -> tuple[str, ...]:
    """Return the beginnings of the paths of tests that read changed files.

    >>> readers_of(["docs/odds.md"])
    ('tests/docs/', 'tests/test_english.py', 'tests/test_house.py')
    """
    paths = tuple(changed)
    found = (tests for start, tests in READERS if any(path.startswith(start) for path in paths))
    return tuple(dict.fromkeys(test for tests in found for test in tests))


def nearest(
    tests: Iterable[str],
    changed: Iterable[str],
    durations: Mapping[str, float],
    *,
    seconds: float,
    first: frozenset[str] = frozenset(),
) -> set[str]:
    """Return the tests nearest to the changed files that take this long; at least one.

    >>> tests = ["tests/core/test_a.py::a", "tests/bot/test_b.py::b"]
    >>> nearest(tests, ["bot/b.py"], {tests[0]: 1.0, tests[1]: 2.0}, seconds=2.0)
    {'tests/bot/test_b.py::b'}
    """
    places = [path.replace("dicewright/", "tests/core/", 1).split("/") for path in changed]
    places = [place if place[0] == "tests" else ["tests", *place] for place in places]

    def distance(test: str) -> int:
        own = test.partition("::")[0].split("/")
        return -max((_shared(own, place) for place in places), default=0)

    def rank(test: str) -> tuple[bool, int, float]:
        return test not in first, distance(test), durations.get(test, _UNKNOWN_SECONDS)

    kept: set[str] = set()
    for test in sorted(tests, key=rank):
        seconds -= durations.get(test, _UNKNOWN_SECONDS)
        if seconds < 0 and kept:
            break
        kept.add(test)
    return kept


def _shared(own: list[str], place: list[str]) -> int:
    """Return how many folders two paths share, and one more for the test of a module itself."""
    shared = 0
    for one, other in zip(own, place, strict=False):
        if one != other:
            return shared + (one == f"test_{other}")
        shared += 1
    return shared


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []
