"""What players write after a whole roll: `adv`, `dc 15`, `x6`, `5+`, and words for a note."""

from __future__ import annotations

from functools import cache

from dicewright.notation.mistakes import checks, suggestions
from dicewright.notation.mistakes.suggestions import EVERYDAY, MODIFIER_MEANINGS
from dicewright.notation.parsing import misplaced, phrases
from dicewright.notation.tokens import lexer
from dicewright.notation.tokens.lexer import NOTE, NUMBER, STRAY, WORD
from dicewright.notation.tokens.lookahead import ends
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Count
from dicewright.notation.tree.operators import FUNCTIONS
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.phrases import Phrase
from dicewright.source import REPLACEMENT, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression

# Words of other tools that no sentence starts with.
_FOREIGN = frozenset(["ie", "ir", "ix", "rr", "xo", "tl", "ns", "ms", "gt", "lt"])


def closing_equals(reader: Reader) -> bool:
    """Return whether the next token is the `=` that some players end a roll with."""
    after = reader.second
    return reader.ahead.text == "=" and (ends(after) or (after.text == "?" and ends(reader.after(2))))


def take(
    reader: Reader, body: Expression, repeat: int | None, times: Callable[[Reader, Token], int]
) -> tuple[Expression, int | None, str]:
    """Take what comes after a roll; return the roll with it, how often it is rolled, and the note.

    Raises NotationError if it is neither a modifier in words, nor a target, nor a note.
    """
    begin = body.span.start
    while not ends(reader.ahead):
        token = reader.ahead
        if repeat is None and _repeats(reader):
            reader.take()
            repeat = times(reader, reader.take())
        elif token.kind == WORD and (found := phrases.modifiers(reader)):
            body = _attached(reader, body, tuple(found))
            if reader.ahead.text in operators.OPERATORS:
                raise _goes_on(reader, token)
        elif (phrases.target_follows(reader) or phrases.against_follows(reader)) and not isinstance(
            body, nodes.Test
        ):
            if reader.take().text not in phrases.TARGETS and phrases.target_follows(reader):
                reader.take()
            target = reader.expression(reader, operators.SUM)
            body = nodes.Test(body, ">=", target, begin, reader.behind.stop)
        elif _at_least(reader, body):
            body = _counted(reader, body)
        elif (note := _note(reader, body)) is not None:
            return body, repeat, note
        else:
            raise misplaced.leftover(reader)
    return body, repeat, ""


def _goes_on(reader: Reader, first: Token) -> NotationError:
    """Return the error for arithmetic after words that are for the whole roll: `1d20+1d4 adv +5`."""
    words = reader.text[first.start : reader.behind.stop]
    before, after = reader.text[: first.start].rstrip(), reader.text[reader.behind.stop :].rstrip()
    return reader.error(
        Phrase('The roll goes on after "{words}".', words=excerpt(words)),
        "unexpected",
        Phrase("Put words that are for the whole roll at its end, as in 1d20 + 5 with advantage."),
        reader.ahead.span,
        fixes=[f"{before}{after} {words}"],
    )


def _repeats(reader: Reader) -> bool:
    """Return whether `x6` comes next, and is all there is but for words."""
    number, after = reader.second, reader.after(2)
    return (
        reader.ahead.text == "x"
        and reader.apart
        and number.kind == NUMBER
        and number.start == reader.ahead.stop
        and (ends(after) or (after.kind == WORD and after.start > number.stop))
    )


def _at_least(reader: Reader, body: Expression) -> bool:
    """Return whether dice stand before, and the `5+` of miniature games comes next."""
    sign, after = reader.second, reader.after(2)
    return (
        isinstance(body, nodes.Pool)
        and reader.ahead.kind == NUMBER
        and sign.text == "+"
        and sign.start == reader.ahead.stop
        and (ends(after) or (after.kind == WORD and after.start > sign.stop))
    )


def _counted(reader: Reader, body: Expression) -> Expression:
    written = reader.take()
    reader.take()
    count = Count("success", Comparison(">=", reader.number(written)), written.start, reader.behind.stop)
    return _modified(reader, body, (count,))


