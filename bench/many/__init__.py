"""Several bot processes that share a Discord application and a database."""
