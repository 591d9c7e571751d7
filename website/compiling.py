"""Put what the pages run into one archive, compiled. compile.mjs runs this on the very Python of the pages.

A page would otherwise compile each module anew on every visit, which takes longer than all else. Of the
standard library, only what is used goes along: what Pyodide starts with, what the library and the playground
import anywhere, and what is imported while questions are answered.
"""

from __future__ import annotations

import ast
import importlib
import json
import marshal
import sys
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator

STANDARD_LIBRARY = next(path for path in sys.path if path.endswith(".zip"))
# A terminal's, which a page never imports.
NOT_OF_A_PAGE = ("dicewright/cli/", "dicewright/__main__")
# Answered once, so that what is only imported while something is answered is found.
QUESTIONS: list[tuple[str, list[str]]] = [
    ("understand", ["4d6kx3"]),
    ("roll", ["6x 4d6kh3 + 2; 1d20 vs 11 # to hit", "seed"]),
    ("odds", ["4d6kh3"]),
    ("games", []),
    ("game", ["v5"]),
    ("roll", ["v5 7 h2 vs 3", "seed"]),
    ("odds", ["v5 7 h2 vs 3"]),
    ("try_system", ["format = "]),
]


def archive(wheel: str, playground: str, target: str) -> None:
    """Write to `target` the archive of a wheel, the file of the playground, and what both of them use."""
    with zipfile.ZipFile(wheel) as packed:
        ours = {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    with open(playground, "rb") as file:
        ours["playground.py"] = file.read()
    # Not compressed, because servers and browsers do that better.
    with zipfile.ZipFile(target, "w") as made:
        for name, content in ours.items():
            _put(made, name, content, optimize=0)
    sys.path.insert(0, target)
    _use(ours)
    with zipfile.ZipFile(target, "a") as made, zipfile.ZipFile(STANDARD_LIBRARY) as library:
        for name in library.namelist():
            if _module(name) in sys.modules and name.endswith(".py"):
                # Without docstrings, which nobody reads there.
                _put(made, name, library.read(name), optimize=2)


def _use(ours: dict[str, bytes]) -> None:
    """Import what our own files import, inside functions too, and answer the questions."""
    for name, content in ours.items():
        if name.endswith(".py") and not name.startswith(NOT_OF_A_PAGE):
            for wanted in _imports(content):
                if wanted.partition(".")[0] in sys.stdlib_module_names:
                    importlib.import_module(wanted)
    playground = importlib.import_module("playground")
    for question in QUESTIONS:
        playground.answer(json.dumps(question))


def _imports(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _put(made: zipfile.ZipFile, name: str, content: bytes, *, optimize: int) -> None:
    if name.endswith(".py"):
        code = compile(content, name, "exec", dont_inherit=True, optimize=optimize)
        name, content = f"{name}c", _pyc(code, content)
    # With a fixed date, so that two builds of one commit are the same.
    made.writestr(zipfile.ZipInfo(name), content)


def _pyc(code: types.CodeType, source: bytes) -> bytes:
    """Return the content of a .pyc file (PEP 552), with the hash of its source, which a test compares."""
    # Nothing checks it when the module is imported: there is no source beside it.
    unchecked_hash = (1).to_bytes(4, "little")
    return MAGIC_NUMBER + unchecked_hash + source_hash(source) + marshal.dumps(code)
