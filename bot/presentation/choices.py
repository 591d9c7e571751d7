"""Suggestions as the choices that Discord shows under what is being typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from discord import app_commands

from bot.presentation.discord_limits import CHOICE_NAME, cut
from bot.texts import N_, _, said
from dicewright.rendering import isolate, isolate_words

# A point inside brackets or quotes ends nothing.
_SENTENCE_END = re.compile(r"[.?!](?= [A-Z\"“@]|$)")

if TYPE_CHECKING:
    from bot.services.rolls.suggestion import Suggestion

_THIS_SERVER = N_("{roll} · this server")
_RECENT = N_("{roll} · recent")


def choice(suggestion: Suggestion) -> app_commands.Choice[str]:
    """Return a suggestion as a choice; Discord shows its name, and rolls its text if it is taken."""
    return app_commands.Choice(name=_name(suggestion), value=suggestion.text)


def _name(suggestion: Suggestion) -> str:
    text = suggestion.name or suggestion.text
    meaning = " ".join(said(suggestion.meaning).split()) or text
    match suggestion.origin:
        case "typed":
            ending = f": {suggestion.figures}" if suggestion.figures else ""
            return _cut(meaning, CHOICE_NAME - len(ending)) + ending
        case "example":
            shown = _beside(text, "" if meaning == text else meaning)
            return cut(f"{shown}: {suggestion.figures}", CHOICE_NAME)
        case "mistake":
            return f"\N{WARNING SIGN} {_whole_sentences(meaning, CHOICE_NAME - 2)}"
        case "own":
            return cut(_beside(text, meaning), CHOICE_NAME)
        case "server":
            return _in_place(_THIS_SERVER, _beside(text, meaning))
        case "missing":
            return cut(_beside(text, meaning), CHOICE_NAME)
        case "more" | "roll" | "system":
            ending = f": {suggestion.figures}" if suggestion.figures else ""
            return _cut(_beside(text, meaning), CHOICE_NAME - len(ending)) + ending
        case "recent":
            return _in_place(_RECENT, text)


def _in_place(template: str, roll: str) -> str:
    """Return a template with a roll in its place, cut so that the rest has room."""
    return _(template, roll=_cut(roll, CHOICE_NAME - len(_(template, roll=""))))


def _whole_sentences(text: str, limit: int) -> str:
    """Return the sentences at the beginning of a text that fit; if none does, one that says less."""
    if len(text) <= limit:
        return text
    ends = [end.end() for end in _SENTENCE_END.finditer(text) if end.end() <= limit]
    if ends:
        return text[: ends[-1]]
    return _("This can't be rolled as written. Send it to see what is wrong.")


def _beside(text: str, meaning: str) -> str:
    return " \N{MIDDLE DOT} ".join(filter(None, (isolate_words(text), isolate(meaning))))


def _cut(text: str, limit: int) -> str:
    """Return a text cut so that it still fits with the two signs that isolate it from what follows."""
    whole = isolate(cut(text, limit))
    return whole if len(whole) <= limit else isolate(cut(text, limit - 2))
