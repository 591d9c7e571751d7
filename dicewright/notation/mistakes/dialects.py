"""What other dice bots and virtual tables write after dice, and how to write the same here."""

from __future__ import annotations

from functools import cache

from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_Ways = tuple[tuple[str, tuple[str, ...], str], ...]

_EXPLODE = Phrase("Dice explode with !, as in 4d6! or 4d6!>=5.")
_COUNT = Phrase("Successes are counted with a comparison, as in 8d10>=8 or 8d10<=3.")
_REROLL = Phrase("Dice are rerolled with r, as in 4d6r1 or 4d6r<=2.")
_TIMES = Phrase(
    "Dice explode with !, as in 4d6!; to multiply write *, and to repeat a roll write 6x in front."
)

# From Dice Maiden, Roll20, Foundry, Avrae and Rollem, with the player's own numbers, by the first letter.
# A pattern is matched with the text in lower case from the word on. After it come the ways to write the
# same here, and a hint.
_TRANSLATIONS: dict[str, _Ways] = {
    "a": ((r"a(?:dvantage)?", ("adv",), Phrase("Write adv, as in 1d20adv.")),),
    "b": (
        (r"b1?(?!\d)", (), Phrase("Write kh1 to keep the best die, or cf1 to mark ones.")),
        (r"b(\d+)", (r"kh\1",), ""),
    ),
    "c": (
        (r"c\s*(>=?|<=?|=)\s*(\d+)", (r"cs\1\2",), ""),
        (r"c(\d+)", (r"cs>=\1",), ""),
        (
            r"c",
            (),
            Phrase("Criticals are marked with cs and cf, as in 1d20cs>=19; to count dice write 5d10>=8."),
        ),
    ),
    "d": (
        (r"disadvantage", ("dis",), Phrase("Write dis, as in 1d20dis.")),
        (r"droplowest(\d*)", (r"dl\1",), ""),
        (r"drophighest(\d*)", (r"dh\1",), ""),
        (r"drop(\d+)", (r"dl\1",), ""),
    ),
    "e": (
        (r"ea", ("adv2",), Phrase("Write adv2 for two more dice, as in 1d20adv2.")),
        (r"ex\s*(\d*)", (r"!\1",), _EXPLODE),
        (r"e(\d+)", (r"!o>=\1",), _EXPLODE),
        (r"e|explodes?|exploding", ("!",), _EXPLODE),
    ),
    "g": ((r"gt\s*(\d+)", (r">\1",), ""), (r"gt?e\s*(\d+)", (r">=\1",), "")),
    "h": ((r"h(\d*)", (r"kh\1",), ""),),
    "i": (
        (r"i[ex](\d+)", (r"!>=\1",), _EXPLODE),
        (r"i[ex]", ("!",), _EXPLODE),
        (r"ir(\d+)", (r"r<=\1",), _REROLL),
        (r"irg(\d+)", (r"r>=\1",), _REROLL),
        (r"irg?", (), _REROLL),
        (
            r"i\d*",
            (),
            Phrase("Dice do not implode here. To take away successes, write f after a count: 8d10>=8f1."),
        ),
    ),
    "k": ((r"keep(\d+)", (r"kh\1",), ""),),
    "l": (
        (r"lt\s*(\d+)", (r"<\1",), ""),
        (r"lt?e\s*(\d+)", (r"<=\1",), ""),
        (r"l(\d*)", (r"kl\1",), ""),
    ),
    "m": (
        (r"mt?\d*", (), Phrase("Equal dice are found by sets, as in sets(4d6).")),
        (r"min(\d+)", (r"mi\1",), Phrase("The minimum of a die is written mi, as in 4d6mi2.")),
        (r"max(\d+)", (r"ma\1",), Phrase("The maximum of a die is written ma, as in 4d6ma5.")),
        (r"min", (), Phrase("The minimum of a die is written mi, as in 4d6mi2.")),
        (r"max", (), Phrase("The maximum of a die is written ma, as in 4d6ma5.")),
        (r"ms\s*(>|<=?|=)\s*(\d+)", (r" vs \1\2",), Phrase("To test a total write vs, as in 1d20 vs 15.")),
        (r"ms(?:>=)?\s*(\d+)", (r" vs \1",), Phrase("To test a total write vs, as in 1d20 vs 15.")),
    ),
    "n": ((r"ns", ("",), Phrase("Dice keep the order they were rolled in: leave ns out.")),),
    "o": ((r"o", ("!o",), Phrase("Dice explode once with !o, as in 4d6!o.")),),
    "p": (
        (r"p([hl]\d*)", (r"d\1",), ""),
        (r"p(\d+)", (r"out=\1",), Phrase("Dice penetrate with !p, as in 4d6!p; to drop dice write dl1.")),
        (r"p", ("!p",), Phrase("Dice penetrate with !p, as in 4d6!p.")),
    ),
    "r": (
        (r"rg(\d+)", (r"ro>=\1",), _REROLL),
        (r"rg", (), _REROLL),
        (r"rr\s*([<>]=?\s*\d+|=?\s*\d+)", (r"r\1",), _REROLL),
        (r"rr", (), _REROLL),
    ),
    "s": ((r"s", ("sa", "sd"), Phrase("Dice are sorted with sa or sd, as in 4d6sd.")),),
    "t": (
        (r"t(\d+)\s*t(\d+)", (r">=\1ds>=\2",), _COUNT),
        (r"t(\d+)\s*f(\d+)", (r">=\1f<=\2",), _COUNT),
        (r"t(\d+)", (r">=\1",), _COUNT),
        (r"tl(\d+)", (r"<=\1",), _COUNT),
        (r"tl?", (), _COUNT),
        (r"take(\d+)", (r"kh\1",), ""),
    ),
    "x": (
        (r"xo\s*([<>]=?\s*\d+|\d*)", (r"!o\1",), Phrase("Dice explode once with !o, as in 4d6!o.")),
        (r"x([<>]=?\s*\d+|\d+)", (r"!\1",), _TIMES),
        (r"x(?!\s*[\d(])", ("!",), _TIMES),
        (r"x", (), _TIMES),
    ),
}


