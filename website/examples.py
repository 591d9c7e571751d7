"""An extension of Griffe that shows the examples in docstrings as code.

They are written as doctests, without a heading of their own, and Markdown would take ">>>" for a quotation.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

# A prompt, with what follows it up to an empty line.
_EXAMPLE = re.compile(r"^ *>>> .*(?:\n(?! *$).*)*(?:\n\n *>>> .*(?:\n(?! *$).*)*)*", re.MULTILINE)


class Examples(griffe.Extension):
    """Puts each example into a block of code."""

    def on_instance(self, *, obj: griffe.Object, **_given: Any) -> None:
        """Change the docstring of an object, as soon as it is read."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(docstring: str) -> str:
    """Return a docstring whose examples are blocks of code in Markdown."""
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", docstring)
