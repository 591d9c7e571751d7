"""What the bot remembers. SQL lives here and nowhere else.

`Database` runs a function in a transaction; the other modules hold such functions, one idea a file.
Each takes a connection first and is called through `read` or `write`:

    roll = await database.read(rolls.find, interaction_id)
"""
