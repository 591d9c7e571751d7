"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rolls",
        sa.Column("interaction_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("part", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("rolled_at", _MOMENT, nullable=False),
        sa.Column("player_id", sa.BigInteger, nullable=False),
        sa.Column("server_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("notation", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("total", sa.Text, nullable=False),
        sa.Column("faces", sa.JSON),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("blind_token", sa.String(32)),
        sa.Column("revealed_at", _MOMENT),
        sa.PrimaryKeyConstraint("interaction_id", "part", name="pk_rolls"),
        sa.UniqueConstraint("blind_token", name="uq_rolls_blind_token"),
        sa.CheckConstraint("(visibility = 'blind') = (blind_token IS NOT NULL)", name="blind_has_token"),
    )
    op.create_index("ix_rolls_rolled_at", "rolls", ["rolled_at"])
    op.create_index(
        "ix_rolls_player_id_interaction_id_part", "rolls", ["player_id", "interaction_id", "part"]
    )
    op.create_index(
        "ix_rolls_server_id_interaction_id_part", "rolls", ["server_id", "interaction_id", "part"]
    )
    op.create_table(
        "saved_rolls",
        sa.Column("owner_kind", sa.String(8), nullable=False),
        sa.Column("owner_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", "name", name="pk_saved_rolls"),
        sa.CheckConstraint("owner_kind IN ('player', 'server')", name="owner_kind"),
    )
    op.create_table(
        "shares",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("player_id", sa.BigInteger, nullable=False),
        sa.Column("rolls", sa.JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_shares"),
    )
    op.create_index("ix_shares_player_id", "shares", ["player_id"])
    op.create_index("ix_shares_expires_at", "shares", ["expires_at"])
    op.create_table(
        "server_settings",
        sa.Column("server_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("gm_role_id", sa.BigInteger),
        sa.Column("gm_channel_id", sa.BigInteger),
        sa.Column("results_channel_id", sa.BigInteger),
        sa.Column("default_visibility", sa.String(16), nullable=False),
        sa.Column("compact", sa.Boolean, nullable=False),
        sa.Column("buttons", sa.Boolean, nullable=False),
        sa.Column("luck", sa.Boolean, nullable=False),
        sa.Column("history_days", sa.Integer),
        sa.PrimaryKeyConstraint("server_id", name="pk_server_settings"),
    )
    op.create_table(
        "player_settings",
        sa.Column("player_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("compact", sa.Boolean),
        sa.Column("luck", sa.Boolean),
        sa.PrimaryKeyConstraint("player_id", name="pk_player_settings"),
    )
    op.create_table(
        "pads",
        sa.Column("message_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("player_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "player_id", name="pk_pads"),
    )
    op.create_index("ix_pads_player_id", "pads", ["player_id"])
    op.create_index("ix_pads_updated_at", "pads", ["updated_at"])
    op.create_table(
        "button_states",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_button_states"),
    )
    op.create_index("ix_button_states_used_at", "button_states", ["used_at"])


def downgrade() -> None:
    """Remove the tables and all that is in them."""
    for table in (
        "button_states",
        "pads",
        "player_settings",
        "server_settings",
        "shares",
        "saved_rolls",
        "rolls",
    ):
        op.drop_table(table)
