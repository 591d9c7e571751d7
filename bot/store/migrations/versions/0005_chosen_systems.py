"""The game systems that servers, their channels and players have chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, in which nothing is chosen."""
    for table in ("server_settings", "player_settings"):
        op.add_column(table, sa.Column("systems", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    """Remove the columns."""
    for table in ("server_settings", "player_settings"):
        op.drop_column(table, "systems")
