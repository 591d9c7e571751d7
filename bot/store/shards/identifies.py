"""Taking turns at starting sessions: Discord accepts one per bucket every five seconds, across all processes.

A turn is a row with a time by the database's clock. No lock is held in the meantime, so it works through a
pooler, and a process that dies during its turn delays the others only by that turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TAKE = text(
    "INSERT INTO shard_identifies AS turns (application_id, bucket, free_at) "
    "VALUES (:application, :bucket, clock_timestamp() + make_interval(secs => :seconds)) "
    "ON CONFLICT (application_id, bucket) DO UPDATE SET free_at = excluded.free_at "
    "WHERE turns.free_at <= clock_timestamp() "
    # The clock was set back, since no turn lasts so long.
    "OR turns.free_at > clock_timestamp() + make_interval(secs => :seconds) RETURNING bucket"
)
_LEFT = text(
    "SELECT extract(epoch FROM free_at - clock_timestamp())::float FROM shard_identifies "
    "WHERE application_id = :application AND bucket = :bucket"
)


def take_turn(connection: Connection, application_id: int, bucket: int, *, seconds: float) -> float:
    """Take the turn in a bucket for this many seconds and return 0, or return the seconds to wait.

    These are the seconds until somebody else's turn is over.
    """
    turn = {"application": application_id, "bucket": bucket, "seconds": seconds}
    if connection.execute(_TAKE, turn).first() is not None:
        return 0.0
    left: float = connection.execute(_LEFT, turn).scalar_one()
    return max(left, 0.01)
