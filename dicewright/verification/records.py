"""What a session records: its start, the words that players set, the rolls, and its end."""

from __future__ import annotations

from dicewright.values import Value
from dicewright.verification import scheme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias


class Start(Value):
    """What was published before the first roll of a session.

    >>> Start("1", 1, "", "").link == scheme.start_link("1", 1, "", "", "")
    True
    """

    server: str
    """The id of the Discord server, in decimal digits."""
    session: int
    """Which session of that server it is, from 1."""
    commitment: str
    """The SHA-256 of the secret."""
    seals: str
    """The root of the tree of keys for sealed rolls."""
    previous: str = ""
    """The last link of the session before, or "" for the first one."""

    @property
    def link(self) -> str:
        """The first link of the chain."""
        return scheme.start_link(self.server, self.session, self.commitment, self.seals, self.previous)


class Words(Value):
    """Words that a player set; without a player, a mark where a player's data was deleted.

    >>> Words("7", "xyzzy", "2026-11-27T20:00:00Z").words
    'xyzzy'
    """

    player: str
    words: str
    at: str
    """When, as in 2026-11-27T20:00:00Z."""
    link: str = ""


class Call(Value):
    """What was asked for.

    >>> Call("@hit", {"hit": "1d20+7"}, "@hit").system
    ''
    """

    text: str
    names: Mapping[str, str]
    """What each @name in it stood for."""
    notation: str
    """The canonical form of the text; of a game system's roll, the call in full."""
    system: str = ""
    """The SHA-256 of the file of a game system, or ""."""

    def digest(self, key: bytes | None = None) -> str:
        """Return the digest of it that is in the chain; `key` is that of a sealed roll.

        >>> Call("d20", {}, "1d20").digest() == scheme.content_digest("d20", {}, "1d20")
        True
        """
        return scheme.content_digest(self.text, self.names, self.notation, self.system, key=key)


class Thrown(Value):
    """The result of a roll.

    >>> Thrown((4, 2), (6, 6), "6").total
    '6'
    """

    faces: tuple[int, ...] | None
    """Every face thrown, in order, from 1; None if there are too many to list."""
    sides: tuple[int, ...] | None
    """How many sides each of these dice has."""
    total: str
    """The exact total, as `dicewright.exact_text` writes it; of a game system's roll, its answer.

    It is "" if the roll failed with these dice, as by a division by zero.
    """


class Opening(Value):
    """What opens a sealed roll: the key under its number, and the path to the root that was committed to.

    >>> len(Opening("00" * 32, ("00" * 32,) * 12).path)
    12
    """

    key: str
    path: tuple[str, ...]


class Roll(Value):
    """A roll. What is hidden of a sealed one is None.

    >>> Roll(1, "7", 1, "2026-11-27T20:00:00Z", "00" * 32, sealed=True).hidden
    True
    """

    number: int
    player: str
    turn: int
    """Which of the player's rolls in this session it is, from 1."""
    at: str
    link: str
    sealed: bool = False
    content: str = ""
    """The digest of the call, if that is hidden."""
    opening: Opening | None = None
    call: Call | None = None
    thrown: Thrown | None = None
    """None as well if the host cannot say it any more, since the file of a game system has changed."""

    @property
    def hidden(self) -> bool:
        """Whether only its place in the chain is known."""
        return self.sealed and self.opening is None


class Removed(Value):
    """What is left of a roll or of words whose player had their data deleted.

    >>> Removed(41, "00" * 32).number
    41
    """

    number: int
    """The number of the roll; 0 for words."""
    link: str
    at: str = ""
    contributed: str = ""
    """For words, the digest of all words with these."""


class End(Value):
    """The end of a session, at which its secret was revealed.

    >>> End(500, "2026-11-27T23:00:00Z").rolls
    500
    """

    rolls: int
    at: str
    link: str = ""
    commitment: str = ""
    """That of the next session, or "" if none followed."""
    seals: str = ""


Entry: TypeAlias = "Words | Roll | Removed | End"


class Session(Value):
    """A whole session, as its file has it. `secret` is None until it is revealed.

    >>> Session(Start("1", 1, "00" * 32, "00" * 32), ()).secret is None
    True
    """

    start: Start
    entries: tuple[Entry, ...]
    secret: bytes | None = None


class Receipt(Value):
    """One roll with all that it follows from. `secret` is None until it is revealed.

    >>> start = Start("1", 1, "00" * 32, "00" * 32)
    >>> roll = Roll(1, "7", 1, "2026-11-27T20:00:00Z", "00" * 32, sealed=True)
    >>> Receipt(start, (), start.link, roll).roll.number
    1
    """

    start: Start
    words: tuple[Words | Removed, ...]
    """All words that were set before it, in order."""
    before: str
    """The link that its own follows."""
    roll: Roll
    secret: bytes | None = None
