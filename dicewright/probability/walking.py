"""A walk over the values that dice can show, from the highest down, for readings that pick among dice.

At each value, some of the dice of each kind that have not been looked at show it. A reading has a state,
such as how many dice are higher, and most also add something up. What is added up never decides how
the walk goes on, so it is no part of the state: the ways to reach a state are a polynomial whose
exponents are the sums, and a step multiplies it by one term. Small ones are packed into one whole number.
"""

from __future__ import annotations

from operator import itemgetter

from dicewright.probability.packed_sums import PackedSums, unpacked, width_for
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome
    from dicewright.probability.work import Work

    Vector = tuple[Number, ...]
    Worth = Callable[[Die, Outcome], Number]
    # From the state of a reading to the next one, for a number of dice, and what that adds to its sum.
    Step = Callable[[Any, int], tuple[Any, int]]
    # How many dice of each kind have not been looked at; the states of the walkers, with the polynomial
    # of the ways to reach them.
    Left = tuple[int, ...]
    States = dict[Left, dict[tuple[Any, ...], Any]]

    class Walker(Protocol):
        """A reading that looks at the dice from the highest value down."""

        start: Any
        most: int | None
        """How many dice add to its sum at most: None if all may, 0 if it has none."""

        closed: Callable[[Any], Any] | None
        """The step after all dice that show a value; None if the state stays as it is."""

        def adds(self, die: Die, value: Number) -> Number:
            """Return what a die that shows a value may add to the reading's sum."""

        def at(self, die: Die, value: Number, worth: int) -> Step | None:
            """Return the step for a number of dice of a kind that show a value, each worth this much.

            None if such dice take no part in the reading.
            """

        def done(self, state: Any) -> Number:
            """Return the result of a reading that has no sum."""


# One step of a walk, and one face of a die, in units of work.
_STEP, _FACE = 12, 8
# What a state of a walk takes beside its weights, and a weight beside the number.
_STATE_BYTES, _TERM_BYTES = 400, 110
# Polynomials that are longer when packed, in bits, are kept term by term.
_PACKED = 1 << 17
# How many bits of a packed polynomial take one unit, as a shift: added, shifted and multiplied.
_BITS = 11
# The length of polynomials together, in bits, from which on it is worth adding up.
_LONG = 1 << 18


def walked(
    case: Case, worths: Sequence[Worth], walkers: Sequence[Walker], work: Work
) -> tuple[dict[Vector, int], int]:
    """Return the weights of the joint results of readings, and their denominator.

    Each vector has first the sums of the worths, then the results of the walkers. Raises OddsTooLarge if
    it takes more than the work or the memory allowed.
    """
    work.spend(sum(len(die.outcomes) for die, _ in case) * _FACE * (1 + len(worths) + len(walkers)))
    walk = _Walk(case, worths, walkers, work)
    return walk.run(), walk.denominator


