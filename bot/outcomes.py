"""The result of a roll beside its total, in words: success and margin, successes, symbols, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chances import whole
from bot.texts import _, ngettext

if TYPE_CHECKING:
    from dicewright import Number, RollResult


def outcome_words(result: RollResult) -> str:
    """Return what a roll says beside its total, or "" for a plain sum.

    >>> import dicewright
    >>> outcome_words(dicewright.roll("1d20 + 5 vs 15", dice=dicewright.scripted([12])).rolls[0])
    'success by 2'
    """
    said = []
    if result.success is not None:
        said.append(_tested(success=result.success, margin=result.margin))
    if result.counts:
        said.append(_counted(result.total, result.successes or 0, result.failures))
    said += [f"{name} × {whole(count)}" for name, count in result.tally.items()]
    if len(result.labels) > 1:
        said += [f"{label} {whole(total)}" for label, total in result.labels.items()]
    return ", ".join(said)


def _tested(*, success: bool, margin: Number | None) -> str:
    if not margin:
        return _("success") if success else _("failure")
    by = whole(margin if margin > 0 else -margin)
    return _("success by {margin}", margin=by) if success else _("failure by {margin}", margin=by)


def _counted(total: Number, successes: int, failures: int) -> str:
    number = abs(int(total))
    if failures:
        return ngettext(
            "{successes} − {failures} success",
            "{successes} − {failures} successes",
            number,
            successes=successes,
            failures=failures,
        )
    return ngettext("{total} success", "{total} successes", number, total=whole(total))
