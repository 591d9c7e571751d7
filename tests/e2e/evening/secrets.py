"""Whether anything that was rolled in secret reached a person who was not to see it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.store.visibility import Visibility
from tests.e2e.evening.script import GAME_MASTER, PLAYERS
from tests.e2e.evening.table import may_see

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.rolls import RecordedRoll
    from tests.e2e.evening.table import Table
    from tests.support.fake_discord import Person, Shown

_NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# A number of this many digits is in no other message of an evening by chance.
_TELLING = 10**8
_MADE_FOR_GM = {
    Visibility.BLIND: "Only the GM can see the result.",
    Visibility.ME_AND_GM: "Only the player and the GM can see the result.",
}


@dataclass(slots=True)
class Report:
    """What was looked at, and what was seen by whom it should not."""

    secret: int = 0
    telling: int = 0
    blind: int = 0
    revealed: int = 0
    messages: int = 0
    lines: int = 0
    leaks: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        return (
            f"{self.secret} ({self.blind} blind, {self.revealed} of them revealed later); "
            f"{self.telling} to be known by their total; {self.lines} public lines as they must be"
        )


def leaks(table: Table, rows: list[RecordedRoll]) -> Report:
    """Return what came out of holding each message, for each person who saw it, against the secrets."""
    report = Report()
    revealed_at = _reveals(table)
    secrets: dict[str, RecordedRoll] = {}
    for row in rows:
        if row.visibility is Visibility.EVERYONE:
            continue
        report.secret += 1
        report.blind += row.visibility is Visibility.BLIND
        report.revealed += row.revealed_at is not None
        if str(row.total).isdigit() and int(str(row.total)) >= _TELLING:
            secrets[str(row.total)] = row
    report.telling = len(secrets)
    by_interaction = {row.interaction_id: row for row in rows}
    for place, shown in enumerate(table.discord.rest.shown):
        report.messages += 1
        audience = [person for person in (*PLAYERS, GAME_MASTER) if may_see(person, shown)]
        numbers = set(_NUMBER.findall(_SEPARATOR.sub("", _text(shown))))
        for row in (secrets[number] for number in numbers & secrets.keys()):
            public = row.revealed_at is not None and place >= revealed_at[str(row.blind_token)]
            wrong = [person.name for person in audience if not _entitled(person, row)]
            if wrong and not public:
                report.leaks.append(f"{row.visibility} roll of {row.interaction_id} reached {wrong}: {shown}")
        row = by_interaction.get(shown.interaction_id or 0)
        if row is not None and shown.only_for is None and row.visibility in _MADE_FOR_GM:
            report.lines += 1
            report.leaks.extend(_public_line_problems(shown, row))
    return report


def _reveals(table: Table) -> dict[str, int]:
    """Return for each token how much had been shown when the GM first pressed Reveal."""
    found: dict[str, int] = {}
    for attempt in table.attempts:
        kind, _, token = attempt.custom_id.partition(":")
        if kind == "reveal" and attempt.person is GAME_MASTER:
            found.setdefault(token, attempt.shown_before)
    return found


def _entitled(person: Person, row: RecordedRoll) -> bool:
    match row.visibility:
        case Visibility.ONLY_ME:
            return person.user_id == row.player_id
        case Visibility.ME_AND_GM:
            return person.user_id in (row.player_id, GAME_MASTER.user_id)
        case _:
            return person.user_id == GAME_MASTER.user_id


def _public_line_problems(shown: Shown, row: RecordedRoll) -> Iterator[str]:
    """Yield what a public line says that it would not say of every such roll."""
    (embed,) = shown.message["embeds"] or [{}]
    *_, last = str(embed.get("description")).split("\n")
    if last != _MADE_FOR_GM[row.visibility] or "\n#" in f"\n{embed['description']}":
        yield f"the public line of {row.interaction_id} says {embed}"


def _text(shown: Shown) -> str:
    said = {key: shown.message[key] for key in ("content", "embeds", "components", "attachments")}
    return "\n".join([json.dumps(said, ensure_ascii=False), *shown.files])
