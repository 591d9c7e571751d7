"""Starting bots without importing everything again, which is most of the work.

One process for each pytest process imports what `python -m bot` does, and forks a bot whenever one is needed.
The bot then has its own session, folder, environment and output, and runs and exits like `python -m bot`. A
real start is needed for what has to be there when an interpreter starts, such as a preloaded library, and to
measure memory.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PROJECT = Path(__file__).parents[3]
_LARGEST_REQUEST = 1 << 20
# What an interpreter, or a library that is imported, looks at only once.
_READ_AT_START = ("PYTHON", "LD_", "SSL_", "MALLOC_")


class ForkedBot:
    """A forked bot; it can be used like `asyncio.subprocess.Process`."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._end(status))

    async def wait(self) -> int:
        """Return the exit status once the process has exited: for a signal, its negative number."""
        return await asyncio.shield(self._ended)

    def kill(self) -> None:
        """Kill the process if it is still running."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def _end(self, status: asyncio.StreamReader) -> int:
        # To its end, when the pipe is closed.
        self.returncode = int(await status.read())
        return self.returncode


class Forks:
    """The process that forks bots; it ends with `stop`, or with this process.

    `launcher` is a program that starts it, with options, such as one that takes rights away.
    """

    def __init__(self, *launcher: str) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [*launcher, sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=_PROJECT,
                env={**os.environ, "PYTHONWARNINGS": "ignore::DeprecationWarning"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # Ctrl-C is for pytest, which ends this one and its bots in order.
                start_new_session=True,
            )

    async def start(self, arguments: Sequence[str], variables: Mapping[str, str], folder: Path) -> ForkedBot:
        """Start `python -m bot` with these arguments, environment and current folder."""
        output, output_end = os.pipe()
        status, status_end = os.pipe()
        request = json.dumps([list(arguments), dict(variables), str(folder)]).encode()
        try:
            socket.send_fds(self._requests, [request], [output_end, status_end])
        finally:
            os.close(output_end)
            os.close(status_end)
        output_reader, status_reader = await _reader(output), await _reader(status)
        return ForkedBot(int(await status_reader.readline()), output_reader, status_reader)

    def stop(self) -> None:
        """Stop the process; running bots keep running."""
        self._requests.close()
        self._process.wait()


_started: dict[tuple[str, ...], Forks] = {}


def forks(*launcher: str) -> Forks:
    """Return this pytest process's forking process, which is started when it is first needed."""
    if launcher not in _started:
        _started[launcher] = Forks(*launcher)
    return _started[launcher]


def stop_forks() -> None:
    """Stop all processes that fork bots."""
    while _started:
        _started.popitem()[1].stop()


def can_fork(variables: Mapping[str, str]) -> bool:
    """Return whether a bot with these variables in addition to ours may be forked."""
    return hasattr(os, "fork") and not any(name.startswith(_READ_AT_START) for name in variables)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb")
    )
    return reader


def _fork_bots(requests: socket.socket) -> list[str]:
    """Fork for each request until there are no more. Returns only in a bot, with its arguments."""
    while True:
        request, descriptors, _flags, _sender = socket.recv_fds(requests, _LARGEST_REQUEST, 2)
        if not request:
            sys.exit()
        # Those that have ended meanwhile.
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        if not os.fork():
            requests.close()
            return _fork_bot(request, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _fork_bot(request: bytes, output: int, status: int) -> list[str]:
    """Fork once more, and report how that process ends. Returns only in a bot, with its arguments."""
    bot = os.fork()
    if bot:
        os.close(output)
        _report(bot, status)
    os.setsid()
    os.write(status, b"%d\n" % os.getpid())
    os.close(status)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    arguments, variables, folder = json.loads(request)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    # It is found out once, from the environment.
    tempfile.tempdir = None
    return list(arguments)


def _report(bot: int, status: int) -> NoReturn:
    _, ended = os.waitpid(bot, 0)
    os.write(status, b"%d\n" % os.waitstatus_to_exitcode(ended))
    os._exit(0)


def _prepare() -> None:
    for module in ("bot.__main__", "bot.app"):
        importlib.import_module(module)
    # Each bot runs it anew.
    del sys.modules["bot.__main__"]
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _prepare()
    sys.argv[1:] = _fork_bots(socket.socket(fileno=int(sys.argv[1])))
    # Outside of all that was called until here, so that the interpreter ends as it always does.
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
