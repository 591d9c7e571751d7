"""Which process serves which of Discord's shards, where several share a PostgreSQL."""
