"""Running the tests embedded in a file, and saying which outcomes none of them reaches."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from dicewright.errors import ArgumentError, DiceError, OddsTooLarge
from dicewright.numbers import shown
from dicewright.probability.work import Work
from dicewright.randomness import scripted
from dicewright.rendering.chances import percent
from dicewright.source import excerpt
from dicewright.systems.odds.keep_odds import odds as odds_of
from dicewright.systems.odds.pushing.push_odds import PushOdds
from dicewright.systems.rules.gaps import gaps
from dicewright.systems.rules.translation import texts
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.looks import Looks
    from dicewright.systems.rules.model import Example, Outcome, RollKind


# How many rolls' worth of odds the tests of a file may take together.
_BUDGETS = 3
_TOO_LARGE = 4


class Failure(Value):
    """An embedded test that fails."""

    roll: str
    line: int
    """The line of the file at which the test begins."""
    what: str
    """What was looked at, such as "message" or "odds of win"."""
    expected: str
    found: str
    advice: str = ""
    """What is said of a roll that cannot be made, in one line."""

    @property
    def sentence(self) -> str:
        """What is wrong, as one sentence."""
        if not self.expected:
            return self.advice or self.found
        verb = "they are" if self.what.endswith("s") else "it is"
        return f"The {self.what} should be {self.expected}, but {verb} {self.found}."


def failures(system: Looks) -> Iterator[Failure]:
    """Yield the tests of a system that fail, in the order of the file."""
    limits = system.description.limits
    # One budget for all of them: a file may hold many tests, and each of them may ask for much.
    work = Work(limits.replace(work=_BUDGETS * limits.work))
    for test in system.description.tests:
        yield from _of(test, system, work)


def _of(test: Example, system: Looks, work: Work) -> Iterator[Failure]:
    def failure(what: str, expected: str, found: str) -> Failure:
        return Failure(test.roll, test.line, what, expected, found)

    try:
        if test.faces is not None:
            yield from _rolled(test, system)
        if test.odds is not None:
            yield from _chances(test, system, work)
    except OddsTooLarge as error:
        # What was refused before it was worked out took time, too: a few of these use the budget up.
        work.spent += work.allowed // _TOO_LARGE
        yield failure("odds", "", str(error)).replace(advice=error.advice)
    except ArgumentError as error:
        sentence = str(error)
        if error.code == "faces" and "run out" in error.message:
            given = counted(len(test.faces or ()), "face")
            sentence = f"The test gives {given}, and the roll needs more."
        yield failure("roll", "", sentence)
    except DiceError as error:
        # Players see their call, and the game master what the file says there.
        inside = error.__cause__ if isinstance(error.__cause__, DiceError) else error
        yield failure("roll", "", str(inside)).replace(advice=inside.advice)
    except ValueError as error:
        yield failure("roll", "", f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _rolled(test: Example, system: Looks) -> Iterator[Failure]:
    assert test.faces is not None
    result, faces = _result(test, system)
    kind = system.description.rolls[result.roll]
    unknown = list(_unknown(test, kind))
    yield from unknown
    found: list[tuple[str, object, object]] = [
        ("outcome", test.outcome, result.outcome),
        ("message", test.message, result.message),
        ("notes", test.notes, result.notes),
    ]
    for name, value in (test.values or {}).items():
        if name in result.values:
            found.append((f"value {name}", value, result.values[name]))
    for what, expected, actual in found:
        if expected is not None and expected != actual and not (unknown and what in ("outcome", "notes")):
            yield Failure(test.roll, test.line, what, _quoted(expected), _quoted(actual))
    if faces < len(test.faces):
        given, thrown = counted(len(test.faces), "face"), counted(faces, "die")
        yield Failure(
            test.roll,
            test.line,
            "number of faces",
            "",
            f"The test gives {given}, but {thrown} {'was' if faces == 1 else 'were'} thrown."
            + " The faces of the roll that follows are not part of it." * bool(result.follow_ups),
        )


def _unknown(test: Example, kind: RollKind) -> Iterator[Failure]:
    """Yield a failure for each outcome, note and value of a test that its roll does not have."""
    outcomes, notes = ([one.name for one in found] for found in (kind.outcomes, kind.notes))
    values = [value.name for value in kind.values]
    for what, asked, known in (
        ("outcome", () if test.outcome is None else (test.outcome,), outcomes),
        ("note", test.notes or (), notes),
        ("value", test.values or (), values),
    ):
        for name in asked:
            if name not in known:
                listed = ", ".join(f'"{one}"' for one in known) or "none"
                sentence = f'There is no {what} called "{excerpt(name)}": there are {listed}.'
                yield Failure(test.roll, test.line, what, "", sentence)


def counted(number: int, what: str) -> str:
    """Return a number with its word.

    >>> counted(1, "die"), counted(3, "face")
    ('1 die', '3 faces')
    """
    return f"{number:,} {what if number == 1 else {'die': 'dice'}.get(what, f'{what}s')}"


def _result(test: Example, system: Looks) -> tuple[SystemResult, int]:
    """Return the result that a test looks at, and how many faces were thrown for it."""
    draw = scripted(test.faces or ())
    result = first = system.roll(test.roll, dice=draw)
    if test.push:
        result = system.push(first, chosen=test.pushed, dice=draw)
    elif test.kept is not None:
        result = system.keep(first, test.kept, dice=draw)
    return result, len(first.faces) + (len(result.faces) if result is not first else 0)


def _chances(test: Example, system: Looks, work: Work) -> Iterator[Failure]:
    assert test.odds is not None
    assert test.within is not None
    program, given = system.call(test.roll)
    odds = PushOdds(program, work).before(given) if test.push else odds_of(program, given, work)
    chances = {**odds.notes, **odds.outcomes}
    for name, expected in test.odds.items():
        if name not in chances:
            known = ", ".join(f'"{one}"' for one in chances) or "none"
            yield Failure(
                test.roll,
                test.line,
                "odds",
                "",
                f'There is no outcome or note called "{name}". Known here: {known}.',
            )
        elif abs(chances[name] - expected) > test.within[name] + odds.missing:
            yield Failure(
                test.roll, test.line, f'chance of "{name}"', _chance(expected), _chance(chances[name])
            )


def warnings(system: Looks) -> Iterator[str]:
    """Yield what could be improved in a file that can be used."""
    if not system.description.tests:
        yield "There are no tests, so nothing shows that the file works as intended."
    else:
        yield from (f"No test reaches {outcome}." for outcome in unreached(system))
    yield from chain.from_iterable(remarks(system))


def remarks(system: Looks) -> tuple[tuple[str, ...], ...]:
    """Return sentences about what could be improved besides the tests, kind by kind."""
    return without_outcome(system), totals_compared(system), untranslated(system)


def without_outcome(system: Looks) -> tuple[str, ...]:
    """Return a sentence for each roll that can end in no outcome, or miss a row of a table."""
    found = []
    work = Work(system.description.limits)
    for name, kind in system.description.rolls.items():
        shown = [f"{name}: {gap.message} {gap.hint}" for gap in gaps(kind)]
        if not shown and kind.outcomes and not _always_holds(kind.outcomes[-1]):
            chances = ((call, _no_outcome(call, system, work)) for call in _calls_of(name, system))
            shown = [
                f"{name}: {call} has no outcome in {percent(chance)} of all rolls. "
                "Leave range and when out of the last outcome, and it covers the rest."
                for call, chance in chances
                if chance
            ][:1]
        found += shown
    return tuple(found)


def totals_compared(system: Looks) -> tuple[str, ...]:
    """Return a sentence for each value that compares a total where counting dice is likely to be meant."""
    found = []
    for name, kind in system.description.rolls.items():
        pools = {kind.places[pool.name]: pool for pool in kind.pools}
        for value in kind.values:
            if value.formula.operation != "test" or value.formula.data != "=":
                continue
            left, right = value.formula.parts
            pool = pools.get(left.data.pools[0]) if left.operation == "reading" else None
            if pool is None or left.data.kind != "total" or right.operation != "number":
                continue
            plan = pool.plan
            several = plan.formula is not None and plan.formula.data != 1
            if plan.kind == "dice" and several and plan.die is not None and right.data in plan.die.values():
                number = shown(right.data)
                found.append(
                    f"{name}: values.{value.name} asks whether the total of @{pool.name} is {number}. "
                    f"To count the dice that show {number}, write {{@{pool.name}}}={number}."
                )
    return tuple(found)


def _always_holds(outcome: Outcome) -> bool:
    return outcome.test is None and outcome.least is None and outcome.most is None


def _calls_of(name: str, system: Looks) -> Iterator[str]:
    """Yield calls of a roll: those of the tests, and one made of its defaults."""
    for text in dict.fromkeys([test.roll for test in system.description.tests] + [system.example(name)]):
        try:
            if system.call(text)[0].kind.name == name:
                yield text
        except DiceError:
            continue


def _no_outcome(call: str, system: Looks, work: Work) -> Fraction:
    program, given = system.call(call)
    try:
        return odds_of(program, given, work).no_outcome
    except DiceError:
        return Fraction(0)


def untranslated(system: Looks) -> tuple[str, ...]:
    """Return a sentence for each translation of a text that is not in a system's file."""
    known = set(texts(system.description))
    return tuple(
        f'words.{language} translates "{excerpt(text)}", which is not in the file.'
        for language, words in system.description.words.items()
        for text in sorted(words.keys() - known)
    )


def unreached(system: Looks) -> tuple[str, ...]:
    """Return the outcomes that no test of a system reaches, as "roll: outcome"."""
    reached: set[tuple[str, str]] = set()
    for test in system.description.tests:
        try:
            kind = system.call(test.roll)[0].kind
            if test.faces is not None:
                outcome = _result(test, system)[0].outcome
                reached.add((kind.name, outcome or ""))
        except (DiceError, ValueError):
            continue
        reached.update((kind.name, name) for name, chance in (test.odds or {}).items() if chance)
    return tuple(
        f"{name}: {outcome.name}"
        for name, kind in system.description.rolls.items()
        for outcome in kind.outcomes
        if (name, outcome.name) not in reached
    )


def _quoted(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f'"{one}"' for one in value) or "nothing"
    if isinstance(value, str):
        return f'"{value}"'
    return "nothing" if value is None else shown(value)  # type: ignore[arg-type]  # a number is all that is left


def _chance(chance: Fraction) -> str:
    if chance.denominator < 10**7:
        return f"{chance} ({float(chance):.5%})"
    return f"{float(chance):.7%}"
