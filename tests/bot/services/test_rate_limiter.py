"""The rate limit, measured by a clock that the test moves."""

from __future__ import annotations

import pytest

from bot.services.rate_limiter import RateLimiter, TooFast
from tests.support.clock import Clock
from tests.support.rolls import ANN, BOB


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(limiter: RateLimiter, player_id: int = ANN) -> bool:
    try:
        limiter.check(player_id)
    except TooFast:
        return False
    return True


def test_a_burst_and_then_one_at_a_time(clock: Clock) -> None:
    limiter = RateLimiter(clock, burst=3, seconds=2.0)
    assert [taken(limiter) for _ in range(5)] == [True, True, True, False, False]
    clock.advance(seconds=1.9)
    assert not taken(limiter)
    clock.advance(seconds=0.1)
    assert [taken(limiter) for _ in range(2)] == [True, False]
    clock.advance(seconds=4.0)
    assert [taken(limiter) for _ in range(3)] == [True, True, False]
    clock.advance(seconds=1_000.0)
    assert [taken(limiter) for _ in range(4)] == [True, True, True, False]


def test_one_who_is_quick_slows_nobody_else(clock: Clock) -> None:
    limiter = RateLimiter(clock, burst=1)
    assert taken(limiter, ANN)
    assert not taken(limiter, ANN)
    assert taken(limiter, BOB)


def test_asking_too_early_does_not_make_it_longer(clock: Clock) -> None:
    limiter = RateLimiter(clock, burst=1, seconds=1.0)
    assert taken(limiter)
    for _ in range(4):
        clock.advance(seconds=0.2)
        assert not taken(limiter)
    clock.advance(seconds=0.2)
    assert taken(limiter)


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (0.5, "That was quick! The dice need a rest: try again in 1 second."),
        (1.0, "That was quick! The dice need a rest: try again in 1 second."),
        (1.1, "That was quick! The dice need a rest: try again in 2 seconds."),
    ],
)
def test_the_sentence_says_how_long_to_wait(clock: Clock, seconds: float, sentence: str) -> None:
    limiter = RateLimiter(clock, burst=1, seconds=seconds)
    limiter.check(ANN)
    with pytest.raises(TooFast) as caught:
        limiter.check(ANN)
    assert str(caught.value) == sentence
    clock.advance(seconds=caught.value.retry_after)
    limiter.check(ANN)


def test_players_who_have_rested_are_forgotten(clock: Clock) -> None:
    limiter = RateLimiter(clock, burst=2, seconds=1.0)
    for player_id in range(50_000):
        limiter.check(player_id)
        clock.advance(seconds=0.01)
    # A hundred ask each second, and each has rested after one.
    assert limiter.remembered <= 10_000
