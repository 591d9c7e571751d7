"""The kinds of values in a call: arithmetic without dice, dice by letters, mixed dice, and a roll."""

from __future__ import annotations

import re

from dicewright.arithmetic import combined
from dicewright.errors import DiceError, NotationError
from dicewright.notation.names import normalize, resolve
from dicewright.notation.parsing.common import parse
from dicewright.notation.tokens.signs import lowered
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.rebuilding import given
from dicewright.numbers import written as number_text
from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt
from dicewright.systems.rules.listed import listed_numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.systems.rules.model import Description, Parameter, Piece, RollKind

_PLAIN = re.compile(r"[-+]?[0-9]{1,15}")
_MIXED = re.compile(r"(\d{0,3})[dDwW](\d{1,4}|%)(?![^\W_])")
_BETWEEN = re.compile(r"\s*[+,]?\s*")
_LETTERS = re.compile(r"(?:\d{0,3}[^\W\d_])+(?!\w)")
_LETTER = re.compile(r"(\d*)([^\W\d_])")
_ROLL = re.compile(r"\d*[dDwW](?:\d|%|\[|[fF]\b)|[({]")
_ROLL_OR_NUMBER = re.compile(rf"{_ROLL.pattern}|[-+]?\d")
_NAME = re.compile(r"@?[^\W\d][\w]*(?:-[^\W\d][\w]*)*")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST_DICE = 200


class Typed:
    """What is typed of a call, and how far it has been read."""

    def __init__(
        self,
        text: str,
        start: int,
        kind: RollKind,
        description: Description,
        names: Mapping[str, Meaning],
        example: Callable[[], str],
    ) -> None:
        self.text = text
        self.kind = kind
        self.description = description
        self.names: dict[str, Meaning] = {normalize(name): meaning for name, meaning in names.items()}
        self.limits: Limits = description.limits
        self.example = example
        self.start: int = start
        self.at: int = start
        self.found: dict[str, Any] = {}
        """The values that have been read, by parameter."""
        self.open: list[Piece] = [piece for piece in kind.pieces if not piece.prefix]
        """The pieces without a prefix that have no value yet."""
        self.marked: list[Piece] = sorted(
            (piece for piece in kind.pieces if piece.prefix), key=lambda piece: -len(piece.prefix)
        )
        """The pieces with a prefix, the longest prefix first."""
        self.listed: Mapping[str, tuple[int, ...]] = listed_numbers(kind) if description.tables else {}
        """The only numbers that parameters may be, where a table lists them."""
        self.spans: dict[str, Span] = {}
        """Where each value was read."""

    def beside(self, text: str, names: Mapping[str, Meaning]) -> Typed:
        """Return another text for the same roll, such as a parameter's default."""
        return Typed(text, 0, self.kind, self.description, names, self.example)

    def after_blanks(self, at: int) -> int:
        """Return the next place, from this one on, that has no blank."""
        return len(self.text) - len(self.text[at:].lstrip())

    def names_number(self, at: int) -> int | None:
        """Return where a saved value's name ends that begins here; None if there is none."""
        name = _NAME.match(self.text, at)
        if name is None:
            return None
        written = lowered(name[0]).removeprefix("@")
        return name.end() if written in self.names else None

    def operand_at(self, at: int) -> int | None:
        """Return where a number, brackets or a saved value end that begin here, with a sign perhaps."""
        text = self.text
        while text[at : at + 1] in ("+", "-", "−"):
            at += 1
            while text[at : at + 1] == " ":
                at += 1
        digits = _DIGITS.match(text, at)
        if digits is not None:
            return digits.end()
        if text[at : at + 1] == "(":
            depth = 0
            for place in range(at, len(text)):
                depth += (text[place] == "(") - (text[place] == ")")
                if not depth:
                    return place + 1
            return None
        return self.names_number(at)

    @property
    def command(self) -> str:
        """The command of the system, with the name of the roll if that is not the first."""
        return self.description.opening(self.kind.name)

    def error(self, message: str, code: str, span: Span) -> NotationError:
        """Return the error that points at this place of the call."""
        hint = Phrase("For example, {call}.", call=self.example())
        return NotationError(message, code=code, hint=hint, text=self.text, span=span)


