"""The tables for processes that share shards. They hold the current state of operation, and no user data.

This is why they are separate from the others: they are not in backups.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

from bot.store.columns import UtcDateTime
from bot.store.tables import metadata

shard_metadata = MetaData(naming_convention=metadata.naming_convention)

shard_processes = Table(
    "shard_processes",
    shard_metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("process", String(32), primary_key=True),
    # The total number of shards; the same for all processes that run at the same time.
    Column("shards", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

shard_leases = Table(
    "shard_leases",
    shard_metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("shard", Integer, primary_key=True, autoincrement=False),
    # Null if no process serves it.
    Column("process", String(32)),
    Column("expires_at", UtcDateTime),
    # The session at Discord's gateway, encrypted, and when it was last known to be open.
    Column("session", Text),
    Column("saved_at", UtcDateTime),
)

shard_identifies = Table(
    "shard_identifies",
    shard_metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    # Discord lets one session per bucket be started every five seconds.
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("free_at", UtcDateTime, nullable=False),
)
