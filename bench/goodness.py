"""Whether dice fall as the odds say: `python -m bench.goodness`.

Rolls each expression many times with the operating system's randomness and compares the totals with the
exact odds by Pearson's chi-squared test. Neighboring totals are grouped until at least twenty of each group
are expected. If all is well, p-values are uniform between 0 and 1: of thirty, one is below 1/30 on average,
and the smallest is below 0.001 in three of a hundred runs. This is why it is a benchmark and not a test.
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING

import dicewright
from bench import report
from bot.services.luck.statistics import chi_squared_p_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright import Distribution
    from dicewright.numbers import Number

_ROLLS = int(os.environ.get("ROLLS", "1_000_000"))
_FEWEST = 20
# If the smallest of thirty p-values is below this, something is wrong, and it isn't just bad luck.
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
    rows, smallest = [], 1.0
    for text in EXPRESSIONS:
        groups, statistic, p_value = chi_squared(rolled(text, _ROLLS), dicewright.odds(text), _ROLLS)
        smallest = min(smallest, p_value)
        rows.append([f"`{text}`", str(groups), f"{statistic:.1f}", f"{p_value:.4f}"])
    low = sum(float(row[-1]) < 0.05 for row in rows)
    report.publish(
        "goodness",
        "Whether dice fall as the odds say",
        f"{_ROLLS:,} rolls of each expression with the operating system's randomness, against "
        "`dicewright.odds`. Each row is Pearson's chi-squared test; neighboring totals are grouped "
        f"until each group expects at least {_FEWEST}.",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"the smallest of {len(rows)} p-values is no alarm (at least {_ALARM})",
                    measured=f"{smallest:.4f}; {low} of {len(rows)} are below 0.05",
                    reached=smallest >= _ALARM,
                )
            ],
        ),
        report.table(["", "groups", "chi-squared", "p-value"], rows),
    )


def rolled(text: str, rolls: int) -> dict[Number, int]:
    """Return how often each total came up."""
    roll = dicewright.parse(text).roll
    counts: dict[Number, int] = {}
    for _ in range(rolls):
        total = roll().total
        counts[total] = counts.get(total, 0) + 1
    return counts


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
