"""Systems side by side: found by their first word, by other bots' spellings, or not at all with a hint."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dicewright
from dicewright import LimitError, NotationError, System, Systems
from dicewright.systems.entries import entry_of
from dicewright.systems.registry import shipped
from tests.support.game_systems import game

ALIASED = """
format = 1
name = "Chronicles"
command = "cod"
[aliases]
chronicles = "cod"
"{dice}cod" = "cod {dice}"
"{dice}cod{again}" = "cod {dice} {again}again"
"roll {dice} {rest}" = "cod {dice} {rest}"
"cod {dice}d10" = "cod {dice}"
"c {dice} {again}" = "cod {dice} {again}again"
"{dice}cod + {again}" = "cod {dice} {again}again"
[roll.pool]
usage = "@dice [@again again]"
parameters.again = 10
pools.pool = "(@dice)d10"
values.hits = "{@pool}>=8"
"""


def mine():
    text = ALIASED.replace("[@again again]", "[a@again]").replace("{again}again", "a{again}")
    return System.from_toml(text)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("cod 4", {"dice": 4, "again": 10}),
        ("chronicles 4", {"dice": 4, "again": 10}),
        ("4cod", {"dice": 4, "again": 10}),
        ("4 COD", {"dice": 4, "again": 10}),
        ("4cod8", {"dice": 4, "again": 8}),
        ("roll 5 a9", {"dice": 5, "again": 9}),
        ("cod4", {"dice": 4, "again": 10}),
        ("cod 4d10", {"dice": 4, "again": 10}),
        ("c 4 9", {"dice": 4, "again": 9}),
        ("c4+9", {"dice": 4, "again": 9}),
        ("4cod + 8", {"dice": 4, "again": 8}),
    ],
)
def test_other_spellings_are_calls(text, given):
    assert mine().call(text)[1] == given


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('[aliases]\n"{x}cod" = "cod {y}"', "alias"),
        ('[aliases]\n"{x}cod" = "pbta {x}"', "alias"),
        ('[aliases]\n"{x}cod{x}" = "cod {x}"', "alias"),
        ('aliases = ["two words"]', "command"),
        ('aliases = ["d6"]', "command-taken"),
        ("aliases = 3", "wrong-type"),
    ],
)
def test_an_alias_that_means_nothing_is_refused(table, code):
    with pytest.raises(dicewright.SystemFileError) as caught:
        System.from_toml(f'format = 1\nname = "x"\ncommand = "cod"\n{table}\n[roll.r]\npools.a = "1d6"')
    assert caught.value.code == code


def test_two_numbers_of_a_spelling_stand_apart():
    assert not mine().understands("c 12")


def test_a_call_finds_its_system():
    systems = Systems([game("v5"), game("pbta"), mine()])
    assert systems.find("vampire 7 h2").command == "v5"
    assert systems.find("PBTA +2").command == "pbta"
    assert systems.find("6cod").command == "cod"
    assert systems.commands == ("cod", "pbta", "v5")
    assert systems.understands("6cod")
    assert not systems.understands("1d20 + 5")
    assert systems.roll("pbta +2", seed="x").system == "pbta"
    assert systems.odds("pbta +0").outcomes["miss"] * 36 == 15


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("vampyre 7", "Did you mean vampire 7?"),
        ("zzz", "Begin with the name"),
        ("", "Begin with"),
        ("x" * 5_000, "Begin with"),
    ],
)
def test_an_unknown_word_gives_the_nearest(text, hint):
    with pytest.raises(NotationError) as caught:
        Systems([game("v5"), game("pbta")]).find(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cco 55", ("coc 55",)),
        ("COC7E 55", ("coc7 55",)),
        ("vampyre 7 h2 vs 3", ("vampire 7 h2 vs 3",)),
        ("genesis yggpp", ("genesys yggpp",)),
        ("daggehreart +2", ("daggerheart +2",)),
        ("v6 5 h2", ("v5 5 h2",)),
        ("pathfinder +7 vs 20", ("pf2e +7 vs 20",)),
        ("Call of Cthulhu 55", ("coc 55",)),
        ("shadow run 5", ("sr 5",)),
        ("Star Wars yggpp", ("genesys yggpp",)),
        ("Star Wars 4 +2", ("weg 4 +2",)),
        # What no call can be made of is nothing that anybody meant.
        ("hello", ()),
        ("stealth 1d20", ()),
        ("cco", ()),
        ("pbat", ("pbta",)),
        ("flor(3)", ()),
        ("1d20", ()),
        ("v5 7 h2", ()),
        ("", ()),
    ],
)
def test_what_a_misspelled_call_means(text, meant):
    assert shipped().meant(text) == meant


def test_the_first_of_what_a_misspelled_call_means_is_offered_to_be_sent_instead():
    with pytest.raises(NotationError) as caught:
        shipped().roll("blade 3")
    assert caught.value.fix == "blades 3"
    assert shipped().roll(caught.value.fix).system == "blades"


def test_a_game_master_s_file_takes_the_place_of_one_with_its_command():
    systems = Systems([game("v5")])
    changed = System.from_toml(
        (Path(__file__).parents[2] / "data/systems/v5.toml")
        .read_text("utf-8")
        .replace("Spend Willpower", "Will"),
        check=False,
    )
    assert systems.with_systems([changed])["v5"] is changed
    assert systems["v5"] is game("v5")


def test_the_package_is_called_for_what_is_shipped():
    assert dicewright.systems() is shipped()
    assert list(dicewright.systems().commands) == sorted(dicewright.systems().commands)


def test_a_plain_roll_loads_no_game_systems():
    folder = Path(dicewright.__file__).parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import dicewright; dicewright.roll('4d6').total; "
        "print([name for name in sys.modules if 'systems' in name or name == 'tomllib'])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("cfo 55", ("coc 55", "cod 55")),
        ("genysys yy", ("genesys yy",)),
        ("genesis yggpp", ("genesys yggpp",)),
        ("vampir 5 h2", ("vampire 5 h2",)),
        ("blade 3", ("blades 3",)),
        ("v6 5", ("v5 5",)),
        ("FTAE +2", ("fate +2",)),
        ("shadowrn 12", ("shadowrun 12",)),
        ("pbtaa", ("pbta",)),
        ("wpfr 45", ("wfrp 45",)),
        ("hello", ()),
        ("stealth 1d20", ()),
        ("attak", ()),
        ("1d20", ()),
        ("@str", ()),
        ("", ()),
        ("?", ()),
        ("x" * 5_000, ()),
    ],
)
def test_a_slip_in_the_first_word_is_seen(text, calls):
    found = dicewright.systems().meant(text)
    assert found[:1] == calls[:1]
    assert set(found) <= set(calls)


def test_the_index_is_that_of_the_files():
    systems = shipped()
    assert list(systems.entries) == [entry_of(system) for system in systems]


def without_files():
    """Return the shipped systems as a new process has them, with files that cannot be read."""

    class Unreadable:
        def read_text(self, _encoding):
            raise AssertionError("this file is not needed")

    systems = shipped()
    return Systems((), dict.fromkeys(systems.commands, Unreadable()), systems._index)


def test_no_file_is_read_to_find_a_slip_or_to_list_the_systems():
    systems = without_files()
    assert systems.meant("hello") == systems.meant("fireball 3d6") == ()
    assert systems.understands("4cod")
    assert not systems.understands("fireball 3")
    assert systems.entry("coc").example == "coc 55 b1"
    assert len(systems.entries) == len(systems)
    assert systems.repeated("3 sw8") == (3, "sw8")
    with pytest.raises(NotationError):
        systems.find("hello")


def test_a_call_reads_its_own_file_alone():
    systems = without_files()
    systems._files["cod"] = shipped()._files["cod"]
    assert systems.find("4cod").command == "cod"
    assert systems.roll("4cod8", seed="x").system == "cod"


def test_files_without_an_index_are_known_by_what_stands_above_their_rolls():
    systems = Systems((), {name: shipped()._files[name] for name in ("cod", "v5", "mosh")})
    assert systems.find("4cod").command == "cod"
    assert systems.find("vampire 5").command == "v5"
    assert systems.find("+ms40").command == "mosh"
    assert systems.entry("v5").name == "Vampire: The Masquerade, 5th edition"


def test_a_game_master_s_words_win_over_those_that_are_shipped():
    mine = System.from_toml(
        'format = 1\nname = "Mine"\ncommand = "mine"\naliases = ["vampire"]\n[roll.r]\npools.a = "1d6"'
    )
    systems = shipped().with_systems([mine])
    assert systems.find("vampire").command == "mine"
    assert systems.find("v5 3").command == "v5"
    assert systems.entry("mine").words == ("mine", "vampire")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3x v5 7 h2", (3, "v5 7 h2")),
        ("3# v5 7", (3, "v5 7")),
        ("2 pbta +1", (2, "pbta +1")),
        ("6 × pbta", (6, "pbta")),
        ("v5 7", (1, "v5 7")),
        ("3cod", (1, "3cod")),
        ("3x 1d20", (1, "3x 1d20")),
        ("3x", (1, "3x")),
    ],
)
def test_a_call_is_repeated(text, found):
    assert shipped().repeated(text) == found


@pytest.mark.parametrize("text", ["0x v5 7", "101x v5 7", "999999 v5 7"])
def test_a_call_is_not_repeated_without_end(text):
    with pytest.raises(LimitError, match="repeated from 1 to 100 times"):
        shipped().repeated(text)
