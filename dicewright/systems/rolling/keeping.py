"""Dice that the player picks to keep: the others are set aside, and some that are kept bring more.

The second result is a roll of its own that points to the first. Of its faces, only those of the dice
that were brought are in it. The player may pick among the dice that were brought, too.
"""

from __future__ import annotations

from dicewright.errors import RollError
from dicewright.modifiers.keep import chosen
from dicewright.phrases import Phrase, plural
from dicewright.systems.rolling.live import Live, as_dice
from dicewright.systems.rolling.program import Program
from dicewright.systems.rolling.second_look import among
from dicewright.systems.rules.compiling import compiled, passing
from dicewright.systems.rules.readings import PoolDice
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Which
    from dicewright.results import Die
    from dicewright.source import Span
    from dicewright.systems.result import Chosen
    from dicewright.systems.rolling.hand import Hand
    from dicewright.systems.rules.formulas import Formula, Known
    from dicewright.systems.rules.plans import Plan

PICKS = ("keep", "drop")
"""The steps of a reading that pick dice."""


class Picked(Value):
    """The dice of one pool while the player picks: all of them, those that are kept, and those still open."""

    dice: tuple[tuple[DieKind, int], ...]
    """Each die's kind, and the position of the face that is up."""
    kept: frozenset[int]
    open: frozenset[int]

    def pool_dice(self, places: Iterable[int]) -> PoolDice:
        """Return some of the dice as a pool."""
        kinds, positions = [], []
        for place in sorted(places):
            kind, position = self.dice[place]
            kinds.append(kind)
            positions.append(position)
        values = [kind.face(position).value for kind, position in zip(kinds, positions, strict=True)]
        return PoolDice(sum(values), values, kinds, positions)


class Kept(Live):
    """A second result, of the dice that were kept."""

    __slots__ = ("picks",)

    picks: Mapping[str, Picked]

    def plain_dice(self) -> None:
        return None

    def pools(self) -> dict[str, tuple[Die, ...]]:
        known, places = self.rolled.known, self._kind.places
        picks = {
            pool.name: self.picks.get(pool.name) or _all_kept(known[places[pool.name]])
            for pool in self._kind.pools
        }
        return as_dice(
            {
                name: [
                    (kind, up, kind.face(up).value, at in pick.kept)
                    for at, (kind, up) in enumerate(pick.dice)
                ]
                for name, pick in picks.items()
            }
        )


def _all_kept(pool_dice: PoolDice) -> Picked:
    dice = tuple(pool_dice.dice())
    return Picked(dice, frozenset(range(len(dice))), frozenset())


def possible(live: Live, program: Program) -> bool:
    """Return whether any die of a result may be kept."""
    if isinstance(live, Kept):
        return bool(candidates(program, live))
    known = live.rolled.known
    return any(keepable(known) for keepable in program.keepable)


def candidates(program: Program, live: Live) -> tuple[Chosen, ...]:
    """Return the dice that may be kept, in the order of the pools."""
    keep = program.kind.keep
    if keep is None:
        return ()
    if isinstance(live, Kept):
        return tuple((name, place) for name in keep.pools for place in sorted(live.picks[name].open))
    known = live.rolled.known
    return tuple(
        (name, place)
        for name, test in keep.pools.items()
        for place in passing(test, known[program.kind.places[name]].values, known, program.limits)
    )


def most(program: Program, live: Live) -> int:
    """Return how many dice may be kept at most: of those that kept dice brought, all."""
    if program.kind.keep is None or isinstance(live, Kept):
        return len(candidates(program, live))
    return max(0, int(compiled(program.kind.keep.most, program.limits)(live.rolled.known)))


def order(policy: str) -> Which | None:
    """Return which dice a policy keeps; None if it keeps the first that it finds."""
    if policy == "highest first":
        return "highest"
    return None if policy in ("", "all") else "lowest"


def by_policy(program: Program, live: Live) -> tuple[Chosen, ...]:
    """Return the dice that the file's policy keeps of a first result."""
    keep = program.kind.keep
    assert keep is not None
    allowed = candidates(program, live)
    number = most(program, live)
    which = order(keep.policy)
    if which is None:
        return allowed[:number]
    known, places = live.rolled.known, program.kind.places
    shown = [known[places[name]].values[at] for name, at in allowed]
    return tuple([allowed[place] for place in sorted(chosen(shown, which, number))])


