"""What a player reads when a roll cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.discord_limits import MESSAGE_CONTENT, cut

if TYPE_CHECKING:
    from dicewright import DiceError

_FENCE = "```"
# As wide as a backtick, so the caret stays under its place, but it closes no code block.
_HARMLESS_BACKTICK = "\N{MODIFIER LETTER GRAVE ACCENT}"


def dice_error_text(error: DiceError) -> str:
    """Return the error with its caret, in a code block that nothing the player typed can close."""
    room = MESSAGE_CONTENT - 2 * len(_FENCE) - len("\n\n")
    shown = cut(str(error).replace("`", _HARMLESS_BACKTICK), room)
    return f"{_FENCE}\n{shown}\n{_FENCE}"


def unexpected_error_text(error_id: str) -> str:
    """Return what to say of an error that is ours; `error_id` is what the log calls it."""
    return (
        "Something went wrong here, and nothing was rolled. It is not your notation. "
        f"Whoever runs this bot finds the cause in its log under `{error_id}`."
    )


def outdated_command_text() -> str:
    """Return what to say when Discord still shows a command of an older version."""
    return "This command has just been updated. Restart Discord (Ctrl+R), then try it again."
