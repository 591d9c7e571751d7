"""Whether replies show pictures of dice: for a server, and for a player."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns: pictures are shown, and players follow their server."""
    pictures = sa.Column("pictures", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("server_settings", pictures)
    op.add_column("player_settings", sa.Column("pictures", sa.Boolean))


def downgrade() -> None:
    """Remove the columns."""
    for table in ("server_settings", "player_settings"):
        op.drop_column(table, "pictures")
