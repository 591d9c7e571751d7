"""The house stays one that a stranger finds their way in: no circles, no long file, no full folder."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("dicewright", "bot", "release")
MOST_LINES = 350
MOST_MODULES = 15
# Drawers in which no two rooms share a name, whatever drawer within them they lie in.
FLOORS = (
    "dicewright/cli",
    "dicewright/notation",
    "dicewright/probability",
    "dicewright/rendering",
    "dicewright/systems",
    "bot/discord_api",
    "bot/ops",
    "bot/store",
)
# A check is silenced by name, and with a reason behind the name.
_SILENCED = re.compile(r"# (type: ignore|noqa|pragma: no cover|pyright: ignore)\b")
_SILENCED_FOR_A_REASON = re.compile(
    r"# (type: ignore\[[\w, -]+\]  # |noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - |pragma: no cover - )\w"
)


def circles(imports: dict[str, set[str]]) -> list[set[str]]:
    """Return the sets of modules that import one another around a circle, by Tarjan's algorithm."""
    found: list[set[str]] = []
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        path.append(module)
        for imported in sorted(imports[module]):
            if imported not in order:
                visit(imported)
            if imported in path:
                lowest[module] = min(lowest[module], lowest[imported])
        if lowest[module] == order[module]:
            start = path.index(module)
            circle = set(path[start:])
            del path[start:]
            if len(circle) > 1:
                found.append(circle)

    for module in sorted(imports):
        if module not in order:
            visit(module)
    return found


def test_no_room_imports_itself_around_a_circle() -> None:
    # What only a type checker imports counts, and so does what a function imports when it is called.
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 300
    assert circles(imports) == []


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, [{"a", "b"}]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}, [{"b", "c"}]),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a", "e"}, "e": {"d"}}, [{"a", "b", "c"}, {"d", "e"}]),
    ],
)
def test_circles(imports: dict[str, set[str]], expected: list[set[str]]) -> None:
    assert circles(imports) == expected


def test_no_file_is_long() -> None:
    lengths = {
        str(file.relative_to(PROJECT)): len(file.read_text(encoding="utf-8").splitlines())
        for package in (*PACKAGES, "bench", "fuzz", "tests", "website")
        for file in (PROJECT / package).rglob("*.py")
    }
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_folder_is_full() -> None:
    modules = Counter(
        str(file.parent.relative_to(PROJECT))
        for package in (*PACKAGES, "bench", "fuzz", "tests", "website")
        for file in (PROJECT / package).rglob("*.py")
        if file.name != "__init__.py"
    )
    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("package", [*PACKAGES, "bench", "website"])
def test_what_silences_a_check_says_why(package: str) -> None:
    bare = [
        f"{file.relative_to(PROJECT)}:{number}: {line.strip()}"
        for file in (PROJECT / package).rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if _SILENCED.search(line) and not _SILENCED_FOR_A_REASON.search(line)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("line", "silenced", "says_why"),
    [
        ("x = f(y)  # type: ignore[arg-type]", True, False),
        ("x = f(y)  # type: ignore", True, False),
        ("x = f(y)  # type: ignore[arg-type, misc]  # checked above", True, True),
        ("x = f(y)  # noqa: ARG001, S102", True, False),
        ("x = f(y)  # noqa", True, False),
        ("x = f(y)  # noqa: ARG001 - like the others", True, True),
        ("x = f(y)  # pragma: no cover", True, False),
        ("x = f(y)  # nothing of the kind", False, False),
    ],
)
def test_reasons_are_seen(line: str, silenced: bool, says_why: bool) -> None:
    assert bool(_SILENCED.search(line)) is silenced
    assert bool(_SILENCED_FOR_A_REASON.search(line)) is says_why


@pytest.mark.parametrize("floor", FLOORS)
def test_no_two_rooms_on_a_floor_share_a_name(floor: str) -> None:
    files = (PROJECT / floor).rglob("*.py")
    names = Counter(file.name for file in files if file.name != "__init__.py")
    assert names
    assert {name for name, count in names.items() if count > 1} == set()
