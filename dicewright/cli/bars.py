"""Bars of a distribution in a terminal: in colours where rich is installed, of plain signs elsewhere."""

from __future__ import annotations

import os
import shutil

from dicewright.cli.terminal import is_terminal
from dicewright.rendering.chances import whole
from dicewright.rendering.histogram import histogram

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from dicewright.probability.distribution import Distribution
    from dicewright.probability.target import Target
    from dicewright.rendering.histogram import Bin, Histogram

# A screen holds so many lines; a pipe has no width, and what is read from one has most often 80.
_MOST = 40
_WIDTH, _LONGEST_BAR = 80, 60
_MARK = ">"


def show(odds: Distribution, target: Target | None, stream: TextIO) -> None:
    """Print a bar for each total, or for several together; those of the target are marked."""
    found = histogram(odds, most=_MOST, target=target)
    if is_terminal(stream) and os.environ.get("TERM") != "dumb":
        try:
            _show_in_colours(found, stream)
        except ModuleNotFoundError:  # the extra "charts" is not installed
            pass
        else:
            return
    print("\n".join(lines(found, shutil.get_terminal_size((_WIDTH, 24)).columns)), file=stream)


def lines(found: Histogram, width: int) -> list[str]:
    """Return the bars as lines of plain signs, in at most so many columns.

    >>> import dicewright
    >>> print(*lines(histogram(dicewright.odds("2d2"), most=9), 30), sep="\\n")
      2  25.00 %  ######
      3  50.00 %  ############
      4  25.00 %  ######
    """
    labels = [_label(each) for each in found.bins]
    longest = max(map(len, labels))
    room = max(1, min(width - longest - 18, _LONGEST_BAR))
    highest = max(each.chance for each in found.bins)
    written = [
        f"{_MARK if each.marked else ' '} {label:>{longest}} {_percentage(each):>8}  "
        f"{'#' * round(each.chance / highest * room)}".rstrip()
        for each, label in zip(found.bins, labels, strict=True)
    ]
    if found.outside:
        written.append(_rest(found))
    return written


def _show_in_colours(found: Histogram, stream: TextIO) -> None:
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table

    console = Console(file=stream)
    highest = float(max(each.chance for each in found.bins))
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for each in found.bins:
        colour = "green" if each.marked else "blue"
        table.add_row(
            f"[bold green]{_MARK} {_label(each)}[/]" if each.marked else _label(each),
            _percentage(each),
            Bar(highest, 0, float(each.chance), color=colour, width=min(console.width - 24, _LONGEST_BAR)),
        )
    console.print(table)
    if found.outside:
        console.print(_rest(found), style="dim")


def _label(each: Bin) -> str:
    return whole(each.low) if each.low == each.high else f"{whole(each.low)} to {whole(each.high)}"


def _percentage(each: Bin) -> str:
    text = f"{float(each.chance) * 100:.2f} %"
    return "< 0.01 %" if text == "0.00 %" else text


def _rest(found: Histogram) -> str:
    return f"  rarer totals at both ends, together {float(found.outside) * 100:.2g} %"
