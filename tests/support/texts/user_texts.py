"""Finding texts for players in the source that are not in the catalog."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOG = {"_", "N_", "ngettext", "pgettext", "locale_str"}
PHRASES = {"Phrase", "plural"}
"""What the library's texts go through, from which the bot translates them."""
# discord.py's arguments for texts that people read.
_READ = {"alt_text", "content", "description", "label", "placeholder", "title"}
_ERRORS_OF_OURS = {"ValueError", "TypeError", "KeyError", "RuntimeError"}
# What a program did wrong, and no player can cause.
_OF_PROGRAMS = _ERRORS_OF_OURS | {"ArgumentError", "AssertionError", "AttributeError", "FileNotFoundError"}
_ERROR = re.compile(r"(?:[A-Z]\w*)?Error|OddsTooLarge|error|refuse|_wrong")
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


def unphrased(source: str) -> list[tuple[int, str]]:
    """Return the line and the text of each literal of the library that players may read, but is no phrase.

    These are whole sentences, and all that is handed to an error, whether it is one or not.

    >>> unphrased("raise RollError('no dice', code='dice')")
    [(1, 'no dice')]
    >>> unphrased("raise RollError(Phrase('There are no dice.'), code='dice')")
    []
    """
    tree = ast.parse(source)
    exempt = {id(node) for outer in ast.walk(tree) if _is_phrase(outer) for node in ast.walk(outer)}
    shown = {id(node) for each in _shown(tree) for node in _chosen(each)}
    return sorted(
        (node.lineno, text)
        for node, text in _texts(tree)
        if id(node) not in exempt
        and text
        and (id(node) in shown or (_is_sentence(text) and text[-1] in ".?!" and not text[0].islower()))
    )


def phrases(source: str) -> Iterator[tuple[int, str | tuple[str, str] | None]]:
    """Yield the line and the template of each phrase, or both of a plural; None if it is no literal.

    >>> list(phrases("Phrase('no dice'); plural('{count} die', '{count} dice', count); Phrase(words)"))
    [(1, 'no dice'), (1, ('{count} die', '{count} dice')), (1, None)]
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Phrase"), args=[ast.Constant(value=str(template))]):
                yield node.lineno, template
            case ast.Call(
                func=ast.Name(id="plural"),
                args=[ast.Constant(value=str(one)), ast.Constant(value=str(other)), _],
            ):
                yield node.lineno, (one, other)
            case ast.Call(func=ast.Name(id="Phrase" | "plural")):
                yield node.lineno, None


def _shown(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what an error says: its message and its hint."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if _ERROR.fullmatch(name):
                yield from node.args[:1]
                yield from (each.value for each in node.keywords if each.arg in ("message", "hint"))
            case (
                ast.Assign(targets=[ast.Attribute(attr="message" | "hint")], value=value)
                | ast.AugAssign(target=ast.Attribute(attr="message" | "hint"), value=value)
            ):
                yield value


def _chosen(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what an expression may be, one of several if it is conditional, or a sum of texts."""
    match node:
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from (*_chosen(one), *_chosen(other))
        case ast.BoolOp(values=values):
            for value in values:
                yield from _chosen(value)
        case _:
            yield node


def _is_phrase(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in PHRASES | _OF_PROGRAMS
    return False


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
