"""Attacks by somebody who did not write the scheme, each against both verifiers; the guide lists them.

The maker of these files knows all secrets, and makes the links fit.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dicewright import DiceError, systems
from dicewright import verification as fair
from tests.support.dice.independent import verified
from tests.support.fair.evening import an_evening, codes, ended, rewritten
from tests.support.fair.host import Host

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNREADABLE = 2


def table(*, session: int = 1, previous: str = "", player: str = "7") -> Host:
    host = Host(session, previous=previous)
    host.words("8", "xyzzy")
    host.roll(player, "1d1000")
    return host


def whole(host: Host, following: Host | None = None) -> str:
    return fair.to_json(ended(host, following))


def edited(change: Callable[[dict[str, Any]], None], host: Host | None = None) -> str:
    plain = json.loads(whole(host or table()))
    change(plain)
    return json.dumps(plain)


def roll_of(plain: dict[str, Any]) -> dict[str, Any]:
    return next(entry for entry in plain["entries"] if "sealed" in entry)


def receipt_with(**fields: object) -> str:
    """Return a receipt whose roll has other fields, and the link and the dice that follow from them."""
    host = table()
    receipt = host.receipt(1)
    contributed = host.contributed
    turn, player = fields.get("turn", 1), str(fields.get("player", "7"))
    assert receipt.roll.call is not None
    seed = fair.roll_seed(host.secret, player, turn, contributed)  # type: ignore[arg-type]  # a hostile file may have any type
    link = fair.roll_link(
        receipt.before,
        1,
        player,
        turn,  # type: ignore[arg-type]  # as above
        sealed=False,
        content=receipt.roll.call.digest(),
        at=receipt.roll.at,
    )
    thrown = fair.throw(receipt.roll.call, seed)
    plain = json.loads(fair.to_json(receipt.replace(roll=receipt.roll.replace(link=link, thrown=thrown))))
    plain["roll"].update(fields)
    return json.dumps(plain)


def sealed_at_once() -> str:
    host = table()
    host.roll("7", "1d1000", sealed=True)
    host.opened(2)
    return whole(host)


def cut() -> str:
    session = ended(an_evening())
    return fair.to_json(session.replace(entries=session.entries[:-3]))


def with_call(text: str, notation: str) -> str:
    session = ended(table())
    entries = list(session.entries)
    entries[1] = entries[1].replace(call=fair.Call(text, {}, notation))
    return fair.to_json(rewritten(session.replace(entries=tuple(entries))))


def in_other_order() -> str:
    plain = json.loads(whole(table()))
    plain["entries"] = [dict(reversed(entry.items())) for entry in plain["entries"]]
    return json.dumps(dict(reversed(plain.items())), indent=3)


def late_end() -> str:
    session = ended(table())
    return fair.to_json(rewritten(session.replace(entries=(*session.entries, session.entries[0]))))


# The file, what ours finds (a code, "" for nothing, or that it cannot be read), the exit status of node's.
ATTACKS: dict[str, tuple[str, str | int, int]] = {
    "fields in another order": (in_other_order(), "", 0),
    "a field twice, the first one for people": (
        whole(table()).replace('"total": ', '"total": "1000", "total": '),
        UNREADABLE,
        2,
    ),
    "a field twice, spelled with an escape": (
        whole(table()).replace('"total": ', '"t\\u006ftal": "1000", "total": '),
        UNREADABLE,
        2,
    ),
    "a field of one's own": (edited(lambda plain: roll_of(plain).update(result="1000")), UNREADABLE, 2),
    "a field named with a look-alike": (
        edited(lambda plain: roll_of(plain).update({"tot\N{CYRILLIC SMALL LETTER A}l": "1000"})),
        UNREADABLE,
        2,
    ),
    "a field that is missing": (edited(lambda plain: roll_of(plain).pop("names")), UNREADABLE, 2),
    "a player's id with zeros before it": (whole(table(player="007")), UNREADABLE, 2),
    "a player's id with a space": (receipt_with(player=" 7"), UNREADABLE, 2),
    "a player's id in other digits": (receipt_with(player="\N{ARABIC-INDIC DIGIT SEVEN}"), UNREADABLE, 2),
    "a turn with a zero before it": (receipt_with(turn="01"), UNREADABLE, 2),
    "a turn between two turns": (receipt_with(turn=1.5), UNREADABLE, 2),
    "dice that are not numbers": (edited(lambda plain: roll_of(plain).update(faces=[None])), UNREADABLE, 1),
    "NaN": (whole(table()).replace('"turn": 1', '"turn": NaN'), UNREADABLE, 2),
    "a trillion rolls": (edited(lambda plain: plain["entries"][-1].update(end=10**12)), UNREADABLE, 1),
    "a number of 5,000 digits": (
        whole(table()).replace('"end": 1', f'"end": {"9" * 5_000}'),
        UNREADABLE,
        1,
    ),
    "half of a character in a text": (
        edited(lambda plain: roll_of(plain).update(text="1d1000 # \ud800")),
        UNREADABLE,
        1,
    ),
    "half of a character in words": (
        edited(lambda plain: plain["entries"][0].update(words="\ud800")),
        UNREADABLE,
        1,
    ),
    "half of a character in a name": (
        edited(lambda plain: roll_of(plain).update(names={"\udfff": "1"})),
        UNREADABLE,
        1,
    ),
    "the hour in other digits": (
        edited(lambda plain: roll_of(plain).update(at="2026-11-27T2\N{FULLWIDTH DIGIT ZERO}:00:01Z")),
        UNREADABLE,
        1,
    ),
    "a first session that follows another": (whole(table(previous="ab" * 32)), "broken-succession", 1),
    "a second session that follows none": (whole(table(session=2)), "broken-succession", 1),
    "the same secret for the next session": (whole(table(), Host(2)), "same-secret", 1),
    "the last rolls and the end left out": (cut(), "no-end", 1),
    "words after the end": (late_end(), "no-end", 1),
    "a text that means another roll": (with_call("1d1000 + 100", "1d1000"), "other-notation", 0),
    "a notation that means another roll": (with_call("1d1000", "2d1000"), "other-notation", 1),
    "a roll of more dice than there may be": (with_call("999x 99999d6", "999x 99999d6"), "limit-repeats", 0),
    "a second look of no game": (
        with_call("push #1", "alien 2 [6 2] push base_dice.1"),
        "unknown-word",
        0,
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_each_attack_meets(attack: str, tmp_path: Path) -> None:
    text, expected, status = ATTACKS[attack]
    file = tmp_path / "attack.json"
    file.write_text(text, encoding="utf-8")
    assert verified(file)[0] == status
    if expected == UNREADABLE:
        with pytest.raises(DiceError) as caught:
            fair.read_json(text)
        assert caught.value.code == "unreadable-file"
    else:
        report = fair.check(fair.read_json(text))
        assert (codes(report) or {""}) >= {expected}, report


def test_a_roll_that_was_sealed_although_everyone_saw_it_is_pointed_out() -> None:
    """With a key for each number beside the secret, a host has two results for each open roll."""
    report = fair.check(fair.read_json(sealed_at_once()))
    assert report.status == 0
    assert any(
        remark.startswith("#2: not everyone could see the result at first.") for remark in report.remarks
    )


def broken_all_over() -> fair.Session:
    host = Host()
    for number in range(600):
        host.words("8", f"words {number}")
        host.roll(str(number % 5 + 1), "3d1000")
    session = ended(host)
    entries = [
        entry.replace(link=entry.link[::-1], thrown=fair.Thrown((1, 1, 1), (1000,) * 3, "3"))
        if isinstance(entry, fair.Roll)
        else entry.replace(link=entry.link[::-1])
        for entry in session.entries
    ]
    return session.replace(entries=tuple(entries))


def test_a_file_that_is_broken_all_over_takes_no_longer_than_its_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thrown: list[fair.Call] = []
    throw = fair.throw

    def counted(call: fair.Call, seed: bytes, **more: Any) -> fair.Thrown:
        thrown.append(call)
        return throw(call, seed, **more)

    monkeypatch.setattr("dicewright.verification.rolls.throw", counted)
    report = fair.check(broken_all_over())
    assert {"broken-chain", "other-dice"} <= codes(report)
    assert len(thrown) < 600 + 3_000


def test_files_that_contradict_each_other() -> None:
    host = table()
    host.words("9", "plugh")
    host.roll("7", "1d1000")
    first, second, session = host.receipt(1), host.receipt(2), ended(host)
    assert fair.compare([first, second, session]) == ()
    shorter = session.replace(entries=(*session.entries[:2], fair.End(1, session.entries[-1].at)))
    contradicting: list[tuple[list[fair.Session | fair.Receipt], str]] = [
        # The end was cut off, and a new one put in its place.
        ([second, rewritten(shorter)], "missing-roll"),
        # Words that somebody set are not in the receipt, where nothing else would show it.
        ([second.replace(words=second.words[:1]), session], "late-words"),
        ([second.replace(words=second.words[1:]), first], "late-words"),
        # Of two rolls of one player, both are the first.
        ([first, second.replace(roll=second.roll.replace(turn=1))], "other-turn"),
        # One secret for two servers: what one of them rolls is known from the other.
        ([session, session.replace(start=session.start.replace(server="5"))], "same-secret"),
        ([first, second.replace(start=second.start.replace(session=2))], "same-secret"),
    ]
    for records, code in contradicting:
        for given in (records, records[::-1]):
            assert code in {problem.code for problem in fair.compare(given)}, code


@pytest.mark.parametrize(
    ("text", "names", "notation", "code"),
    [
        ("coc fighting b1", {"fighting": "55"}, "coc 55 b1", ""),
        ("2x pbta +1", {}, "2x pbta +1", ""),
        ("coc 55 vs coc 40", {}, "coc 55 vs coc 40", ""),
        # What people read in the file is a harder roll than the one that was made.
        ("coc 95", {}, "coc 5", "other-notation"),
        ("coc fighting", {"fighting": "95"}, "coc 5", "other-notation"),
        ("coc 55", {}, "3x coc 55", "other-notation"),
        ("coc 55", {}, "coc and nothing else", "other-notation"),
    ],
)
def test_a_call_of_a_game_in_full_is_the_one_that_was_made(
    text: str, names: dict[str, str], notation: str, code: str
) -> None:
    system = systems()[text.removeprefix("2x ").split()[0]]
    call = fair.Call(text, names, notation, system.digest)
    host = table()
    thrown = fair.throw(call, fair.roll_seed(host.secret, "7", 1, host.contributed))
    session = ended(host)
    entries = list(session.entries)
    entries[1] = entries[1].replace(call=call, thrown=thrown)
    report = fair.check(rewritten(session.replace(entries=tuple(entries))))
    assert codes(report) == ({code} if code else set())
