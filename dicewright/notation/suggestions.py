"""What a player may have meant: the nearest words, and the words of other dice bots."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MODIFIER_MEANINGS = {
    "kh": "keep highest",
    "kl": "keep lowest",
    "km": "keep middle",
    "k": "keep highest",
    "dh": "drop highest",
    "dl": "drop lowest",
    "d": "drop lowest",
    "adv": "advantage",
    "dis": "disadvantage",
    "r": "reroll",
    "ro": "reroll once",
    "rk": "reroll once, keep the better",
    "ra": "roll again and add",
    "mi": "minimum",
    "ma": "maximum",
    "out": "take out of the roll",
    "u": "every die different",
    "f": "count failures",
    "ds": "double success",
    "even": "count even dice",
    "odd": "count odd dice",
    "cs": "critical success",
    "cf": "critical failure",
    "sa": "sort ascending",
    "sd": "sort descending",
}

# What other bots and virtual tables write, and what says the same here.
_ELSEWHERE = {
    "e": "Dice explode with !, as in 4d6! or 4d6!>=5.",
    "ie": "Dice explode with !, as in 4d6! or 4d6!>=5.",
    "xo": "Dice explode once with !o, as in 4d6!o.",
    "x": "Dice explode with !, as in 4d6!; to multiply write *, and to repeat a roll write 6x in front.",
    "t": "Successes are counted with a comparison, as in 8d10>=8.",
    "tl": "Successes are counted with a comparison, as in 8d10<=3.",
    "ir": "Dice are rerolled with r, as in 4d6r1 or 4d6r<=2.",
    "min": "A die's least value is written mi, as in 4d6mi2.",
    "max": "A die's greatest value is written ma, as in 4d6ma5.",
    "p": "Dice penetrate with !p, as in 4d6!p.",
    "o": "Dice explode once with !o, as in 4d6!o.",
    "gt": 'Write > for "greater than", as in 8d10>7.',
    "lt": 'Write < for "less than", as in 8d10<3.',
    "advantage": "Write adv, as in 1d20adv.",
    "disadvantage": "Write dis, as in 1d20dis.",
    "s": "Dice are sorted with sa or sd, as in 4d6sd.",
    "and": "Write and between two tests, + between rolls to add them, or ; for two rolls.",
    "or": "Write or between two tests, as in 1d20 vs 15 or 1d20 vs 10.",
    "not": "Write not in front of a whole test, as in not 1d20 vs 15.",
    "plus": "Write + to add.",
    "minus": "Write - to subtract.",
    "times": "Write * to multiply, or 6x in front to repeat a roll.",
}


NOTES_AND_NAMES = "Put a note after #, as in 1d20 # to hit, and a name after @, as in @str."


def elsewhere(word: str) -> str:
    """Return what to write in place of a word that other bots, or people, understand; "" for any other.

    >>> elsewhere("disadvantge")
    'Write dis, as in 1d20dis.'
    """
    near = [word] if word in _ELSEWHERE else nearest(word, _ELSEWHERE, most=1, likeness=0.8)
    return _ELSEWHERE[near[0]] if near else ""


def for_modifier(word: str) -> str:
    """Return a hint for a word that is not a modifier.

    >>> for_modifier("kx")
    'Did you mean kh (keep highest) or kl (keep lowest)?'
    """
    if known := elsewhere(word):
        return known
    near = [f"{name} ({MODIFIER_MEANINGS[name]})" for name in nearest(word, MODIFIER_MEANINGS, most=2)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return (
        "Modifiers are kh3 (keep highest), dl1 (drop lowest), adv, ! (explode), r1 (reroll), >=5 and others."
    )


def nearest(word: str, known: Iterable[str], *, most: int = 3, likeness: float = 0.5) -> list[str]:
    """Return up to `most` of the known words that look like this one, the nearest first.

    `likeness` is the least share of letters in common, 1 for equal words.

    >>> nearest("flor", ["floor", "ceil", "round"])
    ['floor']
    """
    import difflib  # slow to import, and only a mistake needs it

    matcher = difflib.SequenceMatcher(b=word[:40])
    near = {}
    for name in known:
        matcher.set_seq1(name)
        if len(name) > 1 and matcher.quick_ratio() >= likeness and matcher.ratio() >= likeness:
            near[name] = matcher.ratio()
    return sorted(near, key=near.__getitem__, reverse=True)[:most]
