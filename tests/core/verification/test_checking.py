"""Whatever a host does to a record is found, and named; by our verifier and by the independent one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dicewright import DiceError
from dicewright import verification as fair
from tests.support.dice.independent import SCRIPT, verified
from tests.support.hosts.hosting import SECRET, Host

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = SCRIPT.with_name("verifiable-rolls.json").read_text(encoding="utf-8")


def an_evening(session: int = 1, previous: str = "") -> Host:
    """Twelve rolls by three players, of which three are sealed, and words in between."""
    host = Host(session, previous=previous)
    host.roll("5", "1d20+5")
    host.words("7", "xyzzy ⚔")
    host.roll("7", "4d6kh3")
    host.roll("5", "2d6! + 3", sealed=True)
    host.roll("9", "@hit", names={"hit": "1d20+7", "other": "3"})
    host.roll("7", "6x 2d10 - 1 # fire")
    host.words("5", "plugh")
    host.roll("5", "1d1000000", sealed=True)
    host.roll("5", "1d20adv vs 15")
    host.roll("9", "3d1000")
    host.roll("7", "2d1000 + 1d8")
    host.words("9", "abracadabra")
    host.roll("9", "2d1000 + 4", sealed=True)
    host.roll("5", "1d100 + 2d1000")
    host.roll("7", "1d20")
    host.opened(6)
    return host


def ended(host: Host, following: Host | None = None) -> fair.Session:
    host.end(following)
    return host.file()


def codes(report: fair.Report) -> set[str]:
    return {problem.code for problem in report.problems}


def messages(report: fair.Report) -> list[str]:
    return [problem.message for problem in report.problems]


def found_by_node(tmp_path, *records: fair.Session | fair.Receipt):
    files = []
    for number, record in enumerate(records):
        file = tmp_path / f"{number}.json"
        file.write_text(fair.to_json(record), encoding="utf-8")
        files.append(file)
    return verified(*files)


def test_an_honest_session_verifies_whole(tmp_path):
    session = ended(an_evening())
    report = fair.check(session)
    assert (report.problems, report.status) == ((), 0)
    assert (report.count("follows"), report.count("sealed")) == (10, 2)
    assert report.remarks == (
        "1 roll was made before anybody had set words: the secret may have been chosen with them in mind.",
    )
    status, (found,) = found_by_node(tmp_path, session)
    assert (status, found.problems) == (0, [])
    assert found.counts == {"whole": 8, "dice": 2, "sealed": 2, "waits": 0, "removed": 0, "wrong": 0}


def test_what_is_written_is_read_again():
    host = an_evening()
    for record in (ended(host), host.receipt(4), host.receipt(3), host.receipt(6, revealed=False)):
        assert fair.read_json(fair.to_json(record)) == record


@pytest.mark.parametrize("number", range(1, 13))
def test_each_receipt_verifies_once_the_secret_is_revealed(number):
    host = an_evening()
    sealed = number in (3, 10)
    report = fair.check(host.receipt(number))
    assert (report.problems, report.status) == ((), 3 if sealed else 0)
    waiting = fair.check(host.receipt(number, revealed=False))
    # An opened key is enough for a sealed roll.
    assert (waiting.problems, waiting.status) == ((), 0 if number == 6 else 3)
    assert fair.compare([ended(host), host.receipt(number)]) == ()


def changed(session: fair.Session, at: int, **changes: object) -> fair.Session:
    entries = list(session.entries)
    entries[at] = entries[at].replace(**changes)
    return session.replace(entries=tuple(entries))


def place_of(session: fair.Session, number: int) -> int:
    return next(at for at, entry in enumerate(session.entries) if getattr(entry, "number", 0) == number)


def without(session: fair.Session, *places: int) -> fair.Session:
    return session.replace(
        entries=tuple(entry for at, entry in enumerate(session.entries) if at not in places)
    )


def swapped(session: fair.Session, one: int, other: int) -> fair.Session:
    entries = list(session.entries)
    entries[one], entries[other] = entries[other], entries[one]
    return session.replace(entries=tuple(entries))


def moved(session: fair.Session, at: int, to: int) -> fair.Session:
    entries = list(session.entries)
    entries.insert(to, entries.pop(at))
    return session.replace(entries=tuple(entries))


def with_other_call(session: fair.Session) -> fair.Session:
    call = fair.Call("4d6kh2", {}, "4d6kh2")
    return changed(session, place_of(session, 2), call=call)


def with_other_face(session: fair.Session) -> fair.Session:
    thrown = fair.Thrown((20,), (20,), "25")
    return changed(session, place_of(session, 1), thrown=thrown)


TAMPERED: list[tuple[str, Callable[[fair.Session], fair.Session], set[str], str]] = [
    (
        "another secret",
        lambda session: session.replace(secret=bytes(32)),
        {"wrong-secret"},
        "The secret is not the one that was committed to.",
    ),
    (
        "a secret and its commitment",
        lambda session: session.replace(
            secret=bytes(32), start=session.start.replace(commitment=fair.commitment(bytes(32)))
        ),
        {"broken-chain", "other-dice", "late-words"},
        "Roll #1 does not follow the start: it was changed, or something between them is missing.",
    ),
    (
        "a roll is missing",
        lambda session: without(session, place_of(session, 7)),
        {"missing-roll", "broken-chain"},
        "Roll #7 is missing.",
    ),
    (
        "the last roll is missing",
        lambda session: without(session, place_of(session, 12)),
        {"missing-roll", "broken-chain"},
        "Roll #12 is missing.",
    ),
    (
        "the last roll and the end are missing",
        lambda session: without(session, place_of(session, 12), len(session.entries) - 1),
        {"no-end"},
        "The end of the session is missing, so rolls after the last one may be missing, too.",
    ),
    (
        "words are missing",
        lambda session: without(session, 1),
        {"broken-chain", "other-dice"},
        "Roll #2 does not follow roll #1: it was changed, or something between them is missing.",
    ),
    (
        "two rolls are swapped",
        lambda session: swapped(session, place_of(session, 7), place_of(session, 8)),
        {"swapped-rolls", "other-place"},
        "Roll #7 stands after roll #8: they were swapped.",
    ),
    (
        "words that were set later",
        lambda session: moved(session, place_of(session, 10) - 1, place_of(session, 8)),
        {"late-words", "other-place", "other-dice"},
        "The words of player 9 set at 2026-11-27T20:00:11Z stand after roll #7, "
        "but were set right after roll #9.",
    ),
    (
        "another text",
        with_other_call,
        {"broken-chain", "other-dice"},
        "Roll #2 does not follow the words of player 7 set at 2026-11-27T20:00:01Z: it was changed, "
        "or something between them is missing.",
    ),
    (
        "another face",
        with_other_face,
        {"other-dice"},
        "Roll #1 shows 20 = 25, but its seed gives 4 = 9.",
    ),
    (
        "another player",
        lambda session: changed(session, place_of(session, 8), player="7"),
        {"broken-chain", "other-dice", "other-turn"},
        "Roll #8 does not follow roll #7: it was changed, or something between them is missing.",
    ),
    (
        "another turn",
        lambda session: changed(session, place_of(session, 8), turn=3),
        {"broken-chain", "other-dice", "other-turn"},
        "Roll #8 says that it is roll 3 of player 9, but it is roll 2.",
    ),
    (
        "a sealed roll with another key",
        lambda session: changed(
            session,
            place_of(session, 6),
            opening=session.entries[place_of(session, 6)].opening.replace(key="11" * 32),
        ),
        {"wrong-key", "broken-chain", "other-dice"},
        "Roll #6 was opened with a key that is not the one committed to.",
    ),
    (
        "a roll twice",
        lambda session: session.replace(entries=(session.entries[0], *session.entries)),
        {"repeated-roll", "broken-chain", "other-place", "other-turn"},
        "Roll #1 is there 2 times.",
    ),
    (
        "another canonical form",
        lambda session: changed(session, 0, call=fair.Call("1d20+5", {}, "1d20 + 6")),
        {"other-notation", "broken-chain"},
        'Roll #1 says that its text means "1d20 + 6", not "1d20 + 5".',
    ),
]


@pytest.mark.parametrize(
    ("change", "expected", "said"), [each[1:] for each in TAMPERED], ids=[e[0] for e in TAMPERED]
)
def test_a_record_that_was_changed_is_found_and_named(tmp_path, change, expected, said):
    session = change(ended(an_evening()))
    report = fair.check(session)
    assert said in messages(report)
    assert codes(report) <= expected
    assert report.status == 1
    status, (found,) = found_by_node(tmp_path, session)
    assert status == 1
    assert found.problems


def rewritten(session: fair.Session) -> fair.Session:
    """Return a session with links that fit, as a host would write who changes what is past."""
    link, digest, entries = session.start.link, "", []
    for entry in session.entries:
        if isinstance(entry, fair.Words):
            digest = fair.words_after(digest, entry.player, entry.words)
            link = fair.words_link(link, digest, entry.at)
        elif isinstance(entry, fair.Roll):
            key = None if entry.opening is None else bytes.fromhex(entry.opening.key)
            content = entry.content if entry.call is None else entry.call.digest(key)
            link = fair.roll_link(
                link,
                entry.number,
                entry.player,
                entry.turn,
                sealed=entry.sealed,
                content=content,
                at=entry.at,
            )
        elif isinstance(entry, fair.End):
            link = fair.end_link(link, entry.rolls, entry.commitment, entry.seals, entry.at)
        entries.append(entry.replace(link=link))
    return session.replace(entries=tuple(entries))


def test_rewriting_an_honest_session_changes_nothing():
    session = ended(an_evening())
    assert rewritten(session) == session


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda session: moved(session, place_of(session, 10) - 1, place_of(session, 8)),
            "The dice of #8, #9 follow without the words of player 9 set at 2026-11-27T20:00:11Z: "
            "these were set at another time.",
        ),
        (
            lambda session: moved(session, place_of(session, 6) - 1, place_of(session, 9)),
            "The dice of #6, #7, #8, #9 follow only with the words of player 5 set at 2026-11-27T20:00:06Z: "
            "these were set at another time.",
        ),
        (with_other_face, "Roll #1 shows 20 = 25, but its seed gives 4 = 9."),
    ],
)
def test_a_chain_that_was_written_anew_does_not_fit_the_dice(tmp_path, change, said):
    session = rewritten(change(ended(an_evening())))
    assert said in messages(fair.check(session))
    status, (found,) = found_by_node(tmp_path, session)
    assert status == 1
    assert found.problems


def test_a_receipt_shows_that_a_session_was_written_anew():
    host = an_evening()
    receipt, session = host.receipt(12, revealed=False), ended(host)
    # A text that throws the same die: only the links tell.
    entry = session.entries[0].replace(call=fair.Call("1d20+5 # to hit", {}, "1d20 + 5 # to hit"))
    dishonest = rewritten(session.replace(entries=(entry, *session.entries[1:])))
    assert fair.check(dishonest).problems == ()
    assert [problem.message for problem in fair.compare([receipt, dishonest])] == [
        "Roll #12 of session 1 differs between two files: "
        "the record was rewritten after one of them was given out."
    ]


def test_sessions_follow_each_other():
    first = an_evening()
    second = Host(2, secret=bytes(32))
    one = ended(first, second)
    second.previous = first.link
    other = ended(second)
    assert fair.compare([other, one]) == ()
    assert [
        each.code for each in fair.compare([one, other.replace(start=other.start.replace(previous=""))])
    ] == ["broken-succession"]
    exchanged = other.start.replace(commitment=fair.commitment(b"another"))
    assert [each.code for each in fair.compare([one, other.replace(start=exchanged)])] == [
        "broken-succession"
    ]
    assert [
        each.code for each in fair.compare([one, one.replace(start=one.start.replace(previous="11" * 32))])
    ] == ["two-starts"]


def test_what_a_player_had_deleted_leaves_the_rest_checkable(tmp_path):
    host = an_evening()
    host.words("", "")
    host.turns.pop("7")
    host.roll("7", "1d20")
    session = ended(host)
    entries = []
    for entry in session.entries:
        mine = getattr(entry, "player", "") == "7" and getattr(entry, "number", 1) <= 12
        if mine and isinstance(entry, fair.Words):
            contributed = fair.words_after("", entry.player, entry.words)
            entries.append(fair.Removed(0, entry.link, entry.at, contributed))
        elif mine:
            entries.append(fair.Removed(entry.number, entry.link))
        else:
            entries.append(entry)
    left = session.replace(entries=tuple(entries))
    report = fair.check(left)
    assert (report.problems, report.status) == ((), 3)
    assert (report.count("removed"), report.count("follows")) == (4, 7)
    assert fair.read_json(fair.to_json(left)) == left
    status, (found,) = found_by_node(tmp_path, left)
    assert (status, found.problems, found.counts["removed"]) == (3, [], 4)


def checked(text: str) -> fair.Report | None:
    """Return what is found in a file, or None where it cannot be read."""
    try:
        record = fair.read_json(text)
    except DiceError:
        return None
    return fair.check(record)


def test_each_byte_matters(tmp_path):
    """Change each character of a file in turn: it is found, or the file cannot be read any more."""
    unnoticed = []
    samples = []
    for at, sign in enumerate(EXAMPLE):
        if sign in "\n ":
            continue
        text = f"{EXAMPLE[:at]}{chr(ord(sign) ^ 1)}{EXAMPLE[at + 1 :]}"
        report = checked(text)
        if report is None:
            continue
        if not report.problems:
            unnoticed.append((at, text[max(0, at - 20) : at + 20]))
        elif len(samples) < 150 and at % 17 == 0:
            samples.append(tmp_path / f"{at}.json")
            samples[-1].write_text(text, encoding="utf-8")
    assert unnoticed == []
    status, found = verified(*samples)
    assert status == 1
    assert len(samples) > 50
    assert [
        file for file, each in zip(samples, found, strict=True) if each.counts and not each.problems
    ] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.pop("format"), "neither a receipt nor a session"),
        (lambda plain: plain.update(format="dicewright"), "neither a receipt nor a session"),
        (lambda plain: plain.update(version=2), "has version 2"),
        (lambda plain: plain.update(more=1), "'more' is no field of it"),
        (lambda plain: plain.pop("secret"), 'the field "secret" is missing'),
        (lambda plain: plain.update(secret="00"), '"secret" should be 64 hexadecimal digits'),
        (lambda plain: plain["start"].update(session=True), '"session" should be a whole number from 1'),
        (lambda plain: plain["start"].update(server="x"), '"server" should be an id in digits'),
        (lambda plain: plain["entries"].append([]), "In entry 6: an object with fields should stand here"),
        (lambda plain: plain["entries"][1].update(faces="20"), 'In roll #1: "faces" should be a list'),
        (
            lambda plain: plain["entries"][1].update(turn=0),
            'In roll #1: "turn" should be a whole number from 1',
        ),
        (lambda plain: plain["entries"][1].update(at="now"), 'In roll #1: "at" should be a moment such as'),
        (lambda plain: plain["entries"][3]["path"].pop(), 'In roll #2: the field "11" is missing'),
        (lambda plain: plain["entries"][3].pop("text"), 'In roll #2: the field "text" is missing'),
    ],
)
def test_what_is_no_record_says_where(change, said):
    plain = json.loads(EXAMPLE)
    change(plain)
    with pytest.raises(DiceError) as caught:
        fair.read_json(json.dumps(plain))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON any more: line 1, column 1"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 1, "format": 2}', "'format' is there twice"),
        ('{"version": 1.0}', "'1.0' is no whole number"),
        ('{"version": NaN}', "'NaN' is no whole number"),
        (f'{{"version": {"9" * 5_000}}}', "too many digits"),
        ("[]", "an object with fields should stand here"),
        ("7", "an object with fields should stand here"),
    ],
)
def test_what_is_no_json_says_so(text, said):
    with pytest.raises(DiceError) as caught:
        fair.read_json(text)
    assert said in str(caught.value)


def test_a_roll_that_fails_with_its_dice_follows_as_well(tmp_path):
    host = Host()
    for _ in range(12):
        host.roll("7", "1/(1d2-1)")
    session = ended(host)
    report = fair.check(session)
    assert (report.problems, report.status) == ((), 0)
    assert {line.said for line in report.rolls} == {"1 / (1d2 - 1): failed", "1 / (1d2 - 1) = 1"}
    status, (found,) = found_by_node(tmp_path, session)
    assert (status, found.counts["dice"]) == (0, 12)


WHOLE = [
    "1d20", "1d20+5", "2d6 + 1d8 - 1d4 + 3", "4d6kh3", "4d6kl1", "4d6dl1", "4d6dh2", "2d20kh1 + 7", "0d6 + 2",
    "4d6dl3", "6x 4d6kh3 # scores", "1d20+5; 2d6+3 # hit", "3x 1d4; 1d100", "2d1000 + 1d1000000", "1d1", "7",
    "1d20 # a; 3", "1d20 to hit; 2d6", "4d6 drop lowest", "100x 1d6", "1d256", "1d257",
]  # fmt: skip
DICE = [
    "d66", "2d66", "3d22", "6d88kh2", "1d(66)", "2d(22)", "4dF", "1d20adv", "5d6!", "4d6r1", "(2d6+3)*2",
    "1d20+5 vs 15", "8d10>=8", "{4d6, 3d8}kh1", "d[1,1,2]", "2d6[fire] + 1d8[cold]", "-1d6 + 2", "7/2 + 1d4",
    "if(1d20 vs 15, 2d6, 1d4)", "2d6mi2", "1d20 - -2", "4d[hit:1, blank]", "3d6sa", "1d20 # a; b",
]  # fmt: skip


@pytest.mark.parametrize(("texts", "kind"), [(WHOLE, "whole"), (DICE, "dice")])
def test_the_independent_verifier_takes_no_roll_for_another(tmp_path, texts, kind):
    host = Host()
    for text in texts:
        for _ in range(4):
            host.roll("7", text)
    session = ended(host)
    assert fair.check(session).status == 0
    _, (found,) = found_by_node(tmp_path, session)
    assert found.problems == []
    assert found.counts[kind] == 4 * len(texts), found.counts


@pytest.mark.parametrize("text", ["99999999d6", "4d6kx3", "1d6!>=1"])
def test_a_text_that_cannot_be_rolled_is_wrong_and_costs_nothing(text):
    host = an_evening()
    session = changed(ended(host), 0, call=fair.Call(text, {}, text))
    assert fair.check(session).status == 1


def test_the_secret_of_the_tests_is_not_in_a_receipt_before_it_is_revealed():
    assert SECRET.hex() not in fair.to_json(an_evening().receipt(1, revealed=False))
