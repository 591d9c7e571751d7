"""No text has the words that gave translated English away: docs, replies, errors, comments and docstrings."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("bench", "bot", "dicewright", "fuzz", "release", "website")
# In tests, other strings than docstrings are what players type.
TESTS = PROJECT / "tests"
# What each of them contains, as finding that is quick; and how it is found.
WORDS = {
    "told": r"told(?! apart)",
    "comes to ": r"comes to (?:\d+|what|this|that|the same|nothing|more|less)",
    "came to ": r"came to (?:\d+|what|the same|nothing)",
    "so many": r"so many",
    "whoever": r"whoever",
    "heed": r"heed(?:s|ed|ing)?",
    "spar": r"spar(?:e|es|ed|ing)",
    "lying": r"lying",
    "speak": r"speaks? of",
    "are the most": r"are the most",
    "for ever": r"for ever",
    "mend": r"mend(?:s|ed|ing)?",
    "stray": r"strays? (?:at|as|so|from|this|by)",
    # The spelling is American, as in the code that is called.
    "iour": r"behaviour",
    "our": r"(?:neighbour|favour)(?:s|ed|ite)?",
    "alis": r"(?:speci|re|norm|initi|seri)alis(?:e|es|ed|ing)",
    "synchronis": r"synchronis(?:e|es|ed|ing)",
    "nis": r"(?:recog|orga)nis(?:e|es|ed|ing)",
    "defence": r"defence",
    "colour": r"colour(?:s|ed|ful)?",
    "catalogue": r"catalogues?",
    " %": r"[0-9.]+ %(?! ?[\d(@])",
}
_PATTERNS = {
    part: re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE) for part, pattern in WORDS.items()
}
_CODE_BLOCK = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")


def sentences_of_python(source: str, *, docstrings_only: bool = False) -> list[str]:
    """Return the comments of a module, and its texts of more than one word or only its docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    nodes = list(ast.walk(ast.parse(source)))
    if docstrings_only:
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        return [*comments, *(ast.get_docstring(node) or "" for node in nodes if isinstance(node, documented))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return [*comments, *(text for text in texts if isinstance(text, str) and " " in text)]


def found_in(text: str) -> list[str]:
    """Return the words to avoid that a text has outside of code."""
    prose = _CODE.sub("", _CODE_BLOCK.sub("", text))
    return [word for pattern in candidates(prose) for word in pattern.findall(prose)]


def candidates(text: str) -> list[re.Pattern[str]]:
    """Return the patterns that may match a text."""
    lower = text.lower()
    return [pattern for part, pattern in _PATTERNS.items() if part in lower]


def found_in_file(path: Path) -> list[str]:
    """Return the words to avoid in a file. Only modules that may have one are parsed, which is slow."""
    text = path.read_text(encoding="utf-8")
    if not any(pattern.search(text) for pattern in candidates(text)):
        return []
    if path.suffix == ".py":
        sentences = sentences_of_python(text, docstrings_only=TESTS in path.parents)
    else:
        sentences = [text]
    return [word for sentence in sentences for word in found_in(sentence)]


def files() -> list[Path]:
    """Return the files that people read: documents, what is generated for them, settings, and code."""
    alone = (".env.example", "Dockerfile", "Makefile", "compose.yaml", "bot/locale/dicewright.pot")
    return [
        *(PROJECT / name for name in alone),
        *PROJECT.glob("*.md"),
        *PROJECT.glob("docs/**/*.md"),
        *PROJECT.glob("changelog.d/*.md"),
        *PROJECT.glob("bench/results/*.md"),
        *PROJECT.glob(".gitlab/*/*.md"),
        *(path for path in PROJECT.glob("deploy/**/*") if path.is_file()),
        *PROJECT.glob("dicewright/systems/data/*.toml"),
        *PROJECT.glob("website/docs/**/*.md"),
        *(path for package in PACKAGES for path in PROJECT.glob(f"{package}/**/*.py")),
        *TESTS.glob("**/*.py"),
    ]


def test_nothing_that_people_read_has_a_word_to_avoid() -> None:
    read = [path for path in files() if "node_modules" not in path.parts and path != Path(__file__)]
    assert len(read) > 500
    found = {str(path.relative_to(PROJECT)): found_in_file(path) for path in read}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nobody told the bot. It comes to 15.", ["told", "comes to 15"]),
        ("Whoever rolls, so many dice: HEED it.", ["so many", "Whoever", "HEED"]),
        ("The total comes to what it was.\nIt lasts for ever.", ["comes to what", "for ever"]),
        ("35.5 % of rolls", ["35.5 %"]),
        ("favourite behaviour", ["behaviour", "favourite"]),
        ("35.5% of rolls, told apart, when it comes to dice", []),
        ("`told`, and 17 % 5\n```\ntold\n```\n", []),
        ("an untold number, a so-many", []),
    ],
)
def test_words_are_found_outside_of_code(text: str, words: list[str]) -> None:
    assert found_in(text) == words


def test_names_are_not_sentences() -> None:
    source = 'told = "told"  # whoever\ndef f(spare):\n    """Heed it."""\n    return f"{spare} lying here"\n'
    found = [found_in(text) for text in sentences_of_python(source)]
    assert [word for words in found for word in words] == ["whoever", "Heed", "lying"]
    found = [found_in(text) for text in sentences_of_python(source, docstrings_only=True)]
    assert [word for words in found for word in words] == ["whoever", "Heed"]
