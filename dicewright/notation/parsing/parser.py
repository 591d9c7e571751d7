"""From tokens to tree: a Pratt parser. The binding powers are the table in `nodes`."""

from __future__ import annotations

from dicewright.errors import DiceError, LimitError, NotationError
from dicewright.limits import shown
from dicewright.notation.mistakes import checks
from dicewright.notation.parsing import endings, logic, misplaced, phrases, terms
from dicewright.notation.tokens import lexer
from dicewright.notation.tokens.lookahead import ends, is_die
from dicewright.notation.tokens.reader import Reader
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.phrases import Phrase
from dicewright.source import quotable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from dicewright.limits import Limits
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tree.nodes import Expression

# What a number is checked with, and only said if it is not whole.
_WHOLE_REPEATS, _REPEATS_EXAMPLE = (
    Phrase("The number of repeats must be whole."),
    Phrase("For example, 6x 4d6kh3."),
)
_SIGNS = ("-", "+")
_BINDING = {
    **logic.BINDING,
    **operators.OPERATORS,
    "**": operators.POWER,
    "vs": operators.TEST,
    **dict.fromkeys(COMPARISONS, operators.TEST),
}


def parse_any(text: str, limits: Limits, tables: Collection[str] = ()) -> Rolls:
    """Return the tree of a text that is no longer than it may be, however uncommon it is."""
    try:
        return _rolls(Reader(text, limits, expression, tables, _parses))
    except DiceError as error:
        error.found_in(text)
        if isinstance(error, NotationError):
            from dicewright.notation.mistakes import repairs  # only a mistake needs it

            repairs.offer(error, lambda fix: _parses(fix, limits, tables))
        raise error from None


def _parses(text: str, limits: Limits, tables: Collection[str]) -> bool:
    """Return whether a correction can be parsed; whether its own mistakes could be corrected is not asked."""
    try:
        _rolls(Reader(text, limits, expression, tables))
    except DiceError:
        return False
    return True


def _rolls(reader: Reader) -> Rolls:
    rolls = [_roll(reader)]
    tried = 1
    while reader.take_sign(";"):
        if reader.ahead.kind == lexer.END:
            break
        if tried == reader.limits.rolls:
            raise LimitError(
                Phrase("This text has more than {limit} rolls.", limit=reader.limits.rolls),
                limit="rolls",
                allowed=reader.limits.rolls,
                hint=Phrase("Split them over several texts."),
                span=reader.ahead.span,
            )
        tried += 1
        if not rolls[-1].note:
            rolls.append(_roll(reader))
        elif (following := _roll_after_note(reader)) is not None:
            rolls.append(following)
        else:
            rolls[-1] = _with_longer_note(reader, rolls[-1])
    if reader.ahead.kind != lexer.END:
        raise misplaced.leftover(reader)
    return Rolls(tuple(rolls))


def _roll_after_note(reader: Reader) -> Roll | None:
    """Take the roll after the semicolon of a note; None if it is no roll, but more of the note."""
    place, parses = reader.place, reader.parses
    reader.parses = None  # nobody reads the corrections of what is a note
    try:
        return _roll(reader)
    except NotationError:
        reader.go_back(place)
    finally:
        reader.parses = parses
    # A roll with a mistake in it would be hidden by a note: let it be found again, with its correction.
    calls = reader.ahead.text in FUNCTIONS and reader.second.text == "("
    return _roll(reader) if calls or reader.ahead.kind == lexer.DICE else None


def _with_longer_note(reader: Reader, roll: Roll) -> Roll:
    start = reader.ahead.start
    while reader.ahead.kind != lexer.END and reader.ahead.text != ";":
        reader.take()
    # Quotes stay: without them, it might be a roll.
    more = lexer.trimmed(reader.text[start : reader.ahead.start])
    return roll.replace(note=f"{roll.note}; {more}" if more else roll.note)


