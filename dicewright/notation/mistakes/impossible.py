"""Modifiers that no die can ever match, such as the count of 2d6>=7, and counts that every die matches, such
as 3d6<=10: they are meant as something else.
"""

from __future__ import annotations

from dicewright.errors import NotationError
from dicewright.notation.mistakes.impossible_words import (
    QUOTED,
    kinds,
    none,
    none_after,
    shows,
    use_vs,
    wanted_of,
)
from dicewright.notation.mistakes.reach import Reach, depends_on_names, supplied
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.matches import Among, Comparison, Parity
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
    Sort,
    Unique,
    joined,
)
from dicewright.phrases import Phrase, all_of, one_of
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number

    _Matching = Explode | Reroll | Count | Mark | Exclude

# With more modifiers than this, a quick look takes longer than working it out.
_GLANCES = 8

_MATCHING = (Explode, Reroll, Count, Mark, Exclude)
_PICKING = (Keep, Drop, Sort, Mark, Advantage)
_STEADY = (Keep, Drop, Sort, Mark, Advantage, Clamp, Reroll, Unique)


def in_pool(count: Expression, die: DieKind, modifiers: tuple[Modifier, ...]) -> None:
    """Raise NotationError if a modifier of a pool can match none of its dice, or a count all of them."""
    reach: Reach | None = None
    known = 0  # how many modifiers the reach has taken in
    for place, modifier in enumerate(modifiers):
        if not isinstance(modifier, _MATCHING):
            continue
        if isinstance(modifier, Count) and _beyond(modifier, die) and not _single(count, modifiers[:place]):
            dice = nodes.Pool(count, die, modifiers[:place])
            raise _always(modifier, excerpt(f"d{die}", QUOTED), dice)
        if place < _GLANCES and _surely(modifier, die, modifiers[:place]):
            continue
        reach = reach or Reach(die)
        for earlier in modifiers[known:place]:
            reach.after(earlier)
        known = place
        if not _possible(modifier, [reach]):
            dice = nodes.Pool(count, die, modifiers[:place])
            raise _never(modifier, [reach], dice, modifiers[:place])


def _beyond(modifier: Count, die: DieKind) -> bool:
    """Return whether dice are counted up to more than they can show, or from less than they can."""
    match = modifier.match
    if modifier.kind != "success" or not isinstance(match, Comparison) or supplied(match):
        return False
    if match.operator in ("<=", "<"):
        return match.value > die.highest
    return match.operator in (">=", ">") and match.value < die.lowest


def _single(count: Expression, before: tuple[Modifier, ...]) -> bool:
    """Return whether a single die is counted, which is a test, or modifiers other than picks come before."""
    if not all(isinstance(earlier, _PICKING) for earlier in before):
        return True
    return isinstance(count, nodes.Number) and count.value <= 1


def _always(modifier: Count, die: str, dice: Expression) -> NotationError:
    return NotationError(
        Phrase(
            "This counts dice that show {wanted}, and every {die} does.",
            wanted=wanted_of(modifier.match),
            die=die,
        ),
        code="always-counts",
        hint=use_vs(dice, modifier.match),
        span=modifier.span,
    )


def _surely(modifier: _Matching, die: DieKind, before: tuple[Modifier, ...]) -> bool:
    """Return whether a quick look shows that a modifier can match: most can, and parsing must be fast."""
    match, highest = modifier.match, die.highest
    if match is None or match.matches(highest):
        values = [highest]
    elif match.matches(die.lowest):
        values = [die.lowest]
    elif isinstance(match, Comparison) and match.operator == "=" and die.shows(match.value):
        values = [match.value]
    else:
        return False
    for earlier in before:
        if isinstance(earlier, Clamp | Exclude):
            return False
        if isinstance(earlier, Explode | Reroll):
            taken = earlier.match or Comparison("=", die.highest)
            if earlier.kind in ("until", "once", "compound", "compound-penetrate"):
                values = [value for value in values if not taken.matches(value)]
    return bool(values)


def in_group_of_one(roll: Expression, modifiers: tuple[Modifier, ...]) -> None:
    """Raise NotationError if a modifier of a group of one can match none of its dice.

    Dice are counted there, and not their sum, so a count of what is more than added dice is refused, too.
    """
    pools: list[nodes.Pool] = []
    plain = _only_adds(roll, pools)
    for modifier in modifiers:
        if isinstance(modifier, Count) and modifier.kind == "success" and not plain:
            raise NotationError(
                Phrase("This counts dice, and the arithmetic in the braces would be lost."),
                code="never-counts",
                hint=use_vs(roll, modifier.match),
                span=modifier.span,
            )
    if not pools:
        return
    reaches = []
    for pool in pools:
        if isinstance(pool.die, nodes.Sides):
            return
        reach = Reach(pool.die)
        for modifier in pool.modifiers:
            reach.after(modifier)
        reaches.append(reach)
    for place, modifier in enumerate(modifiers):
        if not _possible(modifier, reaches):
            raise _never(modifier, reaches, roll, modifiers[:place])
        if isinstance(modifier, Count) and all(_beyond(modifier, reach.die) for reach in reaches):
            before = (*[each for pool in pools for each in pool.modifiers], *modifiers[:place])
            if not _single(pools[0].count if len(pools) == 1 else roll, before):
                raise _always(modifier, all_of(kinds(reaches)), roll)
        for reach in reaches:
            reach.after(modifier)


