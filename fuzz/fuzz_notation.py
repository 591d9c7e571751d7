"""Fuzz the parser and the roller with atheris: `make fuzz`, or python fuzz/fuzz_notation.py.

The properties are those of tests/core/test_properties.py: any text quickly rolls or raises a DiceError that
points into it, the canonical form parses to the same tree, and results survive JSON. A finding is printed and
saved as a file crash-...; add it as a case to tests/core/test_hostile_input.py.

    python fuzz/fuzz_notation.py -max_total_time=600 -max_len=300 corpus/
"""

from __future__ import annotations

import json
import sys
import tempfile
import time

import atheris

with atheris.instrument_imports(include=["dicewright"]):
    import dicewright
    from dicewright.notation.parsing.common import parse
    from dicewright.rendering import markdown
from tests.support.dice.pieces import WORDS

# Low enough for random texts to reach them; the length of the text decides which ones apply.
LIMITS = (
    dicewright.Limits(dice=300, steps=3_000, digits=60),
    dicewright.Limits(dice=30, steps=100, digits=3, faces=20, nesting=3, repeats=5, rolls=2, names=20),
    dicewright.Limits(dice=5, steps=10, digits=2, faces=99, nesting=8),
)
NAMES = {"str": 3, "attack": "1d20 + @str vs 15", "pool": "4d6", "loop": "@pool2", "pool2": "@loop + 1"}
# Far more than any text should take, so that a busy machine causes no false alarms.
SLOW = 2.0


def check(data: bytes) -> None:
    """Roll one input and check the properties."""
    text = _text(data)
    limits = LIMITS[len(text) % len(LIMITS)]
    started = time.process_time()
    try:
        result = dicewright.roll(text, seed="fuzz", names=NAMES, limits=limits)
    except dicewright.DiceError as error:
        _check_error(error, text)
    else:
        _check_result(result, text, limits)
    assert time.process_time() - started < SLOW, f"slow: {text!r}"


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check_error(error: dicewright.DiceError, text: str) -> None:
    said = str(error)
    assert len(said.encode()) <= 4_000
    assert len(said) <= 1_000
    assert error.span is not None
    assert error.text == text or error.text in map(str, NAMES.values())
    assert 0 <= error.span.start < error.span.stop <= len(error.text) + 1


def _check_result(result: dicewright.Result, text: str, limits: dicewright.Limits) -> None:
    tree = parse(text)
    assert parse(str(tree), dicewright.Limits(text=10 * len(text))) == tree, f"{text!r} is not {tree}"
    str(result).encode()
    for roll in result.rolls:
        assert len(markdown.breakdown(roll, limit=100)) <= 100
    plain = json.loads(json.dumps(result.to_dict()))
    assert dicewright.Result.from_dict(plain, limits=limits) == result
    assert result.total == sum(roll.total for roll in result.rolls)


def main() -> None:
    """Fuzz for the time given on the command line; see -help=1 for libFuzzer's options."""
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as dictionary:
        # libFuzzer mixes these into its inputs; without them, it rarely finds a word.
        dictionary.writelines(f'"{_escaped(word)}"\n' for word in WORDS)
        dictionary.flush()
        atheris.Setup([*sys.argv, f"-dict={dictionary.name}"], check)
        atheris.Fuzz()


def _escaped(word: str) -> str:
    """Return a word as an entry of a libFuzzer dictionary, with hexadecimal escapes where necessary."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode("utf-8", "surrogatepass")
    )


if __name__ == "__main__":
    main()
