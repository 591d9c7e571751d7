"""What to send instead of a text with a mistake, if it can only have meant one thing.

The errors that know more of the place, such as those for other bots' words, come with their own.
"""

from __future__ import annotations

from dicewright.notation.mistakes.rewording import reworded
from dicewright.notation.mistakes.suggestions import slips
from dicewright.phrases import Phrase
from dicewright.source import Span, quotable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dicewright.errors import NotationError

    Repair = Callable[["Place"], Iterator[str]]

# Longer texts are not repaired, and longer repairs not shown in a sentence.
_LONGEST, _LONGEST_SHOWN = 200, 100
# The hints of the other errors say what to do, and would say less with the repair alone.
_SHOWN = ("stray-comma", "bad-set", "missing-sides")
# If a text is said in other words, these are the errors that come of it.
_REWORDED = frozenset(
    (
        *("unknown-word", "unknown-modifier", "side-by-side", "stray", "stray-comma", "unexpected", "empty"),
        *("label-first", "bad-label", "missing-sides", "missing-name", "modifier-without-dice", "not-a-test"),
        *("double-sign", "explode-what"),
    )
)
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_SIGN = r"(>=|<=|=>|=<|<>|==|[<>=≥≤⩾⩽])"
# What may follow a count that becomes a test: a note, another roll, the end of a bracket.
_BEHIND = r"(?:\s*[);,}#].*|\s+[^\W\d].*|\s*)"
_OPERATOR, _OPERAND = r"(?://|[-+*/%×÷])", r"(?:[0-9]*d[0-9]+|[0-9.]+|@\w+)"
_SPOKEN = {"plus": "+", "minus": "-", "times": "*"}


class Place:
    """The text around a mistake."""

    def __init__(self, text: str, span: Span, hint: str) -> None:
        self.text: str = text
        self.before: str = text[: span.start]
        self.marked: str = span.of(text)
        self.after: str = text[span.stop :]
        self.hint: str = hint

    @classmethod
    def of(cls, before: str, marked: str, after: str, hint: str) -> Place:
        """Return the place of a mistake from the three parts of a text."""
        return cls(f"{before}{marked}{after}", Span(len(before), len(before) + len(marked)), hint)

    def with_instead(self, replacement: str) -> str:
        """Return the text with this instead of what is marked."""
        return f"{self.before}{replacement}{self.after}"


def offer(error: NotationError, possible: Callable[[str], bool]) -> None:
    """Give an error its `fix`, if there is one that can be parsed, and say so in its hint."""
    if error.span is None or len(error.text) > _LONGEST:
        return
    if error.code in _REWORDED and (fix := next(filter(possible, reworded(error.text)), None)) is not None:
        error.fix = fix
        error.hint = Phrase("Write {fix}.", fix=quotable(fix))
        return
    repair = _REPAIRS.get(error.code)
    if repair is None or error.fix is not None:
        return
    for fixed in repair(Place(error.text, error.span, error.hint)):
        fix = fixed.strip()
        if possible(fix):
            error.fix = fix
            if repair is _target_of_the_total and "".join(fix.split()) not in "".join(error.hint.split()):
                error.hint = Phrase("To test the total, write vs, as in {fix}.", fix=quotable(fix))
            elif error.code in _SHOWN and len(fix) <= _LONGEST_SHOWN:
                error.hint = Phrase("Write {fix}.", fix=quotable(fix))
            return


def _match(pattern: str, text: str) -> list[str] | None:
    """Return the groups of a pattern that takes the whole text; None if it does not."""
    import re  # only a mistake pays for it

    found = re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL)
    return None if found is None else [group or "" for group in found.groups()]


