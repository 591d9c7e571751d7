"""Running the command line in this process: fast, and with the tests' game systems."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, NamedTuple

from dicewright.cli import main
from dicewright.systems import advice, registry
from tests.support.game_systems import FILES, game

if TYPE_CHECKING:
    import pytest


class Done(NamedTuple):
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int


def command(*words: str, given: str = "") -> Done:
    """Run the command with these arguments, and with a text on its standard input."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _input(given):
        status = main(words)
    return Done(out.getvalue(), err.getvalue(), status)


def ship_the_examples(monkeypatch: pytest.MonkeyPatch) -> registry.Systems:
    """Replace the included systems with the tests' files."""
    systems = registry.Systems((), {game(file.stem).command: file for file in FILES})
    # `advice` is imported late and keeps its own reference, so it would keep the replacement for good.
    for module in (registry, advice):
        monkeypatch.setattr(module, "shipped", lambda: systems)
    return systems


@contextlib.contextmanager
def _input(text: str):
    import sys

    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before
