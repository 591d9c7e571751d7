"""The journal of verifiable rolls: a file beside an SQLite database that has each of them before it is made.

See docs/adr/0019-a-journal-of-verifiable-rolls.md.
"""
