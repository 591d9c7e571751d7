"""Verifiable rolls: sessions, and their entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    with op.batch_alter_table("server_settings") as batch:
        batch.add_column(sa.Column("fair", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "fair_sessions",
        sa.Column("server_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("session", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("seal_secret", sa.Text, nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("seals", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("hours", sa.Integer),
        sa.Column("due_at", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("server_id", "session", name="pk_fair_sessions"),
    )
    op.create_index("ix_fair_sessions_due_at", "fair_sessions", ["due_at"])
    op.create_index("ix_fair_sessions_ended_at", "fair_sessions", ["ended_at"])
    op.create_table(
        "fair_entries",
        sa.Column("server_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("session", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("player_id", sa.BigInteger),
        sa.Column("turn", sa.Integer),
        sa.Column("interaction_id", sa.BigInteger),
        sa.Column("visibility", sa.String(16)),
        sa.Column("opened", sa.Boolean, nullable=False),
        sa.Column("body", sa.JSON),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("contributed", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "session", "place", name="pk_fair_entries"),
        sa.UniqueConstraint("interaction_id", name="uq_fair_entries_interaction_id"),
        sa.CheckConstraint("kind IN ('roll', 'words', 'end')", name="kind"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fair_entries_player_id", "fair_entries", ["player_id"])


def downgrade() -> None:
    """Remove the tables and all that is in them."""
    op.drop_table("fair_entries")
    op.drop_table("fair_sessions")
    with op.batch_alter_table("server_settings") as batch:
        batch.drop_column("fair")
