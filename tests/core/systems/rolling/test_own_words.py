"""What the library itself says about a game's roll: phrases, which a program can say in another language."""

from __future__ import annotations

import pickle

import pytest

import dicewright
from dicewright import DiceError, NotationError, RollError, System, scripted
from dicewright.rendering import Phrase
from tests.support.game_systems import written

SHIPPED = dicewright.systems()


@pytest.mark.parametrize(
    ("call", "template", "values"),
    [
        ("v5", "{command} needs a number: {parameter}.", {"command": "v5", "parameter": "Dice in all"}),
        (
            "v5 7 h9",
            "{parameter} should be {least} to {most}.",
            {"parameter": "Hunger", "least": 0, "most": 5},
        ),
        ("v5 7 zx", '"{text}" is not understood by {command}.', {"text": "zx", "command": "v5"}),
        ("v5 7 3 9 1", '"{text}" is one number too many for {command}.', {"text": "3", "command": "v5"}),
        (
            "v5 7 hunger",
            '"{word}" needs a number after it: {parameter}.',
            {"word": "hunger", "parameter": "Hunger"},
        ),
        (
            "v5 7 diff x",
            '"{text}" is not a number, and "{word}" needs one: {parameter}.',
            {"text": "x", "word": "diff", "parameter": "Difficulty"},
        ),
        ("coc {0}", '"{text}" is not understood by {command}.', {"text": "{0}", "command": "coc"}),
        ("hello", 'No system is called "{shown}".', {"shown": "hello"}),
    ],
)
def test_what_is_wrong_with_a_call(call: str, template: str, values: dict[str, str | int]) -> None:
    with pytest.raises(NotationError) as caught:
        SHIPPED.roll(call)
    error = caught.value
    assert isinstance(error.message, Phrase)
    assert (error.message.template, error.message.values) == (template, values)
    assert isinstance(error.hint, Phrase)
    assert isinstance(error.advice, Phrase)


def test_several_sentences_of_a_hint_are_phrases_of_their_own() -> None:
    with pytest.raises(NotationError) as caught:
        SHIPPED.roll("v5 7 vss 3")
    hint = caught.value.hint
    assert isinstance(hint, Phrase)
    better, example = hint.values["first"], hint.values["second"]
    assert isinstance(better, Phrase)
    assert isinstance(example, Phrase)
    assert (better.template, example.template) == ("Did you mean {near}?", "For example, {call}.")


def test_a_place_in_a_file_is_part_of_the_phrase() -> None:
    with pytest.raises(dicewright.SystemFileError) as caught:
        System.from_toml('format = 1\nname = "Odd"\ncommand = "1d6"')
    advice = caught.value.advice
    assert isinstance(advice, Phrase)
    assert (advice.template, advice.values["line"]) == ("Line {line}, {key}: {advice}", "3")
    assert isinstance(advice.values["advice"], Phrase)


POOLS = 'pools.red = "2d6"\n'


@pytest.mark.parametrize(
    ("roll", "look", "template"),
    [
        ("", lambda system, result: system.push(result), "This roll cannot be pushed."),
        (
            'push = { name = "Grit", reroll = "all", limit = 1 }\n',
            lambda system, result: system.push(system.push(result)),
            '"{name}" is not possible again.',
        ),
        (
            'push = { name = "Grit", reroll = "all", limit = 2 }\n',
            lambda system, result: system.push(system.push(system.push(result))),
            '"{name}" is not possible more than {times} times.',
        ),
        (
            'push = { reroll = { red = "<6" }, choose = 1 }\n',
            lambda system, result: system.push(result, chosen=[("red", 0), ("red", 1)]),
            "At most {count} die may be rolled again.",
        ),
        (
            'push = { reroll = { red = "<6" }, choose = 1 }\n',
            lambda system, result: system.push(result, chosen=[("red", 8)]),
            "Die {number} of {pool} cannot be rolled again.",
        ),
        (
            'keep = { of = ["red"], max = "1" }\n',
            lambda system, result: system.keep(result, [("red", 0), ("red", 1)]),
            "At most {count} die can be kept.",
        ),
        (
            'keep = { of = ["red"], max = "1" }\n',
            lambda system, result: system.keep(result, [("red", 8)]),
            "Die {number} of {pool} cannot be kept.",
        ),
    ],
)
def test_why_a_second_look_is_not_possible(roll: str, look, template: str) -> None:
    system = System.from_toml(written(POOLS + roll))
    with pytest.raises(RollError) as caught:
        look(system, system.roll("mine", dice=scripted([1, 2])))
    assert isinstance(caught.value.message, Phrase)
    assert caught.value.message.template == template


