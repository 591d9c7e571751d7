"""Looking up the `@names` in a text that is about to be rolled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.saved.changes import find
from bot.services.saved.names import canonical_name, names_in
from bot.store import saved_rolls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from bot.store.saved_rolls import Owner, SavedRoll
    from dicewright import Limits


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text ready for `dicewright.parse`."""

    text: str
    """What to parse: where a player wrote nothing but a name, what was saved under it."""
    names: Mapping[str, str]
    """What each @name stands for."""
    used: tuple[tuple[Owner, str], ...] = ()
    """The saved rolls that the player named."""
    name: str = ""
    """The name of the saved roll that it is, where it is no more than that."""


def resolve(
    connection: Connection, text: str, owners: Sequence[Owner], *, deepest: int, limits: Limits
) -> Resolved:
    """Return a text with what its names stand for, and nothing that it does not need.

    The first of the `owners` who has a name is the one it is taken from; names are followed `deepest`
    steps. Names that nobody saved are left for `dicewright.parse` to complain about: then all known ones
    are there, for it to suggest from. Raises NotationError or LimitError where a text is not notation.
    """
    written = names_in(text, limits)
    known: dict[str, SavedRoll] = {}
    names: dict[str, str] = {}
    pending = set(written)
    for _ in range(deepest):
        wanted = {canonical_name(name) for name in pending} - known.keys()
        found = saved_rolls.named(connection, owners, wanted) if wanted else []
        known |= _by_name(found, owners)
        names |= {name: known[canonical_name(name)].text for name in pending if canonical_name(name) in known}
        pending = {name for roll in found for name in names_in(roll.text, limits) if name not in names}
        if not pending:
            break
    if any(canonical_name(name) not in known for name in (*written, *pending)):
        everything = _by_name(saved_rolls.all_of(connection, owners), owners)
        names = {name: roll.text for name, roll in everything.items()} | names
    used = tuple((known[name].owner, name) for name in map(canonical_name, written) if name in known)
    alone = canonical_name(text.strip().removeprefix("@"))
    return Resolved(known[alone].text, names, used, alone) if alone in known else Resolved(text, names, used)


def resolve_saved(
    connection: Connection,
    owner: Owner,
    name: str,
    owners: Sequence[Owner],
    *,
    deepest: int,
    limits: Limits,
) -> Resolved:
    """Return the saved roll that an owner has under a name, no matter who else has that name.

    The names in it are those of the `owners`. Raises as `resolve` does, and UserError where it is not there.
    """
    roll = find(connection, owner, name)
    resolved = resolve(connection, roll.text, owners, deepest=deepest, limits=limits)
    return Resolved(resolved.text, resolved.names, ((owner, roll.name),), roll.name)


def _by_name(rolls: Sequence[SavedRoll], owners: Sequence[Owner]) -> dict[str, SavedRoll]:
    return {roll.name: roll for roll in sorted(rolls, key=lambda roll: -owners.index(roll.owner))}
