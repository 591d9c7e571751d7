"""Backups: all rows as text, which SQLite and PostgreSQL both write and read (docs/adr/0001)."""