def _roll(reader: Reader) -> Roll:
    repeat = _repeat(reader)
    body = expression(reader)
    note = ""
    if not ends(reader.ahead):
        body, repeat, note = endings.take(reader, body, repeat, _times)
    if reader.ahead.kind == lexer.NOTE:
        token = reader.take()
        note = lexer.clean(token.span.of(reader.text)[1:])
    return Roll(body, repeat, note)


def _repeat(reader: Reader) -> int | None:
    """Take `6x`, `6#` or the `6` of `6 4d6` from the front of a roll."""
    number = reader.ahead
    if number.kind != lexer.NUMBER:
        return None
    sign = reader.second
    if sign.kind == lexer.WORD and sign.text.startswith("x"):
        reader.take()
        reader.split("x")
        reader.take()
    elif _repeats(reader, sign):
        reader.take()
        reader.reread(sign.start + 1)
    elif (sign.kind == lexer.DICE and sign.text[0] != "d") or (
        sign.kind == lexer.NUMBER and is_die(reader.after(2))
    ):
        reader.take()
    else:
        return None
    return _times(reader, number)


def _times(reader: Reader, number: Token) -> int:
    """Return how often a roll is repeated."""
    times = reader.whole(number, _WHOLE_REPEATS, _REPEATS_EXAMPLE)
    if not 1 <= times <= reader.limits.repeats:
        raise LimitError(
            Phrase(
                "A roll can be repeated from 1 to {most} times, not {times} times.",
                most=reader.limits.repeats,
                times=shown(times),
            ),
            limit="repeats",
            allowed=reader.limits.repeats,
            hint=Phrase("Write a number of times as in 6x 4d6kh3."),
            span=number.span,
        )
    return times


def _repeats(reader: Reader, sign: Token) -> bool:
    """Return whether the # repeats the number before it: it does right after that and right before a roll."""
    if sign.kind != lexer.NOTE or sign.start != reader.ahead.stop or sign.text[0] != "#":
        return False
    following = reader.text[sign.start + 1 : sign.start + 2]
    return following != "" and not following.isspace()


def expression(reader: Reader, at_least: int = 0) -> Expression:
    """Take an expression whose operators bind at least this tightly."""
    # Not where the first node begins: a bracket may stand before it.
    begin = reader.ahead.start
    if reader.ahead.text in _SIGNS:
        left = _signed(reader)
    elif reader.ahead.text == logic.NOT and at_least <= operators.NOT:
        left = logic.negated(reader)
    else:
        left = terms.term(reader)
    while (binding := _BINDING.get(reader.ahead.text, -1)) >= at_least:
        if binding <= operators.AND:
            left = logic.joined(reader, left, begin)
        elif binding == operators.TEST:
            if reader.ahead.text == "=" and endings.closing_equals(reader):
                _skip_closing_equals(reader)
                continue
            left = _test(reader, left, begin)
        elif binding == operators.POWER:
            sign = reader.take()
            reader.enter(sign)
            exponent = expression(reader, operators.POWER)
            reader.leave()
            left = nodes.Power(left, exponent, begin, reader.behind.stop)
        else:
            left = _chain(reader, left, binding, begin)
    return left


def _signed(reader: Reader) -> Expression:
    sign = reader.take()
    reader.enter(sign)
    operand = expression(reader, operators.NEGATIVE)
    reader.leave()
    return nodes.Negative(operand, sign.start, reader.behind.stop) if sign.text == "-" else operand


