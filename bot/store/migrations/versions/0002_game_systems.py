"""What game systems made of rolls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, which are empty for all rolls of plain dice."""
    op.add_column("rolls", sa.Column("system", sa.String(32)))
    op.add_column("rolls", sa.Column("outcome", sa.JSON(none_as_null=True)))
    op.add_column("rolls", sa.Column("first_id", sa.BigInteger))


def downgrade() -> None:
    """Remove the columns, and the rolls that are nothing without them."""
    op.execute("DELETE FROM rolls WHERE system IS NOT NULL")
    for column in ("first_id", "outcome", "system"):
        op.drop_column("rolls", column)
