"""Walking the chain of a session: what is missing, changed or out of place."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from dicewright.verification import scheme
from dicewright.verification.records import End, Removed, Roll, Words
from dicewright.verification.report import Problem
from dicewright.verification.rolls import link_of
from dicewright.verification.seals import MOST_ROLLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.verification.records import Entry, Session

_MOST_SOUGHT = 100


def contributions(entries: Sequence[Entry]) -> list[str]:
    """Return for each entry the digest of all words that were set before it.

    >>> contributions([Words("7", "xyzzy", ""), End(0, "")])[1] == scheme.words_after("", "7", "xyzzy")
    True
    """
    found, digest = [], ""
    for entry in entries:
        found.append(digest)
        digest = _with(digest, entry)
    return found


def _with(digest: str, entry: Entry) -> str:
    match entry:
        case Words():
            return scheme.words_after(digest, entry.player, entry.words)
        case Removed(number=0):
            return entry.contributed
        case _:
            return digest


def name_of(entry: Entry) -> str:
    """Return what an entry is called in a message."""
    match entry:
        case Roll():
            return f"roll #{entry.number}"
        case Words(player=""):
            return "the mark of deleted data"
        case Words():
            return f"the words of player {entry.player} set at {entry.at}"
        case Removed(number=0):
            return f"the deleted words set at {entry.at}"
        case Removed():
            return f"the deleted roll #{entry.number}"
        case End():
            return "the end"


def link_problems(session: Session, digests: Sequence[str]) -> Iterator[Problem]:
    """Yield each entry whose link does not follow from itself and the link before it.

    `digests` are the `contributions` of its entries. An entry that was moved is distinguished from one
    that was changed.
    """
    places = {session.start.link: "the start"}
    places |= {entry.link: name_of(entry) for entry in session.entries}
    before, comes_after = session.start.link, "the start"
    broken = 0
    for entry, digest in zip(session.entries, digests, strict=True):
        gone = isinstance(entry, Removed) and entry.number
        if not gone and _link(entry, before, digest) != entry.link:
            broken += 1
            # In a file that is broken all over, nothing has a place that could be found.
            yield _misplaced(entry, digest, comes_after, places if broken <= _MOST_SOUGHT else {})
        before, comes_after = entry.link, name_of(entry)


def _link(entry: Entry, before: str, digest: str) -> str:
    match entry:
        case Roll():
            return link_of(entry, before)
        case End():
            return scheme.end_link(before, entry.rolls, entry.commitment, entry.seals, entry.at)
        case _:
            return scheme.words_link(before, _with(digest, entry), entry.at)


def _misplaced(entry: Entry, digest: str, comes_after: str, places: dict[str, str]) -> Problem:
    name = _begun(name_of(entry))
    number = entry.number if isinstance(entry, Roll) else 0
    of_words = isinstance(entry, Words | Removed)
    for link, place in places.items():
        if link != entry.link and _link(entry, link, digest) == entry.link:
            if of_words:
                message = f"{name} come after {comes_after}, but were set right after {place}."
                return Problem("late-words", message)
            message = f"{name} comes after {comes_after}, but was recorded right after {place}."
            return Problem("other-place", message, number)
    if of_words:
        reason = "do not follow {}: they were changed, or something between them is missing."
    else:
        reason = "does not follow {}: it was changed, or something between them is missing."
    return Problem("broken-chain", f"{name} {reason.format(comes_after)}", number)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def number_problems(session: Session) -> Iterator[Problem]:
    """Yield numbers that are missing, there twice or out of order, and turns that do not count up."""
    numbers = [
        entry.number
        for entry in session.entries
        if isinstance(entry, Roll) or (isinstance(entry, Removed) and entry.number)
    ]
    ends = [entry for entry in session.entries if isinstance(entry, End)]
    last = min(ends[0].rolls if ends else max(numbers, default=0), MOST_ROLLS)
    counted = Counter(numbers)
    missing = [number for number in range(1, last + 1) if number not in counted]
    yield from (Problem("missing-roll", f"Roll #{number} is missing.", number) for number in missing)
    for number, times in counted.items():
        if times > 1:
            yield Problem("repeated-roll", f"Roll #{number} appears {times} times.", number)
        if number > last:
            yield Problem("extra-roll", f"Roll #{number} comes after the last one, #{last}.", number)
    for one, following in pairwise(numbers):
        if following < one:
            yield Problem(
                "swapped-rolls", f"Roll #{following} comes after roll #{one}: they were swapped.", following
            )
    if session.secret is not None and (len(ends) != 1 or not isinstance(session.entries[-1], End)):
        yield Problem(
            "no-end", "The end of the session is missing, so rolls after the last one may be missing, too."
        )
    if not missing:
        yield from _turn_problems(session)


def _turn_problems(session: Session) -> Iterator[Problem]:
    turns: Counter[str] = Counter()
    for entry in session.entries:
        if isinstance(entry, Roll):
            turns[entry.player] += 1
            if entry.turn != turns[entry.player]:
                yield Problem(
                    "other-turn",
                    f"Roll #{entry.number} says that it is roll {entry.turn} of player {entry.player}, "
                    f"but it is roll {turns[entry.player]}.",
                    entry.number,
                )
                turns[entry.player] = entry.turn
