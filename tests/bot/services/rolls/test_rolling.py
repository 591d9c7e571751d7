"""Rolling without Discord."""

from __future__ import annotations

import pytest

from bot.services.rolls.rolling import RollingService
from dicewright import LimitError, Limits, NotationError, scripted


def test_it_rolls_with_the_dice_it_is_given() -> None:
    service = RollingService(dice=scripted([2, 5]))
    assert service.roll(service.understand("2d6 + 1")).total == 8


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
    assert service.prepare(text).takes_long is long


@pytest.mark.parametrize(
    ("text", "error"), [("4d6kx3", NotationError), ("11d6", LimitError), ("9" * 200, LimitError)]
)
def test_what_it_refuses(text: str, error: type[Exception]) -> None:
    service = RollingService(limits=Limits(dice=10))
    with pytest.raises(error):
        service.roll(service.understand(text))


@pytest.mark.parametrize(
    ("text", "times", "meant"),
    [
        ("4d6kh3", 6, "6x 4d6kh3"),
        ("2x 1d20 # hit; 1d6", 3, "6x 1d20 # hit; 3x 1d6"),
        ("@a + 1", 2, "2x @a + 1"),
        ("1d6", 1, "1d6"),
    ],
)
def test_all_of_a_text_is_rolled_this_many_times(text: str, times: int, meant: str) -> None:
    assert str(RollingService().understand(text, names={"a": "1d4"}, times=times)) == meant


def test_a_mistake_is_shown_in_what_the_player_wrote_however_often_it_is_rolled() -> None:
    with pytest.raises(NotationError) as caught:
        RollingService().understand("4d6kx3", times=6)
    assert str(caught.value).startswith("4d6kx3\n   ^^\n")


def test_times_count_against_the_limit_of_repeats() -> None:
    with pytest.raises(LimitError, match="100"):
        RollingService().understand("20x 1d6", times=6)
