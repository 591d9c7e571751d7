"""Connections to Discord's gateway that come and go while the client runs."""
