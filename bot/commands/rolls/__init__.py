"""The commands, buttons and forms that roll dice."""
