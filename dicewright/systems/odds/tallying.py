"""Adding up what a roll gives over all its throws, in one loop that is compiled for the roll."""

from __future__ import annotations

from dicewright.numbers import simplest
from dicewright.systems.odds.sources import Source, TooLong, function_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.systems.odds.outcome_odds import Tally
    from dicewright.systems.rules.formulas import Formula


# As many loops as Python nests.
_GROUPS = 18


class Asked:
    """What is asked about each throw, in this order: values, the result, outcomes, the shift, and notes."""

    __slots__ = ("notes", "result", "shift", "tests", "values")

    def __init__(
        self,
        values: Sequence[Formula],
        result: Formula | None,
        tests: Sequence[Formula],
        shift: Formula | None,
        notes: Sequence[Formula],
    ) -> None:
        self.values: Sequence[Formula] = values
        self.result: Formula | None = result
        self.tests: Sequence[Formula] = tests
        self.shift: Formula | None = shift
        self.notes: Sequence[Formula] = notes


class Loop:
    """A loop over the throws of a roll that adds each of them to a tally.

    `groups` has, for each group of throws, the names of the numbers that one throw of it has; every
    combination of their throws is gone through. `given` are the names of what is the same in all of
    them. Raises TooLong where the formulas are too long to be written out.
    """

    def __init__(
        self,
        asked: Asked,
        groups: Sequence[Sequence[str]],
        given: Sequence[str],
        limits: Limits,
        slot: Callable[[int], str],
        reading: Callable[[Formula], str],
    ) -> None:
        if len(groups) > _GROUPS:
            raise TooLong
        self._source = Source(limits, slot, reading)
        lines = self._body(asked)
        indent = "    "
        loops = []
        for place, names in enumerate(groups):
            loops.append(f"{indent}for ({''.join(f'{name}, ' for name in names)}), w{place} in g{place}:")
            indent += "    "
        self.length: int = self._source.length
        """How many operations, names and constants one throw takes at most."""
        weight = " * ".join(f"w{place}" for place in range(len(groups))) or "1"
        constants = [f"c{place}" for place in range(len(self._source.constants))]
        head = [
            "def run(groups, given, constants, simplest, values, results, outcomes, notes):",
            *_unpacked("groups", [f"g{place}" for place in range(len(groups))]),
            *_unpacked("given", given),
            *_unpacked("constants", constants),
            *_unpacked("values", [f"t{place}" for place in range(len(asked.values))]),
        ]
        source = "\n".join([*head, *loops, f"{indent}w = {weight}", *[indent + line for line in lines], ""])
        self._run = function_of(source)

    def _body(self, asked: Asked) -> list[str]:
        expression = self._source.expression
        lines = []
        for place, formula in enumerate(asked.values):
            lines += [
                f"v{place} = {expression(formula)}",
                f"if v{place}.__class__ is not int: v{place} = simplest(v{place})",
                f"t{place}[v{place}] = t{place}.get(v{place}, 0) + w",
            ]
        if asked.result is not None:
            lines += [
                f"r = {expression(asked.result)}",
                "if r.__class__ is not int: r = simplest(r)",
                "results[r] = results.get(r, 0) + w",
            ]
        if asked.tests:
            tests = [expression(test) for test in asked.tests]
            chosen = " else ".join(f"{place} if {test}" for place, test in enumerate(tests))
            lines.append(f"o = {chosen} else -1")
            lines.append("if o >= 0:")
            if asked.shift is not None:
                lines.append(f"    o -= simplest({expression(asked.shift)}).__trunc__()")
                lines.append(f"    o = 0 if o < 0 else {len(tests) - 1} if o >= {len(tests)} else o")
            lines.append("    outcomes[o] += w")
        for place, note in enumerate(asked.notes):
            lines.append(f"if {expression(note)}: notes[{place}] += w")
        return lines

    def run(self, groups: Sequence[Any], given: Sequence[Any], tally: Tally) -> None:
        """Add every combination of the groups' vectors, each with its weight, to the tally."""
        self._run(
            groups,
            given,
            self._source.constants,
            simplest,
            tally.value_weights,
            tally.result_weights,
            tally.outcome_weights,
            tally.note_weights,
        )


def _unpacked(whole: str, names: Sequence[str]) -> list[str]:
    return [f"    {', '.join(names)}, = {whole}"] if names else []
