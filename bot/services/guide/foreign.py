"""Mistakes that are another bot's notation: which bot's it is, and what says the same here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.guide import dice_maiden
from bot.texts import N_, _
from dicewright.rendering import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dicewright import NotationError

_LONGEST, _LONGEST_SHOWN = 200, 100
_DICE = r"(\d*d(?:\d+|%))"
# Whose it is, what takes a whole text, and what says the same here: the command of a game, and the rest.
_WHOLE: tuple[tuple[str, str, str, str], ...] = (
    ("Roll20", rf"{_DICE}\s*mt?\d*", "", "sets({0})"),
    ("Foundry", rf"{_DICE}\s*min(\d+)\s*max(\d+)", "", "{0}mi{1}ma{2}"),
    ("Foundry", r"(.*d\d.*?[<>=]\s*\d+)\s*df\s*(\S.*)", "", "{0}f{1}"),
    ("BCDice", r"(\d+)U(\d+)\s*\[(\d+)\](\s*[<>]=?\s*\d+)?", "", "{0}d{1}!>={2}{3}"),
    ("BCDice", r"CC\s*<=\s*(\d+)", "coc", "{0}"),
    ("BCDice", r"CC\s*\((\d+)\)\s*<=\s*(\d+)", "coc", "{1} b{0}"),
    ("BCDice", r"CC\s*\(-(\d+)\)\s*<=\s*(\d+)", "coc", "{1} p{0}"),
    ("", r"(?:choose|pick|random)\s*[\[(]([^()\[\]]+,[^()\[\]]+)[\])]", "", "d[{0}]"),
    ("", r"((?:\d{0,2}[ybgprk]\s*){2,12})", "genesys", "{0}"),
    ("", r"(\d{1,2}[ybgprk])", "genesys", "{0}"),
)
# What nobody means in another sense, however much it looks like something else.
_PLAIN: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:flip|toss)(?:\s+(?:a|the))?(?:\s+coin)?|coin(?:\s*(?:flip|toss))?|heads\s+or\s+tails",
        "",
        "d[heads,tails]",
    ),
    (r"(?:(?:dnd|d&d|ability|character)\s+)?stats", "dnd", "stats"),
)
# Whole texts that are corrected elsewhere.
_WRITTEN: tuple[tuple[str, str], ...] = (
    (dice_maiden.TOOL, r"(?:(?:p|s|nr|ul)\s+)+\S.*"),
    (dice_maiden.TOOL, r"\([^()]*\)\s*\d*d[\d%].*"),
    ("Avrae", r"!?(?:rr|multiroll|rrr)\s+\d+\s.*"),
    ("Avrae", r".*\s-(?:rr|dc)\s*\d+.*"),
    ("Avrae", r"\([^()]*,[^()]*\)\s*[kp][hl]?\d*.*"),
    ("rollbot", r"repeat\s*\(.*"),
    ("Rollem", r"(?:group|ore)\s*#.*"),
    ("Rollem", r".*(?:>>|<<).*"),
    ("Roll20", r".*[@?]\{.*"),
    ("Roll20", r".*\d\s*\\.*"),
    ("BCDice", r"choice\s*[\[(].*|x\s*\d+\s+.*|(?:.*[-+*/]\s*)?\d+B\d+.*|C\s*\(.*\)"),
    ("AnyDice", r"output\s.*"),
    ("AnyDice", r".*\d*d\{.*"),
)
# What begins at the place of a mistake.
_MARKED: tuple[tuple[str, str], ...] = (
    (dice_maiden.TOOL, r"(?:tl?|ie|e|irg?|rg|b|i)\d+|(?:ie|e|i)(?![a-z])"),
    ("Avrae", r"rr|p[hl]?\d"),
    ("Foundry", r"xo?\d*(?![a-z])|min\d|max\d|ms|df"),
    ("Rollem", r"c\s*[<>=\d]|ns(?![a-z])|s(?![a-z])"),
    ("Roll20", r"mt?\d*(?![a-z])"),
)
_DICE_BEFORE = re.compile(r"d\s*[\d%\[(f]|[})]", re.IGNORECASE)
_SAYS = N_("That is how {tool} writes it. Here, write {ours}.")
_NAMES = N_("That is how {tool} writes it.")
# Theirs with another meaning than the text that is sure to be meant by everybody else.
_EACH_DIE = re.compile(r"(\d+)d(\d+)\s*(\+\+|--)\s*(\d+)", re.IGNORECASE)
_LONE_COUNT = re.compile(r"t(\d+)(?:\s*t\d+)*", re.IGNORECASE)
_USUAL_SIDES = frozenset({"4", "6", "8", "10", "12", "20", "100"})
_PRIVATE = N_("Dice Maiden's “p” hides a roll. Here, choose who can see it with the option “visibility”.")


def explained(error: NotationError, text: str, can_be_rolled: Callable[[str], bool]) -> NotationError:
    """Return the error about a text, with the name of the bot whose notation it is, and a text to send.

    If it is nobody's, and nothing is sure to say the same, the error stays as it is.
    """
    if len(text) > _LONGEST:
        return error
    if dice_maiden.is_private(text):
        # Nothing that is sent in its place may be seen by all.
        error.fix, error.hint = None, _(_PRIVATE)
        return error
    if _is_ambiguous(error, text.strip()):
        return error
    tool = _tool_of(error, text)
    for fix, whose in _translations(error, text):
        if can_be_rolled(fix):
            error.fix, tool = fix, whose or tool
            error.hint = _("Did you mean {call}?", call=fix)
            break
    if tool and error.fix and len(error.fix) <= _LONGEST_SHOWN:
        error.hint = _(_SAYS, tool=tool, ours=error.fix)
    elif tool:
        error.hint = sentences(_(_NAMES, tool=tool), error.hint)
    return error


def _is_ambiguous(error: NotationError, text: str) -> bool:
    """Return whether a text is theirs in one sense and a slip in another, and say both."""
    if error.code == "double-sign" and (each := _EACH_DIE.fullmatch(text)):
        count, sides, signs, number = each.groups()
        error.hint = _(
            "Write {fix}. Rollem's {signs} is for each die; here, write {ours}.",
            fix=error.fix,
            signs=signs,
            ours=f"{count}d{sides} {signs[0]} {count} * {number}",
        )
        return True
    if error.code == "unknown-word" and (lone := _LONE_COUNT.fullmatch(text)):
        if error.fix and lone[1] in _USUAL_SIDES:
            # A die, as it is written in Sweden.
            return True
        error.fix = None
        error.hint = _("That is how Dice Maiden counts dice. Here, write {ours}.", ours=f"8d10>={lone[1]}")
        return True
    return False


def _translations(error: NotationError, text: str) -> Iterator[tuple[str, str]]:
    """Yield what may say the same as a text here, and whose it is."""
    written = text.strip()
    for pattern, command, ours in _PLAIN:
        if re.fullmatch(pattern, written, re.IGNORECASE):
            yield f"{command} {ours}".strip(), ""
    if pool := dice_maiden.translated_pool(written):
        yield pool, dice_maiden.TOOL
    if error.fix is not None:
        return
    for tool, pattern, command, ours in _WHOLE:
        if found := re.fullmatch(pattern, written, re.IGNORECASE):
            yield " ".join([command, ours.format(*found.groups(""))]).strip(), tool


def _tool_of(error: NotationError, text: str) -> str:
    """Return the name of the bot that writes so; "" if that is nobody's habit."""
    for tool, pattern in _WRITTEN:
        if re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.DOTALL):
            return tool
    if error.code not in ("unknown-modifier", "count-first") or error.span is None:
        return ""
    if not _DICE_BEFORE.search(error.text[: error.span.start]):
        return ""
    marked = error.text[error.span.start :].lower()
    return next((tool for tool, pattern in _MARKED if re.match(pattern, marked)), "")
