"""The rules of a game, as its file gives them: frozen, with every formula parsed."""
