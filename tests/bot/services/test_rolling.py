"""Rolling without Discord."""

from __future__ import annotations

import pytest

from bot.services.rolling import RollingService, RollRequest
from dicewright import LimitError, Limits, NotationError, scripted


def test_it_rolls_with_the_dice_it_is_given() -> None:
    service = RollingService(dice=scripted([2, 5]))
    assert service.roll(service.understand(RollRequest("2d6 + 1"))).total == 8


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("1d20", False),
        ("1000d6", False),
        ("1001d6", True),
        ("100x 10d6", False),
        ("100x 11d6", True),
        ("20d6!; 990d4", True),
        ("9**99", False),
    ],
)
def test_what_takes_long_is_known_before_a_die_is_thrown(text: str, long: bool) -> None:
    service = RollingService(dice=lambda _count, _sides: pytest.fail("a die was thrown"))
    assert service.takes_long(service.understand(RollRequest(text))) is long


@pytest.mark.parametrize(
    ("text", "error"), [("4d6kx3", NotationError), ("11d6", LimitError), ("9" * 200, LimitError)]
)
def test_what_it_refuses(text: str, error: type[Exception]) -> None:
    service = RollingService(limits=Limits(dice=10))
    with pytest.raises(error):
        service.roll(service.understand(RollRequest(text)))
