"""Reading a character's values from what a player pastes: lines, tables, and blocks of statistics."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.saved.meant import value_error
from bot.services.saved.names import LONGEST_NAME
from bot.services.user_error import UserError
from bot.texts import _
from dicewright import DEFAULT_LIMITS, DiceError
from dicewright.nodes import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dicewright import NotationError

LONGEST_VALUE = 100
MOST_VALUES = 200
SAVE = "_save"
"""What is added to the name of an ability for its saving throw."""
SCORE = "_score"
"""What is added to a name for the score whose modifier has the name: of `STR 16 (+3)`, 16 is str_score."""

_SAVES = frozenset({"saves", "save", "saving_throws", "saving_throw"})
_BULLET = re.compile(r"^\s*(?:[-*•▪◦‣>]\s+|\d+[.)]\s+)?")
_MINUS = str.maketrans(dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}", "-"))
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_BOLD = re.compile(r"\*\*([^\W\d][^*]*)\*\*")
_UNIT = r"(?:ft|feet|m|lbs?|kg)\b\.?"
_PAIR = re.compile(r"(?P<name>[^:=]*?[^\W\d][^:=]*?)\s*[:=]\s*(?P<value>.*)")
_NAME_FIRST = re.compile(
    rf"(?P<name>[^\W\d][^:=]*?)\s+(?P<value>(?:{_NUMBER}|\d*d\d)\S*"
    rf"(?:\s+[-+]\s*\S+|\s*\([^)]*\)|\s+[-+]\d+|\s*{_UNIT})*)"
)
_VALUE_FIRST = re.compile(rf"(?P<value>{_NUMBER}%?)\s+(?P<name>[^\W\d][^:=]*)")
_SEVERAL = re.compile(
    rf"\s*(?P<name>[^\W\d][^\d:=,;|+]*?(?:\(\d+%\)\s*)?)\s*[:=]?\s*"
    rf"(?P<value>{_NUMBER}(?:\s*\([-+]\d+\))?)%?(?:/\d+)*\s*(?:[,;|/]|-\s|\s|$)"
)
_SCORE = re.compile(r"(?P<score>\d{1,3})\s*(?:[(\[/,]\s*)?(?P<modifier>[-+]\d{1,3})\s*[)\]]?")
_PLAIN = re.compile(
    rf"(?P<number>{_NUMBER})\s*%?(?:\s*(?:/\s*\d+\s*%?\s*)*|\s*\([^)]*\)|\s*[|].*|\s*(?:ft|feet|m|lbs?|kg)\.?)"
)
_DOTS = re.compile(r"(?P<full>[●⬤•■◼⚫]*)(?P<empty>[○◯◦□◻⚪]*)")
# A base chance after the name of a skill: `Spot Hidden (25%)`.
_BASE = re.compile(r"\s*\(\s*[\d/+%\s]+\)\s*$")
_RULE = re.compile(r"[\s|:=+-]*")
_SEPARATORS = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}]")
_NAME = re.compile(r"[^\W\d]\w*")
# What is meant as a roll, or as arithmetic with other values.
_DICE = re.compile(r"\dd|d\d|\bd%|@|\d\s*[-+*/]|[-+*/]\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that could not be read."""

    line: str
    why: str
    name: str = ""
    meant: str = ""
    """The name of the value, and what is sure to be meant by it; "" if nothing is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: values by name, in order, and the lines that are no values."""

    values: dict[str, str]
    skipped: tuple[Skipped, ...] = ()

    @property
    def meant(self) -> dict[str, str]:
        """What is sure to be meant by values that could not be read, by name."""
        return {each.name: each.meant for each in self.skipped if each.meant}


def value_name(written: str) -> str:
    """Return the name of a value in the form in which rolls have it; "" where it cannot be one.

    >>> value_name("Spot Hidden"), value_name("@spot-hidden"), value_name("Fighting (Brawl)")
    ('spot_hidden', 'spot_hidden', 'fighting_brawl')
    """
    name = unicodedata.normalize("NFKC", _APOSTROPHES.sub("", written)).casefold()
    name = _SEPARATORS.sub("_", name).strip("_")
    return name if _NAME.fullmatch(name) and len(name) <= LONGEST_NAME else ""


