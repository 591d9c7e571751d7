"""Results as plain text: for terminals, logs and `str(result)`."""

from __future__ import annotations

from functools import cache

from dicewright.numbers import grouped
from dicewright.rendering import breakdown as _breakdown
from dicewright.rendering.breakdown import Style
from dicewright.rendering.outcome import outcome
from dicewright.rendering.templates import Templates
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.plans import Plan
    from dicewright.rendering.templates import Writer
    from dicewright.results.roll import RollResult

# A terminal scrolls; the bound only keeps ten thousand dice from filling it.
_LIMIT = 2_000


@cache
def plain_style() -> Style:
    """Return the style with signs that need no Markdown: ~dropped~, 20* and 1_ for critical dice."""
    return Style(
        dropped=lambda text: f"~{text}~",
        critical=lambda text: f"{text}*",
        failure=lambda text: f"{text}_",
        success=lambda text: f"{text}*",
        escape=lambda text: excerpt(text, len(text)),
    )


def breakdown(
    result: RollResult, *, limit: int = _LIMIT, style: Style | None = None, said: Callable[[str], str] = str
) -> str:
    """Return the dice of a roll along its notation, in at most `limit` characters.

    `said` may translate each `Phrase` in it, such as "… and 3 more dice".

    >>> import dicewright
    >>> breakdown(dicewright.roll("4d6kh3 + 2", dice=dicewright.scripted([6, 1, 5, 3])).rolls[0])
    '4d6kh3 (6, ~1~, 5, 3) + 2'
    """
    style = style or plain_style()
    return _breakdown.write(result.rolled, style if said is str else style.replace(said=said), limit)


def line(result: RollResult, *, style: Style | None = None) -> str:
    """Return a roll as one line: the dice, the total, how a test went, and the note."""
    style = style or plain_style()
    text = f"{breakdown(result, style=style)} = {style.total(grouped(result.total))}"
    if came := outcome(result):
        text += f": {style.escape(came)}"
    return f"{text} # {style.escape(result.note)}" if result.note else text


def lines(groups: Sequence[Sequence[RollResult]], *, style: Style | None = None) -> str:
    """Return rolls as lines, with the grand total under those that repeat."""
    style = style or plain_style()
    written = []
    for group in groups:
        written += [line(result, style=style) for result in group]
        if len(group) > 1:
            written.append(f"total {style.total(grouped(sum(result.total for result in group)))}")
    return "\n".join(written)


def writer(plan: Plan) -> Writer | None:
    """Return what writes the same lines of a plan's results from their faces; None if nothing does."""
    return _templates().lines(plan)


@cache
def _templates() -> Templates:
    return Templates(plain_style(), _LIMIT)
