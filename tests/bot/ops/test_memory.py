"""Large computations give their memory back; reading takes small blocks; garbage is collected less often."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.support.process import PROJECT
from tests.support.waiting import PATIENCE


def output_of(program: str) -> str:
    """Return what a program prints in a process of its own."""
    options = [sys.executable, "-c", program]
    done = subprocess.run(options, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE, check=True)
    return done.stdout


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
    printed = output_of(_COMPUTE)
    assert int(printed) < 8_000_000


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
    printed = output_of(_LOOK)
    frozen, most = printed.split()
    assert frozen == "True"
    # Python's own settings would have found it after some hundred.
    assert 1_000 < int(most) < 20_000


_READ = """
import asyncio, socket, ssl
from asyncio.sslproto import SSLProtocol
from bot.ops.memory import read_into_small_blocks

class Reader(asyncio.Protocol):
    def __init__(self):
        self.sizes, self.closed = [], asyncio.Event()
    def data_received(self, data):
        self.sizes.append(len(data))
    def connection_lost(self, _error):
        self.closed.set()

async def main():
    here, there = socket.socketpair()
    there.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    there.sendall(bytes(150_000))
    there.close()
    loop = asyncio.get_running_loop()
    _, reader = await loop.create_connection(Reader, sock=here)
    await reader.closed.wait()
    tls = SSLProtocol(loop, reader, ssl.create_default_context(), None)
    print(sum(reader.sizes), max(reader.sizes), len(tls.get_buffer(-1)))

read_into_small_blocks()
asyncio.run(main())
"""


def test_what_comes_over_connections_is_read_into_small_blocks() -> None:
    printed = output_of(_READ)
    received, largest, encrypted = map(int, printed.split())
    assert received == 150_000
    assert largest <= 65_536
    assert encrypted == 65_536
