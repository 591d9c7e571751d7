"""Colors where they are wanted and shown, and nowhere else."""

from __future__ import annotations

import io

import pytest

from dicewright import roll, scripted
from dicewright.cli.terminal import colored_style, is_terminal, prepare, style_for
from dicewright.rendering import plain

_DIM, _RED, _GREEN, _CRITICAL, _BOLD, _END = (
    "\x1b[2m",
    "\x1b[31m",
    "\x1b[32m",
    "\x1b[1;32m",
    "\x1b[1m",
    "\x1b[0m",
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colored"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "xterm-256color"}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": "0"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
        (None, {}, False),
    ],
)
def test_colors_only_where_they_show(
    stream: io.StringIO | None, environment: dict[str, str], colored: bool
) -> None:
    assert style_for(stream, environment).total("7") == (f"{_BOLD}7{_END}" if colored else "7")


def test_a_closed_stream_is_no_terminal() -> None:
    stream = Terminal()
    stream.close()
    assert not is_terminal(stream)


@pytest.mark.parametrize(
    ("text", "faces", "expected"),
    [
        ("4d6kh3", [6, 1, 5, 3], f"4d6kh3 (6, {_DIM}~1~{_END}, 5, 3) = {_BOLD}14{_END}"),
        ("1d20", [20], f"1d20 ({_CRITICAL}20*{_END}) = {_BOLD}20{_END}"),
        ("1d20", [1], f"1d20 ({_RED}1_{_END}) = {_BOLD}1{_END}"),
        ("2d10>=8", [9, 2], f"2d10>=8 ({_GREEN}9*{_END}, 2) = {_BOLD}1{_END}: 1 success"),
        (
            "2x 1d6",
            [3, 4],
            f"1d6 (3) = {_BOLD}3{_END}\n1d6 (4) = {_BOLD}4{_END}\ntotal {_BOLD}7{_END}",
        ),
        ("1d6 # \x1b[2J", [3], f"1d6 (3) = {_BOLD}3{_END} # \ufffd[2J"),
        ("1d6[\x1b[2J]", [3], f"1d6 (3) [\ufffd[2J] = {_BOLD}3{_END}"),
    ],
)
def test_a_roll_in_color(text: str, faces: list[int], expected: str) -> None:
    result = roll(text, dice=scripted(faces))
    assert plain.lines(result.groups, style=colored_style()) == expected


def test_what_an_encoding_lacks_is_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    prepare(None, stream, None, io.StringIO())
    stream.write("→ \udcff 7")
    stream.flush()
    assert stream.buffer.getvalue() == b"-> \\udcff 7"  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"1d6 # \xff"), encoding="utf-8")
    prepare(stream)
    assert stream.read() == "1d6 # \N{REPLACEMENT CHARACTER}"
