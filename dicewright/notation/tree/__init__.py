"""The tree of the dice language: its nodes, dice, modifiers and operators."""