def kept(
    program: Program,
    live: Live,
    hand: Hand,
    picked_dice: Iterable[Chosen],
    *,
    in_words: bool = True,
) -> tuple[Kept, tuple[Chosen, ...]]:
    """Keep some dice, throw those that they bring, and read what is kept; `in_words` as for a first roll.

    Raises RollError if the file lets no dice be picked, or not these, or not this many.
    """
    keep = program.kind.keep
    allowed = candidates(program, live)
    if keep is None or (not allowed and isinstance(live, Kept)):
        raise RollError(Phrase("There are no dice to choose from."), code="no-keep")
    picked = among(allowed, picked_dice, "keep")
    if len(picked) > (allowed_number := most(program, live)):
        raise RollError(
            plural("At most {count} die can be kept.", "At most {count} dice can be kept.", allowed_number),
            code="too-many-chosen",
        )
    kind = program.kind
    known: Known = list(live.rolled.known[: len(kind.places)])
    before = (
        live.picks
        if isinstance(live, Kept)
        else {name: _all_kept(known[kind.places[name]]).replace(kept=frozenset()) for name in keep.pools}
    )
    brought = _Brought(program, known, hand, first=not isinstance(live, Kept))
    picks: dict[str, Picked] = {}
    for name in keep.pools:
        now = frozenset(place for pool, place in picked if pool == name)
        pick = before[name]
        more = brought.by([pick.dice[place] for place in sorted(now)])
        dice = (*pick.dice, *more)
        picks[name] = Picked(dice, pick.kept | now, frozenset(range(len(pick.dice), len(dice))))
    known[kind.places["chosen"]] = 1
    kept_dice = [pick.pool_dice(pick.kept) for pick in picks.values()]
    left = [pick.pool_dice(set(range(len(pick.dice))) - pick.kept - pick.open) for pick in picks.values()]
    for name, pick, only in zip(picks, picks.values(), kept_dice, strict=True):
        everything = pick.pool_dice(set(range(len(pick.dice))) - pick.open)
        known[kind.places[name]] = everything if keep.leaves else only
    # After everything that has a name come the dice that were kept, and those that were left.
    known += [*kept_dice, *left]
    rolled = _reading(program).read(hand, known, in_words=in_words)
    found = Kept(program, live.given, rolled)
    found.picks = picks
    return found, tuple(sorted(picked))


class _Brought:
    """The dice that kept dice bring: first those that were thrown for them already, then new ones."""

    def __init__(self, program: Program, known: Known, hand: Hand, *, first: bool) -> None:
        keep = program.kind.keep
        assert keep is not None
        self._symbol = keep.adds
        self._faces = {id(die.kind): die.symbols for die in program.description.dice.values()}
        self._hand = hand
        self._span: Span = program.kind.pools[0].plan.node.span
        self._ready: list[tuple[DieKind, int]] = []
        for pool in program.kind.pools:
            place = program.kind.places[pool.name]
            if pool.name in keep.pools or not depends_on_dice(pool.plan):
                continue
            if first:
                self._ready += known[place].dice()
            # It was thrown for a choice that the player has made since.
            known[place] = PoolDice(0, (), (), ())

    def by(self, dice: Iterable[tuple[DieKind, int]]) -> list[tuple[DieKind, int]]:
        found = []
        for kind, position in dice:
            shown = self._faces.get(id(kind))
            if not self._symbol or shown is None or not shown[position - 1].get(self._symbol, 0):
                continue
            ready = next((one for one in self._ready if one[0] is kind), None)
            if ready is not None:
                self._ready.remove(ready)
            else:
                ready = kind, self._hand.throw(1, kind.sides, self._span)[0]
            found.append(ready)
        return found


def depends_on_dice(plan: Plan) -> bool:
    """Return whether other dice decide how a pool is thrown."""
    return any(one.operation == "reading" for formula in plan.formulas for one in formula.walk())


def _reading(program: Program) -> Program:
    """Return the program that reads what was kept.

    If one value is for the dice left over, all dice stay in view. What picks dice then takes those that
    the player kept, and what drops them takes the others.
    """
    kind, keep = program.kind, program.kind.keep
    assert keep is not None
    if not keep.leaves:
        return program
    after = len(kind.places)
    kept_at = {kind.places[name]: after + number for number, name in enumerate(keep.pools)}
    left_at = {place: moved + len(kept_at) for place, moved in kept_at.items()}

    def by_choice(formula: Formula, *, leaves: bool = False) -> Formula:
        parts = tuple([by_choice(part, leaves=leaves) for part in formula.parts])
        data: Any = formula.data
        if formula.operation == "reading" and any(place in kept_at for place in data.pools):
            picks = [step.kind for step in data.steps if step.kind in PICKS]
            moved = left_at if leaves or picks[:1] == ["drop"] else kept_at if picks else {}
            steps = tuple(step for step in data.steps if step.kind not in PICKS)
            pools = tuple(moved.get(place, place) for place in data.pools)
            data = data.replace(pools=pools, steps=steps)
        return formula.replace(parts=parts, data=data)

    again = kind.reading(by_choice, lambda value: by_choice(value.formula, leaves=value.name == keep.leaves))
    return Program(again, program.description)
