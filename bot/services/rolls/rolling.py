"""Rolling for a player, and how a roll can be made again: the same, or a lone d20 with advantage."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_bytes
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

import dicewright
from bot.store.called import UNCALLED, Called
from dicewright import DEFAULT_LIMITS, Limits, Notation, nodes
from dicewright.nodes import Advantage, Clamp, Keep, Mark, Numbered, Reroll, least_dice, rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.services.systems.answering import Answering
    from bot.services.systems.calls import GameCall
    from bot.services.systems.lists import CallList
    from bot.services.systems.played import Played
    from bot.services.systems.second_looks import SecondLook
    from bot.store.saved_rolls import Owner
    from bot.store.visibility import Visibility
    from dicewright import Draw, Result
    from dicewright.nodes import Expression, Modifier, Which

    Rollable = Notation | GameCall | CallList | SecondLook | Answering
    Rolled = Result | Played

# This many dice take about 10 ms to roll and show, which is as long as others should have to wait.
MANY_DICE = 1_000

# As many as the list of dice in a reply has room for.
_MOST_SHOWN_DICE = 100
_MOST_SHOWN_ROLLS = 20

# What is worked out of odds while everybody waits is bounded by the core, too.
_MOST_SMALL_DICE = 100
_LONGEST_SMALL_TEXT = 200

_SEED_BYTES = 16

# What tables roll again and again is short, and long texts would fill the memory with their trees.
_LONGEST_REMEMBERED = 100
_MOST_REMEMBERED = 1_000


class RollRequest(NamedTuple):
    """What a player asked for: dice notation, and perhaps a note on what it is for."""

    text: str
    note: str = ""
    times: int = 1
    """How often all of it is rolled."""
    visibility: Visibility | None = None
    """Who is to see it; None leaves that to the server."""
    version: str = ""
    """Which version of a server's own game system a button is for; "" for the one that is used now."""
    saved_by: Owner | None = None
    """Whose saved roll it is, where the text is no more than its @name; None for the first who has it."""
    called: Called = UNCALLED
    """What a roll that is made again was called."""
    asked: str = ""
    """The same text before the values in it were typed into a form."""


class Again(NamedTuple):
    """Texts that roll without saved rolls, so that anyone who presses a button rolls what is above it."""

    text: str
    with_advantage: str = ""
    """The same with advantage; "" where it has that, or there is not one d20, and only one, to have it."""
    with_disadvantage: str = ""
    plain: str = ""
    """The same with one d20 in place of two; "" where it is rolled with neither."""
    saved: bool = True
    """Whether it can be saved under a name."""
    version: str = ""
    """Which version of a server's own game system rolls it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text ready to be rolled, and what is known of it before a die is thrown."""

    rolls: Rollable
    takes_long: bool
    """Whether it is so large that nothing else should wait for it."""
    again: Again
    """How it can be rolled again."""
    dice: int = 1
    """How many dice are thrown at the least."""
    huge: bool = False
    """Whether it has more dice than its reply shows."""


@dataclass(frozen=True, slots=True)
class RollingService:
    """Rolls what players ask for, within limits; `dice` are the operating system's unless given."""

    limits: Limits = DEFAULT_LIMITS
    dice: Draw | None = None
    _prepared: LRUCache[tuple[str, int], Prepared] = field(
        default_factory=lambda: LRUCache(_MOST_REMEMBERED), init=False, repr=False, compare=False
    )

    def prepare(self, text: str, *, names: Mapping[str, str] | None = None, times: int = 1) -> Prepared:
        """Return a text ready to be rolled, as `understand` does, with what follows from it."""
        key = (text, times)
        if not names and (prepared := self._prepared.get(key)):
            return prepared
        notation = self.understand(text, names=names, times=times)
        tree = notation.tree
        dice = least_dice(tree)
        prepared = Prepared(notation, dice > MANY_DICE, again(notation), dice, huge=is_huge(tree, dice))
        if not names and len(text) <= _LONGEST_REMEMBERED:
            self._prepared[key] = prepared
        return prepared

    def understand(self, text: str, *, names: Mapping[str, str] | None = None, times: int = 1) -> Notation:
        """Return a text ready to be rolled this many times; `names` are what its @names stand for.

        Raises NotationError or LimitError.
        """
        notation = dicewright.parse(text, names=names or None, limits=self.limits)
        if times == 1:
            return notation
        # Only what was understood is multiplied, so that an error points into what the player wrote.
        rolls = (roll.replace(repeat=(roll.repeat or 1) * times) for roll in notation.tree.rolls)
        return dicewright.parse(str(nodes.Rolls(tuple(rolls))), names=names or None, limits=self.limits)

    def seed_for(self, prepared: Prepared) -> bytes | None:
        """Return a new seed for a roll whose dice can only be shown later, thrown again; None for others."""
        return token_bytes(_SEED_BYTES) if prepared.huge and self.dice is None else None

    def roll(self, rolls: Rollable, *, seed: bytes | None = None) -> Rolled:
        """Return the result; with a seed, the one that follows from it.

        Raises RollError or LimitError.
        """
        if isinstance(rolls, Notation):
            return rolls.roll(dice=self.dice) if seed is None else rolls.roll(seed=seed)
        return rolls.roll(self.dice if seed is None else dicewright.seeded(seed))


