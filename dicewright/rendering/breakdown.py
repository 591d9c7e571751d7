"""The dice behind a total, written along the notation: `4d6kh3 (6, 5, 3, 1✗) + 2`."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.dice import Fate, Positional
from dicewright.notation.tree.modifiers import Explode, joined
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.numbers import grouped, shown
from dicewright.phrases import Phrase, plural
from dicewright.results.dice_functions import matching_sets
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dicewright.numbers import Number
    from dicewright.results import Die, Rolled

    # A part of a breakdown that is never cut in two, and how many dice it shows.
    _Piece = tuple[str, int]


_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " - "}


class Style(Value):
    """How a medium shows dice: each function takes a text and returns it marked."""

    dropped: Callable[[str], str]
    critical: Callable[[str], str]
    failure: Callable[[str], str]
    success: Callable[[str], str]
    escape: Callable[[str], str]
    total: Callable[[str], str] = str
    said: Callable[[str], str] = str
    """Takes a `Phrase` and returns it in the reader's language."""


def write(rolled: Rolled, style: Style, limit: int) -> str:
    """Return the breakdown of a rolled tree in at most `limit` characters.

    A longer one is cut between two dice and ends with how many more there are.
    """
    found = pieces(rolled, style)
    whole = "".join([text for text, _ in found])
    return whole if len(whole) <= limit else cut(found, sum(dice for _, dice in found), limit, style.said)


def cut(found: Iterable[_Piece], dice: int, limit: int, said: Callable[[str], str]) -> str:
    """Return the beginning of what is too long, with how many of all its dice are left out."""
    texts: list[str] = []
    more = dice
    length = fitting = 0
    ending = ""
    for position, (text, shows) in enumerate(found):
        shorter = said(_ending(more))
        if length + len(shorter) > limit:
            break
        fitting, ending = position, shorter
        texts.append(text)
        length += len(text)
        more -= shows
    return ("".join(texts[:fitting]).rstrip() + ending).lstrip()


def _ending(more: int) -> str:
    return plural(" … and {count} more die", " … and {count} more dice", more) if more else " …"


def pieces(rolled: Rolled, style: Style) -> list[_Piece]:
    """Return what a breakdown is made of."""
    out: list[_Piece] = []
    _pieces(out, rolled, style, in_play=True)
    return out


def _pieces(out: list[_Piece], rolled: Rolled, style: Style, *, in_play: bool) -> None:
    """Add a rolled node piece by piece; what a group dropped is not in play."""
    node, parts = rolled.node, rolled.parts
    match node:
        case nodes.Number() | nodes.Name():
            out.append((str(node), 0))
        case nodes.Pool():
            _pool(out, rolled, node, style, in_play=in_play)
        case nodes.Group():
            _group(out, rolled, node, style, in_play=in_play)
        case nodes.Arithmetic():
            binding = node.precedence + 1
            _operand(out, parts[0], style, binding, in_play=in_play)
            for step, part in zip(node.rest, parts[1:], strict=True):
                out.append((operator(step, style), 0))
                _operand(out, part, style, binding, in_play=in_play)
        case nodes.Power():
            _operand(out, parts[0], style, operators.POWER + 1, in_play=in_play)
            out.append((" ^ ", 0))
            _operand(out, parts[1], style, operators.NEGATIVE, in_play=in_play)
        case nodes.Negative():
            out.append(("-", 0))
            _operand(out, parts[0], style, operators.NEGATIVE, in_play=in_play)
        case nodes.Function():
            out.append((f"{node.name}(", 0))
            _listed(out, parts, style, in_play=in_play)
            out.append((f"{_sets(node, parts)})", 0))
        case nodes.Conditional():
            out.append(("if(", 0))
            _pieces(out, parts[0], style, in_play=in_play)
            result = Phrase("true") if parts[0].total else Phrase("false")
            out.append((f" {style.said(result)}: ", 0))
            _pieces(out, parts[1], style, in_play=in_play)
            out.append((")", 0))
        case nodes.Labelled():
            _operand(out, parts[0], style, operators.TERM - 1, in_play=in_play)
            out.append((f" {style.escape(f'[{node.label}]')}", 0))
        case nodes.Named():
            out.append((f"{style.escape(f'@{node.name}')} (", 0))
            _pieces(out, parts[0], style, in_play=in_play)
            out.append((")", 0))
        case nodes.Let():
            out.append((style.escape(f"let {node.name} = "), 0))
            _pieces(out, parts[0], style, in_play=in_play)
            out.append((" in ", 0))
            _pieces(out, parts[1], style, in_play=in_play)
        case nodes.Bound():
            out.append((f"{style.escape(f'@{node.name}')} ({grouped(rolled.total)})", 0))
        case nodes.Logic():
            _operand(out, parts[0], style, node.precedence + 1, in_play=in_play)
            for part in parts[1:]:
                out.append((f" {node.operator} ", 0))
                _operand(out, part, style, node.precedence + 1, in_play=in_play)
        case nodes.Not():
            out.append(("not ", 0))
            _operand(out, parts[0], style, operators.NOT, in_play=in_play)
        case nodes.Test():
            _operand(out, parts[0], style, operators.TEST + 1, in_play=in_play)
            out.append((f" vs {'' if node.operator == '>=' else style.escape(node.operator)}", 0))
            _operand(out, parts[1], style, operators.TEST + 1, in_play=in_play)
        case _:
            unreachable(node)


