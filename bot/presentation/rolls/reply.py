"""A result as an embed that a table reads at a glance: who, what, the dice, and the total largest."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import discord

from bot.presentation.dice.emojis import NO_PICTURES, Pictures
from bot.presentation.dice.line import beside, rolls_pictured
from bot.presentation.discord_limits import EMBED_AUTHOR_NAME, EMBED_DESCRIPTION, cut
from bot.presentation.rolls.called import called_words
from bot.presentation.rolls.highlight import highlight, roll_color
from bot.store.called import UNCALLED
from bot.texts import N_, _, ngettext, said, spoken
from dicewright import format_number
from dicewright.rendering import escape_markdown, isolate, isolate_words, markdown_breakdown, sum_is_meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.presentation.colors import Color
    from bot.store.called import Called
    from dicewright import Result, RollResult
    from dicewright.nodes import Roll

_FOR_ALL = N_("{player} rolls {dice}")
_FOR_GM = N_("{player} rolls {dice} for the GM")
_NOTATION_LENGTH = 80
_NOTE_LENGTH = 200
# Enough for a hundred d6. More would push the talk of the table off the screen.
_LONGEST_BREAKDOWN = 350
# Most rolls are of a die or two, which fall in some twenty or a hundred ways.
_FEW_DICE = 4
_MOST_REMEMBERED = 1_000
# Less than this of a breakdown says nothing; then the total stands alone.
_SHORTEST_BREAKDOWN = 24
# A phone's screen has room for as many lines.
_MOST_LINES = 20
# On a phone, as many signs of the largest type fit in a line, and this many of bold in some ten lines.
_LARGE_TOTALS = 30
_MOST_TOTALS = 500


def roll_reply(
    result: Result,
    *,
    player: str = "",
    avatar_url: str | None = None,
    note: str = "",
    luck: str = "",
    called: Called = UNCALLED,
    pictures: Pictures = NO_PICTURES,
) -> discord.Embed:
    """Return the reply to a roll; `note` is what the player said it is for, `luck` the small line or "".

    However much was rolled, the embed stays within Discord's limits and shows the total. Without a
    player, it says only what was rolled. What is `called` by a name has that in place of its dice.
    `pictures` show the dice, if they are few enough.
    """
    if len(result.faces) <= _FEW_DICE and len(note) <= _NOTE_LENGTH:
        description, edge = _remembered(result, note, pictures, spoken())
    else:
        description, edge = _described(result, note, pictures)
    embed = discord.Embed(description=description, color=edge)
    what = called_words(called) if called.name else rolled_dice(result)
    embed.set_author(name=headline(player, what), icon_url=avatar_url)
    return embed.set_footer(text=luck) if luck else embed


def _described(result: Result, note: str, pictures: Pictures) -> tuple[str, Color]:
    texts_only = pictures is NO_PICTURES
    pictured = [""] * len(result.rolls) if texts_only else rolls_pictured(result.rolls, pictures)
    if len(result.rolls) == 1:
        return _one_roll(result.rolls[0], note, EMBED_DESCRIPTION, pictured[0]), roll_color(result.rolls)
    return _many_rolls(result.groups, note, EMBED_DESCRIPTION, pictured), roll_color(result.rolls)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remembered(result: Result, note: str, pictures: Pictures, _language: str) -> tuple[str, Color]:
    return _described(result, note, pictures)


def rolled_dice(result: Result) -> str:
    """Return in short what was rolled, as the line above a reply says it."""
    first, *others = result.tree.rolls
    # The canonical form of one roll is known already.
    alone = not (others or first.note or first.repeat)
    text = result.notation if alone else "; ".join(map(_repeated_dice, result.tree.rolls))
    return cut(text, _NOTATION_LENGTH)


def headline(player: str, dice: str, *, for_gm: bool = False) -> str:
    """Return who rolls what, as plain text for the author line of an embed."""
    dice = isolate_words(dice)
    if not player:
        return cut(dice, EMBED_AUTHOR_NAME)
    return cut(_(_FOR_GM if for_gm else _FOR_ALL, player=isolate(player), dice=dice), EMBED_AUTHOR_NAME)


def avatar_url(user: discord.User | discord.Member) -> str | None:
    """Return the address of a person's avatar, or None for one of Discord's defaults, which say nothing."""
    avatar = (user.guild_avatar if isinstance(user, discord.Member) else None) or user.avatar
    return avatar.url if avatar else None


def _repeated_dice(roll: Roll) -> str:
    times = f"{roll.repeat} × " if roll.repeat and roll.repeat > 1 else ""
    return f"{times}{roll.expression}"


def _one_roll(roll: RollResult, note: str, room: int, pictured: str, heading: str = "#") -> str:
    total = f"{heading} {format_number(roll.total)}"
    lines = [*note_line(note, roll.roll.note), *(beside(total, pictured) if pictured else [total])]
    return "\n".join([*lines, dice_line(roll, room - sum(len(line) + 1 for line in lines))])


def dice_line(roll: RollResult, room: int) -> str:
    """Return what stands out in a roll, and its dice, in at most `room` characters."""
    return _dice_after(highlight(roll), roll, room)


def _dice_after(words: str, roll: RollResult, room: int) -> str:
    words += " · " if words else ""
    return words + markdown_breakdown(roll, limit=min(room - len(words), _LONGEST_BREAKDOWN), said=said)


def _many_rolls(groups: Sequence[Sequence[RollResult]], note: str, room: int, pictured: Sequence[str]) -> str:
    lines = note_line(note)
    room -= sum(len(line) + 1 for line in lines)
    rolls = sum(len(group) for group in groups)
    large = "#" if len(groups) == 1 else "###"
    left = iter(pictured)
    for group in groups:
        # Each roll has the same share, so the first cannot crowd out the last.
        share = room * len(group) // rolls - 1
        dice = list(islice(left, len(group)))
        if len(group) == 1:
            lines.append(_one_roll(group[0], "", share, dice[0], "###"))
        else:
            lines.append(_repeated(group, share, large, dice))
    return "\n".join(lines)


def _repeated(group: Sequence[RollResult], room: int, large: str, pictured: Sequence[str]) -> str:
    """Return what all repeats of a roll amount to, then a line for each with its dice.

    The first line is how many succeed, or all totals; a sum stands below, if there is one.
    """
    opening = note_line(group[0].note)
    succeeding = successes_line(group)
    # With few rolls, each has its total in a line of its own.
    totals = "" if succeeding and len(group) <= _MOST_LINES else totals_line(group)
    listed = len(totals) <= _MOST_TOTALS
    if succeeding:
        opening.append(f"{large} {succeeding}")
    elif listed:
        opening.append(f"{large} {totals}" if len(totals) <= _LARGE_TOTALS else f"**{totals}**")
    ending = [sum_line(group)] if sum_is_meant(group[0].roll) else []
    if listed and len(group) > _MOST_LINES:
        # All their dice would push the talk of the table off the screen.
        return "\n".join([*opening, *[totals] * bool(succeeding), *ending])
    left = room - sum(len(line) + 1 for line in (*opening, *ending))
    return "\n".join([*opening, *_lines(group, left, pictured), *ending])


def _lines(group: Sequence[RollResult], room: int, pictured: Sequence[str]) -> Iterator[str]:
    """Yield a line for each of some repeats, in at most `room` characters, and how many more there are."""
    share = room // min(len(group), _MOST_LINES) - 1
    for place, roll in enumerate(group):
        line = _repeat_line(roll, share, pictured[place])
        more = more_rolls(len(group) - place)
        reserved = len(more) + 1 if place + 1 < len(group) else 0
        if place == _MOST_LINES or len(line) + 1 + reserved > room:
            yield more
            return
        yield line
        room -= len(line) + 1


def successes_line(rolls: Sequence[RollResult]) -> str:
    """Return how many of several rolls pass their test, such as "9 of 20 succeed"; "" without a test."""
    if any(roll.success is None for roll in rolls):
        return ""
    passed = sum(bool(roll.success) for roll in rolls)
    return ngettext("{count} of {times} succeeds", "{count} of {times} succeed", passed, times=len(rolls))


def totals_line(rolls: Sequence[RollResult]) -> str:
    """Return the totals of several rolls in one line; among those of a test, the ones that pass are bold."""
    totals = [format_number(roll.total) for roll in rolls]
    # A comma between 1,200 and 1,300 would be one too many.
    separator = " \N{MIDDLE DOT} " if any("," in total for total in totals) else ", "
    shown = (f"**{total}**" if roll.success else total for total, roll in zip(totals, rolls, strict=True))
    return separator.join(shown)


def sum_line(rolls: Sequence[RollResult]) -> str:
    """Return the sum of rolls in words."""
    return _("{total} in total", total=format_number(sum(roll.total for roll in rolls)))


def more_rolls(count: int) -> str:
    """Return that rolls are left out of a list."""
    return ngettext("… and {count} more roll", "… and {count} more rolls", count)


def _repeat_line(roll: RollResult, share: int, pictured: str) -> str:
    total = f"**{format_number(roll.total)}**{' ' * bool(pictured)}{pictured}"
    room = share - len(total) - len(" · ")
    words = highlight(roll)
    if room - len(words) < _SHORTEST_BREAKDOWN:
        return total
    return f"{total} · {_dice_after(words, roll, room)}"


def note_line(*notes: str) -> list[str]:
    """Return a line with the notes there are, or none, as text in which no Markdown works."""
    said = " · ".join(isolate(note.strip()) for note in notes if note.strip())
    return [f"*{escape_markdown(cut(said, _NOTE_LENGTH))}*"] if said else []
