"""Which of two rolls of games is better, in words, or why nothing says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chances import percent
from bot.presentation.discord_limits import cut
from bot.texts import N_, _
from dicewright.rendering import escape_markdown, isolate_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from bot.services.systems.odds.comparison import Comparison
    from bot.services.systems.odds.forecast import GameForecast

_LONGEST_CALL = 80
# For each basis: of the better one, of the other one, of both alike, and of a tie.
_WORDS = {
    "rule": (
        N_("**{call} is better.** It wins {share} of the time."),
        N_("{call} wins {share} of the time."),
        N_("**Neither is better.** Each wins {share} of the time."),
        N_("They tie {share} of the time."),
    ),
    "outcome": (
        N_("**{call} is better.** It has the better outcome {share} of the time."),
        N_("{call} has the better outcome {share} of the time."),
        N_("**Neither is better.** Each has the better outcome {share} of the time."),
        N_("Both have the same outcome {share} of the time."),
    ),
    "number": (
        N_("**{call} is higher** {share} of the time."),
        N_("{call} is higher {share} of the time."),
        N_("**Neither is higher more often.** Each is higher {share} of the time."),
        N_("They are equal {share} of the time."),
    ),
}
_REASONS = {
    "contest": N_("One of these is a contest already, so neither wins against the other."),
    "other-system": N_("These are rolls of two different games, so neither wins against the other."),
    "other-roll": N_("These are two different kinds of roll, so neither wins against the other."),
    "no-order": N_("The rules of this game don't say which of two such results is better."),
}


def verdict_lines(forecasts: Sequence[GameForecast], comparison: Comparison) -> Iterator[str]:
    """Yield which of two rolls is better, and how often; or why nothing says so."""
    if comparison.reason:
        yield _(_REASONS[comparison.reason])
        yield from _more_successful(forecasts)
        return
    better, worse, same, tie = _WORDS[comparison.basis]
    more, less = comparison.first, comparison.second
    leading, other = forecasts
    if less > more:
        more, less, leading, other = less, more, other, leading
    if more == less:
        sentences = [_(same, share=_share(comparison, more))]
    else:
        sentences = [
            _(better, call=call_words(leading.call), share=_share(comparison, more)),
            _(worse, call=call_words(other.call), share=_share(comparison, less)),
        ]
    if comparison.tie:
        sentences.append(_(tie, share=_share(comparison, comparison.tie)))
    yield " ".join(sentences)
    if comparison.basis == "rule":
        yield _("They are compared by the game's rules for opposed rolls.")


def call_words(call: str) -> str:
    """Return a call as a reply shows it."""
    return escape_markdown(isolate_words(cut(call, _LONGEST_CALL)))


def _more_successful(forecasts: Sequence[GameForecast]) -> Iterator[str]:
    """Yield which of two rolls succeeds more often, if both can fail and succeed."""
    chances = [(forecast.success, forecast) for forecast in forecasts]
    known = [(chance, forecast) for chance, forecast in chances if chance is not None]
    if len(known) < len(chances) or any(forecast.estimated_rolls for forecast in forecasts):
        return
    (more, leading), (less, other) = sorted(known, key=lambda each: -each[0])
    if more == less:
        yield _("Both succeed {share} of the time.", share=percent(more))
        return
    yield _(
        "**{call} succeeds more often:** {share} of the time. {other} succeeds {less} of the time.",
        call=call_words(leading.call),
        share=percent(more, leading.missing),
        other=call_words(other.call),
        less=percent(less, other.missing),
    )


def _share(comparison: Comparison, chance: Fraction) -> str:
    if comparison.estimated_rolls:
        return _("about {chance}", chance=percent(round(chance, 2)))
    return percent(chance, comparison.missing)
