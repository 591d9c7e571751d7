"""The modifiers written after dice, groups and names: how their signs and words are read."""

from __future__ import annotations

from dicewright.notation.mistakes import checks, suggestions
from dicewright.notation.mistakes.suggestions import EVERYDAY
from dicewright.notation.parsing import bindings, endings, misplaced, operands, phrases
from dicewright.notation.tokens.lexer import BRACKETED, DICE, NUMBER, SIGN, WORD, Token
from dicewright.notation.tokens.lookahead import is_die, segments
from dicewright.notation.tree import contents, formulas
from dicewright.notation.tree.matches import COMPARISONS, Comparison, Parity
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
    with_rerolls_joined,
)
from dicewright.phrases import Phrase, one_of
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.errors import NotationError
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.matches import Among
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression, Sides
    from dicewright.numbers import Number


def of_pool(reader: Reader, count: Expression, die: DieKind | Sides) -> tuple[Modifier, ...]:
    """Take the modifiers of a pool and check that they make sense on its dice."""
    found = _modifiers(reader, die)
    if found:
        checks.pool(count, die, found, reader.limits)
    return found


def of_group(reader: Reader, rolls: tuple[Expression, ...]) -> tuple[Modifier, ...]:
    """Take the modifiers of a group and check that they make sense on its rolls."""
    found = _modifiers(reader)
    if found:
        checks.group(rolls, found)
    return found


def of_name(reader: Reader) -> tuple[Modifier, ...]:
    """Take the modifiers of a name. A comparison tests its total, since it may stand for a number."""
    found = _modifiers(reader, comparisons=False)
    checks.name(found)
    return found


def follows(reader: Reader) -> bool:
    """Return whether a modifier comes next, other than a comparison."""
    return reader.ahead.text in ("!", "!!") or word_follows(reader)


def word_follows(reader: Reader) -> bool:
    """Return whether a modifier written as a word comes next."""
    token = reader.ahead
    return token.kind == WORD and bool(segments(token.text))


def _modifiers(
    reader: Reader, die: DieKind | Sides | None = None, *, comparisons: bool = True
) -> tuple[Modifier, ...]:
    found: list[Modifier] = []
    while True:
        if reader.ahead.kind == DICE:
            reader.loosen()
        token = reader.ahead
        if token.kind == WORD:
            words = segments(token.text)
            if phrases.is_for_a_d20(reader, die):
                break  # the end of the roll gives it to that
            if words is None or (token.text in EVERYDAY and _stands_alone(reader)):
                if not reader.apart:
                    raise misplaced.unknown_word(reader, token)
                if not (phrase := phrases.modifiers(reader)):
                    break  # perhaps a note
                found += phrase
                continue
            if not words:
                break
            if words[0] != token.text:
                reader.split(*words)
            token = reader.take()
            found.append(_WORDS[token.text](reader, token))
        elif token.text in ("!", "!!") and token.kind == SIGN:
            found.append(_explode(reader, reader.take()))
        elif comparisons and token.text in COMPARISONS:
            if _tests_the_total(reader):
                break
            match = _comparison(reader)
            found.append(Count("success", match, token.start, reader.behind.stop))
        else:
            break
    return tuple(found) if len(found) < 2 else with_rerolls_joined(found)


def _stands_alone(reader: Reader) -> bool:
    """Return whether the next token is a word by itself: `2d6 discs`, and not `2d6 discs=1`."""
    after = reader.second
    glued = after.start == reader.ahead.stop
    return reader.apart and not (
        glued and (after.kind in (NUMBER, BRACKETED, DICE) or after.text in COMPARISONS)
    )


def _tests_the_total(reader: Reader) -> bool:
    """Return whether dice stand on the right of the comparison that comes next, or nothing does: 2d6+3=."""
    token = reader.second
    place = 1
    if token.text in ("-", "+"):
        place = 2
        token = reader.after(2)
    if token.kind == NUMBER:
        after = reader.after(place + 1)
        if after.kind not in (DICE, WORD) or not is_die(after):
            return False
        return after.kind == DICE or after.text != "d" or reader.after(place + 2).kind == BRACKETED
    return token.kind == DICE or token.text == "{" or endings.closing_equals(reader)