def is_small(notation: Notation) -> bool:
    """Whether a roll has few dice in a short text, so that its odds may be found while everybody waits.

    The core bounds the work for exact odds; this is what holds where it counts that too low.

    >>> is_small(dicewright.parse("4d6kh3")), is_small(dicewright.parse("3000d6!"))
    (True, False)
    """
    length = len(notation.text) + sum(len(str(meaning)) for meaning in notation.names.values())
    return length <= _LONGEST_SMALL_TEXT and least_dice(notation.tree) <= _MOST_SMALL_DICE


def is_huge(tree: nodes.Rolls, dice: int) -> bool:
    """Whether a roll has more dice, or is made more often, than a reply lists.

    >>> [is_huge(dicewright.parse(text).tree, dice) for text, dice in (("6x 4d6", 24), ("200d6", 200))]
    [False, True]
    """
    rolls = sum(roll.repeat or 1 for roll in tree.rolls)
    return dice > _MOST_SHOWN_DICE or (rolls > _MOST_SHOWN_ROLLS and dice > 0)


def again(notation: Notation) -> Again:
    """Return how a roll can be made again.

    >>> import dicewright
    >>> ways = again(dicewright.parse("@attack + 2", names={"attack": "1d20 + 5"}))
    >>> ways.text, ways.with_advantage
    ('(1d20 + 5) + 2', '(1d20adv + 5) + 2')
    >>> again(dicewright.parse("2d6")).with_advantage
    ''
    """
    tree, text = notation.tree, str(notation)
    if "@" in text:
        tree = _changed(tree, _spelled_out)
        text = str(tree)
    if "d20" not in text or sum(map(_lone_dice, (roll.expression for roll in tree.rolls))) != 1:
        return Again(text)
    return Again(
        text,
        with_advantage=_other(text, tree, "lowest"),
        with_disadvantage=_other(text, tree, "highest"),
        plain=_other(text, tree, None),
    )


def _other(text: str, tree: nodes.Rolls, drop: Which | None) -> str:
    """Return a text with another edge, or "" where it has that already."""
    changed = str(_changed(tree, lambda node: _with_edge(node, drop)))
    return "" if changed == text else changed


def _changed(tree: nodes.Rolls, change: Callable[[Expression], Expression]) -> nodes.Rolls:
    return nodes.Rolls(tuple(roll.replace(expression=change(roll.expression)) for roll in tree.rolls))


def _spelled_out(node: Expression) -> Expression:
    """Return the expression with what each @name stands for in its place."""
    return _spelled_out(node.expression) if isinstance(node, nodes.Named) else rebuilt(node, _spelled_out)


def _lone_dice(node: Expression) -> int:
    return (_edge(node) is not None) + sum(map(_lone_dice, nodes.children(node)))


def _edge(node: Expression) -> tuple[tuple[Modifier, ...], str] | None:
    """Return the other modifiers of a d20, and which of two is dropped: "" for one; None of other dice."""
    if (
        not isinstance(node, nodes.Pool)
        or node.die != Numbered(20)
        or not isinstance(node.count, nodes.Number)
    ):
        return None
    others = tuple(each for each in node.modifiers if _is_of_one_die(each))
    edges = [each for each in node.modifiers if not _is_of_one_die(each)]
    match node.count.value, edges:
        case 1, []:
            return others, ""
        case 1, [Advantage(drop="lowest" | "highest" as drop, number=1, formula=None)]:
            return others, drop
        case 2, [Keep(which="highest" | "lowest" as which, number=1, formula=None)]:
            return others, "lowest" if which == "highest" else "highest"
    return None


def _is_of_one_die(modifier: object) -> bool:
    """Whether a modifier means the same for each of two dice as for one."""
    return isinstance(modifier, Clamp | Mark) or (isinstance(modifier, Reroll) and modifier.kind != "add")


def _with_edge(node: Expression, drop: Which | None) -> Expression:
    """Return the expression with one d20 in place of its own, or with two of which one is dropped."""
    edge = _edge(node)
    if edge is None:
        return rebuilt(node, lambda inside: _with_edge(inside, drop))
    assert isinstance(node, nodes.Pool)
    others, dropped = edge
    if dropped == (drop or ""):
        # In the way in which the player wrote it.
        return node
    if drop is None:
        return node.replace(count=nodes.Number(1), modifiers=others)
    if not others:
        return node.replace(count=nodes.Number(1), modifiers=(Advantage(drop, 1),))
    # Written before the one d20 is chosen, its modifiers hold for both: a halfling rerolls either 1.
    keep = Keep("highest" if drop == "lowest" else "lowest", 1)
    return node.replace(count=nodes.Number(2), modifiers=(*others, keep))
