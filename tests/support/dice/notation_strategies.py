"""Random dice notation: trees that the parser can make, built bottom-up, so that `str(tree)` is a text.

Every construct of the language is among them. The dice are few and small, so that most texts can be
rolled in well under a millisecond and their odds worked out exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

from dicewright.errors import DiceError
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.mistakes import checks
from dicewright.notation.tree import modifiers, nodes, operators
from dicewright.notation.tree.dice import (
    DieKind,
    Face,
    FaceRange,
    Fate,
    Listed,
    Numbered,
    Positional,
    is_positional,
)
from dicewright.notation.tree.matches import COMPARISONS, Among, Comparison, Parity, among
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.numbers import simplest

NAMES = ("str", "attack", "dex_save", "kraft", "力")
FACE_NAMES = ("hit", "crit", "blank", "cold iron", "Lähmung", "☠", "2hit", "hit+crit")
LABELS = ("fire", "cold iron", "+2 sword", "Säure", "1", "a:b, c")
NOTES = ("to hit", "für Ärger", "3 of 4", "50% off", "#2", "1d6", "!")


@cache
def _whole_numbers(most: int = 12) -> st.SearchStrategy[nodes.Number]:
    return st.integers(0, most).map(lambda value: nodes.Number(value))


@cache
def numbers() -> st.SearchStrategy[nodes.Number]:
    """Numbers as they can be written: not negative, whole or decimal."""
    decimals = st.builds(
        lambda value, places: simplest(Fraction(value, 10**places)), st.integers(0, 400), st.integers(1, 3)
    )
    return st.one_of(_whole_numbers(), decimals.map(lambda value: nodes.Number(value)))


@cache
def values() -> st.SearchStrategy[int | Fraction]:
    """What a comparison may hold dice against; a sign is allowed."""
    halves = st.integers(-3, 15).map(lambda value: simplest(Fraction(value, 2)))
    return st.one_of(st.integers(-2, 21), halves)


def _sums(first: int, more: int) -> tuple[int, nodes.Expression]:
    """Return a number with the formula that it comes from."""
    operation = nodes.Operation("+", nodes.Number(more))
    return first + more, nodes.Arithmetic(nodes.Number(first), (operation,))


@cache
def _computed() -> st.SearchStrategy[tuple[int, nodes.Expression]]:
    return st.builds(_sums, st.integers(0, 4), st.integers(1, 3))


@cache
def comparisons() -> st.SearchStrategy[Comparison]:
    operators = st.sampled_from(sorted(COMPARISONS))
    plain = st.builds(Comparison, operators, values())
    computed = st.builds(lambda sign, sum_of: Comparison(sign, *sum_of), operators, _computed())
    return st.one_of(plain, plain, computed)


@cache
def matches() -> st.SearchStrategy[Comparison | Among]:
    """A comparison, or a set of values."""
    ranges = st.builds(lambda first, more: (first, first + more), values(), st.integers(0, 3))
    return st.one_of(comparisons(), comparisons(), st.lists(ranges, min_size=1, max_size=3).map(among))


@cache
def dice(most_sides: int = 20) -> st.SearchStrategy[DieKind]:
    """Dice of every kind."""
    numbered = st.one_of(st.sampled_from([1, 2, 4, 6, 10, 20]), st.integers(1, most_sides))
    ranges = st.builds(
        lambda start, more: FaceRange(start, start + more), st.integers(-3, 6), st.integers(0, 5)
    )
    faces = st.one_of(
        values().map(Face),
        st.builds(Face, st.integers(-1, 3), st.sampled_from(FACE_NAMES)),
        ranges,
    )
    return st.one_of(
        numbered.map(Numbered),
        st.builds(Positional, st.integers(2, 4), st.just(2)),
        st.just(Fate()),
        st.lists(faces, min_size=1, max_size=5).map(lambda listed: Listed(tuple(listed))),
    )


def _counts() -> st.SearchStrategy[modifiers.Count]:
    parity = st.booleans().map(lambda odd: Parity(odd=odd))
    return st.builds(modifiers.Count, st.just("success"), st.one_of(matches(), parity))


def _after_count() -> st.SearchStrategy[modifiers.Count]:
    return st.builds(modifiers.Count, st.sampled_from(["failure", "double"]), matches())


def _choosing() -> st.SearchStrategy[modifiers.Modifier]:
    which = st.sampled_from(["highest", "lowest", "middle"])
    ends = st.sampled_from(["highest", "lowest"])
    number = st.integers(1, 4)
    return st.one_of(
        st.builds(modifiers.Keep, which, number),
        st.builds(lambda end, sum_of: modifiers.Keep(end, sum_of[0], formula=sum_of[1]), which, _computed()),
        st.builds(modifiers.Drop, ends, number),
        st.builds(modifiers.Exclude, matches()),
        st.builds(modifiers.Sort, st.booleans()),
    )


def _changing() -> st.SearchStrategy[modifiers.Modifier]:
    explosion = st.sampled_from(["each", "once", "compound", "penetrate", "compound-penetrate"])
    return st.one_of(
        st.builds(modifiers.Advantage, st.sampled_from(["lowest", "highest"]), st.integers(1, 2)),
        st.builds(modifiers.Explode, explosion, st.none() | matches()),
        st.builds(modifiers.Reroll, st.sampled_from(["until", "once", "better", "add"]), matches()),
        st.just(modifiers.Unique()),
        st.builds(modifiers.Clamp, st.sampled_from(["minimum", "maximum"]), values()),
        st.builds(modifiers.Mark, st.sampled_from(["critical", "failure"]), matches()),
    )


@cache
def _pool_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    before = st.lists(st.one_of(_choosing(), _changing()), max_size=3).map(tuple)
    behind = st.lists(st.one_of(_choosing(), _after_count()), max_size=2).map(tuple)
    counted = st.builds(lambda first, count, last: (*first, count, *last), before, _counts(), behind)
    return st.one_of(st.just(()), before, counted).map(modifiers.with_rerolls_joined)


@cache
def _group_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    return st.lists(st.one_of(_choosing(), _counts()), max_size=2).map(tuple)


@cache
def _name_modifiers() -> st.SearchStrategy[tuple[modifiers.Modifier, ...]]:
    found = st.lists(st.one_of(_choosing(), _changing()), max_size=2).map(modifiers.with_rerolls_joined)
    return found.filter(lambda chosen: _passes(checks.name, chosen))


def _writable(found: tuple[modifiers.Modifier, ...]) -> bool:
    """Return whether these can be written: a bare explosion takes a comparison behind it for its own."""
    return not any(
        isinstance(one, modifiers.Explode)
        and one.match is None
        and isinstance(other, modifiers.Count)
        and not isinstance(other.match, Parity)
        and other.kind == "success"
        for one, other in pairwise(found)
    )


def _passes(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except DiceError:
        return False
    return True


_Inside = Callable[[], nodes.Expression]


def _pool(draw: st.DrawFn, inside: _Inside | None = None) -> nodes.Pool:
    count: nodes.Expression = draw(_whole_numbers(5))
    die: DieKind | nodes.Sides = draw(dice())
    if inside is not None:
        computed = draw(st.sampled_from(["count", "sides", "both", "neither"]))
        if computed in ("count", "both"):
            count = inside()
        if computed in ("sides", "both"):
            sides = inside()
            # In brackets, the same digit twice is the number of sides and nothing that is computed.
            assume(not is_positional(str(sides)))
            die = nodes.Sides(sides)
        assume(not isinstance(count, nodes.Number) or isinstance(count.value, int))
    found = draw(_pool_modifiers())
    if not (_writable(found) and _passes(checks.pool, count, die, found, DEFAULT_LIMITS)):
        found = ()
    return nodes.Pool(count, die, found)


def _group(draw: st.DrawFn, inside: _Inside) -> nodes.Group:
    rolls = tuple(inside() for _ in range(draw(st.integers(1, 3))))
    found = draw(_pool_modifiers() if len(rolls) == 1 else _group_modifiers())
    if found and not (_writable(found) and _passes(checks.group, rolls, found)):
        found = ()
    return nodes.Group(rolls, found)


def _arithmetic(draw: st.DrawFn, inside: _Inside) -> nodes.Arithmetic:
    signs = draw(
        st.lists(
            st.sampled_from(draw(st.sampled_from(["+-", ("*", "/", "//", "%")]))), min_size=1, max_size=3
        )
    )
    first = inside()
    rest = tuple(nodes.Operation(sign, inside()) for sign in signs)
    if isinstance(first, nodes.Arithmetic) and first.precedence == operators.OPERATORS[signs[0]]:
        first = nodes.Negative(first)
    return nodes.Arithmetic(first, rest)


def _function(draw: st.DrawFn, inside: _Inside) -> nodes.Function:
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    least, most = (2, 3) if name in ("min", "max") else (1, 1)
    arguments = tuple(inside() for _ in range(draw(st.integers(least, most))))
    assume(_passes(checks.function, name, arguments))
    return nodes.Function(name, arguments)


def _test(draw: st.DrawFn, inside: _Inside) -> nodes.Test:
    return nodes.Test(inside(), draw(st.sampled_from(sorted(COMPARISONS))), inside())


def _logic(draw: st.DrawFn, inside: _Inside) -> nodes.Test | nodes.Logic | nodes.Not:
    kind = draw(st.sampled_from(["test", "and", "or", "not"]))
    if kind == "test":
        return _test(draw, inside)
    if kind == "not":
        return nodes.Not(_logic(draw, inside))
    return nodes.Logic(kind, tuple(_logic(draw, inside) for _ in range(draw(st.integers(2, 3)))))


def _conditional(draw: st.DrawFn, inside: _Inside) -> nodes.Conditional:
    return nodes.Conditional(_logic(draw, inside), inside(), inside())


def _labelled(draw: st.DrawFn, inside: _Inside) -> nodes.Labelled:
    return nodes.Labelled(inside(), draw(st.sampled_from(LABELS)))


def _let(draw: st.DrawFn, inside: _Inside) -> nodes.Let:
    """One roll used twice, by a name that the text gives it."""
    name = draw(st.sampled_from(["x", "hit"]))
    bound = nodes.Bound(name)
    body = draw(
        st.sampled_from(
            [
                bound,
                nodes.Arithmetic(bound, (nodes.Operation("+", inside()), nodes.Operation("-", bound))),
                nodes.Function("max", (inside(), bound)),
                nodes.Test(bound, ">=", inside()),
                nodes.Pool(bound, Numbered(2)),
            ]
        )
    )
    return nodes.Let(name, inside(), body)


def _power(draw: st.DrawFn, inside: _Inside) -> nodes.Power:
    return nodes.Power(inside(), draw(st.one_of(_whole_numbers(3), st.just(inside()))))


_KINDS: tuple[Callable[[st.DrawFn, _Inside], nodes.Expression], ...] = (
    _pool,
    _pool,
    _group,
    _group,
    _arithmetic,
    _arithmetic,
    _function,
    _conditional,
    _labelled,
    lambda draw, inside: nodes.Negative(inside()),  # noqa: ARG005 - all kinds share one signature
    _power,
    _logic,
    _let,
)


@st.composite
def expressions(draw: st.DrawFn, *, names: bool = False, depth: int = 2) -> nodes.Expression:
    """An expression of any kind, nested at most this deep; `@names` only where asked for."""
    if depth and draw(st.integers(0, 3)):
        return draw(st.sampled_from(_KINDS))(draw, lambda: draw(expressions(names=names, depth=depth - 1)))
    leaf = draw(st.sampled_from(["pool", "number", "name"] if names else ["pool", "number"]))
    if leaf == "pool":
        return _pool(draw)
    if leaf == "number":
        return draw(numbers())
    return nodes.Name(draw(st.sampled_from(NAMES)), draw(_name_modifiers()))


@st.composite
def trees(draw: st.DrawFn, *, names: bool = False, depth: int = 2, most_rolls: int = 3) -> Rolls:
    """A whole text: one roll or several, with repeats and notes or without."""
    found = [
        Roll(
            draw(expressions(names=names, depth=depth)),
            draw(st.none() | st.integers(1, 4)),
            draw(st.sampled_from(("", *NOTES))),
        )
        for _ in range(draw(st.integers(1, most_rolls)))
    ]
    return Rolls(tuple(found))


_WORDS = (
    *(
        "d",
        "kh",
        "kl",
        "km",
        "k",
        "dh",
        "dl",
        "adv",
        "dis",
        "!",
        "!!",
        "!!p",
        "!o",
        "!p",
        "r",
        "ro",
        "ra",
        "out",
        "rk",
        "mi",
        "ma",
    ),
    *(
        "u",
        "f",
        "ds",
        "even",
        "odd",
        "cs",
        "cf",
        "sa",
        "sd",
        "vs",
        "and",
        "or",
        "not",
        "x",
        "if",
        "floor",
        "ceil",
        "round",
        "abs",
        "sets",
        "sides",
    ),
    *(
        "min",
        "max",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "^",
        "(",
        ")",
        "{",
        "}",
        ",",
        ";",
        "[",
        "]",
        "[fire]",
    ),
    *(
        "[1,2]",
        "r[1,3]",
        "=[4..6]",
        "[0..9]",
        "[hit:1]",
        "@",
        "@str",
        "#",
        "=",
        "<",
        ">",
        "<=",
        ">=",
        "<>",
        "1",
        "2",
        "6",
        "20",
        "0",
    ),
    *("0.5", ".5", "100", "d6", "2d6", "dF", "d%", "4d6kh3", "1d20", ".", "..", ":", '"', "×", "÷", "−", "“"),
    *("\t", "\u200b", "9999999999", "\x00", "\ud800", "٣", "\uff13", "é", "🎲"),
)


def pieces() -> st.SearchStrategy[str]:
    """Texts made of what notation is made of, mostly wrong: for errors, and to find crashes."""
    word = st.sampled_from(_WORDS)
    return st.lists(st.one_of(word, word, word, st.just(" "), st.characters()), max_size=14).map("".join)
