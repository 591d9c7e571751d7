"""Where things stand in a TOML file: tomllib gives the values, and this the line of each of them."""

from __future__ import annotations

import re

from dicewright.phrases import Phrase
from dicewright.systems.errors import SystemFileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
    (?P<blank>(?:[ \t\r\n]+|\#[^\n]*)+)
  | (?P<text>\"\"\".*?\"{3,5}|'''.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
  | (?P<sign>\[\[|\]\]|[\[\]{},=.])
  | (?P<bare>[^\s\[\]{},=.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = 8
_KEY = ("bare", "text")
_DEEPEST = 12
_MOST_PIECES = 5_000


def located(text: str) -> dict[Path, int]:
    """Return the line, from 1, of each key and each item of a list in a TOML text.

    Raises SystemFileError if the text is nested too deep or has too many pieces to be
    read in a short time. Whether it is TOML is for tomllib to find out.

    >>> located('a = 1\\n[b]\\nc = [\\n  { d = 2 },\\n]')[("b", "c", 0, "d")]
    4
    """
    return _Reader(text).read()


class _Reader:
    """Reads tokens leniently: whether the text is TOML, tomllib has found out before."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, int]] = []
        line, start_of_line, depth, dots = 1, True, 0, 0
        self._in_header = False
        for match in _TOKEN.finditer(text):
            kind, piece = match.lastgroup or "", match[0]
            if kind == "blank":
                start_of_line = start_of_line or "\n" in piece
            else:
                # "[[" opens a table only where a line begins; elsewhere it is a list in a list.
                if piece in ("[[", "]]") and not self._opens_table(piece, start_of_line):
                    self._tokens += [("sign", piece[0], line)] * 2
                else:
                    self._tokens.append((kind, piece, line))
                start_of_line = False
            line += piece.count("\n")
            if kind == "sign":
                depth += piece.count("[") - piece.count("]") + piece.count("{") - piece.count("}")
                # A key of many parts nests as deep as it has dots.
                dots = dots + 1 if piece == "." else 0
            if depth > _DEEPEST or dots > _DEEPEST:
                raise SystemFileError(Phrase("This is nested too deeply."), code="nesting", line=line)
            if len(self._tokens) > _MOST_PIECES:
                raise SystemFileError(Phrase("This file is too large."), code="file-too-large", line=line)
        # What is read may step past the end by a few: it is never followed there.
        self._tokens += [("end", "", line)] * _ENDS
        self._at = 0
        self._found: dict[Path, int] = {}
        self._sizes: dict[Path, int] = {}

    def _opens_table(self, piece: str, start_of_line: bool) -> bool:
        if piece == "[[":
            self._in_header = start_of_line
            return start_of_line
        closes, self._in_header = self._in_header, False
        return closes

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._kind != "end":
            opening = self._text
            if opening in ("[", "[["):
                self._at += 1
                line = self._line
                table = self._resolved(self._key())
                if opening == "[[":
                    self._found.setdefault(table, line)
                    table = self._next_item(table)
                for length in range(1, len(table) + 1):
                    self._found.setdefault(table[:length], line)
                self._at += 1  # the closing bracket
            elif not self._entry(table):
                self._at += 1
        return self._found

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def _text(self) -> str:
        return self._tokens[self._at][1]

    @property
    def _line(self) -> int:
        return self._tokens[self._at][2]

    def _key(self) -> Path:
        parts: list[str] = []
        while self._kind in _KEY:
            text = self._text
            parts.append(_unquoted(text) if self._kind == "text" else text)
            self._at += 1
            if self._text != ".":
                break
            self._at += 1
        return tuple(parts)

    def _resolved(self, path: Path) -> Path:
        """Return a path of names with the last item of each list of tables on the way."""
        whole: Path = ()
        for place, part in enumerate(path):
            whole = (*whole, part)
            if whole in self._sizes and place < len(path) - 1:
                whole = (*whole, self._sizes[whole] - 1)
        return whole

    def _next_item(self, table: Path) -> Path:
        self._sizes[table] = self._sizes.get(table, 0) + 1
        return (*table, self._sizes[table] - 1)

    def _entry(self, table: Path) -> bool:
        """Take `key = value`; return whether there was one."""
        if self._kind not in _KEY:
            return False
        line = self._line
        path = (*table, *self._key())
        for length in range(len(table) + 1, len(path) + 1):
            self._found.setdefault(path[:length], line)
        if self._text == "=":
            self._at += 1
            self._value(path)
        return True

    def _value(self, path: Path) -> None:
        opening = self._text
        self._at += 1
        if opening == "{":
            while self._kind != "end" and self._text != "}":
                if not self._entry(path):
                    self._at += 1
            self._at += self._kind != "end"
        elif opening == "[":
            item = 0
            while self._kind != "end" and self._text != "]":
                if self._text == ",":
                    self._at += 1
                    continue
                self._found[(*path, item)] = self._line
                self._value((*path, item))
                item += 1
            self._at += self._kind != "end"
        else:
            # A number or a date may hold dots and signs: it ends where the next key or sign begins.
            while self._text == "." and self._kind == "sign":
                self._at += 2


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    import tomllib

    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except tomllib.TOMLDecodeError:
        return text[1:-1]
