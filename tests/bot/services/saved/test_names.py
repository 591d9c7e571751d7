"""Names of saved rolls: which there may be, which a text has, and how they need each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.saved.names import canonical_name, chains, checked, loop_from, loop_in, names_in
from bot.services.user_error import UserError
from dicewright import DEFAULT_LIMITS, NotationError


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("attack", "attack"),
        (" @Attack ", "attack"),
        ("Fire_Bolt_2", "fire_bolt_2"),
        ("_hidden", "_hidden"),
        ("Fire  Bolt", "fire_bolt"),
        ("@ Two-Handed", "two_handed"),
        ("Hunter's Mark", "hunters_mark"),
        ("Hunter\N{RIGHT SINGLE QUOTATION MARK}s Mark", "hunters_mark"),
        ("STRAßE", "strasse"),
        ("\uff21TT", "att"),
        ("épée", "épée"),
        ("d6", "d6"),
        ("adv", "adv"),
        ("x" * 32, "x" * 32),
    ],
)
def test_names(written: str, name: str) -> None:
    assert checked(written) == name


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "A saved roll needs a name, such as attack, which you then roll as @attack."),
        ("@", "A saved roll needs a name, such as attack, which you then roll as @attack."),
        (
            "fire & bolt",
            "“fire & bolt” can't be a name. Names have letters, digits and underscores, "
            "and start with a letter, such as fire_bolt.",
        ),
        (
            "2hands",
            "“2hands” can't be a name. Names have letters, digits and underscores, "
            "and start with a letter, such as hands.",
        ),
        (
            "1+1",
            "“1+1” can't be a name. Names have letters, digits and underscores, "
            "and start with a letter, such as fire_bolt.",
        ),
        (
            "🎲",
            "“🎲” can't be a name. Names have letters, digits and underscores, "
            "and start with a letter, such as fire_bolt.",
        ),
        ("x" * 33, f"“{'x' * 31}…” is too long: it has 33 characters, and a name can have up to 32."),
    ],
)
def test_what_cannot_be_a_name(written: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        checked(written)
    assert str(caught.value) == sentence


@given(st.text(st.characters(categories=["L", "N", "Pc", "Mn"]), max_size=40))
def test_a_name_that_is_taken_is_found_again_in_notation(written: str) -> None:
    try:
        name = checked(written)
    except UserError:
        return
    assert checked(name) == name
    (found,) = names_in(f"1d20 + @{name}", DEFAULT_LIMITS)
    assert canonical_name(found) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1d20", []),
        ("1d20 + @str", ["str"]),
        ("@Attack adv + @STR - @str", ["attack", "str"]),
        ("(@n)d(@sides)kh3; 2x @m[fire] vs @ac # @note", ["n", "sides", "m", "ac"]),
        ("if(@a vs @b, max(@c, {@d, @e}kh1), -@f ** @g)", ["a", "b", "c", "d", "e", "f", "g"]),
    ],
)
def test_names_in_a_text(text: str, names: list[str]) -> None:
    assert list(names_in(text, DEFAULT_LIMITS)) == names


@pytest.mark.parametrize("text", ["", "4d6kx3", "@", "@str +", "1d20 + @2"])
def test_a_text_that_is_no_notation(text: str) -> None:
    with pytest.raises(NotationError):
        names_in(text, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("needs", "loop"),
    [
        ({}, ()),
        ({"a": ["b"], "b": ["c"]}, ()),
        ({"a": ["b", "c"], "b": ["c"], "c": ["d"]}, ()),
        ({"a": ["a"]}, ("a", "a")),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a", "y"]}, ("a", "b", "c", "a")),
    ],
)
def test_loops(needs: dict[str, list[str]], loop: tuple[str, ...]) -> None:
    assert loop_from("a", loop_in(needs)) == loop


def test_a_loop_is_left_as_it_is_by_a_name_outside_it() -> None:
    assert loop_from("x", ("a", "b", "a")) == ("a", "b", "a")


NAMES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES), max_size=3))


def ways(needs: dict[str, set[str]], start: str, walked: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List every way through the names from one on, each ending where nothing or something again follows."""
    if start in walked:
        return [(*walked, start)]
    further = [way for name in needs.get(start, ()) for way in ways(needs, name, (*walked, start))]
    return further or [(*walked, start)]


@given(GRAPHS)
def test_loops_and_chains_are_those_that_walking_every_way_finds(needs: dict[str, set[str]]) -> None:
    walked = [way for name in needs for way in ways(needs, name)]
    loop = loop_in(needs)
    assert bool(loop) == any(len(set(way)) < len(way) for way in walked)
    if loop:
        assert loop[0] == loop[-1]
        assert all(after in needs[before] for before, after in pairwise(loop))
        return
    longest = chains(needs)
    for name in needs:
        assert len(longest[name]) == max(len(way) for way in walked if way[0] == name)
        assert longest[name] in {way[: len(longest[name])] for way in walked if way[0] == name}
