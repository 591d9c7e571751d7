"""Numbers in modifiers that are computed: `>=@tn`, `kh(2+2)`. They hold no dice.

A modifier keeps the formula beside its value. The number is known when the text is
parsed, or once its names are looked up; until then it is 0, and nothing is checked by it.
"""

from __future__ import annotations

from dicewright.arithmetic import combined, computed_die
from dicewright.errors import NotationError
from dicewright.notation.tree import contents, nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.matches import COMPARISONS, AnyOf, Comparison
from dicewright.notation.tree.modifiers import (
    Advantage,
    Clamp,
    Count,
    Drop,
    Exclude,
    Explode,
    Keep,
    Mark,
    Reroll,
)
from dicewright.notation.tree.rebuilding import given
from dicewright.numbers import grouped
from dicewright.phrases import Numeral, Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dicewright.limits import Limits
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number

_NUMBERED = (Keep, Drop, Advantage, Clamp)
_MATCHING = (Exclude, Explode, Reroll, Count, Mark)


def number(formula: Expression, limits: Limits) -> Number:
    """Return the value of a formula; 0 if it holds names that are not looked up yet.

    Raises:
        NotationError: it holds dice.
        RollError: it divides by 0.
        LimitError: a number on the way passes a limit.
    """
    return 0 if contents.pending(formula) else _value(formula, limits)


def _value(node: Expression, limits: Limits) -> Number:
    match node:
        case nodes.Number():
            return node.value
        case nodes.Pool():
            raise _not_a_number(node)
        case nodes.Named():
            if any(True for _ in contents.pools(node.expression)):
                raise _not_a_number(node)
            return _value(node.expression, limits)
        case nodes.Group() if node.modifiers:
            raise _not_a_number(node)
        case nodes.Let():
            return _value(given(node.body, node.name, _value(node.value, limits)), limits)
        case nodes.Bound():
            if node.value is None:
                raise _not_a_number(node)
            return node.value
        case nodes.Conditional():
            return _value(node.then if _value(node.test, limits) else node.otherwise, limits)
        case nodes.Test():
            return int(COMPARISONS[node.operator](_value(node.roll, limits), _value(node.target, limits)))
        case _:
            return combined(node, [_value(inside, limits) for inside in children(node)], limits)


def _not_a_number(node: Expression) -> NotationError:
    message = (
        Phrase(
            "@{name} stands for {dice}, and a modifier needs a number.",
            name=excerpt(node.name),
            dice=excerpt(str(node.expression), 60),
        )
        if isinstance(node, nodes.Named)
        else Phrase("{dice} is rolled, and a modifier needs a number.", dice=excerpt(str(node), 60))
    )
    return NotationError(
        message,
        code="not-a-number",
        hint=Phrase("To test a total against dice, write vs, as in 1d20 vs 2d10."),
        span=node.span,
    )


def dice_count(word: str, formula: Expression, limits: Limits) -> int:
    """Return how many dice a formula after `kh` and the like stands for.

    Raises NotationError if that is no whole number of dice; the other errors are those of `number`.
    """
    value = number(formula, limits)
    if not isinstance(value, int) or value < 0:
        raise NotationError(
            Phrase(
                '"{word}" takes a whole number of dice, but this is {number}.',
                word=word,
                number=Numeral(grouped(value)),
            ),
            code="not-whole",
            hint=Phrase("Round it, as in kh(floor(5/2))."),
            span=formula.span,
        )
    return value


def with_named_die(pool: nodes.Pool, sides: nodes.Sides, limits: Limits) -> nodes.Pool:
    """Return the pool of `2d@trait` with the die that the name stands for: that many sides, or one die.

    Raises:
        NotationError: the name stands for anything else.
        RollError: no die has this many sides.
    """
    named = sides.expression
    meaning = named
    while isinstance(meaning, nodes.Named):
        meaning = meaning.expression
    match meaning:
        case nodes.Pool(nodes.Number(1), die, ()) if not isinstance(die, nodes.Sides):
            return pool.replace(die=die, named=named)
        case _ if any(True for _ in contents.pools(meaning)):
            raise NotationError(
                Phrase(
                    "{name} stands for {meaning}, but a die is needed here.",
                    name=excerpt(str(named)),
                    meaning=excerpt(str(meaning), 60),
                ),
                code="not-a-die",
                hint=Phrase("Save a number of sides under this name, or one die such as d8."),
                span=named.span,
            )
        case _:
            return pool.replace(die=computed_die(number(named, limits), sides, limits), named=named)


def of(modifiers: Iterable[Modifier]) -> Iterator[Expression]:
    """Yield the formulas in modifiers, in the order written."""
    for modifier in modifiers:
        if isinstance(modifier, _NUMBERED):
            if modifier.formula is not None:
                yield contents.as_expression(modifier.formula)
        elif isinstance(modifier, _MATCHING):
            for match in _comparisons(modifier.match):
                if match.formula is not None:
                    yield contents.as_expression(match.formula)


def _comparisons(match: Match | None) -> Iterator[Comparison]:
    if isinstance(match, Comparison):
        yield match
    elif isinstance(match, AnyOf):
        for matcher in match.matchers:
            yield from _comparisons(matcher)


def settled(
    modifiers: tuple[Modifier, ...], resolve: Callable[[Expression], Expression], limits: Limits
) -> tuple[Modifier, ...]:
    """Return the modifiers with the names in their formulas looked up, and the formulas worked out.

    Raises the errors of `number` and `dice_count`, and what `resolve` raises.
    """
    if not any(True for _ in of(modifiers)):
        return modifiers
    return tuple(_settled(modifier, resolve, limits) for modifier in modifiers)


def _settled(modifier: Modifier, resolve: Callable[[Expression], Expression], limits: Limits) -> Modifier:
    if isinstance(modifier, _NUMBERED):
        if modifier.formula is None:
            return modifier
        formula = resolve(contents.as_expression(modifier.formula))
        if isinstance(modifier, Clamp):
            return modifier.replace(value=number(formula, limits), formula=formula)
        word = str(modifier).partition("@")[0].partition("(")[0]
        return modifier.replace(number=dice_count(word, formula, limits), formula=formula)
    if isinstance(modifier, _MATCHING) and modifier.match is not None:
        return modifier.replace(match=_settled_match(modifier.match, resolve, limits))
    return modifier


def _settled_match(match: Match, resolve: Callable[[Expression], Expression], limits: Limits) -> Match:
    if isinstance(match, AnyOf):
        return match.replace(
            matchers=tuple(_settled_match(matcher, resolve, limits) for matcher in match.matchers)
        )
    if isinstance(match, Comparison) and match.formula is not None:
        formula = resolve(contents.as_expression(match.formula))
        return match.replace(value=number(formula, limits), formula=formula)
    return match
