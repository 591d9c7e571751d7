"""The circuit breaker: which calls go through, timed by a clock that the test moves."""

from __future__ import annotations

from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from tests.support.clock import Clock


def test_a_breaker_lets_calls_through_until_one_fails() -> None:
    breaker = CircuitBreaker(Clock())
    assert [breaker.refusal() for _ in range(3)] == [0.0, 0.0, 0.0]


def test_after_a_failure_one_call_goes_through_when_the_pause_is_over() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, shortest=2.0)
    assert breaker.failed() == 2.0
    assert breaker.refusal() == 2.0
    clock.advance(seconds=1.5)
    assert breaker.refusal() == 0.5
    clock.advance(seconds=0.5)
    assert breaker.refusal() == 0.0
    assert breaker.refusal() == 2.0, "a second call went through while the first was under way"


def test_the_pause_doubles_up_to_the_longest_and_ends_with_a_success() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, shortest=1.0, longest=5.0)
    pauses = []
    for _ in range(5):
        pauses.append(breaker.failed())
        clock.advance(seconds=pauses[-1])
        assert breaker.refusal() == 0.0
    assert pauses == [1.0, 2.0, 4.0, 5.0, 5.0]
    breaker.succeeded()
    assert breaker.refusal() == 0.0
    assert breaker.failed() == 1.0


def test_calls_that_fail_together_count_as_one() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, shortest=1.0)
    begun = [breaker.failures] * 4
    assert [breaker.failed(begun_after=each) for each in begun] == [1.0] * 4
    clock.advance(seconds=1.0)
    assert breaker.refusal() == 0.0
    assert breaker.failed(begun_after=breaker.failures) == 2.0


def test_a_failure_of_long_ago_changes_nothing() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, shortest=1.0)
    begun = breaker.failures
    breaker.failed()
    clock.advance(seconds=1.0)
    breaker.succeeded()
    assert breaker.failed(begun_after=begun) == 1.0, "when to ask again"
    assert breaker.refusal() == 0.0


def test_the_sentence_says_what_works_and_what_to_do() -> None:
    assert str(StoreUnavailable(3.0)) == (
        "The bot can't reach its database right now. You can still roll dice, but saved rolls, "
        "settings and the history don't work. Try again in a minute."
    )
