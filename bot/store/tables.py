"""The tables. A change here needs a migration; a test holds the two together.

Ids are Discord's snowflakes. They are 64-bit numbers that grow with time, so whatever is keyed by one
is also sorted by when it was made.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from bot.store.columns import AnyText, UtcDateTime

# Named constraints can be changed by later migrations on every database.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

rolls = Table(
    "rolls",
    metadata,
    # Together they make a roll unique, so that writing it again after a lost answer changes nothing.
    Column("interaction_id", BigInteger, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("rolled_at", UtcDateTime, nullable=False, index=True),
    Column("player_id", BigInteger, nullable=False),
    Column("server_id", BigInteger),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    Column("text", AnyText, nullable=False),
    Column("notation", AnyText, nullable=False),
    Column("note", AnyText, nullable=False),
    Column("names", JSON, nullable=False),
    # A total is exact and may have a hundred digits. "" is that of a game that has no number.
    Column("total", Text, nullable=False),
    Column("faces", JSON(none_as_null=True)),
    Column("visibility", String(16), nullable=False),
    Column("blind_token", String(32), unique=True),
    Column("revealed_at", UtcDateTime),
    # Of a game system's roll: the word it begins with, and what the system made of the dice.
    Column("system", String(32)),
    Column("outcome", JSON(none_as_null=True)),
    # The roll that this one is a second look at.
    Column("first_id", BigInteger),
    Index(None, "player_id", "interaction_id", "part"),
    Index(None, "server_id", "interaction_id", "part"),
    CheckConstraint(
        "(visibility IN ('me_and_gm', 'blind')) = (blind_token IS NOT NULL)", name="for_gm_has_token"
    ),
)

saved_rolls = Table(
    "saved_rolls",
    metadata,
    Column("owner_kind", String(8), primary_key=True),
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), primary_key=True),
    Column("text", AnyText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("uses", Integer, nullable=False),
    CheckConstraint("owner_kind IN ('player', 'server')", name="owner_kind"),
)

shares = Table(
    "shares",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("player_id", BigInteger, nullable=False, index=True),
    Column("rolls", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

server_settings = Table(
    "server_settings",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("gm_role_id", BigInteger),
    Column("gm_channel_id", BigInteger),
    Column("results_channel_id", BigInteger),
    Column("default_visibility", String(16), nullable=False),
    Column("compact", Boolean, nullable=False),
    Column("buttons", Boolean, nullable=False),
    Column("luck", Boolean, nullable=False),
    Column("history_days", Integer),
)

player_settings = Table(
    "player_settings",
    metadata,
    Column("player_id", BigInteger, primary_key=True, autoincrement=False),
    Column("compact", Boolean),
    Column("luck", Boolean),
)

pads = Table(
    "pads",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("player_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("text", AnyText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
)

button_states = Table(
    "button_states",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("text", AnyText, nullable=False),
    Column("used_at", UtcDateTime, nullable=False, index=True),
)
