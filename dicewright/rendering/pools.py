"""The dice of a game system's pools, each as a text with what is to be known of it."""

from __future__ import annotations

from functools import lru_cache

from dicewright.notation.tree import nodes
from dicewright.rendering.breakdown import Style, die_text
from dicewright.results import plain_dice
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from dicewright.notation.tree.dice import DieKind
    from dicewright.results import Die
    from dicewright.systems.result import SystemResult

    Mark = Literal["", "dropped", "critical", "failure", "success"]

# Enough for every roll that people read; a line of more is cut anyway.
_MOST_DICE = 200
# What each face of a die is shown as is remembered of dice with at most this many.
_FEW_FACES = 100
# Signs that no face has: what a die is written with says how it is marked.
_SIGNS: dict[str, Mark] = {"\0": "dropped", "\1": "critical", "\2": "failure", "\3": "success"}
_SIGNED = Style(
    dropped=lambda text: f"\0{text}",
    critical=lambda text: f"\1{text}",
    failure=lambda text: f"\2{text}",
    success=lambda text: f"\3{text}",
    escape=str,
)


class ShownDie(Value):
    """One die of a pool as it is shown.

    >>> ShownDie("6!", "success").text
    '6!'
    """

    text: str
    """What it shows, such as "10", or "6!" if it explodes."""
    mark: Mark = ""
    """Whether it was dropped, or stands out."""


def texts(dice: Sequence[Die], style: Style, *, most: int = _MOST_DICE) -> list[str]:
    """Return each of the first dice of a pool in a style, marked for what it is."""
    if not dice:
        return []
    # Its modifiers would say how they explode; which die it is is known from each of them.
    pool = nodes.Pool(nodes.Number(1), dice[0].kind)
    exploding = {die.source for die in dice if die.origin == "exploded"}
    return [die_text(die, pool, style, explodes=die.number in exploding, in_play=True) for die in dice[:most]]


def shown(pools: Mapping[str, Sequence[Die]]) -> dict[str, tuple[ShownDie, ...]]:
    """Return the dice of each pool that has any; of a large pool, the first two hundred.

    >>> from dicewright import System, scripted
    >>> pbta = System.from_toml('''
    ... format = 1
    ... name = "Moves"
    ... command = "moves"
    ... [roll.move]
    ... pools.dice = "3d6kh2"
    ... result = "@dice"
    ... ''')
    >>> dice = shown(pbta.roll("moves", dice=scripted([6, 1, 5])).pools)["dice"]
    >>> [(die.text, die.mark) for die in dice]
    [('6', ''), ('1', 'dropped'), ('5', '')]
    """
    return {name: tuple(map(_shown, texts(dice, _SIGNED))) for name, dice in pools.items() if dice}


def shown_of(result: SystemResult) -> dict[str, tuple[ShownDie, ...]]:
    """Return the dice of each pool of a result, as `shown` does; sooner, if all of them are plain.

    >>> import dicewright
    >>> result = dicewright.systems()["alien"].roll("alien 2", dice=dicewright.scripted([6, 2]))
    >>> shown_of(result)
    {'base_dice': (ShownDie(text='6', mark=''), ShownDie(text='2', mark=''))}
    """
    runs = result.plain_dice
    if runs is None:
        return shown(result.pools)
    found: dict[str, tuple[ShownDie, ...]] = {}
    for pool, kind, positions in runs:
        if positions:
            found[pool] = (found.get(pool, ()) + _plain(kind, positions))[:_MOST_DICE]
    return found


def _plain(kind: DieKind, positions: Sequence[int]) -> tuple[ShownDie, ...]:
    faces = _faces(kind)
    if faces is None:
        return tuple(map(_shown, texts(plain_dice(kind, positions[:_MOST_DICE]), _SIGNED)))
    return tuple([faces[position - 1] for position in positions])


@lru_cache(maxsize=256)
def _faces(kind: DieKind) -> tuple[ShownDie, ...] | None:
    """Return what each face of a die is shown as; None if it has too many of them to remember."""
    sides = kind.sides
    if sides > _FEW_FACES:
        return None
    return tuple(map(_shown, texts(plain_dice(kind, range(1, sides + 1)), _SIGNED)))


@lru_cache(maxsize=1_000)  # The same few faces are shown again and again.
def _shown(text: str) -> ShownDie:
    mark = _SIGNS.get(text[:1], "")
    return ShownDie(text[1:] if mark else text, mark)
