"""The answer to a question about odds, as a worker finds it: all that is shown, and nothing large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import dicewright
from bot.presentation.charts.odds_chart import odds_chart, several_chart
from bot.presentation.odds_reply import OddsReply, odds_reply, several_reply, versus_reply
from bot.presentation.rolls.called import called_words
from bot.presentation.systems.odds import game_odds_chart, game_odds_reply
from bot.services.odds import (
    Forecast,
    estimated_forecast,
    estimated_forecasts,
    exact_forecast,
    exact_forecasts,
)
from bot.services.systems.home_made import home_made
from bot.services.systems.odds.comparison import Side, compared
from bot.services.systems.odds.forecast import estimated_forecast as estimated_game
from bot.services.systems.odds.forecast import exact_forecast as exact_game
from bot.services.systems.odds.forecast import with_work
from bot.store.called import UNCALLED, Called
from bot.texts import ENGLISH, language
from dicewright import duel

if TYPE_CHECKING:
    from bot.presentation.charts.model import Chart
    from bot.services.systems.odds.forecast import GameForecast
    from dicewright import Limits, Notation, System, Target

_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class OddsQuestion:
    """One or two texts, with what their names stand for, and what is asked about them."""

    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    target: Target | None
    limits: Limits
    estimated: bool = False
    language: str = ENGLISH
    """The language of the answer, which a worker cannot know by itself."""
    called: Called = UNCALLED
    saved: tuple[str, ...] = ()
    """The names of the saved rolls that two texts are; "" for a text that is none."""


@dataclass(frozen=True, slots=True)
class OddsAnswer:
    """All that is shown of odds."""

    reply: OddsReply
    chart: Chart


def work_out(question: OddsQuestion) -> OddsAnswer:
    """Return the answer to a question. The errors are those of `dicewright.odds`."""
    notations = notations_of(question)
    if len(notations) == 1:
        of_each = estimated_forecasts if question.estimated else exact_forecasts
        forecasts = of_each(*notations)
        with language(question.language):
            called, target = called_words(question.called), question.target
            reply = several_reply(forecasts, target, called or str(notations[0]), called=bool(called))
            return OddsAnswer(reply, several_chart(forecasts, target))
    forecast = estimated_forecast if question.estimated else exact_forecast
    first, second = forecasts = [forecast(notation) for notation in notations]
    if any(question.saved):
        named = zip(forecasts, question.saved, strict=True)
        first, second = forecasts = [replace(each, notation=name) if name else each for each, name in named]
    with language(question.language):
        verdict = versus_reply(first, second, duel(first.odds, second.odds), question.target)
        return OddsAnswer(verdict, odds_chart(forecasts, question.target))


@dataclass(frozen=True, slots=True)
class GameQuestion:
    """One or two calls of game systems in full."""

    calls: tuple[str, ...]
    files: tuple[str, ...]
    """For each, the file of its system; "" for one that is shipped."""
    pushed: bool = False
    """Whether rolls that fail are pushed."""
    estimated: bool = False
    language: str = ENGLISH


def work_out_game(question: GameQuestion, *, work: int | None = None) -> OddsAnswer:
    """Return the answer to a question about calls; the errors are those of `System.odds`.

    `work` limits the work for the odds, where it is lower than usual.
    """
    with language(question.language):
        sides = [
            Side(_system(call, file, work), call)
            for call, file in zip(question.calls, question.files, strict=True)
        ]
        found = [_forecast(question, side) for side in sides]
        plain = [number for each in found if (number := _as_plain(each)) is not None]
        if len(plain) == len(found) == 1:
            return OddsAnswer(odds_reply(plain[0], None), odds_chart(plain, None))
        if len(plain) == len(found):
            first, second = plain
            verdict = versus_reply(first, second, duel(first.odds, second.odds), None)
            return OddsAnswer(verdict, odds_chart(plain, None))
        comparison = None
        if len(sides) > 1:
            comparison = compared(
                sides, pushed=question.pushed, estimated=question.estimated, may_estimate=work is None
            )
        return OddsAnswer(game_odds_reply(found, comparison), game_odds_chart(found))


def _system(call: str, file: str, work: int | None) -> System:
    system = _read(file) if file else dicewright.systems().find(call)
    return system if work is None else with_work(system, work)


def _forecast(question: GameQuestion, side: Side) -> GameForecast:
    of_game = estimated_game if question.estimated else exact_game
    return of_game(side.system, side.call, pushed=question.pushed)


@lru_cache(_MOST_FILES)
def _read(file: str) -> System:
    return home_made(file)


def _as_plain(forecast: GameForecast) -> Forecast | None:
    """Return the odds of a roll with a number and no outcomes as those of plain dice; else None."""
    if forecast.outcomes or not forecast.numbers:
        return None
    numbers = dict(forecast.numbers)
    odds = numbers.get("result") or next(iter(numbers.values()))
    return Forecast(forecast.call, odds, None, None)


def notations_of(question: OddsQuestion) -> list[Notation]:
    """Return what a question asks about. Raises NotationError and LimitError."""
    return [
        dicewright.parse(text, names=dict(names) or None, limits=question.limits)
        for text, names in question.texts
    ]
