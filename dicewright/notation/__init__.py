"""From text to tree: the lexer, the parser and the nodes of the dice language."""