def value_text(written: str) -> str:
    """Return a value as a roll reads it; "" where it is neither a number nor a roll.

    >>> value_text("+3"), value_text("55%"), value_text("3 dots"), value_text("1d8 + 2")
    ('3', '55', '', '1d8 + 2')
    """
    text = " ".join(written.translate(_MINUS).split())
    if plain := _PLAIN.fullmatch(text):
        return plain["number"].removeprefix("+")
    dots = _DOTS.fullmatch(text.replace(" ", ""))
    if dots is not None and text:
        return str(len(dots["full"]))
    if len(text) > LONGEST_VALUE or not text:
        return ""
    try:
        tree = read_tree(text, DEFAULT_LIMITS)
    except DiceError:
        return ""
    (roll, *others) = tree.rolls
    return "" if others or roll.repeat is not None or roll.note else text


def read_sheet(text: str) -> Sheet:
    """Return the values in what a player pastes; where a name comes twice, the last one counts.

    >>> read_sheet("STR 16 (+3), DEX 50\\nSpot Hidden: 55%\\nattack = 1d20 + @str").values
    {'str': '3', 'str_score': '16', 'dex': '50', 'spot_hidden': '55', 'attack': '1d20 + @str'}
    """
    values: dict[str, str] = {}
    skipped: list[Skipped] = []
    for line in unicodedata.normalize("NFKC", text).translate(_MINUS).splitlines():
        bare = _BOLD.sub(r"\1", _BULLET.sub("", line, count=1)).replace("`", "").strip()
        if not bare or bare.startswith("#") or _RULE.fullmatch(bare):
            continue
        found = _values_in(bare)
        if isinstance(found, str):
            if found:
                skipped.append(Skipped(line.strip(), found))
            continue
        values |= found
    return Sheet(values, tuple(_with_meant(each, values) for each in skipped))


def value_mistake(written: str, names: Mapping[str, str]) -> NotationError | None:
    """Return what is wrong with the notation of a value; None if it is not meant as notation.

    `names` are the other values of the character.
    """
    text = " ".join(written.translate(_MINUS).split())
    if len(text) > LONGEST_VALUE or not _DICE.search(text):
        return None
    error = value_error(text, names)
    if error is not None and error.fix is not None and not value_text(error.fix):
        error.fix = None
    return error


def _with_meant(skipped: Skipped, values: Mapping[str, str]) -> Skipped:
    pair = _PAIR.fullmatch(_BULLET.sub("", skipped.line, count=1))
    if pair is None or not (name := value_name(_BASE.sub("", pair["name"]))):
        return skipped
    error = value_mistake(pair["value"], values)
    if error is None or error.fix is None:
        return skipped
    return Skipped(skipped.line, error.advice, name, error.fix)


def sheet_values(sheet: Sheet) -> Mapping[str, str]:
    """Return the values that were read. Raises UserError if there are none, with what is wrong."""
    if sheet.values:
        return sheet.values
    why = sheet.skipped[0] if sheet.skipped else None
    text = _("There are no values in this text. Write one in each line, such as “Spot Hidden: 55”.")
    if why is not None:
        text += " " + _("“{line}”: {why}", line=why.line[:40], why=why.why)
    raise UserError(text)


def _values_in(line: str) -> dict[str, str] | str:
    """Return the values in a line, or why there are none; "" for a heading."""
    cells = [cell.strip() for cell in re.split(r"\t|\|", line) if cell.strip()]
    if len(cells) > 1 and (found := _cells(cells)):
        return found
    if several := _several(line):
        return several
    if not re.search(r"[\d:=●○•■□]", line) or line.endswith(":"):
        return ""
    for pattern in (_PAIR, _NAME_FIRST, _VALUE_FIRST):
        pair = pattern.fullmatch(line)
        if pair is not None and (found := _named(pair["name"], pair["value"])):
            return found
    if headed := _headed(line):
        return headed
    dotted = re.fullmatch(r"(?P<name>[^\W\d].*?)\s*(?P<value>[●⬤•■◼⚫○◯◦□◻⚪][●⬤•■◼⚫○◯◦□◻⚪\s]*)", line)
    if dotted is not None and (found := _named(dotted["name"], dotted["value"])):
        return found
    return _why(line)


