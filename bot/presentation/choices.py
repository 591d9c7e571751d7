"""Suggestions as the choices that Discord shows under what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.presentation.discord_limits import CHOICE_NAME, cut

if TYPE_CHECKING:
    from bot.services.rolls.suggestions import Suggestion


def choice(suggestion: Suggestion) -> app_commands.Choice[str]:
    """Return a suggestion as a choice; Discord shows its name, and rolls its text where it is taken."""
    return app_commands.Choice(name=_name(suggestion), value=suggestion.text)


def _name(suggestion: Suggestion) -> str:
    text = suggestion.name or suggestion.text
    meaning = " ".join(suggestion.meaning.split()) or text
    match suggestion.origin:
        case "typed":
            ending = f": {suggestion.figures}" if suggestion.figures else ""
            return cut(meaning, CHOICE_NAME - len(ending)) + ending
        case "example":
            told = text if meaning == text else f"{text} \N{MIDDLE DOT} {meaning}"
            return cut(f"{told}: {suggestion.figures}", CHOICE_NAME)
        case "mistake":
            return cut(f"\N{WARNING SIGN} {meaning}", CHOICE_NAME)
        case "own":
            return cut(f"{text} \N{MIDDLE DOT} {meaning}", CHOICE_NAME)
        case "server":
            ending = " \N{MIDDLE DOT} this server's"
            return cut(f"{text} \N{MIDDLE DOT} {meaning}", CHOICE_NAME - len(ending)) + ending
        case "recent":
            ending = " \N{MIDDLE DOT} rolled lately"
            return cut(text, CHOICE_NAME - len(ending)) + ending
