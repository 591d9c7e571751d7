"""Finding texts for players in the source that are not in the catalog."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOG = {"_", "N_", "ngettext", "pgettext", "locale_str"}
# discord.py's arguments for texts that people read.
_READ = {"alt_text", "content", "description", "label", "placeholder", "title"}
_ERRORS_OF_OURS = {"ValueError", "TypeError", "KeyError", "RuntimeError"}
_NOT_WORDS = re.compile(r"`[^`]*`|\{[^{}]*\}|<[^<>]*>|https?://\S+|\\.|/\w+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[^\W\d_]{2,}[,:;]? +(?:[^\W\d_]{2,}|_)|(?:^|_,? )[^\W\d_]{3,}[.!?]$")
_REGEX = re.compile(r"\(\?|\[\^")


def bypassing(source: str) -> list[tuple[int, str]]:
    """Return the line and the text of each literal that looks like one for players but isn't in the catalog.

    >>> bypassing("raise UserError('No matching rolls.')")
    [(1, 'No matching rolls.')]
    >>> bypassing("log.info('commands registered'); raise UserError(_('No matching rolls.'))")
    []
    """
    tree = ast.parse(source)
    exempt = {id(node) for outer in ast.walk(tree) if _is_exempt(outer) for node in ast.walk(outer)}
    # The example of a guide entry is notation.
    exempt |= {id(call.args[0]) for call in ast.walk(tree) if _is_entry(call)}
    named = {
        id(each.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for each in call.keywords
        if each.arg in _READ
    }
    return sorted(
        (node.lineno, text)
        for node, text in _texts(tree)
        if id(node) not in exempt and (_is_sentence(text) or (id(node) in named and _WORD.search(text)))
    )


def _texts(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield (
                node,
                "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node, node.value


def _is_entry(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Entry"


def _is_exempt(node: ast.AST) -> bool:
    match node:
        # Docstrings, including those of attributes.
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in CATALOG | _ERRORS_OF_OURS | {"TypeVar"}
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "re"))):
            return True
        # Search terms for the guide.
        case ast.keyword(arg="words"):
            return True
        # Names of file formats, for programs.
        case ast.Assign(targets=[ast.Name(id="FORMAT")]):
            return True
        case ast.Subscript(value=ast.Name(id="Literal")):
            return True
    return False


def _is_sentence(text: str) -> bool:
    """Return whether a text has two words with a space between them, or is one word with a full stop."""
    # Regular expressions contain words as well.
    return not _REGEX.search(text) and bool(_SENTENCE.search(_NOT_WORDS.sub("_", text)))