def _sets(node: nodes.Function, parts: tuple[Rolled, ...]) -> str:
    """Return the sets among the dice of a function that looks for them, such as ": 3×7, 2×4"."""
    if node.name not in DICE_FUNCTIONS or node.name == "sides":
        return ""
    found = matching_sets(die.value for die in parts[0].added_dice() if die.kept)
    return ": " * bool(found) + ", ".join([f"{width}×{grouped(height)}" for width, height in found])


def _operand(out: list[_Piece], rolled: Rolled, style: Style, at_least: int, *, in_play: bool) -> None:
    """Add a node, in brackets if the notation needs them."""
    node = rolled.node
    if isinstance(node, (nodes.Pool, nodes.Number)) or nodes.precedence(node) >= at_least:
        _pieces(out, rolled, style, in_play=in_play)
    else:
        out.append(("(", 0))
        _pieces(out, rolled, style, in_play=in_play)
        out.append((")", 0))


def _listed(out: list[_Piece], parts: Iterable[Rolled], style: Style, *, in_play: bool) -> None:
    for place, part in enumerate(parts):
        if place:
            out.append((", ", 0))
        _pieces(out, part, style, in_play=in_play)


def before_dice(node: nodes.Pool, style: Style) -> str:
    """Return what stands in front of a pool's dice."""
    return f"{style.escape(str(node))} ("


def _pool(out: list[_Piece], rolled: Rolled, node: nodes.Pool, style: Style, *, in_play: bool) -> None:
    for part in rolled.parts:
        # A computed count or number of sides: what it came from stands in front of the dice it made.
        _operand(out, part, style, operators.TERM, in_play=in_play)
        out.append((f" = {grouped(part.total)} → ", 0))
    out.append((before_dice(node, style), 0))
    exploded = {die.source for die in rolled.dice if die.origin == "exploded"}
    for place, die in enumerate(rolled.dice):
        if place:
            out.append((", ", 0))
        out.append((die_text(die, node, style, explodes=die.number in exploded, in_play=in_play), 1))
    out.append((")", 0))


def _group(out: list[_Piece], rolled: Rolled, node: nodes.Group, style: Style, *, in_play: bool) -> None:
    out.append(("{", 0))
    kept = rolled.kept or (True,) * len(rolled.parts)
    for place, (part, counts) in enumerate(zip(rolled.parts, kept, strict=True)):
        if place:
            out.append((", ", 0))
        _pieces(out, part, style, in_play=in_play and counts)
        if len(rolled.parts) > 1 and not isinstance(part.node, nodes.Number):
            total = f"{grouped(part.total)}"
            out.append((f" = {total if counts and in_play else style.dropped(total)}", 0))
    out.append((style.escape("}" + joined(node.modifiers)), 0))


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
        return f"{die.name} {grouped(die.value)}" if die.value else die.name
    if isinstance(die.kind, Positional):
        return shown(die.value)  # digits, each of a die of its own
    signed = isinstance(die.kind, Fate)
    if not signed and die.value.__class__ is int and die.rolls == (die.value,) and -1000 < die.value < 1000:
        return str(die.value)
    text = "+".join(_number(face, signed=signed) for face in die.rolls)
    if not die.clamped:
        return text
    if die.origin == "exploded" and die.value == die.face - 1 and _explodes(node, "penetrate"):
        return f"{text}-1"
    if die.value == sum(die.rolls) - len(die.rolls) + 1 and _explodes(node, "compound-penetrate"):
        first, *others = [_number(face, signed=signed) for face in die.rolls]
        return "+".join([first, *[f"{other}-1" for other in others]])
    return f"{text}→{_number(die.value, signed=signed)}"


def _explodes(node: nodes.Pool, kind: str) -> bool:
    return any(isinstance(modifier, Explode) and modifier.kind == kind for modifier in node.modifiers)


def _number(value: Number, *, signed: bool) -> str:
    return f"+{grouped(value)}" if signed and value > 0 else grouped(value)


def operator(step: nodes.Operation, style: Style) -> str:
    """Return the sign of a step with blanks around it."""
    return _SIGNS.get(step.operator) or f" {style.escape(step.operator)} "
