"""`dicewright new-system`: a file that loads and passes as it is, and that never overwrites another."""

from __future__ import annotations

from dicewright import System
from dicewright.cli.games.new_game import schema, template
from dicewright.systems.checking import unreached
from tests.support.command_line import command


def test_it_is_printed_or_written(tmp_path):
    file = tmp_path / "mine.toml"
    assert command("new-system") == (template(), "", 0)
    out, err, status = command("new-system", str(file))
    assert (out.startswith(f"Wrote {file}."), err, status) == (True, "", 0)
    assert file.read_text("utf-8") == template()
    assert command("test", str(file)).status == 0
    assert command("--system", str(file), "brew 5 vs 2").status == 0


def test_it_loads_with_every_outcome_tested():
    system = System.from_toml(template())
    assert len(system.tests) >= 5
    assert unreached(system) == ()


def test_every_entry_has_a_comment_near():
    lines = template().splitlines()
    keys = [at for at, line in enumerate(lines[: lines.index("[[test]]")]) if line[:1].isalpha()]
    for at in keys:
        assert any("#" in line for line in lines[max(0, at - 9) : at + 1]), lines[at]
    assert max(map(len, lines)) <= 110


def test_a_file_that_is_there_is_left_alone(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("mine", "utf-8")
    assert command("new-system", str(file)) == (
        "",
        f"{file}:\nA file with this name already exists. Choose another name.\n",
        2,
    )
    assert file.read_text("utf-8") == "mine"
    nowhere = tmp_path / "none" / "mine.toml"
    assert command("new-system", str(nowhere)) == ("", f"{nowhere}:\nNo such file or directory.\n", 2)


def test_the_schema_of_the_format_is_printed_or_written(tmp_path):
    file = tmp_path / "schema.json"
    assert command("new-system", "--schema") == (schema(), "", 0)
    assert command("new-system", "--schema", str(file)) == (f"Wrote {file}.\n", "", 0)
    assert file.read_text("utf-8") == schema()
