"""The dice behind a total, written along the notation: `4d6kh3 (6, 5, 3, ~~1~~) + 2`."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation import nodes
from dicewright.notation.dice import Fate
from dicewright.notation.modifiers import Explode, joined
from dicewright.numbers import shown
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dicewright.numbers import Number
    from dicewright.results import Die, Rolled

    # A part of a breakdown that is never cut in two, and how many dice it shows.
    _Piece = tuple[str, int]


_SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "-"}


class Style(Value):
    """How a medium shows dice: each function takes a text and returns it marked."""

    dropped: Callable[[str], str]
    critical: Callable[[str], str]
    failure: Callable[[str], str]
    success: Callable[[str], str]
    escape: Callable[[str], str]
    total: Callable[[str], str] = str


def write(rolled: Rolled, style: Style, limit: int) -> str:
    """Return the breakdown of a rolled tree in at most `limit` characters.

    A longer one is cut between two dice and ends with how many more there are.
    """
    found = list(pieces(rolled, style, in_play=True))
    whole = "".join([text for text, _ in found])
    return whole if len(whole) <= limit else cut(found, sum(dice for _, dice in found), limit)


def cut(found: Iterable[_Piece], dice: int, limit: int) -> str:
    """Return the beginning of what is too long, with how many of all its dice are left out."""
    texts: list[str] = []
    more = dice
    length = fitting = 0
    ending = ""
    for position, (text, shows) in enumerate(found):
        if length + len(_ending(more)) > limit:
            break
        fitting, ending = position, _ending(more)
        texts.append(text)
        length += len(text)
        more -= shows
    return ("".join(texts[:fitting]).rstrip() + ending).lstrip()


def _ending(more: int) -> str:
    return f" … and {more:,} more {'die' if more == 1 else 'dice'}" if more else " …"


def pieces(rolled: Rolled, style: Style, *, in_play: bool) -> Iterator[_Piece]:
    """Yield a rolled node piece by piece; what a group dropped is not in play."""
    node, parts = rolled.node, rolled.parts
    match node:
        case nodes.Number() | nodes.Name():
            yield str(node), 0
        case nodes.Pool():
            yield from _pool(rolled, node, style, in_play=in_play)
        case nodes.Group():
            yield from _group(rolled, node, style, in_play=in_play)
        case nodes.Arithmetic():
            yield from _operand(parts[0], style, node.precedence + 1, in_play=in_play)
            for step, part in zip(node.rest, parts[1:], strict=True):
                yield f" {_sign(step.operator, style)} ", 0
                yield from _operand(part, style, node.precedence + 1, in_play=in_play)
        case nodes.Power():
            yield from _operand(parts[0], style, nodes.POWER + 1, in_play=in_play)
            yield " ^ ", 0
            yield from _operand(parts[1], style, nodes.NEGATIVE, in_play=in_play)
        case nodes.Negative():
            yield "-", 0
            yield from _operand(parts[0], style, nodes.NEGATIVE, in_play=in_play)
        case nodes.Function():
            yield f"{node.name}(", 0
            yield from _listed(parts, style, in_play=in_play)
            yield ")", 0
        case nodes.Conditional():
            yield "if(", 0
            yield from pieces(parts[0], style, in_play=in_play)
            yield f" {'holds' if parts[0].total else 'fails'}: ", 0
            yield from pieces(parts[1], style, in_play=in_play)
            yield ")", 0
        case nodes.Labelled():
            yield from _operand(parts[0], style, nodes.TERM - 1, in_play=in_play)
            yield f" {style.escape(f'[{node.label}]')}", 0
        case nodes.Named():
            yield f"{style.escape(f'@{node.name}')} (", 0
            yield from pieces(parts[0], style, in_play=in_play)
            yield ")", 0
        case nodes.Test():
            yield from _operand(parts[0], style, nodes.TEST + 1, in_play=in_play)
            yield f" vs {'' if node.operator == '>=' else style.escape(node.operator)}", 0
            yield from _operand(parts[1], style, nodes.TEST + 1, in_play=in_play)
        case _:
            unreachable(node)


def _operand(rolled: Rolled, style: Style, at_least: int, *, in_play: bool) -> Iterator[_Piece]:
    """Yield a node, in brackets where the notation needs them."""
    if nodes.precedence(rolled.node) >= at_least:
        yield from pieces(rolled, style, in_play=in_play)
    else:
        yield "(", 0
        yield from pieces(rolled, style, in_play=in_play)
        yield ")", 0


def _listed(parts: Iterable[Rolled], style: Style, *, in_play: bool) -> Iterator[_Piece]:
    for place, part in enumerate(parts):
        if place:
            yield ", ", 0
        yield from pieces(part, style, in_play=in_play)


def _pool(rolled: Rolled, node: nodes.Pool, style: Style, *, in_play: bool) -> Iterator[_Piece]:
    for part in rolled.parts:
        # A computed count or number of sides: what it came from stands in front of the dice it made.
        yield from _operand(part, style, nodes.TERM, in_play=in_play)
        yield f" = {shown(part.total)} → ", 0
    yield f"{style.escape(str(node))} (", 0
    exploded = {die.source for die in rolled.dice if die.origin == "exploded"}
    for place, die in enumerate(rolled.dice):
        if place:
            yield ", ", 0
        yield die_text(die, node, style, explodes=die.number in exploded, in_play=in_play), 1
    yield ")", 0


def _group(rolled: Rolled, node: nodes.Group, style: Style, *, in_play: bool) -> Iterator[_Piece]:
    yield "{", 0
    kept = rolled.kept or (True,) * len(rolled.parts)
    for place, (part, counts) in enumerate(zip(rolled.parts, kept, strict=True)):
        if place:
            yield ", ", 0
        yield from pieces(part, style, in_play=in_play and counts)
        if len(rolled.parts) > 1 and not isinstance(part.node, nodes.Number):
            total = f"{shown(part.total)}"
            yield f" = {total if counts and in_play else style.dropped(total)}", 0
    yield style.escape("}" + joined(node.modifiers)), 0


def die_text(die: Die, node: nodes.Pool, style: Style, *, explodes: bool, in_play: bool) -> str:
    """Return one die of a pool, marked for what it is."""
    text = _face(die, node)
    if not (die.kept and in_play):
        return style.dropped(text)
    if die.mark == "critical":
        text = style.critical(text)
    elif die.mark == "failure":
        text = style.failure(text)
    elif die.successes:
        text = style.success(text)
    return f"{text}!" if explodes else text


def _face(die: Die, node: nodes.Pool) -> str:
    if die.name is not None:
        return f"{die.name} {shown(die.value)}" if die.value else die.name
    signed = isinstance(die.kind, Fate)
    text = "+".join(_number(face, signed=signed) for face in die.rolls)
    if not die.clamped:
        return text
    penetrates = die.origin == "exploded" and any(
        isinstance(modifier, Explode) and modifier.kind == "penetrate" for modifier in node.modifiers
    )
    if penetrates and die.value == die.face - 1:
        return f"{text}-1"
    return f"{text}→{_number(die.value, signed=signed)}"


def _number(value: Number, *, signed: bool) -> str:
    return f"+{shown(value)}" if signed and value > 0 else shown(value)


def _sign(operator: str, style: Style) -> str:
    return _SIGNS.get(operator) or style.escape(operator)
