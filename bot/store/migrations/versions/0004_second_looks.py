"""Finding the second look at a roll."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_rolls_first_id", "rolls", ["first_id"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_rolls_first_id", "rolls")
