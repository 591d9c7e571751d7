"""The states of a roll with less in them: only what its formulas still depend on."""
