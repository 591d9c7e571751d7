"""docs/verifiable-rolls.md: a stranger who follows its formulas gets its test vectors."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shlex
from pathlib import Path

import pytest

from dicewright import verification as fair
from tests.docs.test_library_guide import replayed
from tests.support.command_line import command
from tests.support.dice.independent import SCRIPT, verified

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "verifiable-rolls.md").read_text(encoding="utf-8")
EXAMPLE = DOCS / "verifiable-rolls.json"
_VECTOR_PART = GUIDE.partition("## Test vectors")[2].partition("\n## ")[0]
VECTORS = re.findall(r"^\| ([^|]+) \| `?([^|`]+)`? \|$", _VECTOR_PART, re.MULTILINE)
SECRET, SEAL_SECRET = bytes(range(32)), bytes(range(32, 64))


def netstrings(*fields: str) -> bytes:
    return b"".join(b"%d:%b," % (len(field.encode()), field.encode()) for field in fields)


def h(*fields: str) -> str:
    return hashlib.sha256(netstrings(*fields)).hexdigest()


def keyed(key: bytes, *fields: str) -> bytes:
    return hmac.new(key, netstrings(*fields), hashlib.sha256).digest()


def root(keys: list[bytes]) -> str:
    level = [hashlib.sha256(b"\0" + key).digest() for key in keys]
    while len(level) > 1:
        level = [
            hashlib.sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0].hex()


def by_the_guide() -> list[str]:
    """Return the values of the test vectors, by the formulas of the guide and nothing of ours."""
    at = "2026-11-27T20:00:0{}Z".format
    commitment = hashlib.sha256(SECRET).hexdigest()
    keys = [keyed(SEAL_SECRET, "key", str(number)) for number in range(1, 4_097)]
    seals = root(keys)
    start = h("session", "1", "613425648685547541", "1", commitment, seals, "")
    contributed = h("contributed", "", "7", "xyzzy")
    words = h("words", start, contributed, at(0))
    asked = ("@str+2 # open the door", "@str + 2 # open the door", "", "str", "1d20+3")
    content = h("content", *asked)
    roll = h("roll", words, "1", "7", "1", "open", content, at(1))
    seed = keyed(SECRET, "seed", "7", "1", contributed)
    faces = replayed(seed, [20])
    more = h("contributed", contributed, "8", "plugh ⚔")
    more_words = h("words", roll, more, at(2))
    sealed = keyed(keys[1], "content", "4d6kh3", "4d6kh3", "").hex()
    second = h("roll", more_words, "2", "8", "1", "sealed", sealed, at(3))
    second_seed = keyed(keys[1], "seed", "8", "1", more)
    four = replayed(second_seed, [6] * 4)
    end = h("end", second, "2", "", "", at(4))
    return [
        commitment,
        keys[0].hex(),
        keys[-1].hex(),
        seals,
        start,
        contributed,
        words,
        content,
        roll,
        seed.hex(),
        f"{faces[0]}; {faces[0] + 3 + 2}",
        more,
        more_words,
        keys[1].hex(),
        sealed,
        second,
        second_seed.hex(),
        f"{', '.join(map(str, four))}; {sum(sorted(four)[1:])}",
        end,
    ]


def test_the_vectors_follow_from_the_formulas() -> None:
    assert [value for _, value in VECTORS] == by_the_guide()


def test_the_example_is_that_of_the_vectors() -> None:
    plain = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    vectors = {value for _, value in VECTORS}
    assert {plain["start"]["commitment"], plain["start"]["seals"]} < vectors
    assert {entry["link"] for entry in plain["entries"]} < vectors
    assert bytes.fromhex(plain["secret"]) == SECRET
    assert plain["entries"][3]["path"] == list(fair.Seals(SEAL_SECRET).path(2))


@pytest.mark.parametrize(
    ("words", "shown"), re.findall(r"```console\n\$ dicewright (.*?)\n(.*?)```", GUIDE, re.DOTALL)
)
def test_the_command_line_shows_what_the_guide_shows(
    monkeypatch: pytest.MonkeyPatch, words: str, shown: str
) -> None:
    monkeypatch.chdir(DOCS)
    assert command(*shlex.split(words)) == (shown, "", 0)


def test_the_independent_verifier_agrees_and_is_as_short_as_promised() -> None:
    status, (found,) = verified(EXAMPLE)
    assert (status, found.problems) == (0, [])
    assert found.counts["whole"] + found.counts["dice"] == 2
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 150
    assert "in 150 lines of JavaScript" in GUIDE


def test_every_field_of_the_files_is_in_the_guide() -> None:
    plain = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    names = {*plain, *plain["start"], *(name for entry in plain["entries"] for name in entry)}
    assert [name for name in names if f"`{name}`" not in GUIDE] == []
