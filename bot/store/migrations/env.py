"""What Alembic runs: the migrations, on the connection it is given."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

# The name under which Alembic runs this file, as "__main__" is Python's.
if __name__ == "env_py":
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        # SQLite cannot alter a table; Alembic makes a new one and copies.
        render_as_batch=True,
    )
    context.run_migrations()
