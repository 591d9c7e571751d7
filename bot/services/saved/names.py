"""The `@names` in texts: which there are, what they need, and whether they go round in a circle."""

from __future__ import annotations

import re
import unicodedata
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from bot.services.user_error import UserError
from bot.texts import _
from dicewright import NotationError, nodes
from dicewright.nodes import read_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dicewright import Limits

LONGEST_NAME = 32
_NAME = re.compile(r"[^\W\d]\w*")
_MENTION = re.compile(r"@([^\W\d]\w*)")
_NOTE = re.compile(r"#|(?:^|\s)!\s")
# No call begins so, and it is not read twice to find that out.
_SURELY_DICE = re.compile(r"\s*(?:\d*d\d|[-+({]|\d+\s*(?:[-+*/]|$)|@)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\W_]+")
_GAP = re.compile(r"(?<=\w)[\s-]+(?=\w)")


def canonical_name(name: str) -> str:
    """Return a name in the form in which it is stored: case and looks of its letters do not matter.

    >>> canonical_name("Straße") == canonical_name("STRASSE")
    True
    """
    return unicodedata.normalize("NFKC", name).casefold()


def meant(written: str) -> str:
    """Return the name that a player means, in its normal form; several words are one name.

    >>> meant("@Hunter's Mark")
    'hunters_mark'
    """
    name = canonical_name(written.strip().removeprefix("@").strip())
    return _GAP.sub("_", name.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))


def can_be(name: str) -> bool:
    """Return whether a name in its normal form could have been saved."""
    return bool(_NAME.fullmatch(name)) and len(name) <= LONGEST_NAME


def checked(written: str) -> str:
    """Return the normal form of a name that a player gives. Raises UserError where it cannot be one.

    >>> checked(" @Fire Bolt ")
    'fire_bolt'
    """
    name = meant(written)
    if not name:
        raise UserError(_("A saved roll needs a name, such as attack, which you then roll as @attack."))
    if not _NAME.fullmatch(name):
        suggestion = re.sub(r"[\W_]+", "_", name).strip("_").lstrip("0123456789_")[:LONGEST_NAME]
        raise UserError(
            _(
                "“{name}” can't be a name. Names have letters, digits and underscores, and start with a "
                "letter, such as {example}.",
                name=_cut(written.strip()),
                example=suggestion if _NAME.fullmatch(suggestion) else "fire_bolt",
            )
        )
    if len(name) > LONGEST_NAME:
        raise UserError(
            _(
                "“{name}” is too long: it has {count} characters, and a name can have up to {most}.",
                name=_cut(name),
                count=len(name),
                most=LONGEST_NAME,
            )
        )
    return name


def names_in(text: str, limits: Limits) -> dict[str, nodes.Name]:
    """Return the names in a text as they are written there, each with its first place.

    Raises NotationError or LimitError where the text is not notation.

    >>> from dicewright import DEFAULT_LIMITS
    >>> list(names_in("1d20 + @Str + @str", DEFAULT_LIMITS))
    ['str']
    """
    if "@" not in text:
        # Parsed all the same, because a text that is not notation must not pass.
        read_tree(text, limits)
        return {}
    return nodes.names_in(read_tree(text, limits))


def mentioned(text: str, limits: Limits) -> list[str]:
    """Return the names in any text as they are written there, in order; the note of a game's call has none.

    >>> from dicewright import DEFAULT_LIMITS
    >>> mentioned("v5 @pool h@hunger vs 3 # by @night", DEFAULT_LIMITS)
    ['pool', 'hunger']
    """
    if "@" not in text:
        return []
    try:
        return list(names_in(text, limits))
    except NotationError:
        calls = " ".join(_NOTE.split(part, maxsplit=1)[0] for part in list_parts(text))
        return list(dict.fromkeys(_MENTION.findall(calls)))


def is_notation(text: str, limits: Limits) -> bool:
    """Return whether a saved text is dice notation; if not, it is a call of a game system.

    >>> from dicewright import DEFAULT_LIMITS
    >>> is_notation("1d20 + @str", DEFAULT_LIMITS), is_notation("coc 55", DEFAULT_LIMITS)
    (True, False)
    """
    if ";" not in text and _SURELY_DICE.match(text):
        return True
    try:
        read_tree(text, limits)
    except NotationError:
        return False
    return True


def list_parts(text: str) -> list[str]:
    """Return the parts of a list, where a note keeps what comes after a ";" in it and has no number.

    >>> list_parts("v5 7 # up; and away; 1d20")
    ['v5 7 # up; and away', '1d20']
    """
    found: list[str] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        if found and "#" in found[-1] and not any(sign.isdigit() or sign == "@" for sign in part):
            found[-1] += f"; {part}"
        else:
            found.append(part)
    return found


def with_joined_names(text: str, names: Iterable[str], *, bare: bool) -> str:
    """Return a text in which a name of several words is one word: `@spot-hidden`, `@spot hidden`.

    `names` are in their normal form. Where `bare` is true, they are found without an @, too.

    >>> with_joined_names("coc Spot Hidden b1", ["spot_hidden"], bare=True)
    'coc spot_hidden b1'
    """
    words = set(_WORD.findall(canonical_name(text)))
    several = [name for name in names if "_" in name and words.issuperset(name.split("_"))]
    if not several:
        return text
    spelled = {_between(name): name for name in sorted(several, key=len, reverse=True)}
    found = re.compile(rf"(?<![\w@])(?P<at>@{'?' * bare})(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)
    return found.sub(
        lambda place: place["at"] + _SEPARATORS.sub("_", canonical_name(place[0])).strip("_"), text
    )


def _between(name: str) -> str:
    """Return the pattern of a name, with what may stand between its words: `Firearms (Handgun)`."""
    first, *others = map(re.escape, name.split("_"))
    spaced = "".join(rf"[\s_-]+{word}" for word in others)
    return rf"{first}(?:{spaced}|\s*\({re.escape(' '.join(name.split('_')[1:]))}\))"


def with_more(text: str, more: str) -> str:
    """Return a game's call with more after it, before its note.

    >>> with_more("v5 7 # to dine", "h2"), with_more("v5 7 # to dine", "# alone")
    ('v5 7 h2 # to dine', 'v5 7 # alone')
    """
    call, *note = _NOTE.split(text, maxsplit=1)
    added, *own = _NOTE.split(more, maxsplit=1)
    said = (own or note or [""])[0].strip()
    whole = " ".join([*call.split(), *added.split()])
    return f"{whole} # {said}" if said else whole


def chains(needs: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each name the longest chain of names that begins with it; `needs` may hold no loop.

    >>> chains({"attack": ["str", "luck"], "str": ["level"]})["attack"]
    ('attack', 'str', 'level')
    """
    longest: dict[str, tuple[str, ...]] = {}
    for name in TopologicalSorter(needs).static_order():
        below = [longest[needed] for needed in needs.get(name, ())]
        longest[name] = (name, *max(below, key=len, default=()))
    return longest


def loop_in(needs: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return names that need each other in a circle, the first again at the end; () where none do.

    >>> loop_in({"a": ["b"], "b": ["a"]}) in {("a", "b", "a"), ("b", "a", "b")}
    True
    """
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        # It lists them from what is needed to what needs it.
        return tuple(reversed(error.args[1]))
    return ()


def loop_from(name: str, loop: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same loop starting from `name`, where that is part of it.

    >>> loop_from("b", ("a", "b", "c", "a"))
    ('b', 'c', 'a', 'b')
    """
    if name not in loop:
        return loop
    at = loop.index(name)
    return (*loop[at:-1], *loop[:at], name)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
