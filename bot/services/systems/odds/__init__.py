"""The odds of calls of game systems: what a reply, a suggestion and a comparison need."""
