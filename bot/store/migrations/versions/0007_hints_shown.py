"""Which hints about the notation of other bots a player has seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hints_shown",
        sa.Column("player_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("player_id", "kind", name="pk_hints_shown"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("hints_shown")
