"""Which process serves which of Discord's shards, if several share a PostgreSQL database."""
