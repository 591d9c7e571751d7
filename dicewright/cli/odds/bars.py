"""Bars of a distribution as lines of plain signs, and what to write beside a bar."""

from __future__ import annotations

from dicewright.rendering.chances import percent, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.rendering.histogram import Bin, Histogram

LONGEST_BAR = 60
MARK = ">"


def lines(found: Histogram, width: int) -> list[str]:
    """Return the bars as lines of plain signs, in at most this many columns.

    >>> import dicewright
    >>> from dicewright.rendering.histogram import histogram
    >>> print(*lines(histogram(dicewright.odds("2d2"), most=9), 30), sep="\\n")
      2  25.00%  ######
      3  50.00%  ###########
      4  25.00%  ######
    """
    labels = [label(each) for each in found.bins]
    longest = max(map(len, labels))
    room = max(1, min(width - longest - 18, LONGEST_BAR))
    highest = max(each.chance for each in found.bins)
    written = [
        f"{MARK if each.marked else ' '} {text:>{longest}} {percentage(each):>7}  "
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
    text = f"{float(each.chance) * 100:.2f}%"
    return "< 0.01%" if text == "0.00%" else text


def rest(found: Histogram) -> str:
    """Return what to say of the totals that have no bar."""
    return f"  rarer totals at both ends: {percent(found.outside)}"