def translated(word: str, rest: str, before: str = "") -> tuple[list[tuple[str, int]], str]:
    """Return how a word of another tool can be written here, and a hint.

    `rest` is the text in lower case from the word on, `before` that before it. Each way is what to write
    and how many characters of the rest it takes the place of.

    >>> translated("t", "t7 + 2")
    ([('>=7', 2)], 'Successes are counted with a comparison, as in 8d10>=8 or 8d10<=3.')
    """
    number = _number(rest[1:]) if word == "x" else ""
    if number and not before.rstrip().endswith(f"d{number}"):
        # With the highest face it explodes in Foundry; with another number, others multiply or repeat.
        return [], Phrase(
            "Write !{number} to explode on {number}, {number}x in front to repeat, or * {number}.",
            number=number,
        )
    for pattern, ways, hint in _patterns(word[:1]):
        found = pattern.match(rest)
        # A match may be longer than the word, but not shorter.
        if found is not None and found.end() >= len(word):
            return [(found.expand(way), found.end()) for way in ways], hint
    return [], ""


def _number(text: str) -> str:
    """Return the digits that a text begins with."""
    return text[: len(text) - len(text.lstrip("0123456789"))]


@cache
def _patterns(letter: str) -> list[tuple[re.Pattern[str], tuple[str, ...], str]]:
    """Return the translations of words with this first letter; only a mistake pays for them."""
    import re

    return [(re.compile(pattern), ways, hint) for pattern, ways, hint in _TRANSLATIONS.get(letter, ())]


# Longer texts are not put in order.
_LONGEST = 200


def rearranged(text: str) -> list[str]:
    """Return a text with its parts in the order used here: a note in front goes last, repeat( ) is 6x.

    >>> rearranged("repeat(4d6k3, 6)"), rearranged("Stealth: 1d20+5")
    (['6x 4d6kh3'], ['1d20+5 # Stealth'])
    """
    if len(text) > _LONGEST:
        return []
    import re

    stripped = text.strip()
    if found := re.fullmatch(r"repeat *\((.*), *(\d+) *\)", stripped, re.IGNORECASE):
        return [f"{found[2]}x {re.sub(r'(?<=[0-9])k(?=[0-9])', 'kh', found[1].strip())}"]
    if found := re.fullmatch(r"group *# *(.+)", stripped, re.IGNORECASE):
        return [f"sets({found[1]})"]
    dice = re.search(r"(?<=[\s:])\d*d[\d%f\[]", stripped, re.IGNORECASE)
    if dice is not None:
        words = stripped[: dice.start()].rstrip(" :")
        if (
            len(words) > 1
            and words[:1].isalpha()
            and not any(sign.isdigit() or sign in "@;#+*/=<>-" for sign in words)
        ):
            return [f"{stripped[dice.start() :]} # {words}"]
    return []
