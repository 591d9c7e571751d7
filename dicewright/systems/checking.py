"""Running the tests embedded in a file, and saying which outcomes none of them reaches."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from dicewright.errors import ArgumentError, DiceError, OddsTooLarge
from dicewright.numbers import shown
from dicewright.phrases import Phrase, plural, sentences
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
    from collections.abc import Iterator, Sequence

    from dicewright.numbers import Number
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.opposing import Opposing
    from dicewright.systems.rules.model import Example, Outcome, RollKind

    # What a test looks at: words, notes or a number; None if there is nothing.
    _Seen = str | tuple[str, ...] | Number | None

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
    name: str = ""
    """The value, or the outcome or note with the chance, that was looked at; else ""."""

    @property
    def sentence(self) -> str:
        """What is wrong, as one sentence."""
        if not self.expected:
            return self.advice or self.found
        sides = {"expected": self.expected, "found": self.found}
        match self.what:
            case "outcome":
                return Phrase("The outcome should be {expected}, but it is {found}.", **sides)
            case "message":
                return Phrase("The message should be {expected}, but it is {found}.", **sides)
            case "notes":
                return Phrase("The notes should be {expected}, but they are {found}.", **sides)
        if self.what.startswith("value"):
            return Phrase(
                "The value {name} should be {expected}, but it is {found}.", name=self.name, **sides
            )
        return Phrase(
            'The chance of "{name}" should be {expected}, but it is {found}.', name=self.name, **sides
        )


def failures(system: Opposing) -> Iterator[Failure]:
    """Yield the tests of a system that fail, in the order of the file."""
    limits = system.description.limits
    # One budget for all of them: a file may hold many tests, and each of them may ask for much.
    work = Work(limits.replace(work=_BUDGETS * limits.work))
    for test in system.description.tests:
        yield from _of(test, system, work)


def _of(test: Example, system: Opposing, work: Work) -> Iterator[Failure]:
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
        found, advice = str(error), error.advice
        if error.code == "faces" and "run out" in error.message:
            found = advice = plural(
                "The test gives {count} face, and the roll needs more.",
                "The test gives {count} faces, and the roll needs more.",
                len(test.faces or ()),
            )
        yield failure("roll", "", found).replace(advice=advice)
    except DiceError as error:
        # Players see their call, and the game master what the file says there.
        inside = error.__cause__ if isinstance(error.__cause__, DiceError) else error
        yield failure("roll", "", str(inside)).replace(advice=inside.advice)
    except ValueError as error:
        yield failure("roll", "", f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _rolled(test: Example, system: Opposing) -> Iterator[Failure]:
    assert test.faces is not None
    result, faces = _result(test, system)
    kind = system.description.rolls[result.roll]
    unknown = list(_unknown(test, kind))
    yield from unknown
    found: list[tuple[str, str, _Seen, _Seen]] = [
        ("outcome", "", test.outcome, result.outcome),
        ("message", "", test.message, result.message),
        ("notes", "", test.notes, result.notes),
    ]
    for name, value in (test.values or {}).items():
        if name in result.values:
            found.append((f"value {name}", name, value, result.values[name]))
    for what, name, expected, actual in found:
        if expected is not None and expected != actual and not (unknown and what in ("outcome", "notes")):
            yield Failure(test.roll, test.line, what, _quoted(expected), _quoted(actual), name=name)
    if faces < len(test.faces):
        sentence = sentences(
            plural(
                "The test gives {given}, but {count} die was thrown.",
                "The test gives {given}, but {count} dice were thrown.",
                faces,
                given=plural("{count} face", "{count} faces", len(test.faces)),
            ),
            Phrase("The faces of the roll that follows are not part of it.") if result.follow_ups else "",
        )
        yield Failure(test.roll, test.line, "number of faces", "", sentence)


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
                yield Failure(test.roll, test.line, what, "", _missing(what, excerpt(name), known))


def _missing(what: str, name: str, known: Sequence[str]) -> str:
    """Return the sentence about an outcome, a note or a value that a roll does not have."""
    listed = ", ".join(f'"{one}"' for one in known) if known else Phrase("none")
    match what:
        case "outcome":
            return Phrase('There is no outcome called "{name}": there are {known}.', name=name, known=listed)
        case "note":
            return Phrase('There is no note called "{name}": there are {known}.', name=name, known=listed)
        case _:
            return Phrase('There is no value called "{name}": there are {known}.', name=name, known=listed)


def _result(test: Example, system: Opposing) -> tuple[SystemResult, int]:
    """Return the result that a test looks at, and how many faces were thrown for it."""
    draw = scripted(test.faces or ())
    result = first = system.roll(test.roll, dice=draw)
    if test.push:
        result = system.push(first, chosen=test.pushed, dice=draw)
    elif test.kept is not None:
        result = system.keep(first, test.kept, dice=draw)
    return result, len(first.faces) + (len(result.faces) if result is not first else 0)


def _chances(test: Example, system: Opposing, work: Work) -> Iterator[Failure]:
    assert test.odds is not None
    assert test.within is not None
    program, given = system.call(test.roll)
    odds = PushOdds(program, work).before(given) if test.push else odds_of(program, given, work)
    chances = {**odds.notes, **odds.outcomes}
    for name, expected in test.odds.items():
        if name not in chances:
            known = ", ".join(f'"{one}"' for one in chances) if chances else Phrase("none")
            sentence = Phrase(
                'There is no outcome or note called "{name}". Known here: {known}.', name=name, known=known
            )
            yield Failure(test.roll, test.line, "odds", "", sentence)
        elif abs(chances[name] - expected) > test.within[name] + odds.missing:
            sides = _chance(expected), _chance(chances[name])
            yield Failure(test.roll, test.line, f'chance of "{name}"', *sides, name=name)


def warnings(system: Opposing) -> Iterator[str]:
    """Yield what could be improved in a file that can be used."""
    if not system.description.tests:
        yield Phrase("There are no tests, so nothing shows that the file works as intended.")
    else:
        yield from (Phrase("No test reaches {outcome}.", outcome=outcome) for outcome in unreached(system))
    yield from chain.from_iterable(remarks(system))


def remarks(system: Opposing) -> tuple[tuple[str, ...], ...]:
    """Return sentences about what could be improved besides the tests, kind by kind."""
    return without_outcome(system), totals_compared(system), untranslated(system)


def without_outcome(system: Opposing) -> tuple[str, ...]:
    """Return a sentence for each roll that can end in no outcome, or miss a row of a table."""
    found = []
    work = Work(system.description.limits)
    for name, kind in system.description.rolls.items():
        shown = [
            Phrase("{roll}: {advice}", roll=name, advice=sentences(gap.message, gap.hint))
            for gap in gaps(kind)
        ]
        if not shown and kind.outcomes and not _always_holds(kind.outcomes[-1]):
            chances = ((call, _no_outcome(call, system, work)) for call in _calls_of(name, system))
            shown = [
                Phrase(
                    "{roll}: {call} has no outcome in {chance} of all rolls. "
                    "Leave range and when out of the last outcome, and it covers the rest.",
                    roll=name,
                    call=call,
                    chance=percent(chance),
                )
                for call, chance in chances
                if chance
            ][:1]
        found += shown
    return tuple(found)


def totals_compared(system: Opposing) -> tuple[str, ...]:
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
                found.append(
                    Phrase(
                        "{roll}: values.{value} asks whether the total of @{pool} is {number}. "
                        "To count the dice that show {number}, write {{@{pool}}}={number}.",
                        roll=name,
                        value=value.name,
                        pool=pool.name,
                        number=shown(right.data),
                    )
                )
    return tuple(found)


def _always_holds(outcome: Outcome) -> bool:
    return outcome.test is None and outcome.least is None and outcome.most is None


def _calls_of(name: str, system: Opposing) -> Iterator[str]:
    """Yield calls of a roll: those of the tests, and one made of its defaults."""
    for text in dict.fromkeys([test.roll for test in system.description.tests] + [system.example(name)]):
        try:
            if system.call(text)[0].kind.name == name:
                yield text
        except DiceError:
            continue


def _no_outcome(call: str, system: Opposing, work: Work) -> Fraction:
    program, given = system.call(call)
    try:
        return odds_of(program, given, work).no_outcome
    except DiceError:
        return Fraction(0)


def untranslated(system: Opposing) -> tuple[str, ...]:
    """Return a sentence for each translation of a text that is not in a system's file."""
    known = set(texts(system.description))
    return tuple(
        Phrase(
            'words.{language} translates "{text}", which is not in the file.',
            language=language,
            text=excerpt(text),
        )
        for language, words in system.description.words.items()
        for text in sorted(words.keys() - known)
    )


def unreached(system: Opposing) -> tuple[str, ...]:
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


def _quoted(value: _Seen) -> str:
    if isinstance(value, tuple):
        return ", ".join(f'"{one}"' for one in value) if value else Phrase("nothing")
    if isinstance(value, str):
        return f'"{value}"'
    return Phrase("nothing") if value is None else shown(value)


def _chance(chance: Fraction) -> str:
    if chance.denominator < 10**7:
        return f"{chance} ({float(chance):.5%})"
    return f"{float(chance):.7%}"
