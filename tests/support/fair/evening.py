"""An evening of verifiable rolls, and ways in which a dishonest host could change the record."""

from __future__ import annotations

from dicewright import verification as fair
from tests.support.dice.independent import verified
from tests.support.fair.host import Host


def an_evening(session: int = 1, previous: str = "") -> Host:
    """Twelve rolls by three players, three of them sealed, and words in between."""
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


def with_other_face(session: fair.Session) -> fair.Session:
    thrown = fair.Thrown((20,), (20,), "25")
    return changed(session, place_of(session, 1), thrown=thrown)


def rewritten(session: fair.Session) -> fair.Session:
    """Return a session with valid links, as by a host who rewrites the past."""
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