def in_group(rolls: tuple[Expression, ...], modifiers: tuple[Modifier, ...]) -> None:
    """Raise NotationError if no total of a group of several rolls can match its count."""
    counts = [each for each in modifiers if isinstance(each, Count) and not supplied(each.match)]
    if not counts:
        return
    bounds = [_bounds(roll) for roll in rolls]
    if None in bounds:
        return
    for modifier in counts:
        if not any(bound is not None and _within(bound, modifier.match) for bound in bounds):
            raise NotationError(
                Phrase(
                    "This counts rolls that total {wanted}, but none of these can.",
                    wanted=wanted_of(modifier.match),
                ),
                code="never-counts",
                hint=Phrase("Choose a number that one of them can reach."),
                span=modifier.span,
            )


def _possible(modifier: Modifier, reaches: Sequence[Reach]) -> bool:
    match modifier:
        case Explode(match=None):
            return any(reach.can(Comparison("=", reach.die.highest)) for reach in reaches)
        case Explode() | Reroll() | Count() | Mark() | Exclude():
            match = modifier.match
            return match is None or supplied(match) or any(reach.can(match) for reach in reaches)
        case _:
            return True


def _only_adds(roll: Expression, pools: list[nodes.Pool]) -> bool:
    """Collect the dice of a roll; return whether they, or names that may be dice, are all it adds up.

    If a name stands among them, no dice are collected: it may be any dice.
    """
    plain, unknown = True, False
    pending = [roll]
    while pending:
        node = pending.pop()
        match node:
            case nodes.Pool():
                pools.append(node)
            case nodes.Name():
                unknown = True
            case nodes.Number() | nodes.Negative():
                plain = False
            case nodes.Arithmetic():
                plain = plain and all(step.operator == "+" for step in node.rest)
                pending += children(node)
            case _:
                pending += children(node)
    if unknown:
        pools.clear()
    return plain


def _never(
    modifier: Modifier, reaches: Sequence[Reach], dice: Expression, before: tuple[Modifier, ...]
) -> NotationError:
    changing = joined([each for each in before if not isinstance(each, Keep | Drop | Sort | Mark | Count)])
    match = getattr(modifier, "match", None) or Comparison("=", reaches[0].die.highest)
    wanted, kinds_there = wanted_of(match), one_of(kinds(reaches))
    after = excerpt(changing, QUOTED)
    hint = shows(reaches, changed=bool(changing))
    if isinstance(modifier, Count) and modifier.kind == "success" and isinstance(match, Comparison):
        hint = use_vs(dice, match)
    return NotationError(
        none_after(modifier, wanted, kinds_there, after) if changing else none(modifier, wanted, kinds_there),
        code="never-counts",
        hint=hint,
        span=modifier.span,
    )


def _bounds(node: Expression) -> tuple[Number, Number] | None:
    """Return the least and the greatest total of an expression; None if they are not easy to find."""
    match node:
        case nodes.Number(value):
            return value, value
        case nodes.Labelled(term):
            return _bounds(term)
        case nodes.Pool(nodes.Number(count)) if not isinstance(node.die, nodes.Sides):
            reach = Reach(node.die)
            for modifier in node.modifiers:
                adds = isinstance(modifier, Reroll) and modifier.kind == "add"
                if adds or not isinstance(modifier, _STEADY) or depends_on_names(modifier):
                    return None
                if isinstance(modifier, Keep):
                    count = min(count, modifier.number)
                elif isinstance(modifier, Drop):
                    count = max(0, count - modifier.number)
                reach.after(modifier)
            if not reach.ranges:
                return None
            return count * reach.ranges[0][0], count * max(last for _, last in reach.ranges)
        case nodes.Arithmetic():
            return _chain_bounds(node)
        case _:
            return None


def _chain_bounds(node: nodes.Arithmetic) -> tuple[Number, Number] | None:
    total = _bounds(node.first)
    for step in node.rest:
        operand = _bounds(step.operand)
        if total is None or operand is None or step.operator not in "+-":
            return None
        least, greatest = operand if step.operator == "+" else (-operand[1], -operand[0])
        total = total[0] + least, total[1] + greatest
    return total


def _within(bounds: tuple[Number, Number], match: Match) -> bool:
    """Return whether something between the bounds may match."""
    least, greatest = bounds
    match match:
        case Parity():
            return least < greatest or match.matches(least)
        case Among():
            return any(low <= greatest and high >= least for low, high in match.ranges())
        case Comparison(operator="="):
            return least <= match.value <= greatest
        case Comparison(operator="<>"):
            return not least == greatest == match.value
        case _:
            return match.matches(least) or match.matches(greatest)
