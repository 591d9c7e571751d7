"""A stranger's file is refused, or it loads and is bounded: it never takes the host's time or memory."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dicewright import DiceError, Limits, System, SystemFileError
from tests.support.game_systems import FILES, refused, written

HEAD = 'format = 1\nname = "x"\ncommand = "x"\n'
REFUSED = {
    "a megabyte": "x" * 2**20,
    "deep lists": "a = " + "[" * 5_000 + "]" * 5_000,
    "deep tables": "a = " + "{b=" * 2_000 + "1" + "}" * 2_000,
    "a key of many parts": ".".join("a" * 1 for _ in range(20_000)) + " = 1",
    "ten thousand rows": HEAD + "[table.t]\nrows = [" + '"a",' * 10_000 + "]",
    "a thousand rows": HEAD + "[table.t]\nrows = [" + '"a",' * 1_000 + "]",
    "many rolls": HEAD + "".join(f'[roll.r{n}]\npools.a = "1d6"\n' for n in range(21)),
    "many values": written('pools.a = "1d6"\n' + "".join(f'values.v{n} = "@a"\n' for n in range(31))),
    "many outcomes": written(
        'pools.a = "1d6"\noutcomes = ['
        + "".join(f'{{ name = "o{n}", when = "1" }},' for n in range(31))
        + "]"
    ),
    "many dice": HEAD + "".join(f'[die.d{n}]\nfaces = ["", ""]\n' for n in range(61)),
    "a die of many faces": HEAD + "[die.d]\nfaces = [" + '"",' * 5_000 + "]",
    "deep brackets": written(f'pools.a = "{"(" * 400}1{")" * 400}"'),
    "a tower of powers": written('pools.a = "1d6"\nvalues.b = "9**9**9**9"\n[[test]]\nroll = "mine"\n'
        'faces = [1]\noutcome = "x"'),
    "too many dice": written('pools.a = "99999999d6"'),
    "no end of explosions": written('pools.a = "1d6!>=1"'),
    "a name like a modifier": HEAD + '[table.kh]\nrows = ["a"]',
    "a command like a roll": 'format = 1\nname = "x"\ncommand = "d20"\n[roll.r]\npools.a = "1d6"',
    "braces": written('pools.a = "1d6"\nmessage = "{a.__class__}"'),
    "a format": written('pools.a = "1d6"\nmessage = "{a:>999999999}"'),
    "a format of positions": written('pools.a = "1d6"\nmessage = "{0}{}"'),
    "nul characters": "\0" * 1_000,
    "a number of many digits": HEAD + "x = " + "9" * 60_000,
    "many tests": written('pools.a = "1d6"\n' + '[[test]]\nroll = "mine"\nfaces = [1]\n' * 300),
    "a long usage": written('usage = "' + "[a@b] " * 2_000 + '"\npools.a = "1d6"'),
    "a face of many symbols": HEAD + "[die.d]\nfaces = [" + f'"{"s" * 44}",' * 900 + "]",
    "a row of many rolls": HEAD + '[table.t]\nrows = ["' + "[[1d6]]" * 8_000 + '"]',
    "a chain of steps": written('pools.a = "1d6"\nvalues.b = "@a' + "+1" * 480 + '"'),
    "many lines": HEAD + "#\n" * 30_000,
    "lone surrogates": HEAD + 'rules = "\ud800"',
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused(text):
    with pytest.raises(DiceError) as caught:
        System.from_toml(text)
    assert len(str(caught.value)) < 1_500


def test_a_bomb_of_pools_is_bounded():
    pools = "".join(f'pools.p{n} = "9999d6"\n' for n in range(30))
    system = System.from_toml(written(pools))
    with pytest.raises(DiceError) as caught:
        system.roll("mine")
    assert caught.value.code == "limit-dice"
    with pytest.raises(DiceError):
        System.from_toml(
            written(pools + 'values.x = "{' + " + ".join(f"@p{n}" for n in range(30)) + '}kh9"')
        ).odds("mine")


# Each value names the one before it twice, so that the last is a tree of a hundred million steps.
DOUBLED = [
    "{0} + {0}",
    "{0} * {0}",
    "max({0}, {0} + 1)",
    "if({0} = 3, {0} + 1, {0})",
    "-({0} - 2 * {0})",
    "{0} > 2 or {0} < 1",
]


@pytest.mark.parametrize("twice", DOUBLED)
@pytest.mark.parametrize("pool", ["1d4", "if(@a = 1, 1d6, 1d4)"])
def test_a_bomb_of_values_is_bounded(twice, pool):
    values = "".join(f'values.v{n} = "{twice.format(f"@v{n - 1}")}"\n' for n in range(1, 29))
    system = System.from_toml(
        written(f'pools.a = "1d6"\npools.b = "{pool}"\nvalues.v0 = "@a + @b"\n{values}'),
        limits=Limits(work=1_000_000),
    )
    with contextlib.suppress(DiceError):
        system.odds("mine")


def test_thirty_pools_have_odds():
    pools = "".join(f'pools.p{n} = "1d2"\n' for n in range(30))
    total = " + ".join(f"@p{n}" for n in range(30))
    odds = System.from_toml(written(f'{pools}result = "{total}"')).odds("mine")
    assert odds.values["result"].probability("=", 60) == Fraction(1, 2**30)


def test_mentions_and_controls_are_words_and_nothing_else():
    system = System.from_toml(
        written('pools.a = "1d1"\noutcomes = [{ name = "@everyone\\u202e <@1>", range = "1" }]')
    )
    assert "\u202e" not in system.roll("mine").message
    assert system.roll("mine").message.startswith("1: @everyone")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_loads_or_is_refused(data):
    text = data.draw(st.sampled_from(FILES)).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        stop = min(len(text), at + data.draw(st.integers(0, 12)))
        piece = data.draw(
            st.one_of(
                st.text(max_size=6),
                st.sampled_from(['"', "[", "]", "{", "}", "@", "=", "d6", "\n", ".", "9" * 30]),
            )
        )
        text = text[:at] + piece + text[stop:]
    # Any other error than the library's own fails the test.
    with contextlib.suppress(DiceError):
        system = System.from_toml(text, check=False)
        for test in system.tests[:2]:
            system.roll(test.roll)


def test_the_tests_of_a_file_share_one_budget():
    test = '[[test]]\nroll = "mine"\nodds = { "x" = 1 }\n'
    body = (
        'pools.a = "60d20"\nvalues.b = "{@a}kh30 + {@a}=1"\noutcomes = [{ name = "x", when = "@b < 9999" }]\n'
    )
    system = System.from_toml(written(body + test * 9), limits=Limits(work=500_000), check=False)
    failures = system.check()
    assert failures
    assert "too large" in failures[-1].found


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_an_error_about_a_line_shows_it_with_a_caret(text):
    error = refused(text)
    if error.line and error.code not in ("test-fails", "nesting", "file-too-large"):
        assert error.text
        assert error.span is not None
        assert 0 <= error.span.start < error.span.stop <= max(1, len(error.text))


def test_the_caret_stands_below_the_name_of_the_entry():
    error = refused(written('pools.a = "1d6"\n  mesage = "{a}"'))
    assert (error.line, error.text, error.marked) == (7, 'mesage = "{a}"', "mesage")
    assert "Did you mean" in error.hint


def test_a_byte_order_mark_and_windows_lines_are_fine():
    text = written('pools.a = "1d6"')
    assert System.from_toml("\ufeff" + text).command == "mine"
    assert System.from_toml(text.replace("\n", "\r\n")).command == "mine"


def test_embedded_tests_of_a_bomb_are_refused_at_the_first():
    bomb = written(
        'pools.a = "9999d6"\nvalues.b = "{@a}kh5000"\n'
        + '[[test]]\nroll = "mine"\nodds = { "x" = 1 }\n' * 150
    )
    with pytest.raises(SystemFileError, match="too large"):
        System.from_toml(bomb)
    assert len(System.from_toml(bomb, check=False).check()) == 150
