"""Backups: all rows as text that both SQLite and PostgreSQL can write and read (docs/adr/0001)."""
