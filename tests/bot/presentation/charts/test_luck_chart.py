"""What charts of luck and fairness show."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.presentation.charts.fairness_chart import MOST_PANELS, fairness_chart
from bot.presentation.charts.luck_chart import even, luck_chart
from bot.services.luck.fairness import fairness_of
from bot.services.luck.luck import Luck


def test_luck_has_a_bar_for_each_tenth_against_the_even_line() -> None:
    tenths = (2.0, 4.0, 5.0, 3.0, 6.0, 5.0, 5.0, 4.0, 8.0, 8.0)
    chart = luck_chart(Luck(50, 0, 0.57, 1.7, 0.09, tenths, None, None), "Robin")
    (panel,) = chart.panels
    (series,) = panel.series
    assert [bar.height for bar in series.bars] == [each / 50 for each in tenths]
    assert [bar.left for bar in series.bars] == list(range(0, 100, 10))
    assert panel.even is not None
    assert panel.even.height == 0.1
    assert panel.even.low == pytest.approx(0.1 - 1.96 * (0.09 / 50) ** 0.5)
    assert chart.alt_text == (
        "Bar chart of 50 rolls by Robin, in tenths by percentile. With average luck, each bar would end "
        "at 10%. The unlucky half has 40% of the rolls, the lucky half 60%. "
        "The mean percentile is 57.0."
    )


def test_where_most_fair_bars_end() -> None:
    assert even(0.1, 4).low == 0
    wide, narrow = even(0.01, 1_000), even(0.01, 1_000, together=4)
    assert narrow.high - narrow.low == pytest.approx((wide.high - wide.low) * (0.96 / 0.99) ** 0.5 / 2)


def test_fairness_has_a_panel_for_each_kind_of_die() -> None:
    faces = Counter({(6, face): 10 * face for face in range(1, 7)})
    faces.update({(100, face): 6 for face in range(1, 101)})
    faces.update({(20, 7): 3})
    chart = fairness_chart(fairness_of(faces, rolls=1))
    hundred, six = chart.panels
    assert [six.title, hundred.title] == ["d6, rolled 210 times", "d100, rolled 600 times"]
    assert [bar.height for bar in six.series[0].bars] == [face / 21 for face in range(1, 7)]
    assert [bar.left for bar in six.series[0].bars] == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    # Two faces share a bar, which shows the share of one.
    assert len(hundred.series[0].bars) == 50
    assert {bar.height for bar in hundred.series[0].bars} == {0.01}
    assert hundred.even is not None
    assert hundred.even.height == 0.01
    assert "d6, rolled 210 times: most often 6 (28.6%), least often 1 (4.8%)." in chart.alt_text


def test_fairness_with_many_kinds_stays_readable() -> None:
    faces = Counter({(sides, face): 5 for sides in range(2, 40) for face in range(1, sides + 1)})
    chart = fairness_chart(fairness_of(faces, rolls=1))
    assert len(chart.panels) == MOST_PANELS
    assert len(chart.alt_text) <= 1_024


def test_the_last_bar_of_an_odd_die_shows_the_share_of_a_face_too() -> None:
    chart = fairness_chart(fairness_of(Counter({(51, face): 5 for face in range(1, 52)}), rolls=1))
    bars = chart.panels[0].series[0].bars
    assert [bar.width for bar in bars] == [2] * 25 + [1]
    assert [bar.height for bar in bars] == pytest.approx([1 / 51] * 26)
