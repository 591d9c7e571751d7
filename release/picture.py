"""Drawing the picture in docs/architecture.md from the import contracts (`make picture`)."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

PICTURE = Path("docs/images/rooms.svg")
# The towers of the picture, by the package whose layers contract they are drawn from.
_TOWERS = (("bot", "The bot"), ("dicewright", "The library"))
_WIDTH, _ROW, _GAP, _MARGIN, _TOP = 400, 34, 8, 20, 56
_FONT = 'font-family="ui-monospace, monospace" font-size="13" text-anchor="middle"'


def layers_of(package: str, contracts: list[dict[str, Any]]) -> list[list[str]]:
    """Return the layers of a package from the top; each may import those below it.

    >>> layers_of("core", [{"type": "layers", "layers": ["core.cli", "core.dice | core.odds"]}])
    [['cli'], ['dice', 'odds']]
    """
    for contract in contracts:
        floors = [[room.strip() for room in floor.split("|")] for floor in contract.get("layers", [])]
        if floors and "containers" not in contract and floors[0][0].startswith(f"{package}."):
            return [[room.removeprefix(f"{package}.") for room in floor] for floor in floors]
    raise ValueError(f"no contract gives the layers of {package}")


def published(contracts: list[dict[str, Any]]) -> list[str]:
    """Return the modules of the library that the bot may import."""
    for contract in contracts:
        if contract.get("source_modules") == ["bot"] and "ignore_imports" in contract:
            return [entry.partition(" -> ")[2] for entry in contract["ignore_imports"]]
    raise ValueError("no contract says what the bot may use of the library")


def picture(contracts: list[dict[str, Any]]) -> str:
    """Return the picture as SVG: two towers of layers, and the library's public modules between them."""
    towers = [(title, layers_of(package, contracts)) for package, title in _TOWERS]
    floors = max(len(tower) for _, tower in towers)
    doors = published(contracts)
    height = _TOP + floors * (_ROW + _GAP) + _MARGIN
    width = 2 * _WIDTH + 4 * _MARGIN + 120
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>The rooms of the bot and of the library. Imports only go down, or to the right.</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (title, tower) in enumerate(towers):
        left = _MARGIN + number * (_WIDTH + 2 * _MARGIN + 120)
        lines.append(
            f'<text x="{left + _WIDTH // 2}" y="34" font-weight="bold" {_FONT}>{escape(title)}</text>'
        )
        for floor, rooms in enumerate(tower):
            top = _TOP + floor * (_ROW + _GAP)
            room_width = (_WIDTH - _GAP * (len(rooms) - 1)) // len(rooms)
            for place, room in enumerate(rooms):
                lines += _box(left + place * (room_width + _GAP), top, room_width, room, number)
    middle = width // 2
    lines.append(f'<text x="{middle}" y="34" {_FONT}>uses</text>')
    for place, door in enumerate(doors):
        lines.append(f'<text x="{middle}" y="{_TOP + 20 + place * 20}" {_FONT}>{escape(door)}</text>')
    lines.append(f'<text x="{middle}" y="{_TOP + 24 + len(doors) * 20}" {_FONT}>→</text>')
    return "\n".join([*lines, "</svg>", ""])


def _box(left: int, top: int, width: int, room: str, tower: int) -> list[str]:
    fill = ("#e8ebfb", "#fdf3da")[tower]
    return [
        f'<rect x="{left}" y="{top}" width="{width}" height="{_ROW}" rx="5" fill="{fill}" stroke="#555"/>',
        f'<text x="{left + width // 2}" y="{top + 22}" {_FONT}>{escape(room)}</text>',
    ]


def contracts_of(root: Path) -> list[dict[str, Any]]:
    """Return the import contracts of a checkout."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def main() -> int:
    """Draw the picture of the checkout in the current folder."""
    PICTURE.write_text(picture(contracts_of(Path())), encoding="utf-8")
    print(f"{PICTURE} is drawn.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