def arithmetic(call: Typed, start: int, stop: int) -> Number:
    """Return the number that a stretch of a call works out to; saved values stand by their names."""
    written = call.text[start:stop].strip()
    if _PLAIN.fullmatch(written):
        return int(written)
    names = call.names
    text = re.sub(
        r"(?<![@\w])[^\W\d][\w]*(?:-[^\W\d][\w]*)*",
        lambda name: f"@{name[0]}" if name[0].lower() in names else name[0],
        written,
    )
    try:
        tree = resolve(parse(text, call.limits), names, call.limits)
        (roll, *others) = tree.rolls
        if others or roll.repeat is not None or roll.note:
            raise _not_a_number(text)
        return _value(roll.expression, call.limits, text)
    except DiceError as error:
        raise error.found_in(text, Span(0, len(text))) from None


def _value(node: Expression, limits: Limits, text: str) -> Number:
    match node:
        case nodes.Number():
            return node.value
        case nodes.Pool():
            raise _not_a_number(text)
        case nodes.Conditional():
            test = _value(node.test, limits, text)
            return _value(node.then if test else node.otherwise, limits, text)
        case nodes.Test():
            left, right = _value(node.roll, limits, text), _value(node.target, limits, text)
            return int(COMPARISONS[node.operator](left, right))
        case nodes.Group() if node.modifiers:
            raise _not_a_number(text)
        case nodes.Let():
            return _value(given(node.body, node.name, _value(node.value, limits, text)), limits, text)
        case nodes.Bound() if node.value is not None:
            return node.value
        case nodes.Function(arguments=(only,)) if node.name in ("min", "max"):
            return _value(only, limits, text)
        case _:
            inside = [_value(child, limits, text) for child in children(node)]
            return combined(node, inside, limits)


def _not_a_number(text: str) -> NotationError:
    return NotationError(
        Phrase('"{text}" is not a number.', text=excerpt(text, 40)),
        code="not-a-number",
        hint=Phrase("Arithmetic without dice is allowed here, as in 12-3."),
        text=text,
        span=Span(0, len(text)),
    )


def mixed_dice(call: Typed, parameter: Parameter) -> Expression | None:
    """Take dice such as `d6 d8 2d10`, each with its own sides; None if none stand next."""
    pools: list[Expression] = []
    dice, at, start = 0, call.at, call.at
    while (match := _MIXED.match(call.text, at)) is not None:
        count, sides = int(match[1] or 1), 100 if match[2] == "%" else int(match[2])
        if not sides:
            break
        dice += count
        if dice > _MOST_DICE:
            raise call.error(
                Phrase("This is more than {most} dice.", most=_MOST_DICE),
                "too-many-dice",
                Span(call.at, match.end()),
            )
        pools.append(_pool(count, _die(sides), *match.span()))
        call.at = match.end()
        between = _BETWEEN.match(call.text, call.at)
        at = between.end() if between else call.at
    if not pools:
        return None
    _check_count(call, parameter, dice, start)
    return _sum(pools)


def _die(sides: int) -> DieKind:
    """Return the die of a number of sides as notation reads it: d66 shows two digits of 1 to 6."""
    pool = parse(f"1d{sides}").rolls[0].expression
    if isinstance(pool, nodes.Pool) and not isinstance(pool.die, nodes.Sides):
        return pool.die
    return Numbered(sides)


