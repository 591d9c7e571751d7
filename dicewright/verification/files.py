"""Sessions and receipts as JSON, and back. docs/verifiable-rolls.md lists the fields."""

from __future__ import annotations

import json

from dicewright.verification.fields import Fields, load, unreadable
from dicewright.verification.records import (
    Call,
    End,
    Opening,
    Receipt,
    Removed,
    Roll,
    Session,
    Start,
    Thrown,
    Words,
)
from dicewright.verification.seals import LEVELS, MOST_ROLLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.verification.records import Entry

RECEIPT, SESSION = "dicewright receipt", "dicewright session"
VERSION = 1


def to_json(record: Session | Receipt) -> str:
    """Return the file of a session or a receipt: JSON with one roll a line.

    >>> start = Start("1", 1, "00" * 32, "00" * 32)
    >>> read_json(to_json(Session(start, ()))) == Session(start, ())
    True
    """
    is_session = isinstance(record, Session)
    head: dict[str, Any] = {
        "format": SESSION if is_session else RECEIPT,
        "version": VERSION,
        "start": _start(record.start),
        "secret": None if record.secret is None else record.secret.hex(),
    }
    lists: dict[str, list[dict[str, Any]]]
    if isinstance(record, Session):
        lists = {"entries": [_entry(entry) for entry in record.entries]}
    else:
        lists = {"words": [_entry(words) for words in record.words]}
        head |= {"before": record.before, "roll": _entry(record.roll)}
    lines = [f" {_line(name)}: {_line(value)}" for name, value in head.items()]
    for name, values in lists.items():
        rows = ",\n".join(f"  {_line(value)}" for value in values)
        lines.append(f" {_line(name)}: [\n{rows}\n ]" if rows else f" {_line(name)}: []")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_json(text: str) -> Session | Receipt:
    """Return the session or the receipt that a file holds.

    Raises DiceError with the code "unreadable-file" if it is neither, and says where it is not.

    >>> start = Start("1", 1, "00" * 32, "00" * 32)
    >>> read_json(to_json(Session(start, ()))).start.session
    1
    """
    fields = Fields(load(text), "the file")
    kind = fields.take("format") if "format" in fields else None
    if kind not in (RECEIPT, SESSION):
        raise unreadable(
            "This file is neither a receipt nor a session of verifiable rolls.",
            "The bot makes them with /fair, and with Receipt in the menu of a message.",
        )
    if (version := fields.take("version")) != VERSION:
        raise unreadable(f"This file has version {version!r}, but only version {VERSION} can be read.")
    start = _read_start(fields.take("start"))
    secret = bytes.fromhex(fields.digest("secret")) if fields.take_null("secret") else None
    record: Session | Receipt
    if kind == SESSION:
        entries = tuple(_read_entry(each, number) for number, each in enumerate(fields.list("entries"), 1))
        record = Session(start, entries, secret)
    else:
        record = _read_receipt(fields, start, secret)
    fields.done()
    return record


def _read_receipt(fields: Fields, start: Start, secret: bytes | None) -> Receipt:
    before = fields.digest("before")
    roll = _read_entry(fields.take("roll"), 1)
    if not isinstance(roll, Roll):
        raise unreadable('In the file: "roll" is not a roll.')
    words = tuple(_read_entry(each, number) for number, each in enumerate(fields.list("words"), 1))
    kept = tuple(each for each in words if isinstance(each, Words) or _is_words(each))
    if len(kept) < len(words):
        raise unreadable('In the file: "words" has entries that are not words.')
    return Receipt(start, kept, before, roll, secret)  # type: ignore[arg-type]  # looked at above


def _is_words(entry: Entry) -> bool:
    return isinstance(entry, Removed) and not entry.number


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _start(start: Start) -> dict[str, Any]:
    return {
        "server": start.server,
        "session": start.session,
        "commitment": start.commitment,
        "seals": start.seals,
        "previous": start.previous,
    }


