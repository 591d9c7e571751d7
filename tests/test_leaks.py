"""A test that leaves a socket open fails itself, and no test after it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

# The failure of the task is logged, and its traceback holds the server's side of the connection.
TESTS = """
import asyncio

async def test_that_leaks():
    async def serve(reader, writer):
        await reader.read()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    kept = [writer]
    kept.append(kept)

async def test_that_closes():
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0):
        pass

def test_without_sockets():
    kept = [[] for _ in range(10_000)]
"""


def test_a_leak_fails_the_test_that_made_it(tmp_path: Path) -> None:
    (tmp_path / "test_sockets.py").write_text(TESTS)
    options = ("-c", PROJECT / "pyproject.toml", "--rootdir", tmp_path, "-p", "tests.conftest")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", *options, "-p", "no:cacheprovider", tmp_path],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.findall(r"^(?:ERROR|FAILED) \S+::(\w+)", done.stdout, re.MULTILINE)
    assert failed == ["test_that_leaks"], done.stdout
    assert "3 passed, 1 error" in done.stdout
    assert "ResourceWarning: unclosed <socket" in done.stdout
