"""What a player may have meant: the nearest words, and the words of other dice bots."""

from __future__ import annotations

from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MODIFIER_MEANINGS = {
    "kh": Phrase("keep highest"),
    "kl": Phrase("keep lowest"),
    "km": Phrase("keep middle"),
    "k": Phrase("keep highest"),
    "dh": Phrase("drop highest"),
    "dl": Phrase("drop lowest"),
    "d": Phrase("drop lowest"),
    "adv": Phrase("advantage"),
    "dis": Phrase("disadvantage"),
    "r": Phrase("reroll"),
    "ro": Phrase("reroll once"),
    "rk": Phrase("reroll once, keep the better"),
    "ra": Phrase("roll again and add"),
    "mi": Phrase("minimum"),
    "ma": Phrase("maximum"),
    "out": Phrase("take out of the roll"),
    "u": Phrase("every die different"),
    "f": Phrase("count failures"),
    "ds": Phrase("double success"),
    "even": Phrase("count even dice"),
    "odd": Phrase("count odd dice"),
    "cs": Phrase("critical success"),
    "cf": Phrase("critical failure"),
    "sa": Phrase("sort ascending"),
    "sd": Phrase("sort descending"),
}

# Words that ask for arithmetic or a modifier: in a note they would have no effect.
_DOUBLE = Phrase(
    "Write 2 * to double the total, twice( ) to double the dice, or 2x in front to repeat a roll."
)
_HALF = Phrase("For half of a roll, rounded down, write floor(8d6 / 2).")
_MOST = Phrase("Write ma5 for the most that each die counts, or kh1 to keep the highest die.")
_LEAST = Phrase("Write mi2 for the least that each die counts, or kl1 to keep the lowest die.")
_SORT = Phrase("Write sd to show the highest dice first, or sa for the lowest, as in 4d6sd.")
_EQUAL = Phrase("Equal dice are found by sets, as in sets(4d6), and their number by widest(4d6).")
# Alone after a roll, these words ask for arithmetic; "save for half" is a note.
ARITHMETIC = {
    "half": _HALF,
    "halved": _HALF,
    "double": _DOUBLE,
    "doubled": _DOUBLE,
    "twice": _DOUBLE,
    "max": _MOST,
    "maximum": _MOST,
    "min": _LEAST,
    "minimum": _LEAST,
    "sort": _SORT,
    "sorted": _SORT,
    "pairs": _EQUAL,
    "doubles": _EQUAL,
    "round up": Phrase("Write ceil(8d6 / 2) to round up."),
    "round down": Phrase("Write floor(8d6 / 2) to round down."),
    "rounded up": Phrase("Write ceil(8d6 / 2) to round up."),
    "rounded down": Phrase("Write floor(8d6 / 2) to round down."),
}
_SPOKEN = {
    "advantage": Phrase("Write adv, as in 1d20adv."),
    "disadvantage": Phrase("Write dis, as in 1d20dis."),
    "and": Phrase("Write and between two tests, + between rolls to add them, or ; for two rolls."),
    "or": Phrase("Write or between two tests, as in 1d20 vs 15 or 1d20 vs 10."),
    "not": Phrase("Write not in front of a whole test, as in not 1d20 vs 15."),
    "plus": Phrase("Write + to add."),
    "minus": Phrase("Write - to subtract."),
    "times": Phrase("Write * to multiply, or 6x in front to repeat a roll."),
    "twice": _DOUBLE,
    "reroll": Phrase("Write r1 to reroll until no 1 is left, ro1 to reroll once, as in 4d6r1."),
    "explode": Phrase("Dice explode with !, as in 4d6! or 4d6!>=5."),
}
GENERAL = Phrase(
    "Modifiers are kh3 (keep highest), dl1 (drop lowest), adv, ! (explode), r1 (reroll), >=5 and others."
)

# Words that happen to be one typo away from a modifier or a function, or several modifiers in a row.
# fmt: off
EVERYDAY = frozenset((
    "bound", "disc", "discs", "dish", "disk", "disks", "dud", "evens", "event", "flood", "flour", "for",
    "found", "ground", "hides", "hound", "ids", "mad", "maxi", "mind", "mine", "mini", "mint", "mound",
    "odds", "pound", "rad", "rides", "rounds", "sad", "seats", "sects", "sents", "seven", "sites",
    "sizes", "sound", "tides", "wound",
))
# fmt: on


TO_TEST = Phrase("To test the total, write vs, as in 1d20 vs 15, or 1d100 vs <=45 to roll under.")
# Of a text without any number, such as "help".
DICE_FIRST = Phrase("Write dice such as 1d20 or 4d6kh3 + 2.")
NOTES_AND_NAMES = Phrase("Put a note after #, as in 1d20 # to hit, and a name after @, as in @str.")


def spoken(word: str) -> str:
    """Return what to write for a word that says what to do with dice; "" for any other.

    >>> spoken("disadvantge")
    'Write dis, as in 1d20dis.'
    """
    near = [word] if word in _SPOKEN else slips(word, _SPOKEN) if len(word) > 6 else []
    return _SPOKEN[near[0]] if near else ""


def slips(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that a typo turns into this one, the nearest first.

    That is one letter wrong, missing, too many, or two in each other's place; in words of five letters
    and more also two of these.

    >>> slips("avd", ["adv", "dis"]), slips("hello", ["floor", "ceil"])
    (['adv'], [])
    """
    near = {}
    for name in known:
        most = 2 if len(name) > 4 else 1
        if len(name) > 1 and abs(len(name) - len(word)) <= most and (away := distance(word, name)) <= most:
            near[name] = away
    return sorted(near, key=near.__getitem__)


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added, left out or swapped with the next between two words.

    >>> distance("avd", "adv"), distance("kx", "kh"), distance("khh", "kh")
    (1, 1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        last, before, row = before, row, [i + 1]
        for j, wanted in enumerate(other):
            steps = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != wanted))
            if i and j and letter == other[j - 1] and one[i - 1] == wanted:
                steps = min(steps, last[j - 1] + 1)
            row.append(steps)
    return row[-1]


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
