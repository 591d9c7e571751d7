"""What one large computation needed is given back, also where it ran in a thread."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.support.process import PROJECT

_COMPUTE = """
from threading import Thread
from bench.processes import resident_bytes
from bot.ops.memory import give_back_large_blocks
import os

def compute():
    for size in (1_000_000, 999_999, 1_000_000):
        first, second = [(1,) * size for _ in range(2)]

give_back_large_blocks()
before = resident_bytes(os.getpid())
for thread in [Thread(target=compute) for _ in range(4)]:
    thread.start()
    thread.join()
print(resident_bytes(os.getpid()) - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_large_blocks_are_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COMPUTE], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(done.stdout) < 4_000_000
