"""Whether dice fall as the odds say: `python -m bench.goodness`.

Rolls each expression many times, with the operating system's randomness and as verifiable rolls, and
compares the totals with the exact odds by Pearson's chi-squared test. Neighboring totals are grouped until at
least twenty of each group are expected. If all is well, p-values are uniform between 0 and 1: of sixty, one
is below 1/60 on average, and the smallest is below 0.001 in six of a hundred runs. This is why it is a
benchmark and not a test.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import dicewright
from bench import report
from bot.services.luck.statistics import chi_squared_p_value
from dicewright import verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dicewright import Distribution
    from dicewright.numbers import Number

_ROLLS = int(os.environ.get("ROLLS", "1_000_000"))
_FEWEST = 20
# If the smallest of sixty p-values is below this, something is wrong, and it isn't just bad luck.
_ALARM = 1e-5

EXPRESSIONS = (
    "1d20",
    "1d20+5",
    "1d100",
    "1d1000",
    "3d6",
    "10d6",
    "4dF",
    "3d[1,1,2,3]",
    "4d6kh3",
    "4d6dl1",
    "5d6km3",
    "2d20kh1",
    "1d20dis",
    "2d6adv2",
    "4d6!",
    "2d10!o",
    "3d6!!",
    "3d6!p",
    "4d6r1",
    "4d6ro<=2",
    "4d6ra6",
    "4d6u",
    "4d6mi2",
    "8d10>=8f1",
    "8d10>=8ds10",
    "{1d8+3, 2d6, 7}kh1",
    "{4d6+3d8}kh4",
    "(1d6)d6",
    "if(1d20 vs 15, 2d6, 1d4)",
    "floor(3d6/2)*2",
)


def main() -> None:
    """Roll, print, and write bench/results/goodness.md."""
    rows: list[list[str]] = []
    p_values: list[float] = []
    for text in EXPRESSIONS:
        odds = dicewright.odds(text)
        row = [f"`{text}`"]
        for made in (rolled, verifiable):
            groups, statistic, p_value = chi_squared(made(text, _ROLLS), odds, _ROLLS)
            p_values.append(p_value)
            row += [f"{statistic:.1f}", f"{p_value:.4f}"]
        rows.append([row[0], str(groups), *row[1:]])
    low, smallest = sum(p_value < 0.05 for p_value in p_values), min(p_values)
    report.publish(
        "goodness",
        "Whether dice fall as the odds say",
        f"{_ROLLS:,} rolls of each expression with the operating system's randomness, and as many verifiable "
        "rolls, each of a player's next turn in a session with words, against `dicewright.odds`. Each row "
        "has Pearson's chi-squared test of both; neighboring totals are grouped until each group expects at "
        f"least {_FEWEST}.",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"the smallest of {len(p_values)} p-values is no alarm (at least {_ALARM})",
                    measured=f"{smallest:.4f}; {low} of {len(p_values)} are below 0.05",
                    reached=smallest >= _ALARM,
                )
            ],
        ),
        report.table(["", "groups", "chi-squared", "p-value", "verifiable: chi-squared", "p-value"], rows),
    )


def rolled(text: str, rolls: int) -> dict[Number, int]:
    """Return how often each total came up."""
    roll = dicewright.parse(text).roll
    counts: dict[Number, int] = {}
    for _ in range(rolls):
        total = roll().total
        counts[total] = counts.get(total, 0) + 1
    return counts


def verifiable(text: str, rolls: int) -> dict[Number, int]:
    """Return how often each total came up in verifiable rolls."""
    roll = dicewright.parse(text).roll
    return Counter(roll(seed=seed).total for seed in _seeds(rolls))


def _seeds(number: int) -> Iterator[bytes]:
    """Yield the seeds of verifiable rolls, in full sessions of one player."""
    for start in range(0, number, verification.MOST_ROLLS):
        secret = secrets.token_bytes(verification.SECRET_BYTES)
        words = verification.words_after("", "7", secrets.token_hex(8))
        for turn in range(1, min(verification.MOST_ROLLS, number - start) + 1):
            yield verification.roll_seed(secret, "7", turn, words)


def chi_squared(counts: Mapping[Number, int], odds: Distribution, rolls: int) -> tuple[int, float, float]:
    """Return the number of groups, Pearson's statistic and its p-value.

    A total that the odds rule out makes the statistic infinite.
    """
    groups: list[tuple[Fraction, int]] = []
    expected, seen = Fraction(0), 0
    for value, weight in odds.items():
        expected += Fraction(weight * rolls, odds.denominator)
        seen += counts.get(value, 0)
        if expected >= _FEWEST:
            groups.append((expected, seen))
            expected, seen = Fraction(0), 0
    if groups and expected:
        last_expected, last_seen = groups.pop()
        groups.append((last_expected + expected, last_seen + seen))
    # Explosions that the odds leave out are too rare to ever come up; anything else is impossible.
    if sum(seen for _, seen in groups) != rolls:
        return len(groups), float("inf"), 0.0
    statistic = float(sum((seen - expected) ** 2 / expected for expected, seen in groups))
    return len(groups), statistic, chi_squared_p_value(statistic, len(groups) - 1)


if __name__ == "__main__":
    main()
