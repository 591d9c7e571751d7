"""A worker process: it answers requests until the bot closes the pipe or exits."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.workers.pipe import OUT_OF_MEMORY, STARTED, framed

if TYPE_CHECKING:
    from typing import BinaryIO

# The bot has priority when both want the processor.
_NICENESS = 10
# The bot stops a worker that takes too long. This is for a worker whose bot has been killed.
_SECONDS_BEYOND_DEADLINE = 5
_MEGABYTE = 1_000_000
# CPython 3.11 raises the second one if there is no memory for the frame of a call.
_NO_MEMORY = (MemoryError, SystemError)


def main(seconds: int, megabytes: int, kept_megabytes: int) -> None:
    """Answer requests within the limits that `WorkerLimits` describes."""
    # Nothing that a request prints may be mistaken for an answer.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    _limit_memory(megabytes * _MEGABYTE)
    while request := _next_request(sys.stdin.buffer):
        try:
            # Unpickling the request imports what it calls; the time limit starts after that.
            function, arguments = pickle.loads(request)  # noqa: S301 - only the bot holds the other end
            answers.write(STARTED)
            answers.flush()
            _end_after(seconds + _SECONDS_BEYOND_DEADLINE)
            succeeded, value = _outcome(function, arguments)
            last = 0 < kept_megabytes * _MEGABYTE < _peak_bytes()
            answer = pickle.dumps((succeeded, value, last))
            _end_after(0)
        except _NO_MEMORY:
            os._exit(OUT_OF_MEMORY)
        answers.write(framed(answer))
        answers.flush()


def _next_request(requests: BinaryIO) -> bytes:
    return requests.read(int.from_bytes(requests.read(8)))


def _outcome(function: Any, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """Return whether a call succeeded, and its result or error."""
    try:
        return True, function(*arguments)
    except _NO_MEMORY:
        raise
    except Exception as error:
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
        return False, error


def _limit_memory(size: int) -> None:
    """Limit how much more memory the process may use, if the system supports this."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        limit = _address_space() + size
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if size and (hard == resource.RLIM_INFINITY or limit < hard):
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space() -> int:
    """Return the size of the address space in bytes. Raises OSError if the system doesn't provide it."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _end_after(seconds: int) -> None:
    """Have the system kill the process after this many seconds; 0 cancels that."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _peak_bytes() -> int:
    try:
        import resource
    except ImportError:
        return 0
    # In kilobytes, but in bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
