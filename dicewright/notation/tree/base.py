"""What all parts of an expression share: a place in the text, and the notation they are written in."""

from __future__ import annotations

from dicewright.source import Placed


class Node(Placed):
    """The base of all parts of an expression. `str()` of one is its notation."""

    def pieces(self) -> list[str | Node]:
        """Return what the canonical form is made of: text, and the nodes inside."""
        raise NotImplementedError
