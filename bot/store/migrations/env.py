"""Alembic's entry point: runs the migrations on the connection it is given."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

# The name under which Alembic runs this file, as Python does under "__main__".
if __name__ == "env_py":
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        # SQLite can't alter tables this way: Alembic creates a new one and copies the rows.
        render_as_batch=True,
    )
    context.run_migrations()
