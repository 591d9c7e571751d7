"""The connection to the database: address, engine, transactions, availability."""
