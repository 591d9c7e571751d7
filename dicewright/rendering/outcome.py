"""The result of a roll beside its total, in words: success and margin, successes, tallies, labels."""

from __future__ import annotations

from dicewright.numbers import grouped, magnitude

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.numbers import Number
    from dicewright.results.roll import RollResult


def outcome(result: RollResult) -> str:
    """Return what there is to say, or "" for a plain sum.

    >>> import dicewright
    >>> outcome(dicewright.roll("1d20 + 5 vs 15", dice=dicewright.scripted([12])).rolls[0])
    'success by 2'
    """
    said = []
    success = result.success
    if success is not None:
        said.append(tested(success, result.margin))
    if result.counts:
        said.append(counted(result.total, result.successes, result.failures))
    said += [f"{name} × {count}" for name, count in result.tally.items()]
    labels = result.labels
    if len(labels) > 1:
        said += [f"{label} {grouped(total)}" for label, total in labels.items()]
    return ", ".join(said)


def tested(success: bool, margin: Number | None) -> str:
    """Return how a test went, such as "failure by 3"."""
    word = "success" if success else "failure"
    return f"{word} by {grouped(magnitude(margin))}" if margin else word


def counted(total: Number, successes: int | None, failures: int) -> str:
    """Return how many successes were counted, such as "3 successes"."""
    word = "success" if total in (1, -1) else "successes"
    if failures:
        return f"{successes or 0} − {failures} {word}"
    return f"{grouped(total)} {word}"
