"""From text to tokens: the signs of a keyboard, what is pasted around a roll, words and numbers."""