def _read_start(plain: object) -> Start:
    fields = Fields(plain, "the start")
    start = Start(
        fields.id("server"),
        fields.whole("session"),
        fields.digest("commitment"),
        fields.digest("seals"),
        fields.digest("previous", empty=True),
    )
    fields.done()
    return start


def _entry(entry: Entry) -> dict[str, Any]:
    match entry:
        case Words(player, words, at, link):
            return {"words": words, "player": player, "at": at, "link": link}
        case Removed(0, link, at, contributed):
            return {"removed": "words", "contributed": contributed, "at": at, "link": link}
        case Removed(number, link):
            return {"removed": "roll", "roll": number, "link": link}
        case End(rolls, at, link, commitment, seals):
            return {"end": rolls, "commitment": commitment, "seals": seals, "at": at, "link": link}
        case Roll():
            return _roll(entry)


def _roll(roll: Roll) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "roll": roll.number,
        "player": roll.player,
        "turn": roll.turn,
        "at": roll.at,
        "link": roll.link,
        "sealed": roll.sealed,
    }
    if roll.hidden:
        return plain | {"content": roll.content}
    if roll.opening is not None:
        plain |= {"key": roll.opening.key, "path": list(roll.opening.path)}
    if roll.call is not None:
        plain |= {
            "text": roll.call.text,
            "names": dict(roll.call.names),
            "notation": roll.call.notation,
            "system": roll.call.system,
        }
    thrown = roll.thrown
    faces, sides = (thrown.faces, thrown.sides) if thrown else (None, None)
    return plain | {
        "faces": None if faces is None else list(faces),
        "sides": None if sides is None else list(sides),
        "total": None if thrown is None else thrown.total,
    }


def _read_entry(plain: object, place: int) -> Entry:
    fields = Fields(plain, f"entry {place}")
    entry: Entry
    if "removed" in fields:
        entry = _read_removed(fields)
    elif "words" in fields:
        player = "" if fields.take_empty("player") else fields.id("player")
        entry = Words(player, fields.text("words"), fields.moment("at"), fields.digest("link"))
    elif "end" in fields:
        entry = End(
            fields.whole("end", least=0, most=MOST_ROLLS),
            fields.moment("at"),
            fields.digest("link"),
            fields.digest("commitment", empty=True),
            fields.digest("seals", empty=True),
        )
    else:
        entry = _read_roll(fields)
    fields.done()
    return entry


def _read_removed(fields: Fields) -> Removed:
    if fields.text("removed") == "words":
        contributed = fields.digest("contributed")
        return Removed(0, fields.digest("link"), fields.moment("at"), contributed)
    return Removed(fields.whole("roll", most=MOST_ROLLS), fields.digest("link"))


def _read_roll(fields: Fields) -> Roll:
    number = fields.whole("roll", most=MOST_ROLLS)
    fields.where = f"roll #{number}"
    roll = Roll(
        number,
        fields.id("player"),
        fields.whole("turn", most=MOST_ROLLS),
        fields.moment("at"),
        fields.digest("link"),
        fields.flag("sealed"),
    )
    if roll.sealed and "content" in fields:
        return roll.replace(content=fields.digest("content"))
    opening = Opening(fields.digest("key"), _read_path(fields)) if roll.sealed else None
    call = Call(
        fields.text("text"),
        fields.texts("names"),
        fields.text("notation"),
        fields.digest("system", empty=True),
    )
    faces, sides = fields.numbers("faces"), fields.numbers("sides")
    if fields.take_null("total"):
        thrown = Thrown(faces, sides, fields.text("total"))
    elif faces is sides is None and call.system:
        thrown = None
    else:
        raise unreadable(f"In {fields.where}: the total is missing.")
    return roll.replace(opening=opening, call=call, thrown=thrown)


def _read_path(fields: Fields) -> tuple[str, ...]:
    path = Fields({str(level): each for level, each in enumerate(fields.list("path"))}, fields.where)
    neighbors = tuple(path.digest(str(level)) for level in range(LEVELS))
    path.done()
    return neighbors
