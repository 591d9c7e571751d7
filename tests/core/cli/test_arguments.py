"""What the words after `dicewright` are taken for."""

from __future__ import annotations

import pytest

from dicewright import DiceError
from dicewright.cli.arguments import Arguments, first_word, read


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Arguments()),
        (["4d6kh3"], Arguments(text="4d6kh3")),
        (["1d20", "+", "5"], Arguments(text="1d20 + 5")),
        ([""], Arguments(text="")),
        (["-1d4+5"], Arguments(text="-1d4+5")),
        (["-d6"], Arguments(text="-d6")),
        (["--1d4"], Arguments(text="--1d4")),
        (["1d20", "-5"], Arguments(text="1d20 -5")),
        (["--", "-1d4+5"], Arguments(text="-1d4+5")),
        (["--", "--json"], Arguments(text="--json")),
        (["--json", "--", "1d6", "--", "2"], Arguments(text="1d6 -- 2", json=True)),
        (["--times", "6", "4d6kh3"], Arguments(text="4d6kh3", times=6)),
        (["4d6kh3", "--times=6"], Arguments(text="4d6kh3", times=6)),
        (["--times", "2", "--times", "3", "1d6"], Arguments(text="1d6", times=3)),
        (["--seed", "a b", "1d6"], Arguments(text="1d6", seed="a b")),
        (["--seed=a=b", "1d6"], Arguments(text="1d6", seed="a=b")),
        (["--seed=", "1d6"], Arguments(text="1d6", seed="")),
        (["--seed=--json", "1d6"], Arguments(text="1d6", seed="--json")),
        (["--seed", "-1", "1d6"], Arguments(text="1d6", seed="-1")),
        (["--json", "1d6"], Arguments(text="1d6", json=True)),
        (["-h"], Arguments(help=True)),
        (["--help"], Arguments(help=True)),
        (["--version"], Arguments(version=True)),
    ],
)
def test_words_are_read(words: list[str], expected: Arguments) -> None:
    assert read(words) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--tims", "6"], '"--tims" is not an option. Did you mean --times?'),
        (["--colour"], '"--colour" is not an option. dicewright --help lists them all.'),
        (["--x\x1b[31m"], '"--x\ufffd[31m" is not an option. dicewright --help lists them all.'),
        (["1d6", "--times"], "--times needs a value. For example, --times 6."),
        (
            ["--seed", "--json", "1d6"],
            '--seed needs a value, and "--json" is an option. '
            "For example, --seed monday, or --seed=--json if that is the value.",
        ),
        *(
            (
                ["1d6", "--times", option],
                f'--times needs a value, and "{option}" is an option. '
                f"For example, --times 6, or --times={option} if that is the value.",
            )
            for option in ("--seed", "--json", "--help", "-h", "--", "--seed=a", "--colour")
        ),
        (["--seed"], "--seed needs a value. For example, --seed monday."),
        (["--times", "0"], '--times takes a whole number from 1, not "0". For example, --times 6.'),
        (["--times", "-1"], '--times takes a whole number from 1, not "-1". For example, --times 6.'),
        (["--times=six"], '--times takes a whole number from 1, not "six". For example, --times 6.'),
        (["--times", "٣"], '--times takes a whole number from 1, not "٣". For example, --times 6.'),
        (
            ["--times", "9" * 5000],
            f'--times takes a whole number from 1, not "{"9" * 24}…". For example, --times 6.',
        ),
        (["--json=yes", "1d6"], "--json takes no value. Write --json alone."),
    ],
)
def test_what_makes_no_sense_is_explained(words: list[str], message: str) -> None:
    with pytest.raises(DiceError) as caught:
        read(words)
    assert (str(caught.value), caught.value.code) == (message, "usage")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["odds", "4d6"], 0),
        (["--system", "mine.toml", "odds", "brew", "3"], 2),
        (["--system=mine.toml", "odds", "brew"], 1),
        (["--json", "--seed", "odds", "test", "mine.toml"], 3),
        (["--json"], None),
        (["--system"], None),
        (["--", "odds"], None),
        ([], None),
    ],
)
def test_the_first_word_is_no_option(words, first):
    assert first_word(words) == first
