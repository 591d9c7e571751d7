"""How saved rolls are shown."""
