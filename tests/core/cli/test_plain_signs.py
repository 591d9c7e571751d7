"""A terminal that cannot show a sign gets a plainer one, whatever its encoding."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from functools import cache

import pytest

from dicewright.cli.plain_signs import plain
from dicewright.cli.terminal import can_show, prepare
from tests.core.cli.test_command import environment, run

SIGNS = "2d6 × 3 − 1 → 7 … “ok” ± ≥ – ·"
PLAIN = '2d6 * 3 - 1 -> 7 ... "ok" +/- >= - -'


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", SIGNS),
        ("utf-16-le", SIGNS),
        ("ascii", PLAIN),
        ("latin-1", '2d6 × 3 - 1 -> 7 ... "ok" ± >= - ·'),
        ("cp437", '2d6 * 3 - 1 -> 7 ... "ok" ± ≥ - ·'),
        ("cp850", '2d6 × 3 - 1 -> 7 ... "ok" ± >= - ·'),
        ("cp1252", "2d6 × 3 - 1 -> 7 … “ok” ± >= – ·"),
        ("koi8-r", '2d6 * 3 - 1 -> 7 ... "ok" +/- ≥ - ·'),
    ],
)
def test_streams(encoding: str, shown: str) -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding)
    prepare(None, stream)
    stream.write(SIGNS)
    stream.flush()
    assert buffer.getvalue().decode(encoding) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Épée de Zoë", "Epee de Zoe"),
        ("ﬁre ² Ⅳ", "fire 2 IV"),
        ("火", "\\u706b"),
        ("🎲", "\\U0001f3b2"),
        ("\udcff", "\\udcff"),
        ("e\N{COMBINING ACUTE ACCENT}", "e"),
        ("\N{FIRST STRONG ISOLATE}fire\N{POP DIRECTIONAL ISOLATE}", "fire"),
        ("½ « •", "1/2 \\xab *"),
        ("plain", "plain"),
    ],
)
def test_what_else_a_text_may_hold(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert shown.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "words",
    [
        ["2d6 × 3 − 1"],
        ["4d[hit:1, blank] # ½"],
        ["8d10>=8f1"],
        ["2d6 ×× 3 − 火"],
        ["1d20 vs 15 # “ok” → yes"],
        ["odds", "2d6!"],
        ["odds", "9000d6"],
        ["odds", "2d6[火]", "--at-least", "−3"],
        ["--help"],
        ["odds", "--help"],
    ],
)
def test_no_question_mark_is_shown(encoding: str, words: list[str]) -> None:
    done = run(*words, PYTHONUTF8="0", PYTHONIOENCODING=encoding, LC_ALL="C.UTF-8")
    shown = (done.stdout + done.stderr).decode(encoding)
    assert shown
    assert "Traceback" not in shown
    assert shown.count("?") == question_marks(*words)


@cache
def question_marks(*words: str) -> int:
    """Return how many question marks a command shows where every sign can be shown."""
    in_full = run(*words)
    return (in_full.stdout + in_full.stderr).decode().count("?")


def at_a_terminal(*words: str, **changes: str) -> str:
    """Return what the command shows at a pseudo-terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dicewright", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**changes),
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # how Linux ends a terminal that nobody holds any more
        pass
    finally:
        os.close(ours)
        assert process.wait(timeout=60) == 0
    return shown.decode(changes["PYTHONIOENCODING"])


@pytest.mark.parametrize(
    ("encoding", "times"), [("ascii", "*"), ("cp437", "*"), ("latin-1", "×"), ("utf-8", "×")]
)
def test_at_a_terminal(encoding: str, times: str) -> None:
    plain_terminal = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "TERM": "xterm"}
    shown = at_a_terminal("4d[hit:1]", **plain_terminal)
    assert f"hit {times} 4" in shown
    bars = at_a_terminal("odds", "2d6", **plain_terminal)
    assert ("#" in bars) == (encoding != "utf-8")
    assert "?" not in shown + bars


def test_whether_a_stream_can_show_a_text() -> None:
    for encoding, can in (("utf-8", True), ("cp437", False), ("ascii", False)):
        assert can_show(io.TextIOWrapper(io.BytesIO(), encoding=encoding), "█▏") == can
    assert can_show(io.StringIO(), "abc")
