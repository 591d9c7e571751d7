"""The bars under the odds of a roll: in colors if rich is installed, of plain signs elsewhere."""

from __future__ import annotations

import os
import shutil

from dicewright.cli.odds import bars
from dicewright.cli.terminal import can_show, is_terminal
from dicewright.rendering.histogram import histogram

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.target import Target

# A screen holds this many lines; a pipe has no width, and what is read from one has most often 80.
_MOST = 40
_WIDTH, _HEIGHT = 80, 24
# What rich draws a bar of.
_BLOCKS = "█▏▎▍▌▋▊▉▐▕"


def show(odds: Distribution, target: Target | None, stream: TextIO) -> None:
    """Print a bar for each total, or for several together; those of the target are marked."""
    found = histogram(odds, most=_MOST, target=target)
    if is_terminal(stream) and os.environ.get("TERM") != "dumb" and can_show(stream, _BLOCKS):
        try:
            from dicewright.cli.odds import colored_bars
        except ModuleNotFoundError:  # the extra "charts" is not installed
            pass
        else:
            colored_bars.show(found, stream)
            return
    print("\n".join(bars.lines(found, shutil.get_terminal_size((_WIDTH, _HEIGHT)).columns)), file=stream)
