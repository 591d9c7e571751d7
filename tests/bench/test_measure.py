"""Medians and ratios, on a clock of our own."""

from __future__ import annotations

from bench.tools.measure import Contender, Measured, compare, python


def contender(name: str, *microseconds: float) -> Contender:
    """Return a contender whose samples take these times a call, the last one forever."""
    times = list(microseconds)

    def sample(calls: int) -> float:
        # Samples too short to be a round leave the times alone; the first long one warms up and takes one.
        return calls * 1e-6 * (times[0] if calls < 3000 / times[0] or len(times) == 1 else times.pop(0))

    return Contender(name, sample)


def test_ratios_are_taken_within_a_round() -> None:
    # The machine slows down tenfold half-way; both slow down alike.
    measured = compare([contender("ours", 1, 1, 1, 10, 10), contender("theirs", 4, 4, 4, 40, 40)], rounds=4)
    assert [round(one.ratio, 6) for one in measured.values()] == [1, 4]


def test_the_median_forgives_a_burst_of_noise() -> None:
    measured = compare([contender("ours", 2, 2, 900, 2, 2, 2)], rounds=5)
    assert round(measured["ours"].seconds * 1e6, 6) == 2


def test_a_statement_is_timed() -> None:
    calls: list[int] = []
    sample = python("append", "calls.append(1)", {"calls": calls}).sample
    assert sample(7) > 0
    assert len(calls) == 7
    assert isinstance(compare([Contender("it", sample)], rounds=1)["it"], Measured)
