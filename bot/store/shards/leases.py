"""Leases on shards, by PostgreSQL's clock: a shard belongs to one process while that renews its lease.

No lock outlives a transaction, so all of this works through a pooler. A process that freezes in the middle
of a transaction loses it, together with its locks, within seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.store.connection.notices import Topic, announce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

# Discord has forgotten a session that has been closed for longer.
SESSION_SECONDS = 300.0

# Set in each transaction, so that a process that freezes within one doesn't block others for long.
_LIMITS = (
    "set_config('lock_timeout', '1s', true), set_config('idle_in_transaction_session_timeout', '2s', true)"
)
_IMPATIENT = text(f"SELECT {_LIMITS}")
# Only one process at a time may find itself to be the first. The lock blocks only others that join.
_ALONE = text(
    "SELECT pg_advisory_xact_lock(734190612, CAST(CAST(:application AS bigint) % 2147483647 AS integer))"
)
_REMOVE_DEAD = text(
    "DELETE FROM shard_processes WHERE application_id = :application "
    "AND NOT (expires_at > clock_timestamp() "
    "AND expires_at < clock_timestamp() + make_interval(secs => :longest))"
)
_SHARDS = text("SELECT shards FROM shard_processes WHERE application_id = :application LIMIT 1")
_MAKE_LEASES = text(
    "INSERT INTO shard_leases (application_id, shard) "
    "SELECT CAST(:application AS bigint), shard "
    "FROM generate_series(0, CAST(:shards AS integer) - 1) AS shard "
    "ON CONFLICT DO NOTHING"
)
_FORGET_OLD_SESSIONS = text(
    "UPDATE shard_leases SET session = NULL WHERE application_id = :application "
    "AND saved_at < clock_timestamp() - make_interval(secs => :seconds)"
)
_ALIVE = (
    "WITH live AS (INSERT INTO shard_processes (application_id, process, shards, expires_at) "
    "VALUES (:application, :process, :shards, clock_timestamp() + make_interval(secs => :seconds)) "
    "ON CONFLICT (application_id, process) DO UPDATE SET expires_at = excluded.expires_at)"
)
_LIVE = text(f"{_ALIVE} SELECT {_LIMITS}")
_RENEW = text(
    "UPDATE shard_leases SET expires_at = clock_timestamp() + make_interval(secs => :seconds), "
    "session = coalesce(saved.session, shard_leases.session), saved_at = clock_timestamp() "
    "FROM shard_leases AS mine "
    "LEFT JOIN unnest(CAST(:saved AS integer[]), CAST(:sessions AS text[])) AS saved (shard, session) "
    "ON saved.shard = mine.shard "
    "WHERE mine.application_id = :application AND mine.process = :process "
    "AND shard_leases.application_id = mine.application_id AND shard_leases.shard = mine.shard "
    "AND shard_leases.process = mine.process RETURNING shard_leases.shard"
)
_COUNTS = text(
    "SELECT shard_processes.process, count(shard) AS held, "
    "extract(epoch FROM min(shard_leases.expires_at) - clock_timestamp())::float AS seconds "
    "FROM shard_processes LEFT JOIN shard_leases "
    "ON shard_leases.application_id = shard_processes.application_id "
    "AND shard_leases.process = shard_processes.process AND shard_leases.shard < shard_processes.shards "
    "AND shard_leases.expires_at > clock_timestamp() "
    "AND shard_leases.expires_at < clock_timestamp() + make_interval(secs => :longest) "
    "WHERE shard_processes.application_id = :application AND shard_processes.expires_at > clock_timestamp() "
    "AND shard_processes.expires_at < clock_timestamp() + make_interval(secs => :longest) "
    "GROUP BY shard_processes.process"
)
# First, because PostgreSQL may execute a subquery of the condition for each row, and take too many.
_TAKE = text(
    "WITH free AS MATERIALIZED (SELECT shard FROM shard_leases "
    "WHERE application_id = :application AND shard < :shards "
    "AND (process IS NULL OR NOT (expires_at > clock_timestamp() "
    "AND expires_at < clock_timestamp() + make_interval(secs => :longest))) "
    "ORDER BY shard LIMIT :most FOR UPDATE SKIP LOCKED) "
    "UPDATE shard_leases SET process = :process, "
    "expires_at = clock_timestamp() + make_interval(secs => :seconds) "
    "FROM free WHERE application_id = :application AND shard_leases.shard = free.shard "
    "RETURNING free.shard, CASE WHEN saved_at > clock_timestamp() - make_interval(secs => :fresh) "
    "THEN session END AS session"
)
_ANY_FREE = text(
    "SELECT EXISTS (SELECT FROM shard_leases WHERE application_id = :application AND shard < :shards "
    "AND (process IS NULL OR NOT (expires_at > clock_timestamp() "
    "AND expires_at < clock_timestamp() + make_interval(secs => :longest))))"
)
_RELEASE = text(
    "UPDATE shard_leases SET process = NULL, expires_at = NULL, "
    "session = coalesce(saved.session, shard_leases.session), saved_at = clock_timestamp() "
    "FROM unnest(CAST(:saved AS integer[]), CAST(:sessions AS text[])) AS saved (shard, session) "
    "WHERE application_id = :application AND process = :process AND shard_leases.shard = saved.shard"
)
_LEAVE = text(
    "WITH gone AS (DELETE FROM shard_processes WHERE application_id = :application AND process = :process) "
    "UPDATE shard_leases SET process = NULL, expires_at = NULL "
    "WHERE application_id = :application AND process = :process"
)


@dataclass(frozen=True, slots=True)
class Tenant:
    """A process that can hold leases on a bot's shards."""

    application_id: int
    process: str
    shards: int
    """The number of shards of the bot, across all its processes."""
    seconds: float
    """How long a lease lasts unless it is renewed."""

    def parameters(self, **others: object) -> dict[str, object]:
        """Return the parameters of the statements."""
        return {
            "application": self.application_id,
            "process": self.process,
            "shards": self.shards,
            "seconds": self.seconds,
            # If one seems to last longer, its end was set by a clock that was ahead: that of the primary
            # before a failover, or the same clock before it was set back. It counts as expired then,
            # because its process may be dead.
            "longest": 2 * self.seconds,
            **others,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds, and for how long that is certain."""

    shards: int
    seconds: float | None
    """The seconds until its first lease expires; None if it has none."""


def join(connection: Connection, tenant: Tenant) -> int:
    """Become one of a bot's processes; return the number of shards that the bot has.

    It is the number that the running processes use or, without any, the one that this process wants.
    """
    connection.execute(_IMPATIENT)
    connection.execute(_ALONE, {"application": tenant.application_id})
    connection.execute(_REMOVE_DEAD, tenant.parameters())
    shards: int = connection.execute(_SHARDS, tenant.parameters()).scalar() or tenant.shards
    connection.execute(_MAKE_LEASES, tenant.parameters(shards=shards))
    connection.execute(_FORGET_OLD_SESSIONS, tenant.parameters(seconds=SESSION_SECONDS))
    connection.execute(_LIVE, tenant.parameters(shards=shards))
    announce(connection, Topic.SHARDS)
    return shards


def renew(connection: Connection, tenant: Tenant, sessions: Mapping[int, str]) -> set[int]:
    """Renew all leases, store these sessions, and return the shards that this process still holds.

    An expired lease that nobody else took is renewed as well.
    """
    connection.execute(_LIVE, tenant.parameters())
    return set(connection.execute(_RENEW, _saving(tenant, sessions)).scalars())


def counts(connection: Connection, tenant: Tenant) -> dict[str, Held]:
    """Return what each running process holds."""
    found = connection.execute(_COUNTS, tenant.parameters())
    return {row.process: Held(row.held, row.seconds) for row in found}


def take(connection: Connection, tenant: Tenant, most: int) -> dict[int, str | None]:
    """Take up to `most` free shards; return them, with their sessions where these can be resumed."""
    wanted = tenant.parameters(most=most, fresh=SESSION_SECONDS)
    found = connection.execute(_TAKE, wanted).all()
    if not found:
        # They are missing after a backup was restored.
        connection.execute(_MAKE_LEASES, tenant.parameters())
        found = connection.execute(_TAKE, wanted).all()
    return {row.shard: row.session for row in found}


def any_free(connection: Connection, tenant: Tenant) -> bool:
    """Return whether any shard is free."""
    return bool(connection.execute(_ANY_FREE, tenant.parameters()).scalar())


def release(connection: Connection, tenant: Tenant, sessions: Mapping[int, str | None]) -> None:
    """Give up shards, leaving their sessions, if any, to the process that takes them."""
    connection.execute(_IMPATIENT)
    connection.execute(_RELEASE, _saving(tenant, sessions))
    announce(connection, Topic.SHARDS)


def leave(connection: Connection, tenant: Tenant, sessions: Mapping[int, str]) -> None:
    """Give up all shards with their sessions, and stop being one of the bot's processes."""
    release(connection, tenant, sessions)
    connection.execute(_LEAVE, tenant.parameters())


def _saving(tenant: Tenant, sessions: Mapping[int, str | None]) -> dict[str, object]:
    return tenant.parameters(saved=list(sessions), sessions=list(sessions.values()))
