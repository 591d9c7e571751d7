"""Everything the bot stores, and all of its SQL.

`Database` runs a function in a transaction, and the other modules hold such functions, one concept per file.
Each takes a connection as its first argument and is called through `read` or `write`:

    roll = await database.read(rolls.find, interaction_id)
"""
