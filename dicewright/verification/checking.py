"""Checking a session, a receipt, and several of them against each other."""

from __future__ import annotations

from dicewright.verification import scheme
from dicewright.verification.chain import contributions, link_problems, name_of, number_problems
from dicewright.verification.looks import look_problems, look_remarks
from dicewright.verification.records import End, Receipt, Removed, Roll, Session, Words
from dicewright.verification.report import Problem, Report, RollLine
from dicewright.verification.rolls import Grounds, key_of, line_of, link_of, problems_of, thrown_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.systems.registry import Systems
    from dicewright.verification.records import Entry, Start

_MOST_THROWN = 2_000
"""How many rolls are thrown again at most to find words that were set at another time."""


def check(record: Session | Receipt, *, systems: Systems | None = None) -> Report:
    """Return what follows from what was committed to and contributed, and what does not.

    `systems` are the game systems that are known; without them, those that are shipped.

    >>> from dicewright.verification.records import Start
    >>> session = Session(Start("1", 1, scheme.commitment(b"secret"), "00" * 32), (), b"guess")
    >>> check(session).problems[0].message
    'The secret is not the one that was committed to.'
    """
    secret, problems = _checked_secret(record.start, record.secret)
    problems += _start_problems(record.start)
    grounds = Grounds(record.start, secret, systems)
    if isinstance(record, Receipt):
        return _check_receipt(record, grounds, problems)
    return _check_session(record, grounds, problems)


def _checked_secret(start: Start, secret: bytes | None) -> tuple[bytes | None, list[Problem]]:
    if secret is None or scheme.commitment(secret) == start.commitment:
        return secret, []
    return None, [Problem("wrong-secret", "The secret is not the one that was committed to.")]


def _start_problems(start: Start) -> Iterator[Problem]:
    if (start.session == 1) != (not start.previous):
        said = "follows another one" if start.previous else "follows no other"
        yield Problem("broken-succession", f"This is session {start.session}, but it {said}.")


def _check_receipt(receipt: Receipt, grounds: Grounds, problems: list[Problem]) -> Report:
    roll = receipt.roll
    contributed = contributions([*receipt.words, End(0, "")])[-1]
    problems += problems_of(roll, contributed, grounds)
    if link_of(roll, receipt.before) != roll.link:
        problems.append(
            Problem(
                "broken-chain",
                f"Roll #{roll.number} does not match its link: something in it was changed.",
                roll.number,
            )
        )
    title = f"Receipt of roll #{roll.number} in session {receipt.start.session}"
    line = line_of(roll, grounds, wrong=bool(problems))
    if roll.hidden and not problems:
        line = line.replace(state="waits")
    return Report(title, (line,), tuple(problems), tuple(_receipt_remarks(receipt, line)))


def _receipt_remarks(receipt: Receipt, line: RollLine) -> Iterator[str]:
    if receipt.roll.opening is not None:
        yield (
            "Not everyone could see the result at first. If it was shown to everyone at once, the host had "
            "two results to choose from."
        )
    if line.state == "waits":
        yield (
            "The roll is sealed until it is revealed."
            if receipt.roll.sealed
            else "The secret is not revealed yet. Ask for the receipt again when it is."
        )
    yield from look_remarks(receipt)
    if not receipt.words:
        yield "Nobody had set words before it, so the secret may have been chosen with this roll in mind."


def _check_session(session: Session, grounds: Grounds, problems: list[Problem]) -> Report:
    digests = contributions(session.entries)
    problems += number_problems(session)
    problems += _end_problems(session)
    problems += link_problems(session, digests)
    wrong: list[int] = []
    for place, (entry, digest) in enumerate(zip(session.entries, digests, strict=True)):
        if isinstance(entry, Roll):
            found = list(problems_of(entry, digest, grounds))
            problems += found
            wrong += [place] * any(problem.code == "other-dice" for problem in found)
    problems += look_problems(session)
    problems += _late_words(session.entries, digests, wrong, grounds)
    blamed = {problem.number for problem in problems}
    lines = tuple(_lines(session, grounds, blamed))
    title = f"Session {session.start.session} of server {session.start.server}"
    return Report(title, lines, tuple(problems), tuple(_session_remarks(session, digests)))


def _end_problems(session: Session) -> Iterator[Problem]:
    for entry in session.entries:
        if isinstance(entry, End) and entry.commitment == session.start.commitment:
            yield Problem(
                "same-secret", "The next session has the same secret, which everyone knows by then."
            )


def _lines(session: Session, grounds: Grounds, blamed: set[int]) -> Iterator[RollLine]:
    for entry in session.entries:
        if isinstance(entry, Roll):
            yield line_of(entry, grounds, wrong=entry.number in blamed)
        elif isinstance(entry, Removed) and entry.number:
            yield RollLine(entry.number, "deleted at the player's request", "removed")


def _session_remarks(session: Session, digests: Sequence[str]) -> Iterator[str]:
    unprotected = sum(
        isinstance(entry, Roll) and not digest for entry, digest in zip(session.entries, digests, strict=True)
    )
    if session.secret is None:
        yield "The secret is not revealed yet, so only the chain was checked."
    if unprotected:
        made = "1 roll was made" if unprotected == 1 else f"{unprotected:,} rolls were made"
        yield f"{made} before anybody had set words: the secret may have been chosen with them in mind."
    opened = [entry for entry in session.entries if isinstance(entry, Roll) and entry.opening is not None]
    if opened:
        yield (
            f"{_listed(opened)}: not everyone could see the result at first. If one of these was shown to "
            "everyone at once, the host had two results to choose from."
        )
    yield from look_remarks(session)


def _listed(rolls: Sequence[Roll]) -> str:
    return ", ".join(f"#{roll.number}" for roll in rolls[:10]) + " …" * (len(rolls) > 10)


def _late_words(
    entries: Sequence[Entry], digests: Sequence[str], wrong: Sequence[int], grounds: Grounds
) -> Iterator[Problem]:
    """Yield words that were set at another time than the file says, if the dice show it.

    A host that has rewritten the whole chain cannot change the dice that were seen: they follow from the
    words as these were.
    """
    said_words = sum(isinstance(entry, Words) for entry in entries)
    # Where most of a long file is wrong, its first rolls show as much as all of them.
    wrong = wrong[: _MOST_THROWN // max(1, said_words)]
    for place, entry in enumerate(entries):
        if not isinstance(entry, Words):
            continue
        without = [at for at in wrong if at > place and _follows(entries[at], digests[place], grounds)]
        after = digests[place + 1] if place + 1 < len(digests) else ""
        with_them = [at for at in wrong if at < place and _follows(entries[at], after, grounds)]
        for affected, said in ((without, "without"), (with_them, "with")):
            # One die may fit by chance. That all of those next to the words do is no accident.
            if affected and affected == [at for at in wrong if at in range(min(affected), max(affected) + 1)]:
                rolls = ", ".join(f"#{entries[at].number}" for at in affected[:5])  # type: ignore[union-attr]  # each of these is an entry
                yield Problem(
                    "late-words",
                    f"The dice of {rolls}{' …' * (len(affected) > 5)} match only {said} {name_of(entry)}: "
                    "these were set at another time.",
                )


def _follows(entry: Entry, digest: str, grounds: Grounds) -> bool:
    if not isinstance(entry, Roll) or entry.thrown is None or entry.thrown.faces is None:
        return False
    key = key_of(entry, grounds)
    return key is not None and thrown_with(entry, key, digest, grounds) == entry.thrown
