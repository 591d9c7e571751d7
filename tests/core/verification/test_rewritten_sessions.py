"""A record that was rewritten as a whole, links included, fits neither its dice nor its neighbors."""

from __future__ import annotations

import pytest

from dicewright import verification as fair
from tests.support.fair.evening import (
    an_evening,
    ended,
    found_by_node,
    messages,
    moved,
    place_of,
    rewritten,
    with_other_face,
)
from tests.support.fair.host import Host


def test_rewriting_an_honest_session_changes_nothing():
    session = ended(an_evening())
    assert rewritten(session) == session


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda session: moved(session, place_of(session, 10) - 1, place_of(session, 8)),
            "The dice of #8, #9 match only without the words of player 9 set at 2026-11-27T20:00:11Z: "
            "these were set at another time.",
        ),
        (
            lambda session: moved(session, place_of(session, 6) - 1, place_of(session, 9)),
            "The dice of #6, #7, #8, #9 match only with the words of player 5 set at 2026-11-27T20:00:06Z: "
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
        "The words before roll #12 are not the same in two files: some were left out, or set at another "
        "time.",
        "Roll #12 of session 1 differs between two files: "
        "the record was rewritten after one of them was given out.",
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
