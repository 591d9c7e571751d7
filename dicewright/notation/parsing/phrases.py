"""What players say in words of dice and targets: `with advantage`, `drop lowest`, `keep 3`, `dc 15`."""

from __future__ import annotations

from dicewright.notation.mistakes.suggestions import ARITHMETIC
from dicewright.notation.tokens.lexer import DICE, NAME, NUMBER, WORD
from dicewright.notation.tokens.lookahead import ends, segments
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Advantage, Drop, Explode, Keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier, Which
    from dicewright.notation.tree.nodes import Sides

_ADVANTAGE = frozenset(("adv", "advantage"))
_DISADVANTAGE = frozenset(("dis", "disadv", "disadvantage"))
EDGES = _ADVANTAGE | _DISADVANTAGE
"""What advantage and disadvantage are called, perhaps after "with"."""
_DROP = frozenset(("drop", "drops", "dropping"))
_KEEP = frozenset(("keep", "keeps", "keeping", "take", "taking"))
_EXPLODE = frozenset(("explode", "explodes", "exploding"))
_HIGHEST = frozenset(("highest", "high", "higher", "best", "better", "largest", "larger", "top"))
_LOWEST = frozenset(("lowest", "low", "lower", "worst", "worse", "smallest", "smaller", "bottom"))
_ALONE = frozenset(("highest", "higher", "best", "better", "lowest", "lower", "worst", "worse"))
# These drop and keep only if "lowest" or "highest" ends the roll: "ignoring the rain" is a note.
_IGNORE = frozenset(
    ("without", "minus", "less", "ignore", "ignoring", "discard", "discarding", "remove", "removing", "lose")
)
_CHOOSE = frozenset(("pick", "picking", "choose", "choosing", "use", "using"))
_NUMBERS = {word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six"], 1)}
_DICE = frozenset(("die", "dice", "roll", "rolls", "one", "ones"))
TARGETS = frozenset(("dc", "ac", "tn"))

# In a note, these would hide what the player wants of the dice, or a sum.
_TELLING = (
    EDGES
    | _DROP
    | _KEEP
    | _EXPLODE
    | frozenset(["reroll", "rerolls", "rerolling", "plus", "minus", "times", "twice"])
)
# With a number, these say what a roll is tested against.
_TESTING = frozenset(
    (
        *("v", "vs", "beat", "beats", "over", "under", "above", "below", "need", "needs", "least", "most"),
        *(
            "less",
            "more",
            "between",
            "crit",
            "crits",
            "exceed",
            "exceeds",
            "equal",
            "equals",
            "target",
            "tn",
            "dc",
            "ac",
            "hits",
            "success",
            "successes",
            *_HIGHEST,
            *_LOWEST,
        ),
    )
)


def is_for_a_d20(reader: Reader, die: DieKind | Sides | None) -> bool:
    """Return whether advantage after other dice is meant for a d20 before them: `1d20+1d4 with advantage`."""
    words = _advantage(reader)
    if not words or reader.nested or not reader.apart or (isinstance(die, Numbered) and die.sides == 20):
        return False
    after = reader.after(words)
    if after.kind == NUMBER or (after.kind == WORD and segments(after.text)):
        return False  # a modifier of these dice, as in 1d4 adv2 and 1d4 adv kh1
    place = 1
    while (token := reader.before(place)) is not None and token.text != ";":
        if token.kind == DICE and token.text.partition("d")[2] == "20":
            return True
        place += 1
    return False


def modifiers(reader: Reader) -> list[Modifier]:
    """Take the modifiers that the next words stand for; none if they stand for none."""
    first = reader.ahead
    if words := _advantage(reader):
        _take(reader, words)
        drop: Which = "lowest" if reader.behind.text in _ADVANTAGE else "highest"
        return [Advantage(drop, 1, first.start, reader.behind.stop)]
    word = first.text
    if word in _EXPLODE and not _more_words(reader, 1):
        _take(reader, 1)
        return [Explode("each", None, first.start, reader.behind.stop)]
    if word in _DROP or word in _KEEP:
        return _picked(reader, first, drops=word in _DROP)
    if word in _IGNORE or word in _CHOOSE:
        return _picked(reader, first, drops=word in _IGNORE, alone=True)
    return _best(reader, first)


def _advantage(reader: Reader) -> int:
    """Return how many words say advantage or disadvantage next, as in `adv` and `with advantage`."""
    words = 2 if reader.ahead.text in ("with", "at") else 1
    said = reader.after(words - 1).text
    return words if said in EDGES else 0


def _best(reader: Reader, first: Token) -> list[Modifier]:
    """Take `highest`, `best 3`, `lowest 2 dice`, if they are all there is; "best friend" is a note."""
    which: Which = "highest" if first.text in _HIGHEST else "lowest"
    if which == "lowest" and first.text not in _LOWEST:
        return []
    number = _number(reader, reader.after(1))
    place = 2 if number else 1
    if reader.after(place).text in _DICE:
        place += 1
    if not ends(reader.after(place)) or not (number or first.text in _ALONE):
        return []
    _take(reader, place)
    return [Keep(which, number or 1, first.start, reader.behind.stop)]


def _picked(reader: Reader, first: Token, *, drops: bool, alone: bool = False) -> list[Modifier]:
    """Take `drop the lowest 2 dice`, `keep best 3` and their like.

    `alone` asks that the words say which dice, and that nothing follows them.
    """
    number: int | None = None
    which: Which | None = None
    place = 1
    while True:
        token = reader.after(place)
        if number is None and (found := _number(reader, token)):
            number = found
        elif which is None and (token.text in _HIGHEST or token.text in _LOWEST):
            which = "highest" if token.text in _HIGHEST else "lowest"
        elif token.text != "the":
            break
        place += 1
    if number is None and which is None:
        return []
    if reader.after(place).text in _DICE:
        place += 1
    if alone and (which is None or not ends(reader.after(place))):
        return []
    _take(reader, place)
    stop = reader.behind.stop
    if drops:
        return [Drop(which or "lowest", number or 1, first.start, stop)]
    return [Keep(which or "highest", number or 1, first.start, stop)]


def _number(reader: Reader, token: Token) -> int:
    """Return the whole number that a token writes or names; 0 if it does neither."""
    if token.kind == NUMBER and token.text.isdecimal():
        return int(reader.number(token))
    return _NUMBERS.get(token.text, 0)


def target_follows(reader: Reader) -> bool:
    """Return whether a target comes next that is called one, as in `dc 15` and `ac @armor`."""
    return reader.ahead.text in TARGETS and reader.second.kind in (NUMBER, NAME)


def against_follows(reader: Reader) -> bool:
    """Return whether the next word stands for `vs`: `against 15`, `versus ac 15`."""
    if reader.ahead.text not in ("against", "versus", "vs"):
        return False
    return reader.second.kind in (NUMBER, NAME) or (
        reader.second.text in TARGETS and reader.after(2).kind in (NUMBER, NAME)
    )


def hides(words: str) -> bool:
    """Return whether words say something of the dice or of a sum, which a note would hide.

    >>> hides("to hit"), hides("with advantage"), hides("to hit + 5")
    (False, True, True)
    """
    said = _letters(words.lower())
    asks = any(word in _TELLING for word in said) or " ".join(said) in ARITHMETIC
    return asks or ".." in words or any(sign in words for sign in "+*/=<>@") or tests(words)


def tests(words: str) -> bool:
    """Return whether words test the roll against a number.

    >>> tests("to beat 15"), tests("over the wall"), tests("for 3 goblins")
    (True, False, False)
    """
    return any(map(str.isdigit, words)) and any(word in _TESTING for word in _letters(words.lower()))


def _letters(words: str) -> list[str]:
    return "".join(character if character.isalpha() else " " for character in words).split()


def _more_words(reader: Reader, place: int) -> bool:
    return reader.after(place).kind in (WORD, NUMBER)


def _take(reader: Reader, number: int) -> None:
    for _ in range(number):
        reader.take()
