"""Files from and to Discord."""
