"""`dicewright systems`: the list, and how to type each system."""

from __future__ import annotations

import pytest

from dicewright.systems import registry
from tests.support.command_line import command, ship_the_examples
from tests.support.game_systems import FILES, game, written

V5 = """\
Vampire: The Masquerade, 5th edition
also: vampire, vtm5

v5 @pool [h@hunger] [vs @difficulty]
  @pool           Dice in all, from 1 to 30
  h@hunger        Hunger, from 0 to 5, 0 if left out
  vs @difficulty  Difficulty, 1 if left out
  as in v5 5 h2 vs 4, v5 5 h2 vs 3, v5 5 h2 vs 1
  outcomes: messy critical, critical win, win, bestial failure, total failure, failure
"""


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    return ship_the_examples(monkeypatch)


def test_the_list_has_a_line_for_each_system_that_can_be_typed_as_it_stands():
    *lines, blank, hint = command("systems").out.splitlines()
    assert (blank, hint) == ("", "dicewright systems NAME shows how to use one of them.")
    assert [line.split()[0] for line in lines] == sorted(game(file.stem).command for file in FILES)
    for line in lines:
        assert command(line.rpartition(": ")[2], "--seed", "s").status == 0


@pytest.mark.parametrize("name", ["v5", "V5", "vampire"])
def test_a_system_says_how_it_is_typed(name):
    assert command("systems", name).out.startswith(V5)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_system_describes_each_roll_with_examples_that_roll(file):
    system = game(file.stem)
    out, err, status = command("systems", system.command)
    assert (err, status) == ("", 0)
    examples = [line.removeprefix("  as in ") for line in out.splitlines() if line.startswith("  as in ")]
    assert len(examples) == len(system.rolls)
    for kind, written_examples in zip(system.rolls.values(), examples, strict=True):
        for call in written_examples.split(", "):
            assert system.call(call)[0].kind is kind


def test_dice_with_letters_and_other_bots_spellings_are_listed(tmp_path):
    assert "dice: b boost, k setback, g ability," in command("systems", "genesys").out
    file = tmp_path / "mine.toml"
    head = '[aliases]\nours = "mine"\n"{n}m" = "mine {n}"'
    file.write_text(written('usage = "@n"\npools.dice = "(@n)d6"', head), "utf-8")
    out = command("systems", "--system", str(file), "mine").out
    assert "also: ours\n" in out
    assert "as in other bots:\n  {n}m is mine {n}\n" in out


def test_an_unknown_name_and_an_empty_list_are_explained(monkeypatch):
    out, err, status = command("systems", "v6")
    assert (out, status) == ("", 2)
    assert err.startswith('v6\n^^\nNo system is called "v6".')
    monkeypatch.setattr(registry, "shipped", registry.Systems)
    assert command("systems").out.startswith("There are no systems.")


def test_a_name_that_nothing_has_is_sent_to_the_list_and_to_files():
    done = command("systems", "zzzqqq")
    assert done.status == 2
    assert "dicewright systems lists them. A file of your own needs --system FILE." in done.err