class _Walk:
    def __init__(self, case: Case, worths: Sequence[Worth], walkers: Sequence[Walker], work: Work) -> None:
        self.case = case
        self.walkers = walkers
        self.work = work
        self.denominator: int = 1
        for die, count in case:
            self.denominator *= die.denominator**count
        faces = self._faces(worths)
        self.sums = PackedSums()
        counts = [count for _, count in case]
        shown = [
            self.sums.of_all([(place, vector[at]) for _, place, vector, _ in faces], counts)
            for at in range(len(worths))
        ]
        added: list[list[int] | None] = []
        for walker in walkers:
            most = sum(counts) if walker.most is None else min(sum(counts), walker.most)
            adds = [walker.adds(case[place][0], value) for value, place, _, _ in faces] if most else []
            added.append(self.sums.of_some(adds, most) if most else None)
        self.width = width_for(self.denominator.bit_length())
        self.packed = self.sums.size * self.width <= _PACKED
        unit = self.width if self.packed else 1
        # For each face: its value, the die that shows it, its weight, what it adds, and each walker's step.
        self.faces = []
        for position, (value, place, _, weight) in enumerate(faces):
            die = case[place][0]
            by = unit * sum([column[position] for column in shown])
            steps = [
                walker.at(die, value, 0 if column is None else unit * column[position])
                for walker, column in zip(walkers, added, strict=True)
            ]
            self.faces.append((value, place, weight, by, steps))
        self._readings = [walker for walker, column in zip(walkers, added, strict=True) if column is None]
        self._alone = [at for at, column in enumerate(added) if column is None]
        # What has a sum comes before the rest, and is put in its place.
        summed = iter(range(len(shown), len(shown) + len(added)))
        rest = iter(range(len(shown) + len(added) - len(self._alone), len(shown) + len(added)))
        places = [*range(len(shown)), *[next(rest) if one is None else next(summed) for one in added]]
        self._in_order = itemgetter(*places) if len(places) > 1 else tuple

    def _faces(self, worths: Sequence[Worth]) -> list[tuple[Number, int, Vector, int]]:
        faces: list[tuple[Number, int, Vector, int]] = []
        for place, (die, _) in enumerate(self.case):
            shown: dict[tuple[Number, Vector], int] = {}
            for outcome, weight in zip(die.outcomes, die.weights, strict=True):
                key = outcome[0], tuple([worth(die, outcome) for worth in worths])
                shown[key] = shown.get(key, 0) + weight
            faces += [(value, place, vector, weight) for (value, vector), weight in shown.items()]
        faces.sort(key=lambda face: (-face[0], face[1]))
        return faces

    def run(self) -> dict[Vector, int]:
        # A weight is at most the number of all ways to throw the dice, and every step multiplies one.
        bits = self.denominator.bit_length()
        last = {place: position for position, (_, place, _, _, _) in enumerate(self.faces)}
        inner = tuple([each.start for each in self.walkers])
        begin: Any = 1 << self.width * self.sums.start if self.packed else {self.sums.start: 1}
        states: States = {tuple([count for _, count in self.case]): {inner: begin}}
        closing = any(each.closed is not None for each in self.walkers)
        for position, (value, place, weight, by, steps) in enumerate(self.faces):
            all_left = last[place] == position
            self._afford(states, 2 if all_left else 1 + self.case[place][1] // 2, bits)
            states = self._stepped(states, place, weight, by, steps, all_left=all_left)
            if closing and (position + 1 == len(self.faces) or self.faces[position + 1][0] != value):
                states = {left: self._closed(inside) for left, inside in states.items()}
        found: dict[Vector, int] = {}
        for inside in states.values():
            for state, polynomial in inside.items():
                self._finish(state, polynomial, found)
        return found

    def _afford(self, states: States, tries: int, bits: int) -> None:
        """Count what a step takes that looks at this many numbers of dice in each state, on average."""
        size = sum(map(len, states.values()))
        if self.packed:
            whole = long = size * self.sums.size * self.width
            if whole > _LONG:
                # A polynomial grows only bit by bit up to its highest sum.
                long = sum([one.bit_length() for inside in states.values() for one in inside.values()])
            self.work.spend(tries * (size * _STEP + (long >> _BITS)))
            self.work.need(2 * size * _STATE_BYTES + whole // 4)
        else:
            terms = sum([len(one) for inside in states.values() for one in inside.values()])
            self.work.spend(tries * (size * _STEP + terms * (2 + multiplication(bits, bits))))
            self.work.need(2 * (size * _STATE_BYTES + terms * _TERM_BYTES) + numbers_size(2 * terms, bits))

    def _stepped(
        self,
        states: States,
        place: int,
        weight: int,
        by: int,
        steps: Sequence[Step | None],
        *,
        all_left: bool,
    ) -> States:
        """Return the states after any number of one kind of dice show a value, or all that are left."""
        put = _put_packed if self.packed else _put
        found: States = {}
        # One walker or two are so frequent that they are worth a way of their own.
        few = len(steps) <= 2 and None not in steps
        one = steps[0] if few else None
        other = steps[1] if few and len(steps) == 2 else None
        for left, inside in states.items():
            here = left[place]
            before, behind = left[:place], left[place + 1 :]
            # In how many ways that number of the dice left can be the ones that show it.
            counts = [(here, weight**here)] if all_left else []
            ways = 1
            for count in range(1, 0 if all_left else here + 1):
                ways = ways * (here - count + 1) * weight // count
                counts.append((count, ways))
            for count, ways in counts if here else ():
                reached = found.setdefault((*before, here - count, *behind), {})
                for state, polynomial in inside.items():
                    shift = count * by
                    if one is None:
                        now = list(state)
                        for at, step in enumerate(steps):
                            if step is not None:
                                now[at], more = step(state[at], count)
                                shift += more
                        after = tuple(now)
                    elif other is None:
                        first, more = one(state[0], count)
                        shift += more
                        after = (first,)
                    else:
                        (first, more), (second, further) = one(state[0], count), other(state[1], count)
                        shift += more + further
                        after = first, second
                    put(reached, after, polynomial, ways, shift)
            if not (here and all_left):
                if left not in found:
                    found[left] = inside  # whose owner does not use it again
                    continue
                reached = found[left]
                for state, polynomial in inside.items():
                    put(reached, state, polynomial, 1, 0)
        return found

    def _closed(self, inside: dict[tuple[Any, ...], Any]) -> dict[tuple[Any, ...], Any]:
        put = _put_packed if self.packed else _put
        reached: dict[tuple[Any, ...], Any] = {}
        for state, polynomial in inside.items():
            after = tuple(
                [
                    one if each.closed is None else each.closed(one)
                    for each, one in zip(self.walkers, state, strict=True)
                ]
            )
            put(reached, after, polynomial, 1, 0)
        return reached

    def _finish(self, state: tuple[Any, ...], polynomial: Any, found: dict[Vector, int]) -> None:
        """Add what a state stands for at the end to the weights of the results."""
        if self.packed:
            length = polynomial.bit_length() // self.width + 1
            self.work.spend(2 * length)
            terms = [(at, ways) for at, ways in enumerate(unpacked(polynomial, self.width, length)) if ways]
        else:
            terms = list(polynomial.items())
        self.work.spend(_FACE * len(terms))
        alone = [walker.done(state[at]) for walker, at in zip(self._readings, self._alone, strict=True)]
        read, in_order = self.sums.read, self._in_order
        for exponent, ways in terms:
            vector = in_order(read(exponent) + alone)
            found[vector] = found.get(vector, 0) + ways


def _put_packed(reached: dict[Any, int], state: Any, polynomial: int, ways: int, shift: int) -> None:
    """Add a packed polynomial times a term to that of a state."""
    # No sum falls below its least, so nothing is lost where a term takes away.
    term = (polynomial << shift if shift >= 0 else polynomial >> -shift) * ways
    reached[state] = reached[state] + term if state in reached else term


def _put(
    reached: dict[Any, dict[int, int]], state: Any, polynomial: dict[int, int], ways: int, shift: int
) -> None:
    """Do the same term by term."""
    if state not in reached:
        reached[state] = {exponent + shift: weight * ways for exponent, weight in polynomial.items()}
        return
    terms = reached[state]
    for exponent, weight in polynomial.items():
        terms[exponent + shift] = terms.get(exponent + shift, 0) + weight * ways