def _headed(line: str) -> dict[str, str]:
    """Return the values of a line such as `Skills: Stealth +10, Arcana +2`; {} where it is no such line."""
    heading, _colon, rest = line.partition(":")
    found = _several(rest) if rest else {}
    # "Age: about 40" is no such line.
    if not found and re.search(r"[-+]\d|%", rest) and (pair := _NAME_FIRST.fullmatch(rest.strip())):
        found = _named(pair["name"], pair["value"])
    # A saving throw has the name of an ability, and is not that.
    ending = SAVE if value_name(heading) in _SAVES else ""
    return {f"{name}{ending}": text for name, text in found.items()}


def _named(name: str, value: str) -> dict[str, str]:
    """Return a value by its name; a score with its modifier is two."""
    key = value_name(_BASE.sub("", name))
    if not key:
        return {}
    both = _SCORE.fullmatch(value.strip())
    if both is not None:
        named = {key: both["modifier"].removeprefix("+")}
        score = f"{key}{SCORE}"
        return named | {score: both["score"]} if len(score) <= LONGEST_NAME else named
    text = value_text(value)
    return {key: text} if text else {}


def _cells(cells: list[str]) -> dict[str, str]:
    """Return what a row of a table holds: names, each with the values behind it."""
    found: dict[str, str] = {}
    rows: list[tuple[str, list[str]]] = []
    for cell in cells:
        if value_text(cell):
            if rows:
                rows[-1][1].append(cell)
        else:
            rows.append((cell, []))
    for name, values in rows:
        if not values:
            continue
        with_modifier = len(values) > 1 and re.fullmatch(r"[-+]\d+", values[1])
        found |= _named(name, f"{values[0]} ({values[1]})" if with_modifier else values[0])
    return found


def _several(line: str) -> dict[str, str]:
    """Return the values of a line such as `STR 50 DEX 60`; {} where it is no such line."""
    found: dict[str, str] = {}
    pairs = list(_SEVERAL.finditer(f"{line} "))
    if len(pairs) < 2 or "".join(pair[0] for pair in pairs).strip() != line.strip():
        return {}
    for pair in pairs:
        found |= _named(pair["name"], pair["value"])
    return found


def _why(line: str) -> str:
    pair = _PAIR.fullmatch(line)
    if pair is None:
        return _("No value. Write one as in “Stealth: 3”.")
    if not value_name(_BASE.sub("", pair["name"])):
        return _("A name begins with a letter and has up to {most} letters and digits.", most=LONGEST_NAME)
    return _("“{value}” is neither a number nor dice.", value=pair["value"].strip()[:40])


def lines_of(values: dict[str, str]) -> str:
    """Return values as lines that `read_sheet` reads again."""
    return "\n".join(f"{name}: {text}" for name, text in values.items())


# What a value is also called, so that a roll finds it under either.
_SAME = (
    ("str", "strength"),
    ("dex", "dexterity"),
    ("con", "constitution"),
    ("int", "intelligence"),
    ("wis", "wisdom"),
    ("cha", "charisma"),
    ("pow", "power"),
    ("siz", "size"),
    ("app", "appearance"),
    ("edu", "education"),
    ("san", "sanity"),
    ("prof", "proficiency", "proficiency_bonus"),
    ("init", "initiative"),
    ("hp", "hit_points"),
    ("ac", "armor_class", "armour_class"),
)


def with_other_names(values: dict[str, str]) -> dict[str, str]:
    """Return values with the usual short or long names of those that have only one of them.

    >>> with_other_names({"strength": "3", "dex": "1"})["str"]
    '3'
    """
    return dict(_others(values)) | values


def _others(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for names in _SAME:
        there = [name for name in names if name in values]
        if there:
            yield from ((name, values[there[0]]) for name in names)
