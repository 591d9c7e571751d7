"""The command as a shell runs it: real processes, pipes and exit statuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dicewright
from dicewright import Result, roll

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND = [sys.executable, "-m", "dicewright"]
_ROOT = Path(dicewright.__file__).parents[1]
BAD = '4d6kx3\n   ^^\n"kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?\n'


def environment(**changes: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", **changes}


def run(*words: str | bytes, given: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*_COMMAND, *words],
        input=given,
        capture_output=True,
        env=environment(**changes),
        timeout=60,
        check=False,
    )


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What a shell starts in the background ignores interrupts, and so does each process that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def outcome(done: subprocess.CompletedProcess[bytes]) -> tuple[str, str, int]:
    return done.stdout.decode(), done.stderr.decode(), done.returncode


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["4d6kh3"], "4d6kh3"),
        (["1d20", "+", "5"], "1d20 + 5"),
        (["1d20+5; 2d6[fire]"], "1d20+5; 2d6[fire]"),
        (["-1d4+5"], "-1d4+5"),
        (["--", "-1d4+5"], "-1d4+5"),
        (["2D6 × 3"], "2D6 × 3"),
        (["10000d6kh5000"], "10000d6kh5000"),
    ],
)
def test_a_roll_is_printed(words: list[str], text: str) -> None:
    assert outcome(run("--seed", "s", *words)) == (f"{roll(text, seed='s')}\n", "", 0)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["4d6kx3"], BAD),
        (["--seed", "s", "--times", "2", "4d6kx3"], BAD),
        ([""], "There is nothing to roll. Write dice such as 1d20 or 4d6kh3 + 2.\n"),
        (["1/0"], "1/0\n ^^\nThis divides by 0. The right side must not be 0.\n"),
        (["--tims", "6"], '"--tims" is not an option. Did you mean --times?\n'),
    ],
)
def test_a_mistake_is_explained(words: list[str], complaint: str) -> None:
    assert outcome(run(*words)) == ("", complaint, 2)


def test_help_and_version() -> None:
    text, complaint, status = outcome(run("--help", "4d6kx3"))
    assert (text.splitlines()[0], complaint, status) == ("Dicewright rolls dice.", "", 0)
    assert outcome(run("--version")) == (f"dicewright {dicewright.__version__}\n", "", 0)


def test_the_command_may_be_named() -> None:
    assert outcome(run("roll", "4d6kh3", "--seed", "s")) == (f"{roll('4d6kh3', seed='s')}\n", "", 0)


def test_times_and_json() -> None:
    text, complaint, status = outcome(run("--json", "--times", "3", "--seed", "s", "2d6[fire]"))
    results = [Result.from_dict(json.loads(line)) for line in text.splitlines()]
    assert (complaint, status) == ("", 0)
    repeated = roll("3x 2d6[fire]", seed="s")
    assert [result.total for result in results] == [part.total for part in repeated.rolls]


def test_lines_are_rolled_and_a_bad_one_stops_nothing() -> None:
    given = b"# a character\n@str = 3\n\n1d20 + @str\n3d\n4d6kx3\n2d6\n"
    text, complaint, status = outcome(run("--seed", "s", given=given))
    whole = roll("1d20 + @str; 2d6", seed="s", names={"str": 3})
    assert (text, status) == (f"{whole}\n", 2)
    asked = "3d\n  ^\nHow many sides? Write 3d6, 3d% or 3d[1,2,3].\n"
    assert complaint == f"line 5:\n{asked}line 6:\n{BAD}"


def test_no_lines_are_no_mistake() -> None:
    assert outcome(run()) == ("", "", 0)


def test_each_line_is_answered_before_the_next_is_read() -> None:
    with subprocess.Popen(
        [*_COMMAND, "--seed", "s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for expected in str(roll("2x 1d20", seed="s")).splitlines()[:2]:
            process.stdin.write(b"1d20\n")
            process.stdin.flush()
            assert process.stdout.readline().decode() == f"{expected}\n"
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize(
    ("words", "given", "expected"),
    [
        (["{2d6, 1d4}kh1 * 2 # \udcff"], b"", b"{2d6 (3, 4) = 7, 1d4 (~3~) = ~3~}kh1 * 2 = 14 # ?\n"),
        (["1d6 # 火"], b"", b"1d6 (3) = 3 # ???\n"),
        ([], b"1d6 # \xff\n", b"1d6 (3) = 3 # ?\n"),
    ],
)
def test_a_terminal_without_unicode_is_no_reason_to_fail(
    words: list[str], given: bytes, expected: bytes
) -> None:
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = run("--seed", "s", *words, given=given, **ascii_only)
    assert (done.stdout, done.stderr, done.returncode) == (expected, b"", 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows passes words as UTF-16 and has no /dev/full")
class TestUnixCorners:
    def test_bytes_that_are_no_text_are_pointed_at(self) -> None:
        text, complaint, status = outcome(run(b"1d6\xff"))
        assert (text, status) == ("", 2)
        assert complaint.splitlines()[1] == "   ^"

    def test_a_seed_may_be_any_bytes(self) -> None:
        assert run(b"--seed=\xff", "20d20").stdout == run(b"--seed", b"\xff", "20d20").stdout

    def test_a_reader_may_go_away(self) -> None:
        with subprocess.Popen(
            [*_COMMAND, "--times", "1000000", "1d1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline() == b"1d1 (1) = 1\n"
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == 141

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk_is_said(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*_COMMAND, "1d6"],
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                timeout=60,
                check=False,
            )
        assert (done.stderr, done.returncode) == (b"dicewright: No space left on device\n", 1)

    @pytest.mark.parametrize(
        ("closed", "word", "expected"),
        [
            ("<&-", "", ("", "", 0)),
            (">&-", "1d6", ("", "", 0)),
            ("2>&-", "4d6kx3", ("", "", 2)),
        ],
    )
    def test_closed_streams_are_left_alone(
        self, closed: str, word: str, expected: tuple[str, str, int]
    ) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *_COMMAND, *filter(None, [word])],
            capture_output=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        assert outcome(done) == expected

    @pytest.mark.usefixtures("interruptible")
    def test_an_interrupt_ends_it_quietly(self) -> None:
        with subprocess.Popen(
            [*_COMMAND, "--times", "1000000000", "1d1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"1d1 (1) = 1\n"
            process.send_signal(signal.SIGINT)
            _, complaint = process.communicate(timeout=60)
        assert (complaint, process.returncode) == (b"", 130)
