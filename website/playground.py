"""The library as the pages in the browser use it: text in, data for JSON out.

Pyodide imports this next to the wheel, and tests call it as ordinary Python.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import dicewright
from dicewright import DiceError, OddsTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright import (
        Contest,
        ContestOdds,
        Die,
        Distribution,
        OutcomeOdds,
        Result,
        RollKind,
        System,
        SystemResult,
    )
    from dicewright.verification import Report

# The number of dice of a pool that a page shows.
SHOWN_DICE = 200
# How many rolls an estimate takes if exact odds are too large.
ESTIMATE_ROLLS = 20_000


def answer(question: str) -> str:
    """Call a function of this module, given its name and arguments as JSON, and return the result as JSON.

    For a mistake by the reader, the result has the "kind" "error".
    """
    name, given = json.loads(question)
    try:
        return json.dumps(_QUESTIONS[name](*given))
    except DiceError as error:
        return json.dumps(_problem(error))


def understand(text: str) -> dict[str, Any]:
    """Return how `text` is read while it is typed: its canonical form, or the game that it is a roll of."""
    if not text.strip():
        return {"kind": "empty"}
    systems = dicewright.systems()
    if both := systems.opposing(text):
        for call in both:
            systems.find(call).call(call)
        return {"kind": "contest", "text": text, "understood": systems.find(both[0]).name}
    _times, call = systems.repeated(text)
    if system := _system_of(call):
        system.call(call)
        return {"kind": "system", "text": text, "understood": system.name}
    return {"kind": "dice", "text": text, "understood": str(dicewright.parse(text))}


def roll(text: str, seed: str) -> dict[str, Any]:
    """Return one roll of `text`; the same `seed` always gives the same dice."""
    systems = dicewright.systems()
    if both := systems.opposing(text):
        return _contest(both, systems.contest(text, seed=seed))
    times, call = systems.repeated(text)
    if system := _system_of(call):
        dice = dicewright.seeded(seed)
        return _system_rolls([system.roll(call, dice=dice) for _ in range(times)])
    return _plain_roll(dicewright.roll(text, seed=seed))


def odds(text: str) -> dict[str, Any]:
    """Return the odds of `text`: of each total, or of each outcome of a game's roll."""
    systems = dicewright.systems()
    if both := systems.opposing(text):
        return _winners(both, systems.contest_odds(text))
    _times, call = systems.repeated(text)
    if system := _system_of(call):
        return _outcomes(system, system.odds(call))
    try:
        return _totals(dicewright.odds(text))
    except OddsTooLarge:
        guess = dicewright.estimate(text, rolls=ESTIMATE_ROLLS)
        return _totals(guess.observed) | {"estimated": guess.rolls}


def games() -> list[dict[str, str]]:
    """Return the name and the command of every included game system, ordered by name."""
    found = [{"name": entry.name, "command": entry.command} for entry in dicewright.systems().entries]
    return sorted(found, key=lambda game: game["name"].casefold())


def game(command: str) -> dict[str, Any]:
    """Return the forms for all rolls of a game system."""
    return _game(dicewright.systems()[command])


def try_system(toml: str) -> dict[str, Any]:
    """Return the number of tests in a system's file, all of which pass, and its rolls to try."""
    system = dicewright.System.from_toml(toml)
    return {"kind": "system", "tests": len(system.tests), **_game(system)}


def roll_with(toml: str, text: str, seed: str) -> dict[str, Any]:
    """Return a roll of `text` with the system in `toml`, and its odds."""
    system = dicewright.System.from_toml(toml)
    return _system_roll(system.roll(text, seed=seed)) | {"odds": _outcomes(system, system.odds(text))}


def verify(files: list[tuple[str, str]]) -> dict[str, Any]:
    """Verify receipts and sessions, given the name and the text of each file, and return the report."""
    from dicewright import verification  # pages that only roll don't need it

    reports, records = [], []
    for name, text in files:
        try:
            record = verification.read_json(text)
        except DiceError as error:
            reports.append(_report(name, "", error.advice, good=False))
            continue
        records.append(record)
        reports.append(_checked(name, verification.check(record)))
    return {
        "reports": reports,
        "contradictions": [problem.message for problem in verification.compare(records)],
    }


def _checked(name: str, report: Report) -> dict[str, Any]:
    number = len(report.problems)
    verified = report.count("follows")
    summary = (
        f"{number:,} {'problem' if number == 1 else 'problems'} found."
        if number
        else f"{verified:,} of {len(report.rolls):,} rolls verified. Nothing is wrong."
    )
    return _report(name, report.title, summary, good=not number) | {
        "problems": [problem.message for problem in report.problems],
        "remarks": list(report.remarks),
        "rolls": [{"number": roll.number, "state": roll.state, "said": roll.said} for roll in report.rolls],
    }


def _report(name: str, title: str, summary: str, *, good: bool) -> dict[str, Any]:
    return {
        "file": name,
        "title": title,
        "summary": summary,
        "good": good,
        "problems": [],
        "remarks": [],
        "rolls": [],
    }


def _system_of(text: str) -> System | None:
    systems = dicewright.systems()
    return systems.find(text) if systems.understands(text) else None


