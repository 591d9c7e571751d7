"""Bars in colors, with `dicewright[charts]` installed: the one module that needs more than Python."""

from __future__ import annotations

from rich.bar import Bar
from rich.console import Console
from rich.table import Table

from dicewright.cli.odds import bars

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from dicewright.rendering.histogram import Histogram

_BESIDE_A_BAR = 24


def show(found: Histogram, stream: TextIO) -> None:
    """Print the bars to a terminal: blue, or green for what is asked about. NO_COLOR turns colors off."""
    console = Console(file=stream)
    width = max(1, min(console.width - _BESIDE_A_BAR, bars.LONGEST_BAR))
    highest = float(max(each.chance for each in found.bins))
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column()
    for each in found.bins:
        label, color = bars.label(each), "blue"
        if each.marked:
            label, color = f"[bold green]{bars.MARK} {label}[/]", "green"
        table.add_row(
            label, bars.percentage(each), Bar(highest, 0, float(each.chance), color=color, width=width)
        )
    console.print(table)
    if found.outside:
        console.print(bars.rest(found), style="dim")
