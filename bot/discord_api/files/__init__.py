"""Files on their way from and to Discord."""
