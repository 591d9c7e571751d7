"""The game systems that servers have added, and codes that share them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "system_files",
        sa.Column("server_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("command", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_by", sa.BigInteger),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("replaced_at", _MOMENT),
        sa.PrimaryKeyConstraint("server_id", "digest", name="pk_system_files"),
    )
    op.create_index("ix_system_files_added_by", "system_files", ["added_by"])
    op.add_column("shares", sa.Column("system_file", sa.Text))


def downgrade() -> None:
    """Drop them, and the codes that stand for nothing else."""
    op.execute("DELETE FROM shares WHERE system_file IS NOT NULL")
    op.drop_column("shares", "system_file")
    op.drop_table("system_files")
