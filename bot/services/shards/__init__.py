"""Sharing the shards of a bot among the processes that serve it."""
