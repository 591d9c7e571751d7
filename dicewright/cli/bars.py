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
_WIDTH, LONGEST_BAR = 80, 60
MARK = ">"


def show(odds: Distribution, target: Target | None, stream: TextIO) -> None:
    """Print a bar for each total, or for several together; those of the target are marked."""
    found = histogram(odds, most=_MOST, target=target)
    if is_terminal(stream) and os.environ.get("TERM") != "dumb":
        try:
            from dicewright.cli import coloured_bars
        except ModuleNotFoundError:  # the extra "charts" is not installed
            pass
        else:
            coloured_bars.show(found, stream)
            return
    print("\n".join(lines(found, shutil.get_terminal_size((_WIDTH, 24)).columns)), file=stream)


def lines(found: Histogram, width: int) -> list[str]:
    """Return the bars as lines of plain signs, in at most so many columns.

    >>> import dicewright
    >>> print(*lines(histogram(dicewright.odds("2d2"), most=9), 30), sep="\\n")
      2  25.00 %  ######
      3  50.00 %  ###########
      4  25.00 %  ######
    """
    labels = [label(each) for each in found.bins]
    longest = max(map(len, labels))
    room = max(1, min(width - longest - 18, LONGEST_BAR))
    highest = max(each.chance for each in found.bins)
    written = [
        f"{MARK if each.marked else ' '} {text:>{longest}} {percentage(each):>8}  "
        f"{'#' * round(each.chance / highest * room)}".rstrip()
        for each, text in zip(found.bins, labels, strict=True)
    ]
    if found.outside:
        written.append(rest(found))
    return written


def label(each: Bin) -> str:
    """Return which totals a bar is of."""
    return whole(each.low) if each.low == each.high else f"{whole(each.low)} to {whole(each.high)}"


def percentage(each: Bin) -> str:
    """Return the chance of a bar in two decimals; what can come up is never 0."""
    text = f"{float(each.chance) * 100:.2f} %"
    return "< 0.01 %" if text == "0.00 %" else text


def rest(found: Histogram) -> str:
    """Return what to say of the totals that have no bar."""
    return f"  rarer totals at both ends, together {float(found.outside) * 100:.2g} %"
