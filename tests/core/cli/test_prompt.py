"""The prompt, at a real pseudo-terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dicewright
from dicewright import roll
from dicewright.cli import prompt
from dicewright.cli.arguments import Arguments
from dicewright.cli.session import Session
from dicewright.rendering.plain import plain_style

if TYPE_CHECKING:
    from collections.abc import Iterator

pty = pytest.importorskip("pty", reason="pseudo-terminals are a thing of Unix")

_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "PYTHONPATH": str(Path(dicewright.__file__).parents[1]),
    "PYTHONUTF8": "1",
    "TERM": "dumb",
    "INPUTRC": os.devnull,
}

# Seconds: far more than an answer takes, so that only a hang fails.
_PATIENCE = 60


class Conversation:
    """A `dicewright` at a terminal: type into it, read what it shows."""

    def __init__(self, *words: str, **changes: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dicewright", "--seed", "s", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**_ENVIRONMENT, **changes},
            start_new_session=True,
        )
        os.close(theirs)
        self.read()

    def read(self, end: bytes = b"> ") -> str:
        """Return what it shows up to the next prompt, or up to its end."""
        shown = b""
        while not shown.endswith(end):
            ready, _, _ = select.select([self._ours], [], [], _PATIENCE)
            assert ready, f"nothing more came after {shown!r}"
            try:
                piece = os.read(self._ours, 1024)
            except OSError:  # Linux says so where the other side has closed
                break
            if not piece:
                break
            shown += piece
        return shown.removesuffix(end).decode().replace("\r\n", "\n")

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def ask(self, line: str) -> list[str]:
        """Return the lines that answer one."""
        self.type(f"{line}\n")
        return self.read().splitlines()[1:]

    def leave(self, keys: str) -> tuple[str, int]:
        self.type(keys)
        return self.read(end=b"\0"), self.process.wait(timeout=60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)


@pytest.fixture
def conversation() -> Iterator[Conversation]:
    opened = Conversation()
    yield opened
    opened.close()


def test_rolls_names_and_mistakes(conversation: Conversation) -> None:
    first, second = str(roll("2x 4d6kh3", seed="s")).splitlines()[:2]
    assert conversation.ask("4d6kh3") == [first]
    assert conversation.ask("") == []
    assert conversation.ask("4d6kx3")[1] == "   ^^"
    assert conversation.ask("@str = 3") == []
    assert conversation.ask("@str") == ["@str (3) = 3"]
    assert conversation.ask("1/0")[-1] == "This divides by 0. The right side must not be 0."
    assert conversation.ask("4d6kh3") == [second]
    assert any("keep" in line for line in conversation.ask("help"))


def test_the_arrow_key_brings_back_the_last_roll() -> None:
    pytest.importorskip("readline", reason="line editing comes from readline")
    opened = Conversation(TERM="vt100")
    try:
        opened.ask("7 + 7")
        assert opened.ask("\x1b[A")[-1] == "7 + 7 = \x1b[1m14\x1b[0m"
    finally:
        opened.close()


@pytest.mark.parametrize("keys", ["quit\n", "exit\n", "\x04"])
def test_leaving_is_quiet(conversation: Conversation, keys: str) -> None:
    shown, status = conversation.leave(keys)
    assert (shown.removeprefix(keys).strip(), status) == ("", 0)


def test_an_interrupt_leaves_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # In process: a signal that comes between the prompt and readline's wait is only seen at the next key.
    def interrupted(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    prompt.converse(Session(Arguments(), plain_style()))
    assert capsys.readouterr().out.splitlines()[1:] == [""]


def test_a_terminal_shows_colors_unless_they_are_turned_off() -> None:
    for changes, expected in (
        ({"TERM": "xterm"}, "7 = \x1b[1m7\x1b[0m"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "7 = 7"),
        ({"TERM": "dumb"}, "7 = 7"),
    ):
        opened = Conversation(**changes)
        try:
            assert opened.ask("7")[-1] == expected
        finally:
            opened.close()