@pytest.mark.parametrize(
    ("message", "answer", "times"),
    [
        ("", "1: no outcome", 1),
        ("{ Outcome } with {result}", "no outcome with 1", 1),
        ("{outcome}, I say: {outcome}", "no outcome, I say: no outcome", 2),
    ],
)
def test_a_message_without_an_outcome(message: str, answer: str, times: int) -> None:
    text = f'message = "{message}"\n' if message else ""
    outcomes = 'outcomes = [{ name = "high", range = "5.." }, { name = "low", range = "2..4" }]'
    system = System.from_toml(written(f'{text}pools.a = "1d6"\n{outcomes}'))
    result = system.roll("mine", dice=scripted([1]))
    for each in (result.message, pickle.loads(pickle.dumps(result)).message):
        assert each == answer
        assert isinstance(each, Phrase)
        assert [part for part in each.values.values() if isinstance(part, Phrase)] == ["no outcome"] * times
    assert not isinstance(system.roll("mine", dice=scripted([6])).message, Phrase)


def test_names_that_a_file_leaves_out() -> None:
    looks = 'push = { reroll = "all" }\nkeep = { of = ["red"], max = "1" }\nopposed = { by = ["@red"] }\n'
    kind = System.from_toml(written(POOLS + looks)).description.rolls["check"]
    names = [kind.push.name, kind.keep.name, kind.opposed.tie]
    assert names == ["Push", "Keep", "tie"]
    assert all(isinstance(name, Phrase) for name in names)


def test_names_that_a_file_gives_are_its_own() -> None:
    looks = 'push = { name = "Push", reroll = "all" }\nopposed = { by = ["@red"], tie = "tie" }\n'
    kind = System.from_toml(written(POOLS + looks)).description.rolls["check"]
    assert not isinstance(kind.push.name, Phrase)
    assert not isinstance(kind.opposed.tie, Phrase)


@pytest.mark.parametrize(
    ("test", "template"),
    [
        (
            'faces = [1, 2]\noutcome = "high"',
            "The outcome should be {expected}, but it is {found}.",
        ),
        (
            'faces = [1, 2]\nmessage = "x"',
            "The message should be {expected}, but it is {found}.",
        ),
        (
            'faces = [1, 2]\nnotes = ["one"]',
            "The notes should be {expected}, but they are {found}.",
        ),
        (
            "faces = [1, 2]\nvalues = { sums = 9 }",
            "The value {name} should be {expected}, but it is {found}.",
        ),
        (
            "odds = { high = 0.9 }",
            'The chance of "{name}" should be {expected}, but it is {found}.',
        ),
        (
            'faces = [1]\noutcome = "low"',
            "The test gives {count} face, and the roll needs more.",
        ),
        (
            'faces = [1, 2, 3]\noutcome = "low"',
            "The test gives {given}, but {count} dice were thrown.",
        ),
        (
            'faces = [1, 2]\noutcome = "x"',
            'There is no outcome called "{name}": there are {known}.',
        ),
        (
            'faces = [1, 2]\nnotes = ["x"]',
            'There is no note called "{name}": there are {known}.',
        ),
        (
            "faces = [1, 2]\nvalues = { x = 1 }",
            'There is no value called "{name}": there are {known}.',
        ),
        (
            "odds = { x = 0.9 }",
            'There is no outcome or note called "{name}". Known here: {known}.',
        ),
        ('faces = [1, 7]\noutcome = "low"', "{first} {second}"),
    ],
)
def test_why_a_test_in_a_file_fails(test: str, template: str) -> None:
    rolled = (
        'pools.red = "2d6"\nvalues.sums = "@red"\nresult = "@sums"\n'
        'outcomes = [{ name = "high", range = "7.." }, { name = "low" }]\n'
        'notes = [{ name = "one", when = "@red = 12" }]\n'
    )
    (failure, *_others) = System.from_toml(
        f'{written(rolled)}\n[[test]]\nroll = "mine"\n{test}\n', check=False
    ).check()
    assert isinstance(failure.sentence, Phrase)
    assert failure.sentence.template == template


def test_no_error_of_a_call_is_longer_for_it() -> None:
    """What a player typed is cut as before, and braces in it are not read as places."""
    with pytest.raises(DiceError) as caught:
        SHIPPED.roll("v5 7 " + "{x}" * 60)
    assert len(caught.value.message) < 60
    assert "{x}{x}" in caught.value.message
