"""Whole texts in the words and the order of other tools and of plain speech, and how to write the same here.

They are tried only on a text with a mistake, and a rewording is offered only if it can be parsed.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    Change = Callable[[re.Match[str]], str]

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_NUMBER = rf"(\d+|{'|'.join(_NUMBERS)})"
_DICE = r"(\d*[dw]\d\S*|\d*d[%f]\S*)"
_SUM = r"(\d*d\d+(?:\s*[-+]\s*\d+)*)"
_ADVANTAGE = r"(?:with\s+)?(adv|dis|disadv|advantage|disadvantage)"
_BEST, _WORST = "highest|best|top|largest", "lowest|worst|bottom|smallest"
# Words that may say what to do with the dice: a note would hide them.
_COUNTING = (
    r"(?:.*\b)?(?:adv|dis|drop|keep|with|plus|minus|times|twice|half|halved|double|max|min|add|reroll|explod|"
    r"count|best|worst|highest|lowest|round|vs|dc|ac|and|or|if|then)"
)
_MORE, _LESS = "more|higher|better|greater|up|above|over", "less|lower|fewer|below|under"


def _number(word: str) -> str:
    return str(_NUMBERS.get(word.lower(), word))


def _repeated(found: re.Match[str]) -> str:
    return f"{_number(found[1])}x {found[2]}"


def _repeated_behind(found: re.Match[str]) -> str:
    return f"{_number(found[2])}x {found[1]}"


def _kept(found: re.Match[str]) -> str:
    which = "kh" if found[1].lower() in _BEST.split("|") else "kl"
    return f"{found[3]}{which}{_number(found[2] or '1')}"


def _halved(found: re.Match[str]) -> str:
    whole = found[1].strip()
    return f"floor({f'({whole})' if any(sign in whole for sign in '+-') else whole} / 2)"


def _rounded(found: re.Match[str]) -> str:
    return f"{'ceil' if found[2].lower() == 'up' else 'floor'}({found[1].strip()})"


def _from(found: re.Match[str]) -> str:
    """5d6 5 or more → 5d6>=5, and 1d20+5 15 or more → 1d20+5 vs 15: of one die and of a sum, the total."""
    dice, number, which = found.groups()
    sign = "<=" if (which or "").lower() in _LESS.split("|") else ">="
    if dice[:1] == "d" or dice[:2].lower() in ("1d", "1w") or any(sign in dice for sign in "+-*/"):
        return f"{dice} vs {sign.removeprefix('>=')}{number}"
    return f"{dice}{sign}{number}"


def _against(found: re.Match[str]) -> str:
    """5d10 diff 8 → 5d10>=8, and 1d20+5 diff 15 → 1d20+5 vs 15: of a pool, each die has to reach it."""
    dice, number = found.groups()
    count, _, sides = dice.strip().lower().partition("d")
    # Not isdigit: it holds for ², which is no number.
    is_pool = count.isdecimal() and int(count) > 1 and sides.isdecimal()
    return f"{dice}>={number}" if is_pool else f"{dice} vs {number}"


_DAMAGE, _KIND = r"\d[\dd%\s+*-]*?", r"[^\W\d]{3,}"


def _labelled(found: re.Match[str]) -> str:
    """1d8 + 3 slashing + 1d6 fire → (1d8 + 3)[slashing] + 1d6[fire]."""
    import re

    terms = re.findall(rf"({_DAMAGE})\s+({_KIND})(?:\s*\+\s*|$)", found[0], re.IGNORECASE)
    return " + ".join(
        f"{f'({dice})' if any(sign in dice for sign in '+-') else dice}[{kind}]" for dice, kind in terms
    )


# Dice Maiden's modifiers: the stage in which it applies them, and the same here.
_MAIDEN = {
    "adv": (0, "adv{}"),
    "dis": (0, "dis{}"),
    "ie": (1, "!>={}"),
    "e": (1, "!o>={}"),
    "irg": (1, "r>={}"),
    "ir": (1, "r<={}"),
    "rg": (1, "ro>={}"),
    "r": (1, "ro<={}"),
    "km": (2, "km{}"),
    "kl": (2, "kl{}"),
    "k": (2, "kh{}"),
    "d": (2, "dl{}"),
    "tl": (3, "<={}"),
    "t": (3, ">={}"),
    "ds": (4, "ds>={}"),
    "f": (5, "f<={}"),
}
# These may stand alone; all others need a number.
_ALONE = ("adv", "dis", "ie", "e")
_MAIDEN_MODIFIER = (
    rf"(?:(?:{'|'.join(_ALONE)})(?![a-z])|(?:{'|'.join(sorted(_MAIDEN, key=len)[::-1])})[0-9]+)"
)


def _of_dice_maiden(found: re.Match[str]) -> str:
    """5d6 ie6 t5 f1 → 5d6!>=6>=5f<=1."""
    import re

    dice, sides, modifiers, rest = found.groups()
    if not modifiers.isascii():
        return found[0]  # other letters may look like these
    written: list[tuple[int, str]] = []
    for word in re.findall(_MAIDEN_MODIFIER, modifiers.lower()):
        name, number = word.rstrip("0123456789"), word.lstrip("abcdefghijklmnopqrstuvwxyz")
        # Of two targets, the second counts dice double; without a number, the highest face explodes.
        counted = any(each.startswith(">=") for _, each in written)
        stage, form = _MAIDEN["ds" if name == "t" and counted else name]
        if stage == 1 and not number:
            number = "100" if sides == "%" else sides
        # Of the highest face it is the same, and shorter.
        form = "ds{}" if form == "ds>={}" and number == sides else form
        written.append((stage, form.format(number)))
    return dice + "".join(each for _, each in sorted(written, key=lambda one: one[0])) + rest


# A pattern takes the whole text; the first rewording that can be parsed is offered.
_REWORDINGS: tuple[tuple[str, str | Change], ...] = (
    # Flags of Avrae and of Dice Maiden
    (r"(.*d\d.*?)\s+-rr\s*(\d+)(.*)", r"\2x \1\3"),
    (r"(.*d\d.*?)\s+-dc\s*(\d+)(.*)", r"\1 vs \2\3"),
    (
        rf"((?:.*[-+*/;\s])?\d*d(\d+|%))((?:\s*{_MAIDEN_MODIFIER}){{2,}})((?:\s*[-+*/;#!].*)?)",
        _of_dice_maiden,
    ),
    # Targets
    (r"(.*d\d.*?)\s+(?:vs?\.?\s+|against\s+)?diff(?:iculty)?\.?\s*[:=]?\s*(\d+)", _against),
    (r"(.*d\d.*?)\s+to\s+beat\s+(?:an?\s+)?(?:dc\s*|ac\s*|tn\s*)?(\d+)", r"\1 vs \2"),
    (r"(.*d\d.*?)\s*\(\s*(?:vs?\.?\s+)?(?:dc|ac|tn|diff(?:iculty)?)\s*(\d+)\s*\)", r"\1 vs \2"),
    # Speech
    (rf"{_ADVANTAGE}\s+(?:on\s+)?(.*d\d.*)", r"\2 \1"),
    (rf"{_ADVANTAGE}\s*\((.*d\d.*)\)", r"\2 \1"),
    (rf"(.*d\d.*?)\s*\[\s*{_ADVANTAGE}\s*\](.*)", r"\1 \2\3"),
    (r"(.*d\d.*?)\s*\[\s*((?:drop|keep) (?:highest|lowest))\s*\](.*)", r"\1 \2\3"),
    (rf"(.*d\d\S*?)\s*[.:/+-]\s*{_ADVANTAGE}(?!\w)(.*)", r"\1 \2\3"),
    (r"(.*d\d.*?)\s*\(\s*((?:with\s+)?(?:adv|dis|drop|keep)[^()]*)\)(.*)", r"\1 \2\3"),
    (r"(.*d\d.*?)\bw/\s*((?:adv|dis).*)", r"\1\2"),
    (rf"(?:roll\s+)?{_NUMBER}\s+(d\d.*)", lambda found: f"{_number(found[1])}{found[2]}"),
    (r"(?:roll\s+)?(?:an?|one)\s+(d\d.*)", r"\1"),
    (rf"(?:roll\s+)?{_NUMBER}\s+times\s+(.*d\d.*)", _repeated),
    (rf"(?:roll\s+)?(.*d\d.*?)\s+{_NUMBER}\s+times", _repeated_behind),
    (r"half(?:\s+of)?\s+(.*d\d.*)", _halved),
    (r"(.*d\d.*?)\s+hal(?:f|ved)(?:\s+damage)?", _halved),
    (r"(.*/.*?),?\s+round(?:ed)?\s+(up|down)", _rounded),
    (
        rf"\[?(?:roll\s+)?(?:the\s+)?({_BEST}|{_WORST})\s+(?:{_NUMBER}\s+)?(?:die\s+|dice\s+)?(?:of|in|from)\s+"
        r"(\d*d\d+)\]?",
        _kept,
    ),
    (rf"({_BEST}|{_WORST})()\((\d*d\d+)\)", _kept),
    (r"(.+?)\s+(?:v\.?|needs?|target)\s+(?:dc\s*|ac\s*|tn\s*)?(\d+)", r"\1 vs \2"),
    (r"(.*d\d.*[-+*/].*?|1?d\d+)\s+at least\s+(\d+)", r"\1 vs \2"),
    (r"(.*d\d.*[-+*/].*?|1?d\d+)\s+at most\s+(\d+)", r"\1 vs <=\2"),
    (rf"{_DICE}\s+(?:hits?\s+|success(?:es)?\s+|succeeds?\s+)?on\s+(\d+)\+(.*)", r"\1>=\2\3"),
    (rf"(.*d\d.*?)\s+(?:on\s+)?(?:an?\s+)?(\d+)\s+(?:or|and)\s+({_MORE}|{_LESS})", _from),
    (r"(.*d\d.*[-+*/].*?)\s+(\d+)\+()", _from),
    (rf"{_DICE}\s+count(?:ing)?\s+(?:the\s+)?(\d+)s(.*)", r"\1=\2\3"),
    (rf"{_DICE}\s+(?:explodes?|exploding)\s+(?:on\s+)?(\d+)s?(.*)", r"\1!\2\3"),
    (rf"{_DICE}\s+min(?:imum)?\s+(\d+)(.*)", r"\1mi\2\3"),
    (rf"{_DICE}\s+max(?:imum)?\s+(\d+)(.*)", r"\1ma\2\3"),
    (r"(\d+d\d+)\s*-\s*(?:l|lowest)\b(.*)", r"\1dl1\2"),
    (r"(\d+d\d+)\s*-\s*(?:h|highest)\b(.*)", r"\1dh1\2"),
    (r"(.*\S)\s*&&\s*(\S.*)", r"\1 and \2"),
    (r"(.*\S)\s*\|\|\s*(\S.*)", r"\1 or \2"),
    (r"!\s*(\d*d\d.*\svs\s.*)", r"not \1"),
    (r"(\d*d\d+)(.*?)\s+crits?\s+(?:on\s+)?(\d+)\+?", r"\1cs>=\3\2"),
    (rf"{_SUM}\s+\(?([^\W\d][^\d()]*?)\)?\s+(?:dc|ac|tn|vs)\s+(\d+)", r"\1 vs \3 # \2"),
    (rf"{_SUM}\s+([^\W\d]\D*?)\s+with\s+(adv|dis|advantage|disadvantage)", r"\1 with \3 # \2"),
    # Labels
    (r"(\d*d\d\S*)\s+([^\W\d]{3,})\s*\+\s*(\d*d\d\S*)\s+([^\W\d]{3,})", r"\1[\2] + \3[\4]"),
    (rf"{_DAMAGE}\s+{_KIND}(?:\s*\+\s*{_DAMAGE}\s+{_KIND})+", _labelled),
    (r"(.*d\d+)[({]([^\W\d][^\W\d ]+)[)}](.*)", r"\1[\2]\3"),
    (r"(.*[-+*/(]\s*)\$([^\W\d]\w*)(.*)", r"\1@\2\3"),
    (r"\(([^()\d]+)\)\s*(\d*d\d.*)", r"\2 # \1"),
    # Polish, Swedish and Dice Maiden
    (r"(|.*[-+*/(,;{]\s*)(\d*)[tk](\d+)(.*)", r"\1\2d\3\4"),
    (r"(?:s\s*|(?:nr|ul)\s+)(\d*d\d.*)", r"\1"),
    # Several rolls
    (r"(.*d\d.*?),\s*((?:drop|keep|with|adv|dis)\w*\s*.*)", r"\1 \2"),
    (r"(.*d\d[^,]*),\s+(\d*d\d.*)", r"\1; \2"),
    (r"(.*d\d.*?)\s+(?:and|&|then|and then)\s+(\d*d\d.*)", r"\1; \2"),
    (rf"!?(?:x|rep|repeat|rr|multiroll)\s*{_NUMBER}\s+(.*d\d.*)", _repeated),
    # AnyDice, Roll20, Avrae, Dice Maiden, BCDice
    (r"output\s+(.+?)\s+named\s+\"(.*)\"", r"\1 # \2"),
    (r"output\s+(.+)", r"\1"),
    (r"(.*?\d*d)\{([^{}]*)\}(.*)", r"\1[\2]\3"),
    (r"(.*?\d*d)\(([^()]*,[^()]*)\)(.*)", r"\1[\2]\3"),
    (r"(\d*d)(?:fate|fudge)\b(.*)", r"\1F\2"),
    (r"(.*)\[([^\[\]]*,[^\[\]]*)\]\s*((?:k|d)[hl]?\d*\b.*)", r"\1{\2}\3"),
    (r"choice\s*[\[(](.+)[\])]", r"d[\1]"),
    (r"(.*)@\{([^\W\d]\w*)\}(.*)", r"\1@\2\3"),
    (r"([^\\]*d\d[^\\]*?)\s*\\+\s*(\w[^\\]*)", r"\1 # \2"),
    (r"[\"“”]([^\"“”]+)[\"“”]\s*(\d*d\d.*)", r"\2 # \1"),
    (r"(|.*[-+*/(,;{]\s*)(\d+)b(\d+)(.*)", r"\1\2d\3\4"),
    (r"c\s*(\(.*\))", r"\1"),
    # A note after a sign of punctuation
    (rf"(.*d[\d%f].*?)\s*(?:[,.!?]|--|//|\||~)\s+(?!{_COUNTING})([^\W\d][^\d@;]*)", r"\1 # \2"),
    # Signs of Markdown and lists around a roll
    (r"[^\w@({\[+<-]+(\d*d[\d%].*?)[*_~`]*", r"\1"),
    (r"[\[<]\s*(\d*d[\d%][^\[\]<>]*)[\]>]", r"\1"),
    (r"(?:[/!.?&$][a-z]+|r)\s+(.*d[\d%].*)", r"\1"),
    (r"(?:sum|total|roll)\s*\((.*)\)", r"(\1)"),
)
# The patterns would take long on longer texts.
_LONGEST = 100


def reworded(text: str) -> Iterator[str]:
    """Yield what may say the same as a text that cannot be parsed.

    >>> list(reworded("advantage 1d20+5")), list(reworded("best 3 of 4d6"))
    (['1d20+5 advantage'], ['4d6kh3'])
    """
    if len(text) > _LONGEST:
        return
    import re  # only a mistake pays for it

    written = text.strip()
    if "½" in written:
        yield re.sub(r"(?<=\d)\s*½", ".5", written).replace("½", "0.5")
    if "\n" in written:
        yield "; ".join(written.split("\n"))
    if ";" in written:
        parts = [part.strip() for part in written.split(";")]
        yield "; ".join([part for part in parts if part])
    for pattern, change in _patterns():
        if (found := pattern.fullmatch(written)) is not None:
            yield change(found) if callable(change) else found.expand(change)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str | Change]]:
    import re  # only a mistake pays for it

    return [(re.compile(pattern, re.IGNORECASE), change) for pattern, change in _REWORDINGS]
