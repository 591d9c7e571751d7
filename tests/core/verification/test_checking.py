"""Whatever a host does to a record is found, and named; by our verifier and by the independent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dicewright import verification as fair
from tests.support.fair.evening import (
    an_evening,
    changed,
    codes,
    ended,
    found_by_node,
    messages,
    moved,
    place_of,
    swapped,
    with_other_face,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_honest_session_verifies_whole(tmp_path):
    session = ended(an_evening())
    report = fair.check(session)
    assert (report.problems, report.status) == ((), 0)
    assert (report.count("follows"), report.count("sealed")) == (10, 2)
    assert report.remarks == (
        "1 roll was made before anybody had set words: the secret may have been chosen with them in mind.",
        "#6: not everyone could see the result at first. If one of these was shown to everyone at once, the "
        "host had two results to choose from.",
    )
    status, (found,) = found_by_node(tmp_path, session)
    assert (status, found.problems) == (0, [])
    assert found.counts == {"whole": 8, "dice": 2, "sealed": 2, "waits": 0, "removed": 0, "wrong": 0}


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


def with_other_call(session: fair.Session) -> fair.Session:
    call = fair.Call("4d6kh2", {}, "4d6kh2")
    return changed(session, place_of(session, 2), call=call)


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
        "Roll #7 comes after roll #8: they were swapped.",
    ),
    (
        "words that were set later",
        lambda session: moved(session, place_of(session, 10) - 1, place_of(session, 8)),
        {"late-words", "other-place", "other-dice"},
        "The words of player 9 set at 2026-11-27T20:00:11Z come after roll #7, "
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
        "Roll #1 appears 2 times.",
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


@pytest.mark.parametrize("text", ["99999999d6", "4d6kx3", "1d6!>=1"])
def test_a_text_that_cannot_be_rolled_is_wrong_and_costs_nothing(text):
    host = an_evening()
    session = changed(ended(host), 0, call=fair.Call(text, {}, text))
    assert fair.check(session).status == 1