def _plain_roll(result: Result) -> dict[str, Any]:
    return {
        "kind": "dice",
        "written": str(result),
        "headline": _headline(result),
        "pools": [{"name": roll.notation, "dice": _dice(roll.dice)} for roll in result.rolls],
    }


def _headline(result: Result) -> str:
    """Return the headline: the total of one roll, the totals of repeats, or the symbols rolled."""
    totals = [dicewright.format_number(roll.total) for roll in result.rolls]
    if result.tally and not result.total:
        return ", ".join(f"{name} × {count}" if count > 1 else name for name, count in result.tally.items())
    if len(result.rolls) == 1 and result.success is not None:
        return f"{totals[0]}: {'success' if result.success else 'failure'}"
    return ", ".join(totals)


def _system_rolls(results: list[SystemResult]) -> dict[str, Any]:
    """Return the rolls of one call, of which there may be several."""
    rolls = [_system_roll(result) for result in results]
    if len(rolls) == 1:
        return rolls[0]
    return {
        "kind": "system",
        "written": "\n".join(str(result) for result in results),
        "headline": "; ".join(roll["headline"] for roll in rolls),
        "tone": "",
        "pools": [
            pool | {"name": f"{number}. {pool['name']}"}
            for number, roll in enumerate(rolls, 1)
            for pool in roll["pools"]
        ],
    }


def _system_roll(result: SystemResult) -> dict[str, Any]:
    return {
        "kind": "system",
        "written": str(result),
        "headline": ", ".join(part for part in (result.message, *result.notes) if part),
        "tone": result.tone,
        "pools": [
            {"name": name.replace("_", " "), "dice": _dice(dice)}
            for name, dice in result.pools.items()
            if dice
        ],
    }


def _contest(calls: tuple[str, str], contest: Contest) -> dict[str, Any]:
    return {
        "kind": "contest",
        "written": str(contest),
        "headline": contest.ended,
        "tone": "",
        "pools": [
            pool | {"name": f"{call}: {pool['name']}"}
            for call, result in zip(calls, (contest.first, contest.second), strict=True)
            for pool in _system_roll(result)["pools"]
        ],
    }


def _winners(calls: tuple[str, str], chances: ContestOdds) -> dict[str, Any]:
    first, second = calls if calls[0] != calls[1] else ("the first roll", "the second roll")
    outcomes = [(f"{first} wins", chances.first), (f"{second} wins", chances.second), ("tie", chances.tie)]
    return {
        "kind": "outcomes",
        "outcomes": [
            {"name": name, "chance": float(chance), "tone": ""} for name, chance in outcomes if chance
        ],
        "notes": [],
    }


def _dice(dice: Iterable[Die]) -> list[dict[str, Any]]:
    return [
        {
            "shows": die.name if die.name is not None else dicewright.format_number(die.value),
            "sides": die.sides,
            "kept": die.kept,
            "mark": die.mark,
        }
        for die in islice(dice, SHOWN_DICE)
    ]


def _totals(chances: Distribution) -> dict[str, Any]:
    number = dicewright.format_number
    return {
        "kind": "totals",
        "mean": float(chances.mean),
        "standard_deviation": chances.standard_deviation,
        "minimum": number(chances.minimum),
        "maximum": number(chances.maximum),
        "values": [float(value) for value in chances.values],
        "labels": [number(value) for value in chances.values],
        "chances": [weight / chances.denominator for weight in chances.weights],
        # The chance left out, because of endless explosions or a very large number of dice.
        "missing": float(chances.missing),
    }


def _outcomes(system: System, chances: OutcomeOdds) -> dict[str, Any]:
    tones = {outcome.name: outcome.tone for kind in system.rolls.values() for outcome in kind.outcomes}
    return {
        "kind": "outcomes",
        "outcomes": [
            {"name": name, "chance": float(chance), "tone": tones.get(name, "")}
            for name, chance in chances.outcomes.items()
        ],
        "notes": [{"name": name, "chance": float(chance)} for name, chance in chances.notes.items()],
    }


def _game(system: System) -> dict[str, Any]:
    return {
        "name": system.name,
        "command": system.command,
        "rolls": [_form(system, kind) for kind in system.rolls.values()],
    }


def _form(system: System, kind: RollKind) -> dict[str, Any]:
    """Return the fields of a form for one kind of roll, in the order of the notation."""
    several = len(system.rolls) > 1
    return {
        "name": kind.label or kind.name,
        "starts": f"{system.command} {kind.name}" if several else system.command,
        "usage": kind.usage,
        "example": system.example(kind.name),
        "fields": [
            {
                "name": piece.parameter,
                "label": parameter.label or piece.parameter.replace("_", " "),
                "kind": "switch" if piece.switch else parameter.kind,
                "prefix": piece.prefix,
                "spaced": piece.spaced,
                "optional": piece.optional,
                "default": None if parameter.default is None else str(parameter.default),
                "least": parameter.least,
                "most": parameter.most,
            }
            for piece in kind.pieces
            for parameter in [kind.parameters[piece.parameter]]
        ],
    }


def _problem(error: DiceError) -> dict[str, Any]:
    return {
        "kind": "error",
        "marked": str(error),
        "advice": error.advice,
        "fix": getattr(error, "fix", None),
        "line": getattr(error, "line", None),
    }


_QUESTIONS = {
    question.__name__: question
    for question in (understand, roll, odds, games, game, try_system, roll_with, verify)
}
