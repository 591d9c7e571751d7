"""The dice of a roll as a line of pictures, beside the numbers that stay for everyone to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dice_faces import faces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.presentation.dice.emojis import Pictures
    from bot.services.systems.played import PlayedRoll
    from dicewright import Die, RollResult

_MOST_DICE = 24
# As many stand beside a total on a phone, in the size of a heading.
_BESIDE_A_HEADING = 6
_LONGEST_HEADING = 40
_EMOJI = "<:"
_TENS = "tens_"


def beside(heading: str, pictured: str) -> list[str]:
    """Return a heading with the dice beside it, or the dice in a line below if they are many.

    >>> beside("# 17", "<:d20_12:42>"), beside("# 17", "")
    (['# 17 \u2002<:d20_12:42>'], ['# 17'])
    """
    if not pictured:
        return [heading]
    if len(heading) > _LONGEST_HEADING or pictured.count(_EMOJI) > _BESIDE_A_HEADING:
        return [heading, pictured]
    return [f"{heading} \N{EN SPACE}{pictured}"]


def rolls_pictured(rolls: Sequence[RollResult], pictures: Pictures) -> list[str]:
    """Return the dice of each roll as pictures, or "" for each: if they are too many, or one has none."""
    texts = [""] * len(rolls)
    if not pictures or len(rolls) > _MOST_DICE:
        return texts
    left = _MOST_DICE
    for place, roll in enumerate(rolls):
        dice = roll.dice
        left -= len(dice)
        if left < 0 or not dice:
            return [""] * len(rolls)
        texts[place] = pictures.written(_faces(roll, dice))
        if not texts[place]:
            return [""] * len(rolls)
    return texts


def pools_pictured(rolls: Sequence[PlayedRoll], pictures: Pictures) -> list[str]:
    """Return the same for calls of a game system: the dice of each pool, with a gap between two pools."""
    none = [""] * len(rolls)
    if not pictures or sum(len(faces) for roll in rolls for faces in roll.pictures) > _MOST_DICE:
        return none
    texts = []
    for roll in rolls:
        # The tens of a number from 1 to 100 stand before its ones, however they are thrown.
        ordered = sorted(roll.pictures, key=lambda faces: not faces or not faces[0].startswith(_TENS))
        pools = [pictures.written(faces) for faces in ordered]
        if not pools or not all(pools):
            return none
        texts.append(" ".join(pools))
    return texts


def _faces(roll: RollResult, dice: Iterable[Die]) -> list[str]:
    """Return the names of all faces; [""] if a die has no picture, since a part would look like all."""
    rolled = roll.rolled
    in_play = None
    if rolled.parts and any(each.kept for each in rolled.walk()):
        in_play = {die.number for each in rolled.walk(in_play=True) for die in each.dice}
    shown: list[str] = []
    for die in dice:
        names = faces_of(die, in_play=in_play is None or die.number in in_play)
        if not names:
            return [""]
        shown += names
    return shown
