"""/system: which game systems there are, how each is typed, and which are played here."""
