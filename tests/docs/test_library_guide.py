"""docs/library.md: its code runs as shown, and a stranger following its rule gets its test vectors."""

from __future__ import annotations

import doctest
import hashlib
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dicewright
from dicewright import Die, Result, from_bytes, rendering, roll, scripted, seeded, verification
from tests.core.cli.test_command import run

if TYPE_CHECKING:
    from collections.abc import Iterator

_GUIDE = Path(__file__).parents[2].joinpath("docs", "library.md").read_text(encoding="utf-8")
_CODE = re.findall(r"```python\n(.*?)```", _GUIDE, re.DOTALL)
_CONSOLE = re.findall(r"```console\n\$ dicewright (.*?)\n(.*?)```", _GUIDE, re.DOTALL)
_ROW = r"^\| ([^|]+) \| ([^|]+) \| ([0-9, ]+) \|"
_FACES = re.findall(rf"{_ROW}$", _GUIDE, re.MULTILINE)
_ROLLS = re.findall(rf"{_ROW} (-?[0-9]+) \|$", _GUIDE, re.MULTILINE)


def stranger(seed: bytes) -> Iterator[tuple[int, int]]:
    """Follow the rule as it is written: send in a number of sides, get a face; the first yield is empty."""
    stream = hashlib.shake_256(seed).digest(4096)
    position = 0
    sides = yield 0, 0
    while True:
        width = 1
        while 256**width < sides:
            width += 1
        value = 0
        for byte in stream[position : position + width]:
            value = value * 256 + byte
        position += width
        if value < 256**width - 256**width % sides:
            sides = yield value % sides + 1, position


def replayed(seed: bytes, dice: list[int]) -> list[int]:
    """Return the faces of dice with these numbers of sides, by the rule and nothing of ours."""
    following = stranger(seed)
    next(following)
    return [following.send(sides)[0] for sides in dice]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("words", "shown"), _CONSOLE)
def test_the_command_line_shows_what_the_guide_shows(words: str, shown: str) -> None:
    done = run(*shlex.split(words), COLUMNS="80")
    assert done.stdout.decode() == shown
    assert _CONSOLE


def numbers(cell: str) -> list[int]:
    return [int(number) for number in cell.split(",")]


def meant(cell: str) -> str | bytes:
    """Return the seed that a cell of a table writes."""
    if cell == "(empty)":
        return ""
    return bytes.fromhex(cell[5:-1]) if cell.startswith("hex ") else cell.strip("`")


def as_bytes(seed: str | bytes) -> bytes:
    return seed if isinstance(seed, bytes) else seed.encode()


def test_the_code_runs_as_shown() -> None:
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    for number, code in enumerate(_CODE):
        example = doctest.DocTestParser().get_doctest(code, names, f"block {number}", "library.md", 0)
        runner.run(example, clear_globs=False)
        names = example.globs
    assert runner.summarize(verbose=False).failed == 0
    assert runner.tries >= 30


@pytest.mark.parametrize(("seed", "sides", "faces"), _FACES)
def test_the_faces_of_a_seed(seed: str, sides: str, faces: str) -> None:
    expected = numbers(faces)
    assert replayed(as_bytes(meant(seed)), [int(sides)] * len(expected)) == expected
    assert list(seeded(meant(seed))(len(expected), int(sides))) == expected


def test_all_widths_are_in_the_table() -> None:
    assert {int(sides) for _, sides, _ in _FACES} == {6, 20, 100, 256, 1000, 1_000_000}
    assert len({seed for seed, _, _ in _FACES}) >= 5


