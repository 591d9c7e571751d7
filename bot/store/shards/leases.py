"""Leases of shards, by the clock of a PostgreSQL: each shard is one process's, as long as it renews.

No lock outlives a transaction, so all of it works through a pooler. A process that is stopped in the
middle of a transaction loses it, and with it its locks, within seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.store.connection.notices import Topic, announce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

# A session that has been closed for longer is over at Discord.
SESSION_SECONDS = 300.0

# With each transaction, so that a process that is stopped within one is in nobody's way for long.
_LIMITS = (
    "set_config('lock_timeout', '1s', true), set_config('idle_in_transaction_session_timeout', '2s', true)"
)
_IMPATIENT = text(f"SELECT {_LIMITS}")
# Only one process at a time may find that there is nobody else. It is in nobody's way but theirs.
_ALONE = text(
    "SELECT pg_advisory_xact_lock(734190612, CAST(CAST(:application AS bigint) % 2147483647 AS integer))"
)
_REMOVE_DEAD = text(
    "DELETE FROM shard_processes WHERE application_id = :application AND expires_at <= clock_timestamp()"
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
    "WHERE shard_processes.application_id = :application AND shard_processes.expires_at > clock_timestamp() "
    "GROUP BY shard_processes.process"
)
_TAKE = text(
    "UPDATE shard_leases SET process = :process, "
    "expires_at = clock_timestamp() + make_interval(secs => :seconds) "
    "WHERE application_id = :application AND shard IN ("
    "SELECT shard FROM shard_leases WHERE application_id = :application AND shard < :shards "
    "AND (process IS NULL OR expires_at <= clock_timestamp()) "
    "ORDER BY shard LIMIT :most FOR UPDATE SKIP LOCKED) "
    "RETURNING shard, CASE WHEN saved_at > clock_timestamp() - make_interval(secs => :fresh) "
    "THEN session END AS session"
)
_ANY_FREE = text(
    "SELECT EXISTS (SELECT FROM shard_leases WHERE application_id = :application AND shard < :shards "
    "AND (process IS NULL OR expires_at <= clock_timestamp()))"
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
    """A process that can hold leases of a bot's shards."""

    application_id: int
    process: str
    shards: int
    """How many shards the bot has in all its processes."""
    seconds: float
    """For how long a lease is good if it is not renewed."""

    def parameters(self, **others: object) -> dict[str, object]:
        """Return what statements name."""
        return {
            "application": self.application_id,
            "process": self.process,
            "shards": self.shards,
            "seconds": self.seconds,
            **others,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What one process holds, and how long that is certain."""

    shards: int
    seconds: float | None
    """For how long the lease that ends first is still good; None without any."""


def join(connection: Connection, tenant: Tenant) -> int:
    """Become one of a bot's processes; return how many shards these have.

    That is what the processes that live already say, or else what this one wants.
    """
    connection.execute(_IMPATIENT)
    connection.execute(_ALONE, {"application": tenant.application_id})
    connection.execute(_REMOVE_DEAD, {"application": tenant.application_id})
    shards: int = connection.execute(_SHARDS, tenant.parameters()).scalar() or tenant.shards
    connection.execute(_MAKE_LEASES, tenant.parameters(shards=shards))
    connection.execute(_FORGET_OLD_SESSIONS, tenant.parameters(seconds=SESSION_SECONDS))
    connection.execute(_LIVE, tenant.parameters(shards=shards))
    announce(connection, Topic.SHARDS)
    return shards


def renew(connection: Connection, tenant: Tenant, sessions: Mapping[int, str]) -> set[int]:
    """Live on, keep these sessions, and return the shards that are still this process's.

    One that has expired and that nobody else took is renewed as well.
    """
    connection.execute(_LIVE, tenant.parameters())
    return set(connection.execute(_RENEW, _saving(tenant, sessions)).scalars())


def counts(connection: Connection, tenant: Tenant) -> dict[str, Held]:
    """Return what each process that lives holds."""
    found = connection.execute(_COUNTS, tenant.parameters())
    return {row.process: Held(row.held, row.seconds) for row in found}


def take(connection: Connection, tenant: Tenant, most: int) -> dict[int, str | None]:
    """Take up to this many shards that are nobody's; return them with the sessions that can be resumed."""
    wanted = tenant.parameters(most=most, fresh=SESSION_SECONDS)
    found = connection.execute(_TAKE, wanted).all()
    if not found:
        # They are gone after a backup was restored.
        connection.execute(_MAKE_LEASES, tenant.parameters())
        found = connection.execute(_TAKE, wanted).all()
    return {row.shard: row.session for row in found}


def any_free(connection: Connection, tenant: Tenant) -> bool:
    """Return whether any shard is nobody's."""
    return bool(connection.execute(_ANY_FREE, tenant.parameters()).scalar())


def release(connection: Connection, tenant: Tenant, sessions: Mapping[int, str | None]) -> None:
    """Give up shards, and leave their sessions, where they have one, to the process that takes them."""
    connection.execute(_IMPATIENT)
    connection.execute(_RELEASE, _saving(tenant, sessions))
    announce(connection, Topic.SHARDS)


def leave(connection: Connection, tenant: Tenant, sessions: Mapping[int, str]) -> None:
    """Give up all shards with their sessions, and be none of the bot's processes any longer."""
    release(connection, tenant, sessions)
    connection.execute(_LEAVE, tenant.parameters())


def _saving(tenant: Tenant, sessions: Mapping[int, str | None]) -> dict[str, object]:
    return tenant.parameters(saved=list(sessions), sessions=list(sessions.values()))
