"""Installing locked requirements with progress: `python -m release.installing requirements/local.txt`.

Only the standard library may be imported here: nothing else is installed yet.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The locks name everything; without --no-deps, the pip of Python 3.11 still asks for newer releases of what
# another package wants with an extra, and finds no hash for them.
_PIP = (
    sys.executable,
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--require-hashes",
    "--no-deps",
)
_LOCKED = re.compile(r"^[\w.-]+(\[[\w,-]+\])?==", re.MULTILINE)
_COLLECTING = re.compile(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)")
# Without a terminal, where lines can't be overwritten, only every tenth package is named.
_SELDOM = 10


def progress(lines: Iterable[str], packages: int, out: TextIO) -> list[str]:
    """Show pip's progress as "3 of 40: name", read from its output; return all of the output.

    >>> _ = progress(["Collecting yarl==1.9", "Installing collected packages: yarl"], 1, sys.stdout)
      1 of 1: yarl
      installing 1 package
    """
    said: list[str] = []
    count = 0
    for line in lines:
        said.append(line)
        if match := _COLLECTING.match(line):
            count += 1
            if out.isatty():
                out.write(f"\r\033[K  {count} of {packages}: {match[1]}")
            elif count % _SELDOM == 0 or count == packages:
                out.write(f"  {count} of {packages}: {match[1]}\n")
        elif line.startswith("Installing collected"):
            words = f"installing {count} package{'' if count == 1 else 's'}"
            out.write(f"\r\033[K  {words}" if out.isatty() else f"  {words}\n")
        out.flush()
    if out.isatty():
        out.write("\r\033[K")
    return said


def install(lock: Path, pip: Sequence[str] = _PIP, out: TextIO = sys.stdout) -> int:
    """Install the packages in a lock file, showing progress and the time taken. Return pip's exit status.

    If pip fails, its whole output is shown.
    """
    started = monotonic()
    packages = len(_LOCKED.findall(lock.read_text(encoding="utf-8")))
    with subprocess.Popen(
        [*pip, "--requirement", str(lock)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = progress(process.stdout, packages, out)
    if process.returncode:
        out.write("".join(said))
    else:
        out.write(f"Installed in {monotonic() - started:.0f} seconds. The next start will skip this.\n")
    return process.returncode


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1])))
