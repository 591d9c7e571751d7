"""A system in other languages, and what could be improved in a file that can be used."""

from __future__ import annotations

import pytest

from dicewright import System, SystemFileError, scripted
from tests.support.game_systems import written

WORDS = """
[words.fr]
Mine = "Mon jeu"
success = "réussite"
failure = "échec"
burns = "ça brûle"
"{hits} of {need}: {outcome}" = "{hits} sur {need} : {outcome}"
"nothing" = "rien"
"[[1d6]] rats" = "[[1d6]] rats gris"
Dice = "Dés"
Again = "Encore"

[words.pt-BR]
success = "sucesso"

[table.effects]
rows = { "..1" = "nothing", "2.." = "[[1d6]] rats" }
"""
BODY = """
usage = "@dice [need @need]"
parameters.dice = { label = "Dice" }
parameters.need = 1
pools.lot = "(@dice)d6"
values.hits = "{@lot}>=5"
values.effect = "effects(@hits)"
outcomes = [{ name = "success", when = "@hits >= @need", tone = "success" }, { name = "failure" }]
notes = [{ name = "burns", when = "{@lot}=1" }]
message = "{hits} of {need}: {outcome}"
push = { name = "Again", reroll = "all" }
"""


def game():
    return System.from_toml(written(BODY, WORDS))


def test_every_text_that_players_read_is_translated():
    french = game().in_language("fr")
    result = french.roll("mine 3", dice=scripted([5, 6, 1, 4]))
    assert (result.message, result.notes) == ("2 sur 1 : réussite", ("ça brûle",))
    assert result.values["effect"] == "4 rats gris"
    assert (french.name, french.rolls["check"].push.name) == ("Mon jeu", "Encore")
    assert french.rolls["check"].parameters["dice"].label == "Dés"
    assert set(french.odds("mine 1").outcomes) == {"réussite", "échec"}
    assert set(french.odds("mine 2").words["effect"]) == {"rien", "[[1d6]] rats gris"}


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("fr", "réussite"),
        ("FR", "réussite"),
        ("fr-CA", "réussite"),
        ("fr_FR", "réussite"),
        ("pt-br", "sucesso"),
        ("pt", "success"),
        ("de", "success"),
        ("en", "success"),
        ("", "success"),
    ],
)
def test_the_nearest_language_is_taken(language, word):
    assert game().in_language(language).roll("mine 1", dice=scripted([6, 1])).outcome == word


def test_a_result_of_one_language_is_pushed_in_another():
    system = game()
    first = system.roll("mine 1", dice=scripted([2]))
    assert system.in_language("fr").push(first, dice=scripted([6, 1])).outcome == "réussite"
    assert system.languages == ("en", "fr", "pt-br")


def test_two_outcomes_never_become_one():
    body = 'pools.a = "1d6"\noutcomes = [{ name = "good", range = "4.." }, { name = "bad" }]'
    words = '[words.fr]\ngood = "même"\nbad = "même"\n'
    assert set(System.from_toml(written(body, words)).in_language("fr").odds("mine").outcomes) == {
        "good",
        "bad",
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('[words.fr]\n"{hits} of {need}: {outcome}" = "{coups}"', "unknown-name"),
        ('[words.french]\nsuccess = "x"', "language"),
        ('[words]\nfr = "x"', "wrong-type"),
        ("[words.fr]\nsuccess = 3", "wrong-type"),
    ],
)
def test_a_translation_that_cannot_be_used_is_refused(words, code):
    with pytest.raises(SystemFileError) as caught:
        System.from_toml(written('pools.a = "1d6"', words))
    assert caught.value.code == code
    assert caught.value.line


def test_what_could_be_improved_is_said():
    assert System.from_toml(written('pools.a = "1d6"')).warnings == (
        "There are no tests, so nothing shows that the file works as intended.",
    )
    body = (
        'pools.a = "1d6"\noutcomes = [{ name = "good", range = "4.." }, { name = "bad" }]\n'
        '[[test]]\nroll = "mine"\nfaces = [5]\noutcome = "good"'
    )
    system = System.from_toml(written(body, '[words.fr]\nugly = "laid"'))
    assert system.warnings == (
        "No test reaches check: bad.",
        'words.fr translates "ugly", which is not in the file.',
    )
