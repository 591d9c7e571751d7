"""What cannot be meant: modifiers that no die can match, and what to write instead."""
