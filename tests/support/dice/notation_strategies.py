"""Random dice notation: trees that the parser can make, built bottom-up, so that `str(tree)` is a text.

They include every construct of the language. The dice are few and small, so that most texts can be rolled in
well under a millisecond, and exact odds can be calculated.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import assume
from hypothesis import strategies as st

from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.mistakes import checks
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.dice import (
    DieKind,
    Numbered,
    is_positional,
)
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.notation.tree.rolls import Roll, Rolls
from tests.support.dice.die_strategies import dice, numbers, whole_numbers
from tests.support.dice.modifier_strategies import (
    group_modifiers,
    name_modifiers,
    passes,
    pool_modifiers,
    writable,
)

NAMES = ("str", "attack", "dex_save", "kraft", "力")
LABELS = ("fire", "cold iron", "+2 sword", "Säure", "1", "a:b, c")
NOTES = ("to hit", "für Ärger", "3 of 4", "50% off", "#2", "1d6", "!")
# Without an end, conditions would grow faster than they close: most were too large for hypothesis.
_LOGIC_DEPTH = 2
_Inside = Callable[[], nodes.Expression]


def _pool(draw: st.DrawFn, inside: _Inside | None = None) -> nodes.Pool:
    count: nodes.Expression = draw(whole_numbers(5))
    die: DieKind | nodes.Sides = draw(dice())
    if inside is not None:
        computed = draw(st.sampled_from(["count", "sides", "both", "neither"]))
        if computed in ("count", "both"):
            count = inside()
        if computed in ("sides", "both"):
            sides = inside()
            # In brackets, a repeated digit is the number of sides and not a formula.
            assume(not is_positional(str(sides)))
            die = nodes.Sides(sides)
        assume(not isinstance(count, nodes.Number) or isinstance(count.value, int))
    found = draw(pool_modifiers())
    if not (writable(found) and passes(checks.pool, count, die, found, DEFAULT_LIMITS)):
        found = ()
    return nodes.Pool(count, die, found)


def _group(draw: st.DrawFn, inside: _Inside) -> nodes.Group:
    rolls = tuple(inside() for _ in range(draw(st.integers(1, 3))))
    found = draw(pool_modifiers() if len(rolls) == 1 else group_modifiers())
    if found and not (writable(found) and passes(checks.group, rolls, found)):
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
    if isinstance(first, nodes.Pool):
        for step in rest:
            assume(passes(checks.refuse_number_after_count, first, step.operator, step.operand))
    return nodes.Arithmetic(first, rest)


def _function(draw: st.DrawFn, inside: _Inside) -> nodes.Function:
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    least, most = (2, 3) if name in ("min", "max") else (1, 1)
    arguments = tuple(inside() for _ in range(draw(st.integers(least, most))))
    assume(passes(checks.function, name, arguments))
    return nodes.Function(name, arguments)


def _test(draw: st.DrawFn, inside: _Inside) -> nodes.Test:
    return nodes.Test(inside(), draw(st.sampled_from(sorted(COMPARISONS))), inside())


def _logic(
    draw: st.DrawFn, inside: _Inside, depth: int = _LOGIC_DEPTH
) -> nodes.Test | nodes.Logic | nodes.Not:
    kind = draw(st.sampled_from(["test", "and", "or", "not"])) if depth else "test"
    if kind == "test":
        return _test(draw, inside)
    if kind == "not":
        return nodes.Not(_logic(draw, inside, depth - 1))
    count = draw(st.integers(2, 3))
    return nodes.Logic(kind, tuple(_logic(draw, inside, depth - 1) for _ in range(count)))


def _conditional(draw: st.DrawFn, inside: _Inside) -> nodes.Conditional:
    return nodes.Conditional(_logic(draw, inside), inside(), inside())


def _labelled(draw: st.DrawFn, inside: _Inside) -> nodes.Labelled:
    return nodes.Labelled(inside(), draw(st.sampled_from(LABELS)))


def _let(draw: st.DrawFn, inside: _Inside) -> nodes.Let:
    """One roll used twice, by a name that is defined in the text."""
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
    return nodes.Power(inside(), draw(st.one_of(whole_numbers(3), st.just(inside()))))


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
    """An expression of any kind, nested up to `depth` levels; `@names` only on request."""
    if depth and draw(st.integers(0, 3)):
        return draw(st.sampled_from(_KINDS))(draw, lambda: draw(expressions(names=names, depth=depth - 1)))
    leaf = draw(st.sampled_from(["pool", "number", "name"] if names else ["pool", "number"]))
    if leaf == "pool":
        return _pool(draw)
    if leaf == "number":
        return draw(numbers())
    return nodes.Name(draw(st.sampled_from(NAMES)), draw(name_modifiers()))


@st.composite
def trees(draw: st.DrawFn, *, names: bool = False, depth: int = 2, most_rolls: int = 3) -> Rolls:
    """A whole text: one or several rolls, with or without repeats and notes."""
    found = [
        Roll(
            draw(expressions(names=names, depth=depth)),
            draw(st.none() | st.integers(1, 4)),
            draw(st.sampled_from(("", *NOTES))),
        )
        for _ in range(draw(st.integers(1, most_rolls)))
    ]
    return Rolls(tuple(found))
