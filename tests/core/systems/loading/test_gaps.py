"""Numbers that nothing covers: refused between others, reported outside."""

from __future__ import annotations

import pytest

from dicewright import System, SystemFileError, scripted
from tests.support.game_systems import HEAD, written


def ranges(result: str, *bounds: str) -> str:
    """Return a roll with a result and an outcome for each range."""
    listed = ", ".join(f'{{ name = "{place}", range = "{bound}" }}' for place, bound in enumerate(bounds))
    return f"{result}\noutcomes = [{listed}]"


def table(rows: str, *lines: str) -> str:
    """Return a file with a table called find."""
    return HEAD + f"[table.find]\nrows = {{ {rows} }}\n[roll.check]\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (ranges('pools.a = "1d6"', "7..", "..5"), "6"),
        (ranges('pools.a = "2d6"', "10..", "7..8", "..6"), "9"),
        (ranges('pools.a = "2d6"\nresult = "@a - 7"', "1..", "..-1"), "0"),
        (ranges('usage = "[@m]"\npools.a = "2d6"\nresult = "@a + @m"', "10..", "..8"), "9"),
        (ranges('usage = "@n"\npools.a = "(@n)d6"\nresult = "{@a}>=5"', "3..", "1", "0"), "2"),
        (ranges('pools.a = "1d66"', "41..66", "..35"), "36"),
        (ranges('pools.a = "1d4"\nresult = "2 * @a"', "6..", "..3"), "4"),
        (ranges('pools.a = "1d12"\nresult = "@a // 4"', "2..", "..0"), "1"),
        (ranges('pools.a = "2d6"\npools.b = "1d6"\nresult = "@a - @b"', "5..", "..3"), "4"),
        (ranges('usage = "[adv]"\npools.a = "1d4"\nresult = "@a + 4 * @adv"', "6..", "..4"), "5"),
    ],
)
def test_a_hole_between_outcomes_is_an_error(body, number):
    with pytest.raises(SystemFileError, match="No outcome covers") as caught:
        System.from_toml(written(body))
    assert f"covers a result of {number}." in caught.value.message
    assert caught.value.code == "gap"
    assert "outcomes" in caught.value.key


@pytest.mark.parametrize(
    "body",
    [
        ranges('pools.a = "1d66"', "41..46", "51..56", "61..66", "11..16", "21..26", "31..36"),
        ranges('pools.a = "1d4"\nresult = "2 * @a"', "8", "6", "4", "2"),
        ranges('pools.a = "1d6"', "4..6", "1..3"),
        ranges('pools.a = "2d6"', "7..", "..6"),
        ranges('pools.a = "1d6!"', "7..", "..5"),  # nothing certain is known of exploding dice
        ranges('pools.a = "1d6"', "7..", "..5").replace("]", ', { name = "rest" }]'),
        'pools.a = "1d6"\noutcomes = [{ name = "a", range = "7.." }, { name = "b", when = "1" }]',
    ],
)
def test_what_cannot_come_is_no_hole(body):
    assert System.from_toml(written(body)).rolls


@pytest.mark.parametrize("result", ["(@a + @b) / 2", "@a / 3", "@half", "max(@half, 2)", "-@half"])
def test_fractions_between_ranges_are_an_error(result):
    body = ranges(
        f'pools.a = "1d6"\npools.b = "1d6"\nvalues.half = "@b / 2"\nresult = "{result}"', "7..", "4..6", "..3"
    )
    with pytest.raises(SystemFileError, match="may be a fraction") as caught:
        System.from_toml(written(body))
    assert "floor(" in caught.value.hint


