"""The terminal: what it can show, and writing to it without ever ending in a traceback."""

from __future__ import annotations

import os
import sys

from dicewright.cli import plain_signs
from dicewright.rendering.plain import plain_style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from dicewright.rendering.breakdown import Style

_BOLD, _DIM, _RED, _GREEN = "1", "2", "31", "32"


def prepare(read: TextIO | None, *written: TextIO | None) -> None:
    """Keep streams usable if their encoding lacks a character.

    What is read has a replacement character there, what is written a plainer sign: `*` for `×`.
    """
    for stream, errors in [(read, "replace"), *((stream, plain_signs.register()) for stream in written)]:
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors=errors)


def can_show(stream: TextIO, text: str) -> bool:
    """Return whether the encoding of a stream has all signs of a text."""
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a person is at the other end."""
    return stream is not None and not stream.closed and stream.isatty()


def style_for(stream: TextIO | None, environment: Mapping[str, str]) -> Style:
    """Return colors for a terminal that shows them, and signs for anything else.

    NO_COLOR with any value (no-color.org) and TERM=dumb turn colors off.
    """
    wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return colored_style() if wanted and is_terminal(stream) else plain_style()


def colored_style() -> Style:
    """Return the plain style in colors: dropped dice dim, critical ones green or red, totals bold.

    The signs stay, for those who cannot tell the colors apart.
    """
    plain = plain_style()
    return plain.replace(
        dropped=_painted(plain.dropped, _DIM),
        critical=_painted(plain.critical, _BOLD, _GREEN),
        failure=_painted(plain.failure, _RED),
        success=_painted(plain.success, _GREEN),
        total=_painted(plain.total, _BOLD),
    )


def silence(stream: TextIO | None) -> None:
    """Send what a stream still holds nowhere, so that the interpreter does not stumble over it at its end."""
    if stream is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def complain(error: object) -> None:
    """Print an error where errors go, after all that was printed before it."""
    if sys.stdout is not None:
        sys.stdout.flush()
    if sys.stderr is not None:  # print would fall back to standard output
        print(error, file=sys.stderr, flush=True)


def _painted(signed: Callable[[str], str], *codes: str) -> Callable[[str], str]:
    return lambda text: f"\x1b[{';'.join(codes)}m{signed(text)}\x1b[0m"
