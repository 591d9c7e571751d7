"""Notes after the calls of game systems, as after plain rolls."""

from __future__ import annotations

import pytest

from tests.support.command_line import command, ship_the_examples


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    return ship_the_examples(monkeypatch)


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("pbta +2 # to seduce", ["hit # to seduce"]),
        ("pbta +2 ! to seduce", ["hit # to seduce"]),
        ("2x pbta +2 # twice", ["hit # twice", "hit # twice"]),
        ("pbta +2", []),
    ],
)
def test_a_call_may_have_a_note(typed, ends):
    out, err, status = command(typed, "--seed", "moon")
    assert (err, status) == ("", 0)
    noted = [line for line in out.splitlines() if "#" in line]
    assert len(noted) == len(ends)
    assert all(line.endswith(end) for line, end in zip(noted, ends, strict=True))


def test_the_odds_of_a_call_leave_its_note_out():
    assert command("odds", "pbta +2 # to seduce").out == command("odds", "pbta +2").out
    assert command("odds", "3x pbta +2").out == command("odds", "pbta +2").out
