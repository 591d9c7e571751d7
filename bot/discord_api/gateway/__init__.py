"""Connections to Discord's gateway that are opened and closed while the client runs."""
