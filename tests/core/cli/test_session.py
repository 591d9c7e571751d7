"""What a run of the command line remembers from one line to the next."""

from __future__ import annotations

import json

import pytest

from dicewright import DiceError, Result, roll
from dicewright.cli.arguments import Arguments
from dicewright.cli.session import Session
from dicewright.rendering.plain import plain_style
from tests.support.command_line import ship_the_examples


def session(**asked: object) -> Session:
    return Session(Arguments(**{"seed": "s", **asked}), plain_style())  # type: ignore[arg-type]


def answers(open_session: Session, *lines: str) -> list[str]:
    return [answer for line in lines for answer in open_session.answers(line)]


@pytest.mark.parametrize("line", ["", "   ", "\n", "\t\r\n", "# a comment", "  # 1d20\n"])
def test_blank_lines_and_comments_roll_nothing(line: str) -> None:
    assert answers(session(), line) == []


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["@str = 3", "@str + 1"], "@str (3) + 1 = 4"),
        (["@STR=3", "@str"], "@str (3) = 3"),
        (["  @str  =  3  \n", "@Str"], "@str (3) = 3"),
        (["@str = 3", "@str = 4", "@str"], "@str (4) = 4"),
        (["@str = -2", "@hit = 10 + @str", "@hit"], "@hit (10 + @str (-2)) = 8"),
        (["@größe = 2.5", "@größe"], "@größe (2.5) = 2.5"),
        (["@str = 3", "@str == 3"], "@str (3) vs =3 = 3: success"),
        (["@str = 3", "@str => 2"], "@str (3) vs 2 = 3: success by 1"),
        (["@str = 3", "@str =< 2"], "@str (3) vs <=2 = 3: failure by 1"),
    ],
)
def test_names_are_set_and_used(lines: list[str], last: str) -> None:
    assert answers(session(), *lines) == [last]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["@str = 3d"], "missing-sides"),
        (["@str ="], "empty"),
        (["@str = @dex"], "unknown-name"),
        (["@str = @str + 1"], "name-loop"),
        (["@a = 1", "@b = @a", "@a = @b"], "name-loop"),
        (["@str = 1d6; 2d6"], "several-rolls"),
        (["@str"], "unknown-name"),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_once(lines: list[str], code: str) -> None:
    with pytest.raises(DiceError) as caught:
        answers(session(), *lines)
    assert caught.value.code == code


def test_a_refused_name_keeps_what_it_stood_for() -> None:
    opened = session()
    answers(opened, "@str = 3")
    with pytest.raises(DiceError):
        answers(opened, "@str = 3d")
    assert answers(opened, "@str") == ["@str (3) = 3"]


def test_one_seed_carries_the_whole_run() -> None:
    repeated = roll("6x 4d6kh3", seed="s")
    expected = str(repeated).splitlines()[:6]
    assert answers(session(times=6), "4d6kh3") == expected
    assert answers(session(), *["4d6kh3"] * 6) == expected


def test_json_is_a_result_again() -> None:
    first, second = answers(session(json=True, times=2), "1d20+5 vs 15; 3d6![fire]")
    rebuilt = Result.from_dict(json.loads(first))
    assert rebuilt == roll("1d20+5 vs 15; 3d6![fire]", seed="s")
    assert rebuilt.seed == "s"
    # The second roll does not begin where the seed's stream begins; its faces tell all.
    assert Result.from_dict(json.loads(second)).seed is None
    assert first.isascii()


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> object:
    return ship_the_examples(monkeypatch)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "lines",
    [
        ("alien 3", "push"),
        ("alien 3", "push 1 3"),
        ("alien 3", "PUSH 1,3"),
        ("cortex d6 d8 d10", "keep 2, 3"),
        ("cortex d6 d8 d10", "keep"),
    ],
)
def test_a_roll_of_a_game_has_a_second_look(lines: tuple[str, ...]) -> None:
    first, second = answers(session(), *lines)
    assert first != second


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("push",), "means nothing here"),
        (("alien 3", "push", "push"), "not possible again"),
        (("alien 3", "push 9"), "counted from 1 to 3"),
        (("alien 3", "push 0"), "counted from 1 to 3"),
        (("pbta +1", "push"), "cannot be pushed"),
        (("pbta +1", "keep 1"), "no dice to choose from"),
        (("cortex d6 d8 d10 d12", "keep 2 3 4"), "At most 2 dice"),
    ],
)
def test_a_second_look_that_is_not_possible_is_an_error(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(DiceError) as caught:
        answers(session(), *lines)
    assert message in caught.value.message


@pytest.mark.usefixtures("shipped")
def test_a_roll_is_pushed_at_once_where_the_rules_allow_it() -> None:
    assert len(list(session(push=True).rolls("alien 3"))) == 2
    assert len(list(session().rolls("alien 3"))) == 1
    with pytest.raises(DiceError, match="cannot be pushed"):
        list(session(push=True).rolls("pbta +1"))
