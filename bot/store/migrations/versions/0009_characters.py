"""Characters of players, and where each is in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "characters",
        sa.Column("player_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sheet", sa.JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("player_id", "key", name="pk_characters"),
    )
    op.create_table(
        "characters_in_use",
        sa.Column("player_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("player_id", "server_id", "channel_id", name="pk_characters_in_use"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("characters_in_use")
    op.drop_table("characters")
