"""The tables of processes that share shards. They say what is so now, and are not the bot's data.

So they are apart from the others: no backup has them, and nothing in them is anybody's.
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
    # How many shards there are in all; the same for all processes that live at the same time.
    Column("shards", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

shard_leases = Table(
    "shard_leases",
    shard_metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("shard", Integer, primary_key=True, autoincrement=False),
    # Null if nobody serves it.
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
    # Discord lets one session be started in each bucket every five seconds.
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("free_at", UtcDateTime, nullable=False),
)