def _attached(reader: Reader, body: Expression, found: tuple[Modifier, ...]) -> Expression:
    """Give modifiers to the only dice of a roll, or to its only d20."""
    pools = _pools(body)
    if len(pools) > 1:
        pools = [pool for pool in pools if isinstance(pool.die, Numbered) and pool.die.sides == 20]
    if len(pools) != 1:
        raise reader.error(
            Phrase("It is not clear which dice this is for."),
            "which-dice",
            Phrase(
                "Write {modifier} right after them, as in {example}.",
                modifier=str(found[0]),
                example="1d20adv + 1d4" if pools else "4d6kh3 + 1d4",
            ),
            found[0].span,
        )
    return _replaced(body, pools[0], _modified(reader, pools[0], found))


def _modified(reader: Reader, pool: Expression, found: tuple[Modifier, ...]) -> Expression:
    if not isinstance(pool, nodes.Pool):
        return pool
    modifiers = (*pool.modifiers, *found)
    checks.pool(pool.count, pool.die, modifiers, reader.limits)
    return pool.replace(modifiers=modifiers)


def _pools(body: Expression) -> list[nodes.Pool]:
    """Return the dice of a roll, but for those in a target, a count or a number of sides."""
    found = []
    pending = [body]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Pool):
            found.append(node)
        elif isinstance(node, nodes.Test):
            pending.append(node.roll)
        else:
            pending += children(node)
    return found


def _replaced(body: Expression, old: Expression, new: Expression) -> Expression:
    if body is old:
        return new
    return rebuilt(body, lambda inside: _replaced(inside, old, new))


def _note(reader: Reader, body: Expression) -> str | None:
    """Take the words after a roll as its note; None if they might be something else."""
    token = reader.ahead
    if not reader.apart or not _rolls_something(body) or not _opens_note(reader, token):
        return None
    place = 0
    while not ends(reader.after(place)):
        place += 1
    stop = reader.after(place).start
    words = reader.text[token.start : stop]
    if not _sentence().fullmatch(words) or words.count("(") != words.count(")") or phrases.hides(words):
        return None
    if reader.after(place).kind == NOTE:
        stop = reader.after(place).stop
    reader.skip_to(stop)
    return lexer.clean(reader.text[token.start : stop])


def _opens_note(reader: Reader, token: Token) -> bool:
    """Return whether a note may begin with this token: with a word that is no slip, a quote, a bracket."""
    if token.kind != WORD:
        character = token.span.of(reader.text)
        return token.text in ("(", '"', "'") or (
            token.kind == STRAY
            and not character.isascii()
            and character.isprintable()
            and character != REPLACEMENT
        )
    after = reader.second
    if after.kind == NUMBER and after.start == token.stop:
        return False
    word = token.text
    if len(word) == 1:
        # "1d20 a" is more likely an advantage.
        return (word in "ai" and after.kind == WORD) or not word.isascii()
    return word not in _FOREIGN and word != "and" and not _is_slip(word)


def _is_slip(word: str) -> bool:
    """Return whether a word is most likely a modifier or a function with a typo."""
    if word in EVERYDAY or len(word) > 12:
        return False
    if suggestions.spoken(word):
        return True
    known = {name for name in (*MODIFIER_MEANINGS, *FUNCTIONS) if len(name) > 2}
    for name in known:
        if len(word) == len(name) + 1 and suggestions.distance(word, name) == 1:
            return True
        swapped = sorted(word) == sorted(name) or len(name) > 4
        if len(word) == len(name) and swapped and suggestions.distance(word, name) == 1:
            return True
    # Most pairs of letters look like some short word: only what no word looks like is a typo.
    short = [name for name in MODIFIER_MEANINGS if len(name) == 2]
    doubled = {name[0] + name for name in short} | {name + name[1] for name in short}
    return word in doubled or word in ("hk", "lk", "mk", "hd", "ld", "sc", "fc")


def _rolls_something(body: Expression) -> bool:
    pending = [body]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Pool | nodes.Name):
            return True
        pending += children(node)
    return False


@cache
def _sentence() -> re.Pattern[str]:
    """Return the pattern of words without digits, names or arithmetic signs."""
    import re  # the lexer has loaded it by now, and importing the library alone should not

    return re.compile(r"(?:[^\d@+*/=<>{}\[\]^%#\\|~$_−–—-]|(?<=[^\W\d_])-(?=[^\W\d_]))*")
