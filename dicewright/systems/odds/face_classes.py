"""Classes of faces that nothing in a file distinguishes: the odds follow one face of each."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Numbered
from dicewright.systems.rolling import second_look
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.readings import stepped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Formula, Known
    from dicewright.systems.rules.plans import Plan


# How many pushes of one roll are looked at for whether they take dice away.
_FOLLOWED = 20


def each(sides: int) -> list[tuple[int, int]]:
    """Return every face of a die as a class of its own."""
    return [(face, 1) for face in range(1, sides + 1)]


class Classes:
    """The classes of faces of each pool's dice that nothing in a roll distinguishes."""

    def __init__(self, program: Program, given: Mapping[str, Any]) -> None:
        self._program = program
        self._start = program.start(dict(given))
        kind = program.kind
        push = kind.push
        assert push is not None
        changing = {kind.places[name] for name in push.sets}
        if kind.place_of_pushes is not None:
            changing.add(kind.place_of_pushes)
        values = {kind.places[value.name] for value in kind.values} | {kind.places["result"]}
        self._unknown = changing | values
        # What decides how a later pool is thrown is asked, too.
        deciding = [formula for pool in kind.pools for formula in pool.plan.formulas]
        asked = [*kind.formulas, *push.sets.values(), *deciding]
        if push.when is not None:
            asked.append(push.when)
        self._readings = [one for formula in asked for one in formula.walk() if one.operation == "reading"]
        self._tests = {kind.places[name]: test for name, test in push.reroll.items() if test is not None}
        self._in_order = push.choose is not None and push.policy != "all"
        self._plain = {kind.places[pool.name] for pool in kind.pools if _is_numbered(pool.plan, self._start)}
        self.ordered: bool = _loses_dice(program, given, self._start)
        """Whether it matters which of the dice of a pool shows what: where its last ones are taken away."""
        self._known: dict[tuple[int, int], Sequence[tuple[int, int]]] = {}

    def of(self, pool: int, sides: int) -> Sequence[tuple[int, int]]:
        """Return a face of each class of a pool's dice with this many sides, and the class's size."""
        found = self._known.get((pool, sides))
        if found is None:
            found = self._known[pool, sides] = self._found(pool, sides)
        return found

    def _found(self, pool: int, sides: int) -> Sequence[tuple[int, int]]:
        if pool not in self._plain:
            return each(sides)
        readings = [one for one in self._readings if pool in one.data.pools]
        if pool in self._tests:
            readings.append(self._tests[pool])
        if any(self._distinguishes_all(one) for one in readings):
            return each(sides)
        seen: dict[Any, list[int]] = {}
        run, last = 0, None
        for face in range(1, sides + 1):
            read = tuple(self._shown(one, face) for one in readings)
            if self._in_order and read != last:
                # Which dice are picked goes by their values, so a class has no others in between.
                run, last = run + 1, read
            seen.setdefault((read, run), []).append(face)
        return [(faces[0], len(faces)) for faces in seen.values()]

    def _distinguishes_all(self, one: Formula) -> bool:
        spec = one.data
        if spec.kind not in ("sum", "dice") or any(step.kind in ("keep", "drop") for step in spec.steps):
            return True
        return any(
            inside.operation == "reading" or (inside.operation == "slot" and inside.data in self._unknown)
            for part in one.parts
            for inside in part.walk()
        )

    def _shown(self, one: Formula, face: int) -> Any:
        limits = self._program.limits
        numbers = [compiled(part, limits)(self._start) for part in one.parts]
        kept, scores = stepped(one.data.steps, [face], numbers)
        return scores[0] if kept else None


def _loses_dice(program: Program, given: Mapping[str, Any], start: Known) -> bool:
    push, known = program.kind.push, program.kind.places_before
    assert push is not None
    if not all(formula.needs_only(known) for formula in push.sets.values()):
        return True
    counts = [
        compiled(pool.plan.formula, program.limits)
        for pool in program.kind.pools
        if pool.plan.kind == "dice" and pool.plan.formula is not None and pool.plan.formula.needs_only(known)
    ]
    before = start
    for made in range(1, min(push.limit, _FOLLOWED) + 1):
        given = second_look.changed(program, given, before)
        after = program.start(dict(given), made)
        if any(count(after) < count(before) for count in counts):
            return True
        before = after
    return False


def _is_numbered(plan: Plan, start: Known) -> bool:
    """Return whether all dice of a plan show the numbers from 1 up, so that faces are their values."""
    match plan.kind:
        case "number":
            return True
        case "dice":
            return plan.die is None or isinstance(plan.die, Numbered)
        case "branch":
            return all(_is_numbered(part, start) for part in plan.parts)
        case "given":
            tree = start[plan.place]
            return all(
                isinstance(pool.die, Numbered)
                if isinstance(pool, nodes.Pool)
                else isinstance(pool, nodes.Number)
                for pool in ((tree,) if isinstance(tree, nodes.Pool) else children(tree))
            )
        case _:
            return False
