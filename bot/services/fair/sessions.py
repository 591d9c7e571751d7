"""The current session as one process knows it: the next entry of its chain, and the seed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.store.fair import END, ROLL, WORDS, StoredEntry, StoredSession, start_of
from bot.store.visibility import Visibility
from dicewright import verification as scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.fair.secret_keys import SecretKeys
    from bot.store.fair import Standing
    from dicewright.verification import Call, Seals

TAG_LENGTH = 8
"""How many digits of a link are shown with a roll."""
SAME_INTERACTION = timedelta(minutes=20)
"""For how long an interaction may arrive again; Discord takes answers to it for 15 minutes."""
_FEW = 256


@dataclass(frozen=True, slots=True)
class FairRoll:
    """A roll with its number, and the seed that determines its dice."""

    number: int
    link: str
    seed: bytes = field(repr=False)

    @property
    def tag(self) -> str:
        """The first digits of its link."""
        return self.link[:TAG_LENGTH]


@dataclass(slots=True, kw_only=True)
class Session:
    """A current session. Its methods return entries to store, and `follow` moves on to a stored entry."""

    stored: StoredSession
    secret: bytes = field(repr=False)
    seals: Seals
    place: int
    number: int
    link: str
    contributed: str
    turns: dict[int, int]
    words: int
    """About how many entries with words there are: those that this process knows of."""
    recent: dict[int, datetime] = field(default_factory=dict)
    """The interactions of the latest entries, oldest first, and when they were."""

    @classmethod
    def of(cls, standing: Standing, keys: SecretKeys) -> Session:
        """Return the session that is stored. Raises KeyMissing."""
        stored, last = standing.session, standing.last
        secret, seal_secret = secrets_of(stored, keys)
        return cls(
            stored=stored,
            secret=secret,
            seals=scheme.Seals(seal_secret),
            place=last.place if last else 0,
            number=last.number if last else 0,
            link=last.link if last else start_of(stored).link,
            contributed=last.contributed if last else "",
            turns=dict(standing.turns),
            words=last.place - last.number if last else 0,
        )

    def is_over(self, now: datetime) -> bool:
        """Whether all its numbers are taken, or its secret should be revealed by now."""
        most: int = scheme.MOST_ROLLS
        return self.number >= most or self.is_due(now)

    def is_due(self, now: datetime) -> bool:
        """Whether its secret should be revealed by now."""
        return self.stored.due_at is not None and self.stored.due_at <= now

    def precedes(self, entry: StoredEntry) -> bool:
        """Whether an entry is the next one of this session."""
        return (self.stored.session, self.place + 1) == (entry.session, entry.place)

    def roll(
        self,
        call: Call,
        player_id: int,
        interaction_id: int,
        visibility: Visibility,
        now: datetime,
        files: tuple[str, ...] = (),
    ) -> StoredEntry:
        """Return the entry of the next roll; `files` are the digests of the game systems in a list."""
        number, turn = self.number + 1, self.turns.get(player_id, 0) + 1
        sealed = visibility is not Visibility.EVERYONE
        at = moment(now)
        content = call.digest(self.seals.key(number) if sealed else None)
        link = scheme.roll_link(
            self.link, number, str(player_id), turn, sealed=sealed, content=content, at=written(at)
        )
        body: dict[str, object] = {"text": call.text, "names": dict(call.names), "notation": call.notation}
        if call.system:
            body["system"] = call.system
        if files:
            body["files"] = list(files)
        if sealed:
            body["content"] = content
        return self._entry(
            ROLL, link, at, number=number, player_id=player_id, turn=turn, interaction_id=interaction_id,
            visibility=visibility, body=body,
        )  # fmt: skip

    def say(
        self, player_id: int | None, words: str, interaction_id: int | None, now: datetime
    ) -> StoredEntry:
        """Return the entry of a player's words; without a player, the mark that their data was deleted."""
        player = "" if player_id is None else str(player_id)
        contributed = scheme.words_after(self.contributed, player, words)
        at = moment(now)
        link = scheme.words_link(self.link, contributed, written(at))
        return self._entry(
            WORDS, link, at, player_id=player_id, interaction_id=interaction_id, body={"words": words},
            contributed=contributed,
        )  # fmt: skip

    def end(self, following: StoredSession | None, interaction_id: int | None, now: datetime) -> StoredEntry:
        """Return the entry that ends the session."""
        commitment = following.commitment if following else ""
        seals = following.seals if following else ""
        at = moment(now)
        link = scheme.end_link(self.link, self.number, commitment, seals, written(at))
        body = {"commitment": commitment, "seals": seals}
        return self._entry(END, link, at, interaction_id=interaction_id, body=body)

    def seed(self, entry: StoredEntry) -> bytes:
        """Return the seed of a roll."""
        key = self.seals.key(entry.number) if entry.sealed else self.secret
        return scheme.roll_seed(key, str(entry.player_id), entry.turn or 0, entry.contributed)

    def made(self, entry: StoredEntry) -> FairRoll:
        """Return what is rolled for an entry."""
        return FairRoll(entry.number, entry.link, self.seed(entry))

    def follow(self, entry: StoredEntry) -> None:
        """Move on to an entry that was stored."""
        self.place, self.number = entry.place, entry.number
        self.link, self.contributed = entry.link, entry.contributed
        self.words += entry.kind == WORDS
        if entry.player_id is not None and entry.turn is not None:
            self.turns[entry.player_id] = entry.turn
        if entry.interaction_id is not None:
            self.recent[entry.interaction_id] = entry.at
            while len(self.recent) > _FEW:
                oldest = next(iter(self.recent))
                if self.recent[oldest] > entry.at - SAME_INTERACTION:
                    break
                del self.recent[oldest]

    def _entry(self, kind: str, link: str, at: datetime, **more: object) -> StoredEntry:
        values: dict[str, object] = {"number": self.number, "contributed": self.contributed, **more}
        return StoredEntry(
            server_id=self.stored.server_id,
            session=self.stored.session,
            place=self.place + 1,
            kind=kind,
            link=link,
            at=at,
            **values,  # type: ignore[arg-type]  # what each kind of entry holds
        )