def _chain(reader: Reader, first: Expression, binding: int, begin: int) -> Expression:
    """Take all the operators of one precedence that follow, without recursion."""
    rest: list[nodes.Operation] = []
    while operators.OPERATORS.get(reader.ahead.text) == binding:
        sign = reader.take()
        if reader.ahead.text == sign.text and reader.ahead.start == sign.stop and sign.text in _SIGNS:
            _refuse_double_sign(reader, sign, (first, *[step.operand for step in rest]))
        start = reader.ahead.start
        operand = expression(reader, binding + 1)
        # Brackets begin before what is in them, and say what is counted.
        if not rest and first.begin == begin:
            checks.refuse_number_after_count(first, sign.text, operand)
        if operand.begin == start and isinstance(operand, nodes.Pool):
            checks.refuse_count_after_number((first, *[step.operand for step in rest]), sign.text, operand)
        if sign.text == "/" and isinstance(operand, nodes.Pool):
            _refuse_choice(reader, sign, rest[-1].operand if rest else first, operand)
        rest.append(nodes.Operation(sign.text, operand, sign.start, reader.behind.stop))
    return nodes.Arithmetic(first, tuple(rest), begin, reader.behind.stop)


def _skip_closing_equals(reader: Reader) -> None:
    while not ends(reader.ahead):
        reader.take()


def _refuse_double_sign(reader: Reader, sign: Token, before: tuple[Expression, ...]) -> None:
    """Raise NotationError for `4d6++2`, which elsewhere adds to each die. Between numbers it is plain."""
    if all(isinstance(node, nodes.Number) for node in before):
        return
    once = reader.with_instead(sign.text, sign.start, reader.ahead.stop)
    apart = reader.with_instead(f" {sign.text} {sign.text}", sign.start, reader.ahead.stop)
    hint = Phrase("Write one {sign}, or a space between the two.", sign=sign.text)
    if reader.possible(once) and reader.possible(apart):
        hint = (
            Phrase(
                "Write {once}, or {apart} to take away a negative number.",
                once=quotable(once),
                apart=quotable(apart),
            )
            if sign.text == "-"
            else Phrase("Write {fix}.", fix=quotable(once))
        )
    raise reader.error(
        Phrase("There are two signs in a row."), "double-sign", hint, sign.span.to(reader.ahead.span)
    )


def _refuse_choice(reader: Reader, slash: Token, before: Expression, after: nodes.Pool) -> None:
    """Raise NotationError for a slash between two rolls, as in stat blocks: `1d8/1d10`, `1d20+5/1d8+3`.

    With spaces around it, the slash divides.
    """
    if reader.text[slash.start - 1].isspace() or after.span.start != slash.stop:
        return
    if isinstance(before, nodes.Pool):
        alternatives = before.count == after.count and before.die != after.die
    else:
        rolled = reader.text[: before.span.start]
        alternatives = isinstance(before, nodes.Number) and rolled.endswith(_SIGNS) and "d" in rolled.lower()
    if not alternatives:
        return
    both = reader.with_instead("; ", slash.start, slash.stop)
    divided = reader.with_instead(" / ", slash.start, slash.stop)
    hint = Phrase("Write ; for two rolls, or spaces around the / to divide.")
    if reader.possible(both) and reader.possible(divided):
        hint = Phrase(
            "Write {both} for two rolls, or {divided} to divide.",
            both=quotable(both),
            divided=quotable(divided),
        )
    raise reader.error(Phrase("This would divide one roll by another."), "divided-roll", hint, slash.span)


def _test(reader: Reader, roll: Expression, begin: int) -> nodes.Test:
    sign = reader.take()
    operator = sign.text
    if operator in ("vs", "against", "versus"):
        operator = reader.take().text if reader.ahead.text in COMPARISONS else ">="
        if reader.ahead.kind == lexer.WORD and phrases.target_follows(reader):
            reader.take()
    target = expression(reader, operators.SUM)
    if isinstance(roll, nodes.Number) and isinstance(target, nodes.Pool) and sign.text in COMPARISONS:
        checks.refuse_range(target)
    while reader.ahead.text == "=" and endings.closing_equals(reader):
        _skip_closing_equals(reader)
    if _BINDING.get(reader.ahead.text) == operators.TEST:
        raise reader.error(
            Phrase("A roll can be tested only once."),
            "second-test",
            Phrase("Write ; between two rolls, or put the first test in brackets."),
            reader.ahead.span,
        )
    return nodes.Test(roll, operator, target, begin, reader.behind.stop)
