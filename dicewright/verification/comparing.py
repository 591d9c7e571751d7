"""Comparing files: receipts and sessions that contradict each other."""

from __future__ import annotations

from itertools import combinations

from dicewright.verification.records import End, Receipt, Removed, Roll, Session, Words
from dicewright.verification.report import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dicewright.verification.records import Start


def compare(records: Iterable[Session | Receipt]) -> tuple[Problem, ...]:
    """Return where receipts and sessions of one server contradict each other.

    A receipt that was given out before a session was rewritten has another link than the session.

    >>> compare([])
    ()
    """
    return tuple(
        problem for one, other in combinations(list(records), 2) for problem in _contradictions(one, other)
    )


def _contradictions(one: Session | Receipt, other: Session | Receipt) -> Iterator[Problem]:
    if _is_same_session(one.start, other.start):
        yield from _other_words(one, other)
    elif one.start.commitment == other.start.commitment:
        yield Problem(
            "same-secret",
            f"Session {one.start.session} of server {one.start.server} and session {other.start.session} of "
            f"server {other.start.server} have the same secret.",
        )
    if one.start.server != other.start.server:
        return
    if one.start.session == other.start.session:
        if one.start != other.start:
            yield Problem(
                "two-starts", f"Two files of session {one.start.session} start with different commitments."
            )
        yield from _other_links(one, other)
        return
    first, second = (one, other) if one.start.session < other.start.session else (other, one)
    if isinstance(first, Session) and second.start.session == first.start.session + 1:
        yield from _broken_succession(first, second.start)


def _is_same_session(one: Start, other: Start) -> bool:
    return (one.server, one.session) == (other.server, other.session)


def _other_words(one: Session | Receipt, other: Session | Receipt) -> Iterator[Problem]:
    """Yield receipts whose words are not those of another receipt, or of the session, before the roll."""
    for receipt, record in ((one, other), (other, one)):
        if not isinstance(receipt, Receipt):
            continue
        number = receipt.roll.number
        links = [words.link for words in receipt.words]
        known = _words_before(record, number)
        if known is None:
            continue
        complete = isinstance(record, Session)
        if links != known if complete else links[: len(known)] != known:
            yield Problem(
                "late-words",
                f"The words before roll #{number} are not the same in two files: some were left out, or "
                "set at another time.",
                number,
            )


def _words_before(record: Session | Receipt, number: int) -> list[str] | None:
    """Return the links of the words before a roll; None if the record does not reach as far."""
    if isinstance(record, Receipt):
        return [words.link for words in record.words] if record.roll.number <= number else None
    links = []
    for entry in record.entries:
        match entry:
            case Words() | Removed(number=0):
                links.append(entry.link)
            case Roll() | Removed() if entry.number == number:
                return links
            case _:
                pass
    return None


def _other_links(one: Session | Receipt, other: Session | Receipt) -> Iterator[Problem]:
    known = _rolls_of(one)
    for number, roll in _rolls_of(other).items():
        if number in known and (roll.link != known[number].link or _shown_otherwise(roll, known[number])):
            yield Problem(
                "rewritten",
                f"Roll #{number} of session {one.start.session} differs between two files: "
                "the record was rewritten after one of them was given out.",
                number,
            )
    for record, receipt in ((one, other), (other, one)):
        if isinstance(record, Session) and isinstance(receipt, Receipt):
            yield from _left_out(record, receipt.roll)
    if isinstance(one, Receipt) and isinstance(other, Receipt):
        yield from _same_turn(one.roll, other.roll)


def _left_out(session: Session, roll: Roll) -> Iterator[Problem]:
    numbers = {entry.number for entry in session.entries if isinstance(entry, Roll | Removed)}
    has_end = any(isinstance(entry, End) for entry in session.entries)
    if has_end and roll.number not in numbers:
        yield Problem(
            "missing-roll",
            f"There is a receipt of roll #{roll.number}, but the session's file does not have it.",
            roll.number,
        )


def _same_turn(one: Roll, other: Roll) -> Iterator[Problem]:
    first, second = sorted((one, other), key=lambda roll: roll.number)
    if one.player == other.player and first.number < second.number and first.turn >= second.turn:
        yield Problem(
            "other-turn",
            f"Roll #{second.number} says that it is roll {second.turn} of player {one.player}, but roll "
            f"#{first.number} was roll {first.turn}.",
            second.number,
        )


def _shown_otherwise(one: Roll, other: Roll) -> bool:
    return one.thrown is not None and other.thrown is not None and one.thrown != other.thrown


def _rolls_of(record: Session | Receipt) -> dict[int, Roll]:
    entries = [record.roll] if isinstance(record, Receipt) else record.entries
    return {entry.number: entry for entry in entries if isinstance(entry, Roll)}


def _broken_succession(first: Session, second: Start) -> Iterator[Problem]:
    ends = [entry for entry in first.entries if isinstance(entry, End)]
    if not ends:
        return
    if second.previous != ends[-1].link:
        yield Problem(
            "broken-succession",
            f"Session {second.session} does not follow the end of session {first.start.session}.",
        )
    elif ends[-1].commitment and (ends[-1].commitment, ends[-1].seals) != (second.commitment, second.seals):
        yield Problem(
            "broken-succession",
            f"Session {second.session} does not begin with the commitments that ended session "
            f"{first.start.session}.",
        )