def new_session(
    server_id: int,
    number: int,
    keys: SecretKeys,
    *,
    previous: str,
    channel_id: int | None,
    now: datetime,
    hours: int | None,
) -> StoredSession:
    """Return a session with new secrets. Computing their commitments takes about 10 ms."""
    secret, seal_secret = (secrets.token_bytes(scheme.SECRET_BYTES) for _ in range(2))
    return StoredSession(
        server_id=server_id,
        session=number,
        secret=keys.locked(secret, _whose(server_id, number, "secret")),
        seal_secret=keys.locked(seal_secret, _whose(server_id, number, "seals")),
        commitment=scheme.commitment(secret),
        seals=scheme.Seals(seal_secret).root,
        previous=previous,
        channel_id=channel_id,
        begun_at=moment(now),
        hours=hours,
        due_at=moment(now) + timedelta(hours=hours) if hours else None,
        announced=False,
    )


def secrets_of(stored: StoredSession, keys: SecretKeys) -> tuple[bytes, bytes]:
    """Return the secret and the seal secret of a session. Raises KeyMissing."""
    server_id, number = stored.server_id, stored.session
    return (
        keys.unlocked(stored.secret, _whose(server_id, number, "secret")),
        keys.unlocked(stored.seal_secret, _whose(server_id, number, "seals")),
    )


def relocked(stored: StoredSession, keys: SecretKeys) -> tuple[str, str]:
    """Return the secrets of a session as they would be kept now. Raises KeyMissing."""
    secret, seal_secret = secrets_of(stored, keys)
    server_id, number = stored.server_id, stored.session
    return (
        keys.locked(secret, _whose(server_id, number, "secret")),
        keys.locked(seal_secret, _whose(server_id, number, "seals")),
    )


def call_of(body: Mapping[str, object]) -> Call:
    """Return what was asked for, from the body of an entry."""
    names = body["names"]
    assert isinstance(names, dict)
    return scheme.Call(str(body["text"]), names, str(body["notation"]), str(body.get("system", "")))


def moment(now: datetime) -> datetime:
    """Return a moment to the second, in UTC, as links have it."""
    return now.astimezone(UTC).replace(microsecond=0)


def written(at: datetime) -> str:
    """Return a moment as links have it.

    >>> written(datetime(2026, 11, 27, 20, tzinfo=UTC))
    '2026-11-27T20:00:00Z'
    """
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def clean(text: str) -> str:
    """Return a text that any database and any JSON can hold, as the store would make it.

    >>> clean("a\\0b") == "a\\N{REPLACEMENT CHARACTER}b"
    True
    """
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


def _whose(server_id: int, number: int, what: str) -> str:
    return f"{server_id}:{number}:{what}"
