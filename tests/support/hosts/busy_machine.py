"""Run a command while other processes keep the disk and the cores busy, as on a shared host.

    python -m tests.support.hosts.busy_machine .venv/bin/python -m pytest tests/e2e

Four processes write and sync, and four only calculate. They end with the command, whose exit status is used.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLOCK = os.urandom(1 << 20)
_BLOCKS = 32


def write_and_sync(file: Path) -> None:
    """Keep writing a megabyte and syncing it to the disk; the file stays small."""
    with file.open("wb", buffering=0) as out:
        for number in count():
            if number % _BLOCKS == 0:
                out.seek(0)
            out.write(_BLOCK)
            os.fsync(out.fileno())


def calculate() -> None:
    """Keep a core busy forever."""
    for number in count():
        pow(number, 3, 1_000_003)


@contextmanager
def busy_machine(folder: Path, *, writers: int = 4, loops: int = 4) -> Iterator[None]:
    """Keep the cores, and the disk of `folder`, busy until the block ends."""
    with tempfile.TemporaryDirectory(prefix="dicewright-busy-", dir=folder) as scratch:
        new = multiprocessing.get_context("spawn").Process
        processes = [
            *(new(target=write_and_sync, args=(Path(scratch) / str(each),)) for each in range(writers)),
            *(new(target=calculate) for _ in range(loops)),
        ]
        try:
            for process in processes:
                process.daemon = True
                process.start()
            yield
        finally:
            for process in processes:
                if process.pid is not None:
                    process.kill()
                    process.join()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status of the command."""
    parser = argparse.ArgumentParser(prog="busy_machine", description=__doc__.partition("\n")[0])
    parser.add_argument("--writers", type=int, default=4, help="processes that write and sync (default: 4)")
    parser.add_argument("--loops", type=int, default=4, help="processes that only calculate (default: 4)")
    parser.add_argument("--folder", type=Path, default=Path(), help="on the disk (default: here)")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if not options.command:
        parser.error("name the command to run")
    with busy_machine(options.folder, writers=options.writers, loops=options.loops):
        return subprocess.run(options.command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
