"""What a player reads when a roll cannot be created."""

from __future__ import annotations

from bot.presentation.discord_limits import MESSAGE_CONTENT, cut
from bot.texts import _, said
from dicewright import DiceError
from dicewright.rendering import escape_markdown, isolate_words

_FENCE = "```"
# As wide as a backtick, so the caret stays under its place, but it closes no code block.
_HARMLESS_BACKTICK = "\N{MODIFIER LETTER GRAVE ACCENT}"


def dice_error_text(error: DiceError) -> str:
    """Return the text with its caret in a code block that nothing in it can close, and what is wrong below.

    The sentence stands outside, since on a phone a code block does not wrap.
    """
    pointed = str(error).removesuffix(error.advice).rstrip("\n")
    words = escape_markdown(said(error.advice))
    if not pointed:
        return cut(words, MESSAGE_CONTENT)
    block = f"{_FENCE}\n{isolate_words(pointed).replace('`', _HARMLESS_BACKTICK)}\n{_FENCE}\n"
    return block + cut(words, MESSAGE_CONTENT - len(block))


def refusal_text(refusal: Exception) -> str:
    """Return why something cannot be done, as the refusal says it; no Markdown works in what was typed."""
    if isinstance(refusal, DiceError):
        return dice_error_text(refusal)
    return cut(escape_markdown(isolate_words(str(refusal))), MESSAGE_CONTENT)


def unexpected_error_text(error_id: str) -> str:
    """Return what to say of an error that is ours; `error_id` is what the log calls it."""
    return _(
        "Something went wrong, and nothing was rolled. It isn't your fault: the bot has a bug. "
        "The people who run this bot can find it in the log under `{error_id}`.",
        error_id=error_id,
    )


def outdated_command_text() -> str:
    """Return what to say when Discord still shows a command of an older version."""
    return _("This command has just been updated. Restart Discord (Ctrl+R), then try again.")
