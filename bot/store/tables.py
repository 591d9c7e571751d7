"""The tables. A change here needs a migration; a test compares the two.

Ids are Discord's snowflakes: 64-bit numbers that grow with time, so rows keyed by one are also in the order
in which they were made.
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
    false,
    true,
)

from bot.store.columns import AnyText, UtcDateTime

# Later migrations can change named constraints on every database.
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
    # Together they identify a roll, so that writing it again after a lost answer changes nothing.
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
    # A total is exact and may have a hundred digits. "" is the total in a game without numbers.
    Column("total", Text, nullable=False),
    Column("faces", JSON(none_as_null=True)),
    Column("visibility", String(16), nullable=False),
    Column("blind_token", String(32), unique=True),
    Column("revealed_at", UtcDateTime),
    # For a roll of a game system: the word it begins with, and the outcome.
    Column("system", String(32)),
    Column("outcome", JSON(none_as_null=True)),
    # The roll that this one is a second look at.
    Column("first_id", BigInteger, index=True),
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
    # If the code stands for a game system instead of rolls.
    Column("system_file", AnyText),
)

system_files = Table(
    "system_files",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    # The SHA-256 of the file, so that a roll finds the exact version that it was made with.
    Column("digest", String(64), primary_key=True),
    Column("command", String(32), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    # Null if the player's data was deleted. The file belongs to the server and stays.
    Column("added_by", BigInteger, index=True),
    Column("added_at", UtcDateTime, nullable=False),
    # When it was replaced by a newer version, or removed; null if it is in use.
    Column("replaced_at", UtcDateTime),
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
    # Has a default, since a process of an older version doesn't know it.
    Column("fair", Boolean, nullable=False, server_default=false()),
    Column("pictures", Boolean, nullable=False, server_default=true()),
    # By channel id; under "" are those of the whole server.
    Column("systems", JSON(none_as_null=True)),
)

player_settings = Table(
    "player_settings",
    metadata,
    Column("player_id", BigInteger, primary_key=True, autoincrement=False),
    Column("compact", Boolean),
    Column("luck", Boolean),
    Column("pictures", Boolean),
    Column("systems", JSON(none_as_null=True)),
)

characters = Table(
    "characters",
    metadata,
    Column("player_id", BigInteger, primary_key=True, autoincrement=False),
    # The name in its normal form.
    Column("key", String(64), primary_key=True),
    Column("name", AnyText, nullable=False),
    # Texts by name, in the order of the sheet.
    Column("sheet", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

characters_in_use = Table(
    "characters_in_use",
    metadata,
    Column("player_id", BigInteger, primary_key=True, autoincrement=False),
    # 0 for direct messages.
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    # 0 for the whole server.
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    # "" for none.
    Column("key", String(64), nullable=False),
)

pads = Table(
    "pads",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("player_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("text", AnyText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
)

hints_shown = Table(
    "hints_shown",
    metadata,
    # A person sees each hint about another bot's notation only once, whichever process answers.
    Column("player_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(32), primary_key=True),
)

button_states = Table(
    "button_states",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("text", AnyText, nullable=False),
    Column("used_at", UtcDateTime, nullable=False, index=True),
)

fair_sessions = Table(
    "fair_sessions",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("session", Integer, primary_key=True, autoincrement=False),
    # As `services/fair/secret_keys.py` writes them: encrypted, if the host has set a key.
    Column("secret", Text, nullable=False),
    Column("seal_secret", Text, nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("seals", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("channel_id", BigInteger),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("hours", Integer),
    # When the secret is revealed automatically, and when it was revealed.
    Column("due_at", UtcDateTime, index=True),
    Column("ended_at", UtcDateTime, index=True),
    Column("announced", Boolean, nullable=False),
)

fair_entries = Table(
    "fair_entries",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("session", Integer, primary_key=True, autoincrement=False),
    # If two processes continue from the same entry, they want the same place, and one of them gets it.
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    # The number of rolls up to and including this entry: for a roll, its own number.
    Column("number", Integer, nullable=False),
    Column("player_id", BigInteger, index=True),
    Column("turn", Integer),
    Column("interaction_id", BigInteger, unique=True),
    Column("visibility", String(16)),
    Column("opened", Boolean, nullable=False),
    # What was rolled or said; null if the player had it deleted.
    Column("body", JSON(none_as_null=True)),
    Column("at", UtcDateTime, nullable=False),
    Column("link", String(64), nullable=False),
    Column("contributed", String(64), nullable=False),
    CheckConstraint("kind IN ('roll', 'words', 'end')", name="kind"),
    # In SQLite it has no row ids. Only the migration says so: here, it would load that dialect for all.
)
