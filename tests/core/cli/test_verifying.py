"""`dicewright verify`: what it prints of each file, and the exit status."""

from __future__ import annotations

import json

import pytest

from dicewright import verification as fair
from tests.support.command_line import command
from tests.support.fair.host import Host


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def an_evening():
    host = Host()
    host.words("7", "xyzzy")
    host.roll("7", "1d20+5")
    host.roll("7", "4d6kh3", sealed=True)
    return host


def put(folder, name, record):
    folder.joinpath(name).write_text(fair.to_json(record), encoding="utf-8")


def test_a_session_and_a_receipt(folder):
    host = an_evening()
    receipt = host.receipt(1)
    host.end()
    put(folder, "session 1.json", host.file())
    put(folder, "receipt.json", receipt)
    assert command("verify", "session 1.json", "receipt.json") == (
        "session 1.json: Session 1 of server 613425648685547541\n"
        "  #1  ok       1d20 + 5 = 25\n"
        "  #2  sealed   sealed\n"
        "  2 rolls: 1 verified, 1 sealed. Nothing is wrong.\n"
        "receipt.json: Receipt of roll #1 in session 1\n"
        "  #1  ok       1d20 + 5 = 25\n"
        "  1 roll: 1 verified. Nothing is wrong.\n",
        "",
        0,
    )


def test_what_is_wrong_is_named_and_brief_leaves_out_the_rest(folder):
    host = an_evening()
    host.end()
    put(folder, "session.json", host.file().replace(secret=bytes(32)))
    assert command("verify", "--brief", "session.json") == (
        "session.json: Session 1 of server 613425648685547541\n"
        "  WRONG: The secret is not the one that was committed to.\n"
        "  1 problem found.\n",
        "",
        1,
    )


def test_what_waits_for_the_secret(folder):
    put(folder, "receipt.json", an_evening().receipt(1, revealed=False))
    assert command("verify", "receipt.json") == (
        "receipt.json: Receipt of roll #1 in session 1\n"
        "  #1  not yet  1d20 + 5 = 25\n"
        "  Note: The secret is not revealed yet. Ask for the receipt again when it is.\n"
        "  1 roll: 1 to be checked later. Nothing is wrong.\n",
        "",
        3,
    )


def test_files_that_contradict_each_other(folder):
    host = an_evening()
    put(folder, "then.json", host.receipt(1))
    put(folder, "now.json", host.receipt(1).replace(roll=host.receipt(1).roll.replace(link="00" * 32)))
    out, err, status = command("verify", "--brief", "then.json", "now.json")
    assert (err, status) == ("", 1)
    assert out.endswith(
        "Between the files: Roll #1 of session 1 differs between two files: "
        "the record was rewritten after one of them was given out.\n"
    )


def test_json_has_one_object_a_file(folder):
    host = an_evening()
    host.end()
    put(folder, "session.json", host.file())
    put(folder, "wrong.json", host.file().replace(secret=bytes(32)))
    out, err, status = command("verify", "--json", "session.json", "wrong.json")
    right, wrong = map(json.loads, out.splitlines())
    assert (err, status) == ("", 1)
    assert (right["status"], right["problems"]) == (0, [])
    assert right["rolls"][0] == {"number": 1, "state": "follows", "said": "1d20 + 5 = 25"}
    assert [problem["code"] for problem in wrong["problems"]] == ["wrong-secret"]


SYSTEM = """\
format = 1
name = "Mine"
command = "mine"
[roll.check]
pools.die = "1d1000"
outcomes = [{ name = "high", range = "501.." }, { name = "low" }]
"""


def test_a_game_of_ones_own_is_named(folder):
    import dicewright

    folder.joinpath("mine.toml").write_text(SYSTEM, encoding="utf-8")
    system = dicewright.System.from_toml(SYSTEM)
    host = Host()
    call = fair.Call("mine", {}, "mine", system.digest)
    at = "2026-11-27T20:00:00Z"
    link = fair.roll_link(host.link, 1, "7", 1, sealed=False, content=call.digest(), at=at)
    seed = fair.roll_seed(host.secret, "7", 1, "")
    thrown = fair.throw(call, seed, systems=dicewright.systems().with_systems([system]))
    host.entries.append(fair.Roll(1, "7", 1, at, link, call=call, thrown=thrown))
    host.rolls = 1
    host.end()
    put(folder, "session.json", host.file())
    assert command("verify", "--system", "mine.toml", "session.json").status == 0
    out, _, status = command("verify", "session.json")
    assert status == 1
    assert 'No system is called "mine"' in out
    folder.joinpath("mine.toml").write_text(SYSTEM.replace("501", "401"), encoding="utf-8")
    out, _, status = command("verify", "--system", "mine.toml", "session.json")
    assert status == 1
    assert "is not the one that this was rolled with" in out


@pytest.mark.parametrize(
    ("words", "content", "said"),
    [
        ([], None, "Which file?"),
        (["gone.json"], None, "gone.json: No such file or directory."),
        (["x.json"], b"\xff", "x.json: it is not UTF-8 text."),
        (["x.json"], b"{}", "x.json: This file is neither a receipt nor a session of verifiable rolls."),
        (["x.json"], b"\xef\xbb\xbf{]", "x.json: This is not valid JSON: line 1, column 2"),
        (["--breif", "x.json"], b"{}", '"--breif" is not an option. Did you mean --brief?'),
        (["--system"], b"{}", "--system needs a value."),
    ],
)
def test_what_cannot_be_checked(folder, words, content, said):
    if content is not None:
        folder.joinpath("x.json").write_bytes(content)
    out, err, status = command("verify", *words)
    assert (out, status) == ("", 2)
    assert said in err


def test_the_help_fits_a_terminal():
    out, err, status = command("verify", "--help")
    assert (err, status) == ("", 0)
    assert all(len(line) <= 88 for line in out.splitlines())
    assert "--brief" in out
