"""Luck in words: a line under each roll, and a report with a test."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import discord

from bot.chances import one_in, percent
from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_AUTHOR_NAME, cut
from bot.texts import N_, _, ngettext, spoken
from dicewright import format_number, parse_number
from dicewright.rendering import escape_markdown, isolate, isolate_words

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.luck.luck import Luck, RankedRoll
    from bot.services.luck.percentiles import Standing

# Anything rarer than one in twenty is called unusual, as is the custom in statistics.
UNUSUAL = 0.05
_VERY_UNUSUAL = 0.001
_RARE = 0.01
_LONGEST_NOTATION = 60
# A natural 20 is one of the best 5%, whatever floats make of it.
_ROUNDING = 1e-9
# Most rolls have about twenty possible totals, and tables repeat the same rolls.
_MOST_REMEMBERED = 1_000


_LINES = {
    "top": N_("Luck: best {share}"),
    "bottom": N_("Luck: worst {share}"),
    "middle": N_("Luck: average"),
}
_BEST = {
    "top": N_("Best: **{total}** with {notation}, top {share}"),
    "bottom": N_("Best: **{total}** with {notation}, bottom {share}"),
    "middle": N_("Best: **{total}** with {notation}, in the middle"),
}
_WORST = {
    "top": N_("Worst: **{total}** with {notation}, top {share}"),
    "bottom": N_("Worst: **{total}** with {notation}, bottom {share}"),
    "middle": N_("Worst: **{total}** with {notation}, in the middle"),
}
# By whether the rolls are the player's own from everywhere, and whether they begin at a date.
_SCOPES = {
    (False, False): N_("Public rolls on this server"),
    (False, True): N_("Public rolls on this server since {date}"),
    (True, False): N_("All your rolls"),
    (True, True): N_("All your rolls since {date}"),
}


def luck_line(standing: Standing, *, always: bool = False) -> str:
    """Return how a roll compares with all others of its dice, such as "Luck: best 3%", as plain text.

    "" if that is unremarkable, unless it is `always` said.
    """
    remarkable = min(standing.top, standing.bottom) <= UNUSUAL + _ROUNDING
    return _luck_line(standing, spoken()) if always or remarkable else ""


def luck_reply(
    luck: Luck, *, player: str, own: bool, since: datetime | None, enough_rolls: int
) -> discord.Embed:
    """Return the report on a player's luck, from all their `own` rolls or from those all here can see."""
    embed = discord.Embed(color=Color.PLAIN)
    embed.set_author(name=cut(_("Luck of {player}", player=isolate(player)), EMBED_AUTHOR_NAME))
    date = since.date().isoformat() if since else ""
    scope = _(_SCOPES[own, since is not None], date=date)
    if not luck.rolls:
        embed.description = "\n".join([scope, _("There are no rolls yet.")])
        return embed
    # In plain words first; what only a statistician asks for stands in small print.
    lines = [
        f"**{_verdict(luck, enough_rolls)}**",
        _(
            "On average, a roll beat {share} of what fair dice roll. Even luck is 50%.",
            share=percent(luck.mean),
        ),
        *(_ranked(texts, roll) for texts, roll in ((_BEST, luck.best), (_WORST, luck.worst)) if roll),
        ngettext("{scope}: {count} roll.", "{scope}: {count} rolls.", luck.rolls, scope=scope),
    ]
    embed.description = "\n".join(lines)
    notes = [
        _(
            "{p_value} by a two-sided z-test of the mean mid-percentile. Blind rolls count once they are "
            "revealed.",
            p_value=p_words(luck.p_value),
        )
    ]
    if luck.left_out:
        notes.append(
            ngettext(
                "{count} roll is left out: its odds take too long to calculate, or it has several parts.",
                "{count} rolls are left out: their odds take too long to calculate, or they have several "
                "parts.",
                luck.left_out,
            )
        )
    return embed.set_footer(text=" ".join(notes))


def p_words(p_value: float) -> str:
    """Return a p-value with the digits that matter.

    >>> p_words(0.4312), p_words(0.0031), p_words(1e-9)
    ('p = 0.43', 'p = 0.0031', 'p < 0.0001')
    """
    return "p < 0.0001" if p_value < 0.0001 else f"p = {p_value:.2g}"


@lru_cache(maxsize=_MOST_REMEMBERED)
def _luck_line(standing: Standing, _language: str) -> str:
    side, share = _rank(standing)
    return _(_LINES[side], share=share)


def _rank(standing: Standing) -> tuple[str, str]:
    """Return whether a roll is among the best or the worst, and which share of all rolls that is."""
    if standing.top <= standing.bottom:
        side, share = "top", standing.top
    else:
        side, share = "bottom", standing.bottom
    if share > 0.5:
        return "middle", ""
    missing = Fraction(standing.missing)
    odds = f" ({one_in(share, missing)})" if share < _RARE else ""
    return side, f"{percent(float(f'{share:.2g}'), missing)}{odds}"


def _verdict(luck: Luck, enough_rolls: int) -> str:
    if not luck.enough:
        return _("Too few rolls to say: it takes {most} to tell luck from chance.", most=enough_rolls)
    if luck.p_value >= UNUSUAL:
        share = percent(round(luck.p_value, 2))
        return _("Nothing unusual: fair dice do this {share} of the time.", share=share)
    lucky, very = luck.deviations > 0, luck.p_value < _VERY_UNUSUAL
    return _(_UNUSUAL[lucky, very], odds=one_in(luck.p_value))


_UNUSUAL = {
    (True, False): N_("Lucky, and that is unusual: the chance with fair dice is {odds}."),
    (True, True): N_("Lucky, and that is very unusual: the chance with fair dice is {odds}."),
    (False, False): N_("Unlucky, and that is unusual: the chance with fair dice is {odds}."),
    (False, True): N_("Unlucky, and that is very unusual: the chance with fair dice is {odds}."),
}


def _ranked(texts: dict[str, str], ranked: RankedRoll) -> str:
    roll = ranked.roll
    total = format_number(parse_number(roll.total)) if roll.total is not None else "?"
    notation = escape_markdown(isolate_words(cut(roll.notation, _LONGEST_NOTATION)))
    side, share = _rank(ranked.standing)
    line = _(texts[side], total=total, notation=notation, share=share)
    return line if roll.message_id is None else f"{line} · [{_('go to message')}]({roll.link})"
