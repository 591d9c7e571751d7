"""Everything that is stored of a player, as a file to take away (JSON, zipped if it is large)."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.services.history.roll_file import RollFile
from bot.store.fair import ROLL
from bot.store.rolls import own_rolls
from bot.texts import N_, _
from dicewright import parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.services.history.reader import PastRolls
    from bot.services.privacy.privacy import PersonalData, Privacy
    from bot.store.fair import StoredEntry
    from bot.store.rolls import RecordedRoll

FORMAT = "dicewright personal data"
VERSION = 1
LARGEST_PLAIN = 1_000_000
"""Bytes up to which the file is sent as it is, for all to open."""
_NAME = "dicewright-data"
# What compression still holds back while the file grows, and the directory at the end of a zip.
_HELD_BACK = 300_000
_ABOUT = N_(
    "Everything this bot stores about you. The IDs are Discord's. Only the GM may see the total "
    "and the faces of an unrevealed blind roll, so they are null here."
)


class PersonalFiles:
    """Writes what is stored about players."""

    def __init__(self, privacy: Privacy, past: PastRolls, *, now: Callable[[], datetime]) -> None:
        self._privacy = privacy
        self._past = past
        self._now = now

    async def file(
        self, player_id: int, *, most_bytes: int, before: tuple[int, int] | None = None
    ) -> RollFile:
        """Return all that is stored about a player, or only the rolls before a key, as many as fit.

        Raises StoreUnavailable.
        """
        data = await self._privacy.data_of(player_id)
        # They are no rolls of the history, so a file that goes on with older ones needs them no more.
        fair = [] if before else await self._privacy.fair_entries_of(player_id)
        document = _Document(_head(player_id, data, fair, self._now()), most_bytes - _HELD_BACK)
        rest = None
        async for batch in self._past.batches(own_rolls(player_id), before=before):
            # Compressing is work that others need not wait for.
            if await asyncio.to_thread(document.add, batch):
                rest = document.last
                break
        content = await asyncio.to_thread(document.finish)
        return RollFile(f"{_NAME}.{document.kind}", content, document.rolls, rest)


class _Document:
    """A JSON document that grows within a zip, so that it is never whole in memory unless it is small."""

    def __init__(self, head: dict[str, Any], most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._buffer = BytesIO()
        self._zip = ZipFile(self._buffer, "w", ZIP_DEFLATED)
        self._entry = self._zip.open(f"{_NAME}.json", "w", force_zip64=True)
        self._size = 0
        self.rolls = 0
        self.last: tuple[int, int] | None = None
        self._write(json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "rolls": [')

    @property
    def kind(self) -> str:
        """The file's extension."""
        return "json" if self._size <= min(LARGEST_PLAIN, self._most_bytes) else "zip"

    def add(self, rolls: Sequence[RecordedRoll]) -> bool:
        """Write rolls; return whether it is full, and not all of them are in it."""
        for roll in rolls:
            line = json.dumps(_plain(roll), ensure_ascii=False)
            if self._buffer.tell() + len(line) > self._most_bytes:
                return True
            self._write(("," if self.rolls else "") + "\n    " + line)
            self.rolls += 1
            self.last = roll.key
        return False

    def finish(self) -> bytes:
        """Return the document, as it is or zipped."""
        self._write("\n  ]\n}\n" if self.rolls else "]\n}\n")
        self._entry.close()
        if self.kind == "json":
            self._zip.close()
            with ZipFile(self._buffer) as written:
                return written.read(f"{_NAME}.json")
        self._zip.close()
        return self._buffer.getvalue()

    def _write(self, text: str) -> None:
        content = text.encode()
        self._size += len(content)
        self._entry.write(content)


def _head(player_id: int, data: PersonalData, fair: Sequence[StoredEntry], now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "about": _(_ABOUT),
        "exported_at": now.isoformat(),
        "player_id": str(player_id),
        "settings": {
            "short_replies": data.settings.compact,
            "luck_under_rolls": data.settings.luck,
            "pictures_of_dice": data.settings.pictures,
            "game_systems": list(data.settings.systems or ()),
        },
        "saved_rolls": [
            {
                "name": roll.name,
                "text": roll.text,
                "uses": roll.uses,
                "created_at": roll.created_at.isoformat(),
                "updated_at": roll.updated_at.isoformat(),
            }
            for roll in data.saved
        ],
        "characters": [
            {
                "name": character.name,
                "values": dict(character.values),
                "created_at": character.created_at.isoformat(),
                "updated_at": character.updated_at.isoformat(),
            }
            for character in data.characters
        ],
        "characters_in_use": [
            {
                "server_id": _id(spot.server_id or None),
                "channel_id": _id(spot.channel_id or None),
                "name": key,
            }
            for spot, key in data.characters_in_use.items()
        ],
        "shares": [
            {
                "code": share.code,
                "rolls": dict(share.rolls),
                "game_system": share.system_file,
                "created_at": share.created_at.isoformat(),
                "expires_at": share.expires_at.isoformat(),
            }
            for share in data.shares
        ],
        "game_systems_added": [
            {
                "server_id": str(file.server_id),
                "command": file.command,
                "name": file.name,
                "file": file.text,
                "added_at": file.added_at.isoformat(),
                "replaced_at": file.replaced_at.isoformat() if file.replaced_at else None,
            }
            for file in data.system_files
        ],
        "dice_pads": list(data.pads),
        "one_time_hints_seen": list(data.hints),
        "verifiable_rolls": [
            {
                "server_id": str(entry.server_id),
                "session": entry.session,
                "number": entry.number if entry.kind == ROLL else None,
                "at": entry.at.isoformat(),
                **({} if entry.body is None else _asked(entry.body)),
            }
            for entry in fair
        ],
    }


def _asked(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a player rolled or said, as they typed it."""
    return {name: body[name] for name in ("text", "names", "words") if name in body}


def _plain(roll: RecordedRoll) -> dict[str, Any]:
    """Return a roll as JSON has it; ids as texts, since many readers round long numbers."""
    return {
        "id": f"{roll.interaction_id}-{roll.part}",
        "rolled_at": roll.rolled_at.isoformat(),
        "server_id": _id(roll.server_id),
        "link": roll.link or None,
        "text": roll.text,
        "notation": roll.notation,
        "names": dict(roll.names),
        "note": roll.note,
        "total": None if roll.total is None else _plain_number(roll.total),
        "faces": None if roll.faces is None else list(roll.faces),
        "game_system": roll.system,
        "outcome": None if roll.outcome is None else dict(roll.outcome),
        "second_look_at": None if roll.first_id is None else f"{roll.first_id}-0",
        "visibility": roll.visibility.value,
        "revealed_at": roll.revealed_at.isoformat() if roll.revealed_at else None,
    }


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)


def _plain_number(total: str) -> int | str:
    """Return a total as JSON holds it: a whole number, or the exact text of a fraction."""
    number = parse_number(total)
    return number if isinstance(number, int) else total