@pytest.mark.parametrize("result", ["floor((@a + @b) / 2)", "@a // 2", "round(@half)", "ceil(@half) + 1"])
def test_rounded_fractions_are_none(result):
    body = ranges(
        f'pools.a = "1d6"\npools.b = "1d6"\nvalues.half = "@b / 2"\nresult = "{result}"', "7..", "4..6", "..3"
    )
    assert System.from_toml(written(body)).odds("mine").no_outcome == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (table('"..2" = "a", "4" = "b", "5.." = "c"', 'pools.die = "1d6"', 'values.x = "find(@die)"'), 3),
        (table('"1..9" = 1, "11..20" = 2', 'pools.die = "2d10"', 'values.x = "find(@die) + 1"'), 10),
        (
            table(
                '"..2" = "a", "4.." = "b"', 'usage = "[@m]"', 'pools.a = "1d6"', 'values.x = "find(@a + @m)"'
            ),
            3,
        ),
        (
            table('"1" = 1, "3.." = 2', 'pools.a = "1d6"', 'values.n = "@a"', 'values.x = "find(@n)"'),
            2,
        ),
    ],
)
def test_a_hole_between_rows_is_an_error(text, number):
    with pytest.raises(SystemFileError, match=f"has no row for {number}") as caught:
        System.from_toml(text)
    assert caught.value.key.endswith("values.x")
    assert "find(" in caught.value.text


@pytest.mark.parametrize(
    "text",
    [
        table('"11..16" = "a", "21..66" = "b"', 'pools.die = "1d66"', 'values.x = "find(@die)"'),
        table('"4" = 1, "6" = 2', 'usage = "@die"', 'pools.d = "1d6"', 'values.x = "find(@die)"'),
        table('"1..3" = "a", "4..6" = "b"', 'pools.die = "1d6"', 'values.x = "find(@die)"'),
    ],
)
def test_rows_that_nothing_needs_may_be_missing(text):
    assert System.from_toml(text).rolls


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            written(ranges('usage = "[@m]"\npools.a = "1d6"\nresult = "@a + @m"', "4..6", "1..3")),
            "check: No outcome covers a result of 0.",
        ),
        (
            table('"1..3" = "a", "4..5" = "b"', 'pools.die = "1d6"', 'values.x = "find(@die)"'),
            "check: The table find has no row for 6.",
        ),
        (
            written(
                'pools.a = "1d6"\nvalues.x = "@a"\n'
                'outcomes = [{ name = "a", when = "@x >= 5" }, { name = "b", when = "@x = 1" }]'
            ),
            "check: mine has no outcome in 50% of all rolls.",
        ),
        (
            written(
                'usage = "@n"\npools.a = "(@n)d6"\nvalues.x = "{@a}=6"\n'
                'outcomes = [{ name = "a", when = "@x >= 2" }, { name = "b", when = "@x = 1" }]\n'
                '[[test]]\nroll = "mine 3"\nfaces = [6, 6, 1]\noutcome = "a"\n'
                '[[test]]\nroll = "mine 2"\nfaces = [6, 1]\noutcome = "b"'
            ),
            "check: mine 3 has no outcome in 57.9% of all rolls.",
        ),
    ],
)
def test_a_gap_outside_is_a_warning(text, warning):
    assert any(found.startswith(warning) for found in System.from_toml(text).warnings)


def test_no_outcome_is_part_of_the_odds_and_of_the_answer():
    system = System.from_toml(
        written(
            'pools.a = "1d6"\noutcomes = [{ name = "high", range = "5.." }, { name = "low", range = "2..4" }]'
        )
    )
    odds = system.odds("mine")
    assert sum(odds.outcomes.values()) + odds.no_outcome + odds.missing == 1
    assert str(odds.no_outcome) == "1/6" == odds.to_dict()["no_outcome"]

    result = system.roll("mine", dice=scripted([1]))
    assert (result.outcome, result.message) == (None, "1: no outcome")


def test_a_wide_die_and_many_dice_are_no_work():
    """What is looked at for gaps is bounded: dice with many faces, and many of them, are left alone."""
    faces = ",".join(str(face * face) for face in range(120))
    pools = "\n".join(f'pools.p{at} = "20d[{faces}]"' for at in range(20))
    body = ranges(f'{pools}\nresult = "@p0 + @p1"', "5..", "..1")
    assert System.from_toml(written(body)).rolls


def test_a_roll_without_outcomes_misses_none():
    assert System.from_toml(written('pools.a = "1d6"')).odds("mine").no_outcome == 0
