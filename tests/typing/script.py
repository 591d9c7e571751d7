"""What a user of the library writes: read by mypy --strict and by pyright, and run, in test_typing.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dicewright
from dicewright import nodes, rendering

if TYPE_CHECKING:
    from fractions import Fraction


def attack(bonus: int, seed: str | int | None = None) -> dicewright.Result:
    """Roll an attack with the bonus of a character."""
    return dicewright.roll("1d20 + @bonus vs 15", names={"bonus": bonus}, seed=seed)


def whole_total(result: dicewright.Result) -> int:
    """Return a total that is whole: most are, and those of a division are exact fractions."""
    total = result.total
    return total if isinstance(total, int) else round(total)


def problem_in(text: str) -> str:
    """Return what is wrong with a text, with the place, or "" where nothing is."""
    try:
        dicewright.parse(text)
    except dicewright.LimitError as error:
        return f"{error.limit}: at most {error.allowed:,}"
    except dicewright.NotationError as error:
        return f"{error.code} at {error.marked!r}: {error.hint}"
    return ""


def sides_of(notation: dicewright.Notation) -> list[int]:
    """Return the sides of each pool of plain dice at the top of a text."""
    found: list[int] = []
    for roll in notation.tree.rolls:
        match roll.expression:
            case nodes.Pool(die=nodes.Numbered(sides=sides)):
                found.append(sides)
            case _:
                found.extend(
                    part.die.sides
                    for part in nodes.children(roll.expression)
                    if isinstance(part, nodes.Pool) and isinstance(part.die, nodes.Numbered)
                )
    return found


def summary(odds: dicewright.Distribution, target: dicewright.Target) -> str:
    """Return the odds of a roll in words."""
    chance: Fraction = target.probability(odds)
    best: dicewright.Number = max(odds, key=lambda value: odds[value])
    return f"{rendering.target_words(target)}: {rendering.percent(chance)}; most often {best}"


def loaded(count: int, sides: int) -> range:
    """Draw the first faces of a die."""
    return range(1, min(count, sides) + 1)


def main() -> None:
    """Use what a program uses most."""
    hit = attack(5, seed=7)
    success: bool | None = hit.success
    labels: dict[str, dicewright.Number] = hit.labels
    stored: dicewright.Result = dicewright.Result.from_dict(hit.to_dict())
    again: dicewright.Notation = dicewright.Notation.of(stored)
    doubled: dicewright.Distribution = 2 * dicewright.odds("2d6") + 3
    guess: float = dicewright.estimate("10d6!", rolls=50, seed="script").mean
    print(f"{hit:,}", int(hit), float(hit), whole_total(hit), success, labels, again.text)
    print(problem_in("4d6kx3"), problem_in("99999d6"), sides_of(dicewright.parse("2d6 + 1d8; d20")))
    print(summary(doubled, dicewright.Target(low=20)), doubled.median, doubled.sample(seed=1), guess > 0)
    print([die.value for die in dicewright.roll("3d6", dice=loaded).dice if die.kept])
    print(dicewright.roll("1d20", limits=dicewright.Limits(dice=10), dice=dicewright.scripted([20])))


if __name__ == "__main__":
    main()
