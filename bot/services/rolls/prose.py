"""Dice notation in what people write: rules, stat blocks, other bots' messages."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import dicewright
from dicewright import DiceError
from dicewright.nodes import least_dice, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright import Limits

# What Discord draws as something else: links, mentions, emoji, times.
_NOT_TEXT = re.compile(r"https?://\S+|<[@#:/at][^>\s]*>|:\w+:")
# Inline rolls as virtual tabletops write them, and code: what stands there is notation or nothing.
_MARKED = re.compile(r"\[\[(?P<inline>[^\n]{1,200}?)\]\]|(?P<ticks>`{1,3})(?P<code>[^`\n]+)(?P=ticks)")

_NAME = re.compile(r"@[^\W\d]\w*")

# Not a line break: what begins the next line with a dash is another item of a list.
_GAP = r"[^\S\n]"
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_COMPARISON = r"(?:[<>]=?|<>|=)?"
_MODIFIER = rf"""(?:
    (?: k[hlm]? | d[hl] ) \d{{0,3}}
  | (?: adv | dis ) \d?
  | !{{1,2}} [op]? (?: [<>=]{{1,2}} \d+ )?
  | (?: r[oa]? | m[ia] | c[sf] | f | ds ) {_COMPARISON} \d+
  | [<>]=? \d+
  | s[ad]
)"""
_DICE = rf"(?: \d{{1,4}} {_GAP}? )? d (?: \d{{1,6}} | % | F ) {_MODIFIER}*"
# What a name stands for is looked up for the person who rolls; alone, in plain text, it may be a person's.
_TERM = rf"(?: {_DICE} | {_NUMBER} | @ [^\W\d] \w* )"
# A division by dice is two choices with a stroke between them: 1d8/1d10.
_STEP = rf"(?: {_GAP}* [-+*×−–] {_GAP}* {_TERM} | {_GAP}* / {_GAP}* {_NUMBER} )"
_ROLL = rf"""
    (?<! [\w.,'\u2019:$€£@#-] )
    (?P<roll>
        (?: \d{{1,2}} {_GAP}? [x×#] {_GAP}? )?
        (?: {_NUMBER} {_GAP}* [-+*×−–] {_GAP}* ){{0,4}} {_DICE} {_STEP}{{0,40}}
    )
    (?: {_GAP}+ (?:vs\.?|against) {_GAP}+ (?:DC|AC)? {_GAP}* (?P<target> \d{{1,3}} ) )?
    (?! \w | [.,'\u2019:-] \w | % )
    """


def rolls_in(message: str, limits: Limits) -> Iterator[str]:
    """Yield the dice notation in a message, in the order in which it stands there.

    What is no notation for sure is left out: nobody misses the roll of a date.

    >>> from dicewright import DEFAULT_LIMITS
    >>> list(rolls_in("[[1d20+5]] to hit and 2d6 damage", DEFAULT_LIMITS))
    ['1d20+5', '2d6']
    """
    message = _NOT_TEXT.sub(" \N{BULLET} ", message)
    end = 0
    for marked in _MARKED.finditer(message):
        yield from _in_plain_text(message[end : marked.start()], limits)
        inside = (marked["inline"] or marked["code"]).strip().removeprefix("/roll ").removeprefix("/r ")
        if _rolls_dice(inside, limits) or (marked["inline"] and _NAME.fullmatch(inside)):
            yield inside
        else:
            yield from _in_plain_text(inside, limits)
        end = marked.end()
    yield from _in_plain_text(message[end:], limits)


def _in_plain_text(text: str, limits: Limits) -> Iterator[str]:
    for found in _roll_pattern().finditer(text):
        roll = found["roll"] + (f" vs {found['target']}" if found["target"] else "")
        if _rolls_dice(roll, limits):
            yield roll


@cache  # Making it takes longer, and more memory, than all else that is loaded here.
def _roll_pattern() -> re.Pattern[str]:
    return re.compile(_ROLL, re.VERBOSE | re.IGNORECASE)


def _rolls_dice(text: str, limits: Limits) -> bool:
    try:
        return least_dice(dicewright.parse(text, limits=limits).tree) > 0
    except DiceError as error:
        # The player may have saved it; without it this would be another roll.
        return error.code == "unknown-name" and least_dice(read_tree(text, limits)) > 0