def _number(reader: Reader, token: Token) -> tuple[int, Expression | None]:
    """Take the number of dice after a word, and the formula it comes from; it defaults to 1."""
    if reader.ahead.kind == DICE:
        reader.loosen()
    formula = operands.formula(reader, close=True)
    if formula is not None:
        number: Number = formulas.dice_count(token.text, formula, reader.limits)
        if number or contents.supplied(formula):
            return int(number), formula
    elif reader.ahead.kind != NUMBER:
        if reader.ahead.text in COMPARISONS and token.text not in ("adv", "dis"):
            raise _picks_by_value(reader, token)
        if reader.ahead.kind == BRACKETED and operands.is_set(reader):
            raise operands.no_set(reader, token)
        return 1, None
    else:
        number = reader.number(reader.take())
    if not isinstance(number, int):
        raise reader.error(
            Phrase('"{word}" takes a whole number of dice.', word=token.text),
            "not-whole",
            Phrase("For example, {word}2.", word=token.text),
            reader.behind.span,
        )
    if number == 0:
        raise reader.error(
            Phrase('"{word}0" does nothing.', word=token.text),
            "zero-dice",
            Phrase("Write {word}1 or more.", word=token.text),
            reader.behind.span if formula is None else formula.span,
        )
    return number, None


def _picks_by_value(reader: Reader, token: Token) -> NotationError:
    """Return the error for a keep or drop with a comparison: 4d6k>3."""
    sign = reader.ahead
    return reader.error(
        Phrase('"{word}" takes a number of dice, not the numbers that they show.', word=token.text),
        "missing-number",
        Phrase("Write {word}1 for one die; leave {word} out to count the dice that match.", word=token.text),
        token.span.to(sign.span),
        fixes=[reader.with_instead("", token.start, token.stop)] if token.text[0] == "k" else (),
    )


def _value(reader: Reader, *, signed: bool) -> Comparison | None:
    """Take a number, with a sign if that cannot be a sum, as a comparison for equality."""
    formula = operands.formula(reader, close=not signed)
    if formula is not None:
        return Comparison("=", formulas.number(formula, reader.limits), formula)
    reader.loosen()
    sign = reader.ahead
    negative = signed and sign.text in ("-", "+") and reader.second.kind in (NUMBER, DICE)
    if negative:
        reader.take()
        reader.loosen()
    if reader.ahead.kind != NUMBER:
        return None
    value = reader.number(reader.take())
    return Comparison("=", -value if negative and sign.text == "-" else value)


def _match(reader: Reader, *, optional: bool = False) -> Comparison | Among | None:
    """Take what dice are compared with: a comparison, a set of values, or a number, which means "equal"."""
    if reader.ahead.text in COMPARISONS and reader.ahead.kind == SIGN:
        return _comparison(reader)
    if reader.ahead.kind == BRACKETED and (not optional or operands.is_set(reader)):
        return operands.value_set(reader)
    return _value(reader, signed=not optional)


def _comparison(reader: Reader) -> Comparison | Among:
    sign = reader.take()
    if reader.ahead.kind == DICE and reader.ahead.text.partition("d")[2] in _USUAL_SIDES:
        raise operands.no_dice(reader)
    if sign.text == "=" and reader.ahead.kind == BRACKETED:
        return operands.value_set(reader)
    if bindings.follows(reader):
        raise bindings.no_number(reader, sign)
    found = _value(reader, signed=True)
    if found is None:
        if reader.ahead.text == sign.text and sign.text in (">", "<"):
            raise misplaced.twice(reader, sign, reader.ahead)
        raise reader.error(
            Phrase('A number should follow "{sign}" here.', sign=sign.text),
            "missing-number",
            Phrase("For example, 8d10>=8. To test a total against dice or a name, write vs: 1d20 vs 2d10."),
            reader.here,
        )
    return found.replace(operator=sign.text)


def _required(reader: Reader, token: Token) -> Comparison | Among:
    found = _match(reader)
    if found is None:
        after = reader.ahead
        if after.kind == WORD and after.start == token.stop and token.text + after.text == "rr":
            raise misplaced.unknown_word(reader, Token(WORD, "rr", token.start, after.stop))
        meaning = suggestions.MODIFIER_MEANINGS[token.text]
        examples = _EXAMPLES.get(token.text, (f"{token.text}1", f"{token.text}<=2"))
        raise reader.error(
            Phrase('"{word}" ({meaning}) needs a number.', word=token.text, meaning=meaning),
            "missing-number",
            Phrase("For example, {example}.", example=one_of(examples)),
            token.span,
        )
    return found