def dice_by_letters(call: Typed, parameter: Parameter) -> Expression | None:
    """Take dice such as `yyggp` or `2y1g2p`; None if none stand next."""
    dice = call.description.dice
    by_letter = {dice[name].letter: dice[name].kind for name in parameter.letters}
    letters: list[tuple[str, str]] = []
    start = at = call.at
    # Blanks may stand between letters, and words of the usage end them.
    words = {piece.prefix for piece in call.marked}
    while (match := _LETTERS.match(call.text, at)) is not None:
        found = _LETTER.findall(match[0].lower())
        if not all(letter in by_letter for _, letter in found) or (letters and match[0].lower() in words):
            break
        letters += found
        call.at = match.end()
        at = call.after_blanks(call.at)
    if not letters:
        return None
    span = Span(start, call.at)
    pools: list[Expression] = []
    count = 0
    for number, letter in letters:
        count += int(number or 1)
        if count > _MOST_DICE:
            raise call.error(Phrase("This is more than {most} dice.", most=_MOST_DICE), "too-many-dice", span)
        last = pools[-1] if pools else None
        kind = by_letter[letter]
        if isinstance(last, nodes.Pool) and last.die is kind and isinstance(last.count, nodes.Number):
            pools[-1] = _pool(int(last.count.value) + int(number or 1), kind, span.start, span.stop)
        else:
            pools.append(_pool(int(number or 1), kind, span.start, span.stop))
    _check_count(call, parameter, count, start)
    return _sum(pools)


def roll_of(call: Typed, parameter: Parameter) -> Expression | None:
    """Take a roll in notation, such as `2d6+4`, up to the next blank that ends it; a number is one, too.

    A number that stands alone is that of a value before it, as long as one is still to come.
    """
    alone = any(piece.parameter == parameter.name for piece in call.open)
    numbers = alone and any(call.kind.parameters[piece.parameter].kind == "number" for piece in call.open)
    if (_ROLL if numbers else _ROLL_OR_NUMBER).match(call.text, call.at) is None:
        return None
    stop = call.at
    while stop < len(call.text):
        chunk = re.compile(r"\S+").match(call.text, stop)
        if chunk is None:
            break
        stop = chunk.end()
        following = re.compile(r"\s*").match(call.text, stop)
        ahead = following.end() if following else stop
        if call.text[stop - 1] not in "+-*/" and call.text[ahead : ahead + 1] not in ("+", "-", "*"):
            break
        stop = ahead
    text = call.text[call.at : stop]
    tree = resolve(parse(text, call.limits), call.names, call.limits)
    (roll, *others) = tree.rolls
    if others or roll.repeat is not None:
        raise call.error(
            Phrase("Write a single roll here, without repeats."), "several-rolls", Span(call.at, stop)
        )
    call.at = stop
    return roll.expression


READERS: dict[str, Callable[[Typed, Parameter], Expression | None]] = {
    "letters": dice_by_letters,
    "mixed": mixed_dice,
    "roll": roll_of,
}
"""What takes dice from a call, by the kind of the parameter."""


def example(description: Description, parameter: Parameter) -> str:
    """Return a value that may be typed for a parameter: its default, or one within its bounds.

    >>> from dicewright.systems.rules.model import Parameter
    >>> example(None, Parameter("pool", "number", None, 3, 9))
    '3'
    """
    if parameter.default not in (None, ""):
        default = parameter.default
        return default if isinstance(default, str) else number_text(default or 0)
    least, most = parameter.least, parameter.most
    wanted = 2 if parameter.kind == "number" else 1
    number = wanted if most is None else min(wanted, most)
    number = number if least is None else max(number, least)
    match parameter.kind:
        case "letters":
            return description.dice[parameter.letters[0]].letter * number
        case "mixed":
            return f"{number}d6" if number > 1 else "d6"
        case "roll":
            return "2d6"
        case _:
            return str(number)


def _pool(count: int, kind: DieKind, begin: int, end: int) -> nodes.Pool:
    return nodes.Pool(nodes.Number(count, begin, begin), kind, (), begin, end)


def _sum(pools: list[Expression]) -> Expression:
    first, *others = pools
    if not others:
        return first
    steps = tuple(nodes.Operation("+", pool, pool.begin, pool.end) for pool in others)
    return nodes.Arithmetic(first, steps, first.begin, others[-1].end)


def _check_count(call: Typed, parameter: Parameter, count: int, start: int) -> None:
    least, most = parameter.least or 0, _MOST_DICE if parameter.most is None else parameter.most
    if not least <= count <= most:
        raise call.error(
            Phrase(
                "{parameter}: {least} to {most} dice can be rolled, not {count}.",
                parameter=parameter.described,
                least=least,
                most=most,
                count=count,
            ),
            "out-of-bounds",
            Span(start, call.at),
        )
