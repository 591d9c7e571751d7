"""The errors for tokens in places where they cannot be."""

from __future__ import annotations

from dicewright.notation.mistakes.suggestions import (
    ARITHMETIC,
    DICE_FIRST,
    EVERYDAY,
    GENERAL,
    MODIFIER_MEANINGS,
    NOTES_AND_NAMES,
    TO_TEST,
    slips,
    spoken,
)
from dicewright.notation.parsing import commas, phrases, strays
from dicewright.notation.tokens import lexer, signs
from dicewright.notation.tokens.lexer import NUMBER, Token
from dicewright.notation.tokens.lookahead import die_follows, ends, letters_before, segments, starts_term
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.phrases import Phrase, one_of
from dicewright.source import Span, excerpt, quotable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright.errors import NotationError
    from dicewright.notation.tokens.reader import Reader


# Functions of other tools, which are not typos of ours.
_ELSEWHERE = frozenset(("rand", "random", "count", "sum", "avg", "mean", "total", "mod", "sign", "log"))


def leftover(reader: Reader) -> NotationError:
    """Say why a roll cannot go on with the token that comes next."""
    token = reader.ahead
    if hint := ARITHMETIC.get(reader.text[token.start :].strip().lower()):
        return reader.error(
            Phrase('"{word}" means nothing here.', word=excerpt(token.text)),
            "unknown-word",
            hint,
            token.span,
        )
    match token:
        case Token(kind=lexer.STRAY):
            return strays.error(reader, token)
        case Token(text=")" | "}" as sign):
            opening = {")": "(", "}": "{"}[sign]
            return reader.error(
                Phrase("This {sign} has no matching opening bracket.", sign=sign),
                "unopened",
                Phrase("Add a {opening}, or leave it out.", opening=opening),
                token.span,
            )
        case Token(text=","):
            return commas.stray(reader, token)
        case Token(kind=lexer.BRACKETED):
            return reader.error(
                Phrase("A term can have only one label."),
                "second-label",
                Phrase("For example, 2d6[fire]."),
                token.span,
            )
        case Token(text="!" | "!!"):
            return _only_dice_explode(reader, token)
        case Token(kind=lexer.WORD) if not starts_term(reader):
            return unknown_word(reader, token)
    return side_by_side(reader, token, Phrase("Write + between them, or ; for two rolls."))


def _only_dice_explode(reader: Reader, token: Token) -> NotationError:
    if token.text == "!" and reader.second.text in ("=", "<>") and reader.second.start == token.stop:
        return reader.error(
            Phrase("Only dice can explode."),
            "explode-what",
            Phrase("Not equal is written <>."),
            token.span.to(reader.second.span),
            fixes=[reader.with_instead("<>", token.start, reader.second.stop)],
        )
    return reader.error(
        Phrase("Only dice can explode."),
        "explode-what",
        Phrase("Write ! right after dice, as in 4d6! + 2."),
        token.span,
    )


def side_by_side(reader: Reader, token: Token, hint: str) -> NotationError:
    """Return the error for a term right after another."""
    fixes: list[str] = []
    behind = reader.behind
    if token.kind == lexer.NUMBER and token.text in (".1", ".2") and behind.text == "df":
        # Variants of Fate dice: the second is the common one, the first shows each sign on one face of six.
        die = "dF" if token.text == ".2" else "d[-1, 0, 0, 0, 0, 1]"
        fixes = [reader.with_instead(die, behind.start, token.stop)]
    elif behind.text == ")" and die_follows(reader) and (begin := _call(reader, behind.start)) is not None:
        call = reader.text[begin : behind.stop]
        fixes = [reader.with_instead(f"({call})", begin, behind.stop)]
    elif (token.text in ("(", "{") or token.kind == lexer.NAME) and behind.kind == lexer.NUMBER:
        times, first = reader.with_instead(f"{behind.text} * ", behind.start, token.start), behind.start
        repeated = reader.with_instead(f"{behind.text}x ", behind.start, token.start)
        if first == 0 and reader.possible(times) and reader.possible(repeated):
            hint = Phrase(
                "Write {product} to multiply, or {repeated} to repeat the roll.",
                product=quotable(times),
                repeated=quotable(repeated),
            )
    return reader.error(
        Phrase("There is nothing between these two rolls."), "side-by-side", hint, token.span, fixes=fixes
    )