def _explode(reader: Reader, sign: Token) -> Explode:
    kind: str = "compound" if sign.text == "!!" else "each"
    letter = reader.ahead
    if letter.kind == WORD and letter.start == sign.stop:
        suffix, rest = letter.text[0], letter.text[1:]
        # "!odd" explodes and counts odd dice; "!okh1" explodes once.
        if (
            suffix in ("op" if kind == "each" else "p")
            and not letter.text.startswith("odd")
            and segments(rest) is not None
        ):
            reader.split(suffix)
            reader.take()
            kind = _EXPLOSIONS[sign.text + suffix]
    # In 1d6! 2d6, other dice follow.
    others = reader.ahead.kind == DICE and reader.apart
    match = None if others else _match(reader, optional=True)
    return Explode(kind, match, sign.start, reader.behind.stop)  # type: ignore[arg-type]  # kinds are those of the signs


# Of what follows a comparison, 5d1 may drop a die, and 2d4 is dice.
_USUAL_SIDES = ("4", "6", "8", "10", "12", "20", "100", "%")
_EXPLOSIONS = {"!o": "once", "!p": "penetrate", "!!p": "compound-penetrate"}


def _picking(kind: type[Keep | Drop | Advantage], which: str) -> Callable[[Reader, Token], Modifier]:
    def picking(reader: Reader, token: Token) -> Modifier:
        number, formula = _number(reader, token)
        return kind(which, number, *_place(reader, token), formula)  # type: ignore[arg-type]  # kinds are those of the table

    return picking


def _reroll(kind: str) -> Callable[[Reader, Token], Modifier]:
    return lambda reader, token: Reroll(kind, _required(reader, token), *_place(reader, token))  # type: ignore[arg-type]  # as above


def _count(kind: str) -> Callable[[Reader, Token], Modifier]:
    return lambda reader, token: Count(kind, _required(reader, token), *_place(reader, token))  # type: ignore[arg-type]  # as above


def _mark(kind: str) -> Callable[[Reader, Token], Modifier]:
    return lambda reader, token: Mark(kind, _required(reader, token), *_place(reader, token))  # type: ignore[arg-type]  # as above


def _clamp(bound: str) -> Callable[[Reader, Token], Modifier]:
    def clamp(reader: Reader, token: Token) -> Modifier:
        match = _required(reader, token)
        if not isinstance(match, Comparison) or match.operator != "=":
            raise reader.error(
                Phrase('"{word}" takes a plain number.', word=token.text),
                "missing-number",
                Phrase("For example, {example}.", example=one_of(_EXAMPLES[token.text])),
                Span(*_place(reader, token)),
            )
        return Clamp(bound, match.value, *_place(reader, token), match.formula)  # type: ignore[arg-type]  # as above

    return clamp


def _place(reader: Reader, token: Token) -> tuple[int, int]:
    return token.start, reader.behind.stop


# Where a 1 or a 2 would make no sense.
_EXAMPLES: dict[str, tuple[str, ...]] = {
    "out": ("out1", "out<=2"),
    "mi": ("mi2",),
    "ma": ("ma5",),
    "cs": ("cs20", "cs>=19"),
    "ds": ("ds10", "ds>=9"),
}

_WORDS: dict[str, Callable[[Reader, Token], Modifier]] = {
    "kh": _picking(Keep, "highest"),
    "k": _picking(Keep, "highest"),
    "kl": _picking(Keep, "lowest"),
    "km": _picking(Keep, "middle"),
    "dh": _picking(Drop, "highest"),
    "dl": _picking(Drop, "lowest"),
    "d": _picking(Drop, "lowest"),
    "adv": _picking(Advantage, "lowest"),
    "dis": _picking(Advantage, "highest"),
    "disadv": _picking(Advantage, "highest"),
    "r": _reroll("until"),
    "ro": _reroll("once"),
    "rk": _reroll("better"),
    "ra": _reroll("add"),
    "out": lambda reader, token: Exclude(_required(reader, token), *_place(reader, token)),
    "u": lambda reader, token: Unique(*_place(reader, token)),
    "mi": _clamp("minimum"),
    "ma": _clamp("maximum"),
    "f": _count("failure"),
    "ds": _count("double"),
    "even": lambda reader, token: Count("success", Parity(odd=False), *_place(reader, token)),
    "odd": lambda reader, token: Count("success", Parity(odd=True), *_place(reader, token)),
    "cs": _mark("critical"),
    "cf": _mark("failure"),
    "sa": lambda reader, token: Sort(False, *_place(reader, token)),
    "sd": lambda reader, token: Sort(True, *_place(reader, token)),
}
