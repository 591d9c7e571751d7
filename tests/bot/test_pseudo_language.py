"""What players read of the library, in a language made of the catalog: none of it stays in English."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dicewright
from bot import texts
from bot.chances import one_in, percent, range_words, target_words
from bot.outcomes import outcome_words
from bot.presentation.choices import choice
from bot.presentation.errors import dice_error_text
from bot.services.rolls.suggestion import Suggestion
from bot.services.systems.calls import GameCalls
from bot.texts import said
from dicewright import DiceError, Limits, NotationError, OddsTooLarge
from dicewright.rendering import describe, left_out, markdown_breakdown, plain_breakdown
from tests.core.notation.errors.every import ERRORS, NAMES
from tests.core.rendering.test_words import WORDS
from tests.support.texts.pseudo_language import NAME, WIDE, english, pseudo_language, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEANINGS = {
    **NAMES,
    "loop": "@again",
    "again": "@loop + 1",
    "many": "1d6; 2d6",
    "half": "5/2",
    "tn": 7,
    "trait": "d8",
    "mixed": "1d6 + 1d8",
    "wrong": "4d6kx",
    "zero": "1/0",
    "test": "1d20 vs 15",
}
_DATA = Path(__file__).parents[1] / "data"
TOO_LONG = (
    "9" * 101,
    "1d" + "9" * 30,
    "(" * 60 + "1" + ")" * 60,
    "; ".join(["1d6"] * 30),
    "1d6+" * 300 + "1",
)
# What is notation in any language, beside what was typed.
NOTATION = frozenset(("adv", "d", "dis", "f", "floor", "kh", "kl", "mi", "o", "r", "rk", "round", "vs", "x"))
BOTS = ("Avrae", "BCDice", "Dice Maiden", "Foundry", "Roll20", "Rollem", "rollbot", "AnyDice")


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module", autouse=True)
def _pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, pseudo_language(tmp_path_factory.mktemp("locale"), patch):
        yield


@pytest.fixture
def language() -> Iterator[None]:
    """Speak the language: a task of its own runs a fixture of the module."""
    with texts.language(NAME):
        yield


@pytest.fixture(scope="module")
def games() -> GameCalls:
    return GameCalls(dicewright.systems())


def _english(text: str, typed: str = "") -> set[str]:
    """Return the words of a text that are not in the language, nor typed, nor notation."""
    for name in BOTS:
        text = text.replace(name, "")
    return english(text, typed, *MEANINGS, *map(str, MEANINGS.values()), *NOTATION)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    "text", dict.fromkeys([*_lines("mistakes.txt"), *TOO_LONG, "", *(row[0] for row in ERRORS)])
)
def test_an_error_is_in_the_language(text: str, games: GameCalls) -> None:
    with pytest.raises(DiceError) as caught:
        dicewright.roll(text, names=MEANINGS, seed="errors")
    error = caught.value
    fix = ""
    if isinstance(error, NotationError):
        error = games.instead(text, error)
        fix = error.fix or ""
    sentence = dice_error_text(error).rpartition("```")[2]
    assert _english(sentence, f"{text} {fix}") == set()
    assert WIDE.search(sentence)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("text", dict.fromkeys([*_lines("explained.txt"), *WORDS]))
def test_the_explanation_of_a_roll_is_in_the_language(text: str) -> None:
    words = describe(dicewright.parse(text, names=MEANINGS).tree)
    assert _english(choice(Suggestion("typed", text, words)).name, text) == set()


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("if(1d20 vs 1, 1, 2)", f"{spoken('true')}: "),
        ("if(1d20 vs 25, 1, 2)", f"{spoken('false')}: "),
        ("900d6", f"… {spoken('and')} "),
    ],
)
def test_what_is_shown_of_dice_is_in_the_language(text: str, shown: str) -> None:
    roll = dicewright.roll(text, seed="dice").rolls[0]
    in_markdown, plain = (
        markdown_breakdown(roll, limit=200, said=said),
        plain_breakdown(roll, limit=200, said=said),
    )
    for written in (in_markdown, plain):
        assert _english(written, text) == set()
        assert shown in written


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    "words",
    [
        *(lambda chance=chance: percent(chance) for chance in (Fraction(1, 10**15), 1 - Fraction(1, 10**15))),
        *(
            lambda chance=chance: one_in(chance)
            for chance in (Fraction(0), Fraction(1), Fraction(1, 6), Fraction(99, 100))
        ),
        *(lambda low=low: target_words(dicewright.Target(low=low, high=9)) for low in (None, 5, 9)),
        *(lambda text=text: range_words(dicewright.odds(text)) for text in ("2d6", "7", "2d6!", "9000d6")),
        lambda: said(left_out(dicewright.odds("1d6!"))),
        lambda: outcome_words(dicewright.roll("1d20 vs 5", seed="a").rolls[0]),
        lambda: outcome_words(dicewright.roll("8d10>=5f1", seed="a").rolls[0]),
    ],
)
def test_chances_ranges_and_outcomes_are_in_the_language(words: Callable[[], str]) -> None:
    written = words()
    assert _english(written) == set()
    assert WIDE.search(written)


@pytest.mark.usefixtures("language")
def test_an_error_of_odds_is_in_the_language() -> None:
    with pytest.raises(OddsTooLarge) as caught:
        dicewright.odds("100d6kh50", limits=Limits(work=100))
    assert _english(dice_error_text(caught.value)) == set()
    inside = caught.value.found_in_name("pool", "100d6kh50")
    assert _english(dice_error_text(inside).rpartition("```")[2]) == set()


@pytest.mark.usefixtures("language")
def test_the_explanation_of_a_chain_of_any_length_is_in_the_language() -> None:
    longest = "%".join(["7"] * 490)
    assert len(said(describe(dicewright.parse(longest).tree))) > len(longest)
    many = "d[" + ",".join(map(str, range(240))) + "]"
    assert _english(said(describe(dicewright.parse(many).tree))) == set()
