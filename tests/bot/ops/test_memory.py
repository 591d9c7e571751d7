"""Memory of a large computation is returned, in threads too; garbage is collected, but less often."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.support.process import PROJECT

_COMPUTE = """
import asyncio, os
import dicewright
from bench.tools.processes import resident_bytes
from bot.ops.memory import give_back_large_blocks

def compute():
    for text in 3 * ("1d1000000 * 1d1000000", "1d999999 * 1d999998 + 1d20"):
        try:
            dicewright.parse(text).odds()
        except dicewright.OddsTooLarge:
            pass

async def main():
    before = resident_bytes(os.getpid())
    await asyncio.gather(*[asyncio.to_thread(compute) for _ in range(4)])
    # While the threads are there, as they are in the bot: one that ends gives back all.
    print(resident_bytes(os.getpid()) - before)

give_back_large_blocks()
dicewright.odds("2d6 * 2d6")
asyncio.run(main())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back on request")
def test_large_blocks_are_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COMPUTE], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(done.stdout) < 8_000_000


_LOOK = """
import gc
from bot.ops.memory import look_for_garbage_less_often

class Node:
    alive = 0
    def __init__(self):
        self.itself = self
        Node.alive += 1
    def __del__(self):
        Node.alive -= 1

look_for_garbage_less_often()
most = 0
for _ in range(100_000):
    Node()
    most = max(most, Node.alive)
print(gc.get_freeze_count() > 0, most)
"""


def test_garbage_is_looked_for_less_often_and_found() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True
    )
    frozen, most = done.stdout.split()
    assert frozen == "True"
    # Python's own settings would have found it after some hundred.
    assert 1_000 < int(most) < 20_000