def test_the_bytes_and_the_rejection_that_are_shown() -> None:
    stream = hashlib.shake_256(b"example").digest(12).hex(" ")
    assert f"`{stream}`" in _GUIDE
    shown = [re.search(rf"^\| {row} \| (.*) \|$", _GUIDE, re.MULTILINE) for row in ("byte", "number", "face")]
    written, values, faces = [found[1].split(" | ") for found in shown if found]
    assert written == stream.split()[: len(written)]
    assert [int(byte, 16) for byte in written] == [int(value) for value in values]
    kept = [(face, int(value)) for face, value in zip(faces, values, strict=True) if int(value) < 200]
    assert [(str(value % 100 + 1), value) for _, value in kept] == kept
    assert faces.count("-") == len(faces) - len(kept) > 0
    assert replayed(b"example", [100] * len(kept)) == [int(face) for face, _ in kept]


@pytest.mark.parametrize(("seed", "text", "faces", "total"), _ROLLS)
def test_the_faces_of_a_roll(seed: str, text: str, faces: str, total: str) -> None:
    rolled = roll(text.strip("`"), seed=seed.strip("`"))
    assert (list(rolled.faces), rolled.total) == (numbers(faces), int(total))
    # Its dice in the order thrown, read off the stream by the stranger.
    thrown = [die.sides for part in rolled.rolls for die in in_order(part.dice)]
    if not any(len(die.rolls) > 1 for die in rolled.dice):
        assert replayed(seed.strip("`").encode(), thrown) == numbers(faces)


def in_order(dice: tuple[Die, ...]) -> list[Die]:
    return sorted(dice, key=lambda die: die.number)


def test_every_modifier_that_throws_is_in_the_table() -> None:
    texts = " ".join(text for _, text, _, _ in _ROLLS)
    assert all(modifier in texts for modifier in ("adv", "!", "!o", "!!", "r1", "ro", "ra", "u", "if", "x "))


def test_every_key_of_a_result_is_shown() -> None:
    plain = roll("1d6", seed="keys").to_dict()
    keys = [*plain, *plain["rolls"][0], *plain["rolls"][0]["dice"][0]]
    assert all(f'"{key}":' in _GUIDE for key in keys)


def test_the_limits_are_the_real_ones() -> None:
    section = _GUIDE.partition("\n## Limits\n")[2].partition("\n## ")[0]
    written = re.findall(r"^\| `(\w+)` \| ([0-9,]+) \|", section, re.MULTILINE)
    real = {field: getattr(dicewright.DEFAULT_LIMITS, field) for field in dicewright.Limits._fields}
    assert {field: int(value.replace(",", "")) for field, value in written} == real


@pytest.mark.parametrize("missing", ["notation", "rolls", "names", "seed"])
def test_what_follows_from_the_faces_may_be_left_out(missing: str) -> None:
    plain = roll("4d6kh3", seed="left out").to_dict()
    del plain[missing]
    assert Result.from_dict(plain) == roll("4d6kh3", seed="left out")


def test_every_public_error_and_draw_is_named() -> None:
    errors = [name for name in dicewright.__all__ if name.endswith(("Error", "TooLarge"))]
    assert all(f"`{name}`" in _GUIDE for name in errors)
    assert all(f"`{draw.__name__}`" in _GUIDE for draw in (from_bytes, scripted, seeded))


def attributes_named(before: str) -> list[str]:
    """Return the names in the first column of the table that follows this sentence."""
    table = _GUIDE.partition(before)[2].partition("\n|---|---|\n")[2].partition("\n\n")[0]
    cells = [row.split(" | ")[0] for row in table.splitlines()]
    return [name for cell in cells for name in re.findall(r"`(\w+)(?:\(\w*\))?`", cell)]


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("A `Result` is read-only.", roll("1d6")),
        ("A die knows where it came from:", roll("1d6").dice[0]),
        ("They are a `Distribution`", dicewright.odds("1d6")),
        ("Four modules are public", dicewright),
        ("`dicewright.rendering` turns", rendering),
        ("`dicewright.verification` is", verification),
    ],
)
def test_every_name_in_a_table_exists(before: str, value: object) -> None:
    names = [name for name in attributes_named(before) if name not in {"len", "in", "hash"}]
    assert len(names) > 5
    assert [name for name in names if not hasattr(value, name)] == []
