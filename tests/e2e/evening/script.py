"""What each person does on the evening, one step after the other: the same every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.fake_discord import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

GM_ROLE_ID = 900_000_000_000_000_401
GM_CHANNEL_ID = 900_000_000_000_000_211
TAVERN_CHANNEL_ID = 900_000_000_000_000_202

GAME_MASTER = Person(900_000_000_000_000_310, "morgan", role_ids=(GM_ROLE_ID,))
PLAYERS = tuple(
    Person(900_000_000_000_000_311 + number, name)
    for number, name in enumerate(("alex", "blair", "casey", "drew", "ellis", "finley"))
)

# No other message of the evening can have the result of a secret roll in it by chance.
_SECRET = ("1d1000000 * 1d1000000", "1d999999 * 1d999998 + 1d20", "1d900000 * 1d900001")
_PLAIN = ("1d20+5", "1d20", "2d6+3", "4d6kh3", "1d20adv+7", "8d6", "1d100", "3d6!", "1d8+1d6+4", "2d20kl1-1")
_LONG = "1d20+5 + 1d4 + 2 + 1d6 + 1d8 - 1 + (2d6 + 3) * 2 + 4d6kh3 + 1d10 + 1d12 + max(1d4, 1d6)"
_NOTES = (
    "",
    "",
    "",
    "to hit",
    "to *hit* the `dragon`",
    "Perception",
    "<@900000000000000311> ducks",
    "ça va?",
)
_GAMES = ("v5 7 h2 vs 3", "v5 5 h1", "coc 55", "coc 40 b1", "genesys yygpp", "ember 4 vs 3", "ember 6 vs 2")
_ODDS = ("4d6kh3", "2d20kh1+5", "8d6", "3d6!", "10d10", "1d20+5 vs 15", "2d6+3", "5d8kh2", "1d100", "6d6>=5")

# How often a person does what, among all steps. The GM does more than roll.
_EVERYBODY = {
    "roll": 26, "short": 6, "only_me": 8, "me_and_gm": 9, "blind": 11, "again": 18, "pad": 6, "saved": 6,
    "menu": 4, "great": 1, "direct": 2, "type": 4, "odds": 3, "versus": 1, "odds_button": 2, "luck": 1,
    "fairness": 1, "luck_menu": 1, "save": 3, "save_button": 2, "edit": 2, "list": 2, "remove": 1, "help": 1,
    "mistake": 2, "peek": 3, "history": 3, "privacy": 1, "game": 14, "push": 8, "answer": 5,
    "character": 2, "sheet": 8, "values": 6,
}  # fmt: skip
_GAME_MASTER = _EVERYBODY | {"look": 40, "reveal": 14, "peek": 0}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person does."""

    kind: str
    notation: str
    secret: str
    """What is rolled where not everybody is to see it."""
    odds: str
    game: str
    """The call of a game system."""
    note: str
    channel_id: int
    choice: float
    """Which of all that could be pressed is: from 0, the latest, to 1."""
    old: bool
    """Whether something from before the last start of the bot is preferred."""


def script(person: Person, *, seed: int) -> Iterator[Step]:
    """Yield what a person does, without an end; for a seed, it is the same whatever the bot answers."""
    dice = random.Random(f"{seed} {person.name}")  # noqa: S311 - a script, not a secret
    weights = _GAME_MASTER if person is GAME_MASTER else _EVERYBODY
    while True:
        (kind,) = dice.choices(tuple(weights), tuple(weights.values()))
        yield Step(
            kind=kind,
            notation=_LONG if dice.random() < 0.05 else dice.choice(_PLAIN),
            # Also rolls as they are usual, of which the public line is held against what it must say.
            secret=dice.choice(_SECRET) if dice.random() < 0.8 else dice.choice(_PLAIN),
            odds=dice.choice(_ODDS),
            game=dice.choice(_GAMES),
            note=dice.choice(_NOTES),
            channel_id=TAVERN_CHANNEL_ID if dice.random() < 0.2 else 0,
            choice=dice.random() ** 2,
            old=dice.random() < 0.5,
        )
