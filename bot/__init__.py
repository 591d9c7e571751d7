"""The Dicewright bot: `python -m bot`."""
