"""Extracting the catalog for translators, bot/locale/dicewright.pot, from the source (`make texts`)."""

from __future__ import annotations

import ast
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path("bot")
PHRASES = Path("dicewright")
"""The library's phrases that the bot translates."""
TEMPLATE = Path("bot/locale/dicewright.pot")
NAME_CONTEXT = "command"
"""The context for names of commands and options, which must be short and in lower case for Discord."""
_KEYWORDS = {**DEFAULT_KEYWORDS, "locale_str": None}
_HEADER = "# The texts of Dicewright that players read. `make texts` writes this file.\n"


def template(root: Path) -> str:
    """Return the catalog of all texts in a checkout, without line numbers, which change too often."""
    catalog = Catalog(header_comment=_HEADER)
    found = extract_from_dir(str(root / SOURCE), keywords=_KEYWORDS, comment_tags=["For translators:"])
    for _file, _line, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)
    for path in [*(root / SOURCE).rglob("*.py"), *(root / PHRASES).rglob("*.py")]:
        for message, context in literal_texts(path.read_text(encoding="utf-8")):
            catalog.add(message, context=context)
    for path in (root / SOURCE / "commands").rglob("*.py"):
        for name in sorted(command_names(path.read_text(encoding="utf-8")) - {""}):
            catalog.add(name, context=NAME_CONTEXT)
    written = BytesIO()
    write_po(written, catalog, no_location=True, omit_header=True, sort_output=True, width=100)
    return _HEADER + written.getvalue().decode()


def literal_texts(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    r"""Yield each text for the catalog in a module, or both forms of a plural, with its context.

    Babel itself reads the comments, but nothing inside an f-string.

    >>> list(literal_texts("plural('{count} die', '{count} dice', 3); f'[{pgettext(\"button\", \"Roll\")}]'"))
    [(('{count} die', '{count} dice'), None), ('Roll', 'button')]
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Name(id="_" | "N_" | "locale_str" | "Phrase"),
                args=[ast.Constant(value=str(message)), *_],
            ):
                yield message, None
            case ast.Call(
                func=ast.Name(id="ngettext" | "plural"),
                args=[ast.Constant(value=str(one)), ast.Constant(value=str(other)), *_],
            ):
                yield (one, other), None
            case ast.Call(
                func=ast.Name(id="pgettext"),
                args=[ast.Constant(value=str(context)), ast.Constant(value=str(message)), *_],
            ):
                yield message, context


def command_names(source: str) -> set[str]:
    r"""Return the names of the commands, groups and options that a module declares.

    >>> sorted(command_names("@describe(who='Which player')\n@rename(who='player')\n@command(name='luck')"
    ...     "\nasync def answer(interaction, who): ..."))
    ['luck', 'player']
    """
    names: set[str] = set()
    renamed: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef):
            names |= {
                node.name
                for each in node.decorator_list
                if _called(each) == "command" and "name" not in _arguments(each)
            }
        match _called(node):
            case "describe":
                names |= _arguments(node).keys()
            case "rename":
                names |= {*_arguments(node).values()}
                renamed |= _arguments(node).keys()
            case "command" | "Command" | "__init__" if name := _arguments(node).get("name"):
                names.add(name)
    return names - renamed


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def _arguments(node: ast.AST) -> dict[str, str]:
    """Return the keyword arguments of a call, with literal strings as strings."""
    assert isinstance(node, ast.Call)
    return {
        each.arg: str(each.value.value) if isinstance(each.value, ast.Constant) else ""
        for each in node.keywords
        if each.arg
    }


if __name__ == "__main__":
    TEMPLATE.write_text(template(Path.cwd()), encoding="utf-8")
    print(f"{TEMPLATE} is up to date.", file=sys.stderr)