def _test_of_the_total(place: Place) -> Iterator[str]:
    """2d6>=7 → 2d6 vs 7, if nothing that would belong to the target comes after it."""
    compared = _match(rf"\s*{_SIGN}\s*(\S.*)", place.marked)
    if compared is None or "write vs" not in place.hint or _match(_BEHIND, place.after) is None:
        return
    sign, number = compared
    sign = {"≥": "", "⩾": "", ">=": "", "=>": "", "≤": "<=", "⩽": "<=", "=<": "<=", "==": "="}.get(sign, sign)
    test = f" vs {sign}{number}{place.after}"
    if (braces := _match(r"\s*\{([^{},]*)\}\s*", place.before)) is not None:
        yield f"{braces[0].strip()}{test}"
    yield f"{place.before.rstrip()}{test}"


def _target_of_the_total(place: Place) -> Iterator[str]:
    """2d6>=7 → 2d6 vs 7, and 3d6>=15-2 → 3d6 vs 15-2: what no die shows is the target of the total."""
    yield from _test_of_the_total(place)
    sum_ = _match(
        rf"(\s*{_OPERATOR}\s*{_OPERAND}(?:\s*{_OPERATOR}\s*{_OPERAND})*)"
        r"(|\s*[);,}#].*|\s+[^\W\d].*)",
        place.after,
    )
    if sum_ is not None:
        yield from _test_of_the_total(Place.of(place.before, f"{place.marked}{sum_[0]}", sum_[1], place.hint))


def _one_sign(place: Place) -> Iterator[str]:
    yield place.with_instead(place.marked[:1])


def _closed(place: Place) -> Iterator[str]:
    opening = place.marked[:1]
    if opening not in _CLOSING:
        return
    roll, sign, note = place.text.partition("#")
    yield f"{place.text.rstrip()}{_CLOSING[opening]}"
    if sign:
        yield f"{roll.rstrip()}{_CLOSING[opening]} #{note}"


def _left_out(place: Place) -> Iterator[str]:
    # "1) 1d20" is an entry of a list.
    if not place.before.strip().isdecimal():
        yield place.with_instead("")


def _left_out_at_the_end(place: Place) -> Iterator[str]:
    if not place.after.strip():
        yield place.before


def _comma(place: Place) -> Iterator[str]:
    """1,000 → 1000, and a comma at the end."""
    import re

    yield from _left_out_at_the_end(place)
    thousands = re.compile(r"(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,]|\.[0-9])")
    at = len(place.before)
    for found in thousands.finditer(place.text):
        if found.start() < at < found.end():
            yield thousands.sub(lambda number: number[0].replace(",", ""), place.text)


def _label_last(place: Place) -> Iterator[str]:
    """2d6[fire]kh1 → 2d6kh1[fire], and [fire] 2d6 → 2d6[fire]."""
    if following := _match(r"(\s*)([^\s+\-*/;#)},]+)(.*)", place.after):
        _space, term, rest = following
        yield f"{place.before}{term}{place.marked}{rest}"


def _faces_upwards(place: Place) -> Iterator[str]:
    """d[5..1] → d[1..5]."""
    if bounds := _match(r"(\s*)([+-]?[0-9]+)\s*\.\.+\s*([+-]?[0-9]+)(\s*)", place.marked):
        yield place.with_instead(f"{bounds[0]}{bounds[2]}..{bounds[1]}{bounds[3]}")


def _set_of_values(place: Place) -> Iterator[str]:
    """r[1-3] → r[1..3], =[4;6] → =[4,6], r[3..1] → r[1..3]."""
    if dash := _match(r"(\s*)([0-9]+)\s*[-–−]\s*([0-9]+)(\s*)", place.marked):
        yield place.with_instead(f"{dash[0]}{dash[1]}..{dash[2]}{dash[3]}")
    yield from _faces_upwards(place)
    inside, bracket, rest = place.after.partition("]")
    values = place.marked + inside
    if _match(r"[\s0-9.,;/|]+", values) is not None:
        yield f"{place.before}{values.translate(str.maketrans(';/|', ',,,'))}{bracket}{rest}"


def _plain_bound(place: Place) -> Iterator[str]:
    """4d6mi>=2 → 4d6mi2."""
    if bound := _match(r"(?:(mi)\s*(?:>=|=|≥)|(ma)\s*(?:<=|=|≤))\s*([0-9.]+)", place.marked):
        yield place.with_instead("".join(bound))


