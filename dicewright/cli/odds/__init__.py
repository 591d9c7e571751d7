"""`dicewright odds`: the possible results of a roll, as text, bars and JSON."""
