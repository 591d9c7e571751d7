"""Processes that share the shards of a bot: who they are, what they serve, when they may identify."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "shard_processes",
        sa.Column("application_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("shards", sa.Integer, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("application_id", "process", name="pk_shard_processes"),
    )
    op.create_table(
        "shard_leases",
        sa.Column("application_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("shard", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("process", sa.String(32)),
        sa.Column("expires_at", _MOMENT),
        sa.Column("session", sa.Text),
        sa.Column("saved_at", _MOMENT),
        sa.PrimaryKeyConstraint("application_id", "shard", name="pk_shard_leases"),
    )
    op.create_table(
        "shard_identifies",
        sa.Column("application_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("bucket", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("free_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("application_id", "bucket", name="pk_shard_identifies"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("shard_identifies", "shard_leases", "shard_processes"):
        op.drop_table(table)