def _in_front_of_the_count(place: Place) -> Iterator[str]:
    """4d6>=5r1 → 4d6r1>=5."""
    count = _match(
        rf"(.*?)(\s*(?:{_SIGN}\s*[0-9.]+|even|odd)(?:\s*(?:f|ds)\s*{_SIGN}?\s*[0-9.]+)*\s*)", place.before
    )
    if count is None:
        return
    dice, counted = count[:2]
    moved = place.marked.strip()
    if moved == "!":
        # Bare, it would take the comparison for its own.
        sides = _match(r".*?d([0-9]+)[^0-9d]*", dice)
        moved = f"!={sides[0]}" if sides else ""
    yield f"{dice}{moved}{counted}{place.after}"


def _dice_for_a_count(place: Place) -> Iterator[str]:
    """1d4d6 → (1d4)d6."""
    if dice := _match(r"(.*?)([0-9]*d[0-9]+)", place.before):
        yield f"{dice[0]}({dice[1]}){place.marked}{place.after}"


def _braces(place: Place) -> Iterator[str]:
    """(1d8+1d6)kh1 → {1d8+1d6}kh1."""
    start = len(place.before)
    depth = 0
    for at in range(start, len(place.text)):
        depth += {"(": 1, ")": -1}.get(place.text[at], 0)
        if not depth:
            inside = place.text[start + 1 : at]
            # Dice are counted in braces, and what was tested here is a total.
            if not any(sign in inside for sign in "<>=≥≤") and "vs" not in inside.lower():
                yield f"{place.before}{{{inside}}}{place.text[at + 1 :]}"
            return


def _in_brackets(place: Place) -> Iterator[str]:
    """floor 7/2 → floor(7/2)."""
    argument, sign, note = place.after.partition("#")
    yield f"{place.before}{place.marked}({argument.strip()})" + (f" #{note}" if sign else "")


def _spoken(place: Place) -> Iterator[str]:
    """1d20 plus 5 → 1d20 + 5."""
    import re

    word = place.marked.lower()
    if word in _SPOKEN:
        words = re.compile(rf"\b(?:{'|'.join(_SPOKEN)})\b", re.IGNORECASE)
        yield place.before + words.sub(lambda found: _SPOKEN[found[0].lower()], place.marked + place.after)
    elif len(word) > 6 and (near := slips(word, ("advantage", "disadvantage"))):
        yield place.with_instead("adv" if near[0] == "advantage" else "dis")


def _two_digits(place: Place) -> Iterator[str]:
    """dd66 → d66, and dd34 → 1d3 * 10 + 1d4: Dice Maiden's dice for tables."""
    digits = _match(r"d([1-9])([1-9])(|[^0-9d].*)", place.marked + place.after)
    if digits and place.before[-1:].lower() == "d":
        (tens, ones, rest), before = digits, place.before[:-1]
        if tens == ones:
            yield f"{before}d{tens}{ones}{rest}"
        elif not before[-1:].isdigit():
            yield f"{before}1d{tens} * 10 + 1d{ones}{rest}"


_REPAIRS: dict[str, Repair] = {
    "never-counts": _target_of_the_total,
    "always-counts": _target_of_the_total,
    "count-or-target": _target_of_the_total,
    "count-or-total": _target_of_the_total,
    "double-sign": _one_sign,
    "unclosed": _closed,
    "unopened": _left_out,
    "stray": _left_out_at_the_end,
    "stray-comma": _comma,
    "label-first": _label_last,
    "bad-face": _faces_upwards,
    "bad-set": _set_of_values,
    "missing-number": _plain_bound,
    "after-count": _in_front_of_the_count,
    "drops-too-many": _dice_for_a_count,
    "modifier-after-brackets": _braces,
    "missing-arguments": _in_brackets,
    "missing-sides": _two_digits,
    "unknown-modifier": _spoken,
    "unknown-word": _spoken,
}
