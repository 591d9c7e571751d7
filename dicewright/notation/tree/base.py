"""What all parts of an expression share: a place in the text, and the notation they are written in."""

from __future__ import annotations

from dicewright.source import Placed


class Node(Placed):
    """The base of all parts of an expression: `str()` puts their pieces together.

    That is no recursion, so that a deep tree can be written wherever a shallow one can.
    """

    def pieces(self) -> list[str | Node]:
        """Return what the canonical form is made of: text, and the nodes inside."""
        raise NotImplementedError

    def __str__(self) -> str:
        pending = self.pieces()
        if len(pending) == 1 and isinstance(pending[0], str):
            return pending[0]
        text: list[str] = []
        pending.reverse()
        while pending:
            piece = pending.pop()
            if isinstance(piece, str):
                text.append(piece)
            else:
                pending += reversed(piece.pieces())
        return "".join(text)
