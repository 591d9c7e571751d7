"""Files made up by a grammar load or are refused; what they roll and its odds are bounded, and agree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dicewright import DiceError, Limits, System, SystemResult
from tests.support.game_systems import written

# Low, so that what is made up meets them.
LIMITS = Limits(dice=60, work=60_000, steps=5_000)

_COUNTS = st.sampled_from(["1", "2", "3", "(@n)", "(@n + 1)", "(@m)", "0", "(0 - 1)"])
_SIDES = st.sampled_from(["6", "4", "10", "%", "F", "[1,1,2]", "[hit:1, blank]", "(@n + 2)", "1", "66"])
_ENDINGS = st.sampled_from(
    [
        "",
        "",
        "",
        "!",
        "!!",
        "!o",
        "r1",
        "ro<=2",
        "kh1",
        "kl2",
        "dl1",
        ">=5",
        ">=@n",
        "mi2",
        "u",
        "adv",
        "out=1",
    ]
)
_DICE = st.builds("{}d{}{}".format, _COUNTS, _SIDES, _ENDINGS)
_POOLS = st.one_of(
    _DICE,
    st.builds("{} + {}".format, _DICE, _DICE),
    st.builds("if(@n = 1, {}, {})".format, _DICE, _DICE),
    st.builds("if(@a = 1, {}, 0)".format, _DICE),
    st.builds("steps(@n){}".format, st.sampled_from(["", " + 1d4"])),
)
_READINGS = st.sampled_from(
    [
        "@a",
        "@b",
        "@a.dice",
        "{@a}>=5",
        "{@a}=1",
        "{@a+@b}>=@n",
        "{@a}kh1",
        "{@a+@b}kl2",
        "{@a}out=1dh1",
        "sets(@a)",
        "widest(@a+@b)",
        "tallest({@a}out<3)",
        "sides(@b)",
        "@n",
        "@m",
        "3",
        "0.5",
        "{@a}mi2ma5",
        "{@a}>=4f1",
        "{@a,@b}kh1",
        "{@a}even",
    ]
)
_SIGNS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", ">=", "<", "=", "<>", "and", "or"])
_FORMULAS = st.recursive(
    _READINGS,
    lambda inside: st.one_of(
        st.builds("({} {} {})".format, inside, _SIGNS, inside),
        st.builds("if({}, {}, {})".format, inside, inside, inside),
        st.builds("{}({})".format, st.sampled_from(["not ", "abs", "floor", "round", "-", "words"]), inside),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inside, inside),
    ),
    max_leaves=8,
)
_HEAD = """
[table.steps]
holds = "dice"
rows = { "..1" = "1d4", "2" = "1d6", "3.." = "2d6!" }
[table.words]
rows = { "..1" = "few [[1d4]]", "2.." = "many" }
"""


@st.composite
def _files(draw):
    lines = ['usage = "@n [m@m]"', "parameters.n = { min = 0, max = 4 }"]
    lines += [f'pools.a = "{draw(_POOLS)}"', f'pools.b = "{draw(_POOLS)}"']
    lines += [f'values.v{place} = "{draw(_FORMULAS)}"' for place in range(draw(st.integers(0, 3)))]
    lines.append(f'result = "{draw(_FORMULAS)}"')
    tests = [f'when = "{draw(_FORMULAS)}"', draw(st.sampled_from(['range = "5.."', 'range = "..2"']))]
    named = [f'{{ name = "o{place}", {test} }}' for place, test in enumerate(draw(st.permutations(tests)))]
    lines.append(f'outcomes = [{", ".join(named)}, {{ name = "rest", tone = "failure" }}]')
    if draw(st.booleans()):
        lines.append(f'notes = [{{ name = "n", when = "{draw(_FORMULAS)}" }}]')
    if draw(st.booleans()):
        lines.append(f'shift = "{draw(_FORMULAS)}"')
    second = ['push.reroll = "all"', 'push.reroll.a = "<6"', 'push = { reroll.b = "all", choose = 1 }', ""]
    second += ['keep = { of = ["a"], max = 1, policy = "highest first" }', 'opposed.by = ["outcome", "@n"]']
    lines.append(draw(st.sampled_from(second)))
    return written("\n".join(lines), _HEAD)


@settings(max_examples=60, deadline=None)
@given(_files(), st.sampled_from(["mine 1", "mine 2 m3", "mine 4", "mine 0"]), st.integers(0, 9))
def test_a_made_up_file_is_refused_or_what_it_does_is_bounded(text, call, seed):
    try:
        system = System.from_toml(text, limits=LIMITS)
        result = system.roll(call, seed=str(seed))
    except DiceError:
        return
    assert SystemResult.from_dict(result.to_dict()).to_dict() == result.to_dict()
    _check_odds(system, call, result)
    if system.may_push(result):
        _pushed(system, call, result)


def _check_odds(system, call, result):
    try:
        odds = system.odds(call)
    except DiceError:
        return
    if odds.policy or odds.missing:
        return
    assert sum(odds.outcomes.values()) == 1
    assert odds.outcomes[result.outcome] > 0
    assert all(odds.notes[note] > 0 for note in result.notes)
    for name, value in result.values.items():
        if name in odds.values:
            assert odds.values[name].probability("=", value) > 0


def _pushed(system, call, result):
    try:
        pushed = system.push(result, seed="again")
        odds = system.push_odds(result)
        system.odds(call, pushed=True)
    except DiceError:
        return
    if not odds.missing:
        assert odds.outcomes[pushed.outcome] > 0