def _call(reader: Reader, closing: int) -> int | None:
    """Return where the function call that closes at a place begins; None if it is no call."""
    depth = 0
    for place in range(closing, -1, -1):
        depth += {")": 1, "(": -1}.get(reader.text[place], 0)
        if depth == 0:
            name = letters_before(reader.text, place)
            return place - len(name) if name.lower() in ("if", *FUNCTIONS) else None
    return None


def unknown_word(reader: Reader, token: Token) -> NotationError:
    """Return the error for a word that means nothing after a roll, or after a part of one."""
    from dicewright.notation.mistakes.dialects import translated  # few rolls need it

    word = token.text
    cut = segments(word)
    if cut and cut[0] != "d" and not (word in EVERYDAY or reader.behind.kind == lexer.WORD):
        return _modifier_without_dice(reader, token)
    is_die = cut == ("d",) or (word[0] == "d" and (len(word) == 2 or bool(cut)))
    if is_die and (cut == ("d",) or reader.behind.kind == NUMBER):
        return missing_sides(reader, token.start)
    unknown = Phrase('"{word}" is not a modifier.', word=excerpt(word))
    ways, hint = translated(
        word, signs.plain(reader.text[token.start : reader.stop]), signs.plain(reader.text[: token.start])
    )
    if ways or hint:
        return reader.error(
            unknown,
            "unknown-modifier",
            hint or GENERAL,
            token.span,
            fixes=[
                reader.with_instead(way, min(reader.behind.stop, token.start), token.start + length)
                for way, length in ways
            ],
        )
    if hint := spoken(word):
        return reader.error(unknown, "unknown-modifier", hint, token.span)
    if near := _possible(reader, token, MODIFIER_MEANINGS):
        meant = [Phrase("{word} ({meaning})", word=each, meaning=MODIFIER_MEANINGS[each]) for each in near]
        error = reader.error(
            unknown,
            "unknown-modifier",
            Phrase("Did you mean {call}?", call=one_of(meant)),
            token.span,
        )
        return _with_fix(reader, error, token, near)
    if not reader.apart and not _behind_lone_number(reader):
        return reader.error(unknown, "unknown-modifier", GENERAL, token.span)
    glued = reader.second.kind == lexer.NUMBER and reader.second.start == token.stop
    before = reader.text[: token.start].rstrip()
    words = reader.text[token.start :].strip()
    # A sum or a modifier in words may be meant to count.
    is_note = (
        reader.apart and word not in ("die", "dice") and not (glued or reader.nested or phrases.hides(words))
    )
    note = [f"{before} # {words}"] if is_note else []
    hint = TO_TEST if phrases.tests(words) else NOTES_AND_NAMES
    return reader.error(
        Phrase('"{word}" means nothing here.', word=excerpt(word)),
        "unknown-word",
        hint,
        token.span,
        fixes=note,
    )


def _behind_lone_number(reader: Reader) -> bool:
    before = reader.before(2)
    return reader.behind.kind == NUMBER and (before is None or before.kind == lexer.SIGN)


def _modifier_without_dice(reader: Reader, token: Token) -> NotationError:
    return reader.error(
        Phrase('"{word}" goes after dice or a group.', word=excerpt(token.text)),
        "modifier-without-dice",
        Phrase("For example, 4d6kh3 or 1d20adv."),
        token.span,
    )


def _no_term(reader: Reader, token: Token) -> NotationError:
    """Return the error for a word where a number or dice should stand."""
    from dicewright.notation.mistakes.dialects import rearranged  # few rolls need it

    word = token.text
    cut = segments(word)
    if cut and cut[0] != "d":
        return _modifier_without_dice(reader, token)
    if cut or (word[0] == "d" and len(word) == 2):
        return missing_sides(reader, token.start)
    if near := _possible(reader, token, FUNCTIONS):
        return _meaning_nothing(reader, token, near)
    return reader.error(
        Phrase('"{word}" means nothing here.', word=excerpt(word)),
        "unknown-word",
        spoken(word)
        or ARITHMETIC.get(word)
        or (NOTES_AND_NAMES if strays.has_numbers(reader) else DICE_FIRST),
        token.span,
        fixes=rearranged(reader.text) if reader.behind is token and word not in ARITHMETIC else (),
    )


