"""The settings of servers and players."""
