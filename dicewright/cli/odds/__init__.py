"""`dicewright odds`: what a roll can come to, as text, bars and JSON."""
