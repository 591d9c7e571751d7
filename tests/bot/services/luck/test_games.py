"""Luck by outcome: where the outcome of a game system's roll ranks among the possible ones."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.history.recording import Circumstances, recorded
from bot.services.luck.games import GameRoll, rank_games
from bot.services.luck.luck import to_rank
from bot.services.systems.calls import GameCalls
from bot.store.visibility import Visibility
from dicewright import scripted
from tests.support.rolls import START

GAMES = GameCalls(dicewright.systems())


def roll(command: str, call: str, outcome: str) -> GameRoll:
    return GameRoll(command, GAMES.systems[command].digest, call, outcome)


@pytest.mark.parametrize(
    ("found", "worse", "equal"),
    [
        (roll("pbta", "pbta", "miss"), 0, 15 / 36),
        (roll("pbta", "pbta", "weak hit"), 15 / 36, 15 / 36),
        (roll("pbta", "pbta", "strong hit"), 30 / 36, 6 / 36),
        # The file lists a fumble before successes, but it is the worst outcome.
        (roll("coc", "coc 55", "fumble"), 0, 0.01),
        (roll("coc", "coc 55", "critical success"), 0.99, 0.01),
    ],
)
def test_outcomes_are_ranked_from_the_worst_to_the_best(found: GameRoll, worse: float, equal: float) -> None:
    ((standing, variance),) = [each for each in rank_games([found]) if each is not None]
    assert (standing.worse, standing.equal) == (pytest.approx(worse), pytest.approx(equal))
    assert 0 < variance < 1 / 12


@pytest.mark.parametrize(
    "unknown",
    [
        None,
        GameRoll("pbta", "another file", "pbta", "miss"),
        GameRoll("nothing", "", "nothing", "miss"),
        roll("pbta", "pbta", "no such outcome"),
        roll("v5", "v5 30 h5 vs 3", "win"),
    ],
)
def test_what_is_not_cheap_to_know_is_left_out(unknown: GameRoll | None) -> None:
    assert rank_games([unknown]) == [None]


@pytest.mark.parametrize(
    ("text", "faces", "visibility", "ranked"),
    [
        ("pbta +1", (3, 4), Visibility.EVERYONE, True),
        ("pbta +1", (3, 4), Visibility.BLIND, True),
        ("2x pbta +1", (3, 4, 1, 1), Visibility.EVERYONE, False),
        ("dogs 1d6", (3,), Visibility.EVERYONE, False),
    ],
)
def test_what_is_ranked(text: str, faces: tuple[int, ...], visibility: Visibility, ranked: bool) -> None:
    played = GAMES.read(text).roll(scripted(faces))
    kept = recorded(
        played, Circumstances(interaction_id=1, rolled_at=START, player_id=1, visibility=visibility)
    )
    assert (to_rank(kept) is not None) is ranked