def _meaning_nothing(reader: Reader, token: Token, near: list[str]) -> NotationError:
    error = reader.error(
        Phrase('"{word}" means nothing here.', word=excerpt(token.text)),
        "unknown-word",
        Phrase("Did you mean {call}?", call=f"{near[0]}( )"),
        token.span,
    )
    return _with_fix(reader, error, token, near[:1])


def _possible(reader: Reader, token: Token, known: Iterable[str]) -> list[str]:
    """Return up to two known words that this one is a slip of, and that the text can be parsed with."""
    near = slips(token.text, known) if 1 < len(token.text) <= 12 and token.text not in _ELSEWHERE else []
    return [name for name in near if reader.possible(_replaced(reader, token, name))][:2]


def _with_fix(reader: Reader, error: NotationError, token: Token, near: list[str]) -> NotationError:
    if len(near) == 1:
        error.fix = _replaced(reader, token, near[0])
    return error


def _replaced(reader: Reader, token: Token, name: str) -> str:
    return reader.with_instead(name, token.start, token.stop)


_TWICE = {"<": "<=", ">": ">="}


def twice(reader: Reader, first: Token, second: Token) -> NotationError:
    """Return the error for the `>>` and `<<` of Rollem."""
    sign = _TWICE[first.text]
    return reader.error(
        Phrase('"{first}{second}" is not a comparison.', first=first.text, second=second.text),
        "unexpected",
        Phrase("Write {sign}, as in 8d10>=8.", sign=sign),
        first.span.to(second.span),
        fixes=[reader.with_instead(sign, first.start, second.stop)],
    )


def missing(reader: Reader) -> NotationError:
    """Say why no term begins with the next token."""
    token, before = reader.ahead, reader.behind
    at_start = before is token
    if token.kind == lexer.STRAY:
        return strays.error(reader, token)
    if token.kind == lexer.WORD and token.text != "vs":
        return _no_term(reader, token)
    if token.text == before.text and token.text in _TWICE and token.start == before.stop:
        return twice(reader, before, token)
    if token.kind == lexer.BRACKETED:
        return reader.error(
            Phrase("A label goes after what it names."),
            "label-first",
            Phrase("Write 2d6[fire], or d[1,2,3] for a die with these faces."),
            token.span,
        )
    if ends(token):
        if at_start or before.text == ";":
            return reader.error(
                Phrase("There is nothing to roll."),
                "empty",
                DICE_FIRST,
                Span(token.start, token.start + 1),
            )
        return reader.error(
            Phrase(
                'The roll ends after "{end}": a number or dice should follow, as in {example}.',
                end=excerpt(before.span.of(reader.text)),
                example=_example(before.text),
            ),
            "incomplete",
            "",
            Span(before.stop, before.stop + 1),
        )
    if at_start or before.text == ";":
        return reader.error(
            Phrase('A roll cannot start with "{start}".', start=excerpt(token.span.of(reader.text))),
            "unexpected",
            Phrase("Start with dice or a number, as in 1d20 + 5."),
            token.span,
        )
    return reader.error(
        Phrase(
            '"{sign}" cannot follow "{before}": a number or dice should, as in {example}.',
            sign=excerpt(token.span.of(reader.text)),
            before=excerpt(before.span.of(reader.text)),
            example=_example(before.text),
        ),
        "unexpected",
        "",
        token.span,
    )


def _example(sign: str) -> str:
    """Return a roll that goes on rightly after this sign."""
    return {
        "(": "(1d6 + 2) * 2",
        "{": "{4d6, 3d8}",
        ",": "max(1d6, 1d8)",
        "vs": "1d20 vs 15",
        "x": "6x 4d6kh3",
        "#": "6#4d6kh3",
    }.get(sign, f"1d20 {sign} 5" if sign and not sign.isalnum() else "1d20 + 5")


def missing_sides(reader: Reader, place: int) -> NotationError:
    """Return the error for a `d` at a place without the sides of the dice."""
    before = reader.behind
    count = before.text if before.kind == NUMBER and before.stop == place and len(before.text) < 5 else "3"
    return reader.error(
        Phrase("How many sides?"),
        "missing-sides",
        Phrase("Write {count}d6, {count}d% or {count}d[1,2,3].", count=count),
        Span(place + 1, place + 2),
    )
