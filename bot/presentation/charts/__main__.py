"""The drawing process: charts come in, pictures go out, until the bot closes the pipe or ends."""

from __future__ import annotations

import pickle
import sys

from bot.presentation.charts.drawing import draw


def main() -> None:
    """Answer each chart with the length of its picture in four bytes, and the picture."""
    while True:
        try:
            chart = pickle.load(sys.stdin.buffer)  # noqa: S301 - only the bot holds the other end
        except EOFError:
            return
        picture = draw(chart)
        sys.stdout.buffer.write(len(picture).to_bytes(4) + picture)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
