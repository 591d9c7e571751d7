"""The rolls of a file: each string parsed, each name known before it is used."""

from __future__ import annotations

from functools import partial

from dicewright.errors import DiceError
from dicewright.notation.mistakes.suggestions import slips
from dicewright.notation.parsing.parser import parse
from dicewright.source import Span, excerpt
from dicewright.systems.errors import in_file
from dicewright.systems.loading import usages
from dicewright.systems.loading.building import DICE, NUMBER, POOL, Scope
from dicewright.systems.loading.follow import read_keep, read_opposed, read_push
from dicewright.systems.loading.messages import read_message
from dicewright.systems.loading.planning import plan as plan_of
from dicewright.systems.rules.model import TONES, Note, Outcome, Parameter, Pool, Reading, RollKind
from dicewright.systems.rules.tables import bounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from dicewright.limits import Limits
    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import Piece, SymbolDie
    from dicewright.systems.rules.plans import Table

    Built = TypeVar("Built")

MOST_ROLLS, MOST_POOLS, MOST_VALUES, MOST_OUTCOMES, MOST_PARAMETERS = 20, 30, 30, 30, 30
_ENTRIES = (
    "usage",
    "label",
    "parameters",
    "pools",
    "values",
    "result",
    "outcomes",
    "shift",
    "notes",
    "message",
    "show",
    "push",
    "keep",
    "opposed",
)


def read_rolls(
    fields: Fields,
    symbols: Mapping[str, str],
    dice: Mapping[str, SymbolDie],
    tables: Mapping[str, Table],
    limits: Limits,
) -> dict[str, RollKind]:
    """Return the rolls of a file, by name; the first is what the command alone means."""
    found: dict[str, RollKind] = {}
    for name, table in fields.tables("roll"):
        if len(found) == MOST_ROLLS:
            table.refuse(f"A system can have at most {MOST_ROLLS} rolls.", "too-many-rolls")
        scope = Scope(dice, tables, tuple(symbols.values()))
        found[_name(name, table)] = _RollReader(table, scope, limits).read(name.lower())
    if not found:
        fields.refuse(
            "A system needs a roll.", "no-rolls", hint='For example, [roll.check] and pools.d20 = "1d20".'
        )
    for name, kind in found.items():
        thens = [outcome.then for outcome in kind.outcomes] + [note.then for note in kind.notes]
        for then in thens:
            if then and then not in found:
                fields.refuse(f'No roll is called "{excerpt(then)}".', "unknown-roll", "roll", name)
    for name, rows in tables.items():
        for row in rows.rows:
            if row.then and row.then not in found:
                fields.refuse(f'No roll is called "{excerpt(row.then)}".', "unknown-roll", "table", name)
    return found


class _RollReader:
    """Reads one roll: its names get their places in the order in which they are known."""

    def __init__(self, fields: Fields, scope: Scope, limits: Limits) -> None:
        self.fields = fields
        self.scope = scope
        self.limits = limits
        self.pools: tuple[Pool, ...] = ()

    def read(self, name: str) -> RollKind:
        fields, scope = self.fields, self.scope
        fields.only(*_ENTRIES)
        usage = fields.text("usage", "")
        pieces = self.within(usage, lambda: usages.pieces(usage), "usage")
        if "keep" in fields:
            scope.add("chosen", NUMBER)
        parameters = self._parameters(pieces)
        for parameter in parameters.values():
            scope.add(parameter.name, NUMBER if parameter.kind in ("number", "switch") else DICE)
        self.pools = pools = tuple(self._pools())
        values = tuple(self._values())
        result = self.formula("result")
        if result is None and len(pools) == 1 and not values:
            result = self.built(f"@{pools[0].name}", scope.formula, "pools", pools[0].name)
        scope.add("result", NUMBER)
        outcomes = tuple(self._outcomes(result))
        return RollKind(
            name=name,
            label=fields.words("label", ""),
            usage=usage,
            pieces=pieces,
            parameters=parameters,
            pools=pools,
            values=values,
            result=result,
            outcomes=outcomes,
            shift=self.formula("shift"),
            notes=tuple(self._notes(outcomes)),
            message=read_message(fields, "message", self._default_message(result, outcomes), scope),
            show=self._show(),
            push=read_push(self) if "push" in fields else None,
            keep=read_keep(self) if "keep" in fields else None,
            opposed=read_opposed(self) if "opposed" in fields else None,
            places=dict(scope.places),
        )

    def within(self, text: str, build: Callable[[], Built], *names: str | int) -> Built:
        """Return what is built from a string; an error gets the string and its place in the file."""
        try:
            return build()
        except DiceError as error:
            error.span = error.span or Span(0, max(1, len(text)))
            self._advise(error, error.span.of(text))
            raise in_file(error, text, self.fields.line(*names), self.fields.key(*names)) from None

    def _advise(self, error: DiceError, marked: str) -> None:
        """Make the hint about a slip in dice notation say what to write in a system's file."""
        name = marked.strip().lower()
        if error.code == "unknown-word" and (
            near := [name] * (name in self.scope.kinds) or slips(name, self.scope.kinds)
        ):
            error.hint = f"Did you mean @{near[0]}?" if near[0] != name else f"Write @{name}."
        elif error.code == "second-count":
            error.hint = "To test a count, put it in brackets, as in ({@dice}=6) >= 2."
        elif error.code == "throws-dice" and marked.startswith("!="):
            error.hint = 'For "not equal", write <>.'

    def built(self, text: str, build: Callable[[Any], Built], *names: str | int) -> Built:
        """Return what is built from the tree of a string of notation."""

        def parsed() -> Built:
            tree = parse(text, self.limits, self.scope.tables)
            (roll, *others) = tree.rolls
            if others or roll.repeat is not None or roll.note:
                self.fields.refuse(
                    "Write a single roll here, without repeats or notes.", "several-rolls", *names
                )
            return build(roll.expression)

        return self.within(text, parsed, *names)

    def formula(self, name: str) -> Formula | None:
        """Return the formula of an entry, or None where there is none."""
        if name not in self.fields:
            return None
        return self.built(self.fields.notation(name), self.scope.formula, name)

    def _parameters(self, pieces: tuple[Piece, ...]) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        given = self.fields.table("parameters")
        for piece in pieces:
            name = piece.parameter
            if name in self.scope.kinds:
                self.fields.refuse(f'"{name}" is already taken.', "name-taken", "usage")
            entry = next((key for key in given.entries if key.lower() == name), None)
            if piece.switch:
                if entry is not None:
                    given.refuse(f'"{name}" is a switch, which has no entry of its own.', "switch", entry)
                found[name] = Parameter(name, "switch", 0, 0, 1)
            elif entry is None:
                found[name] = Parameter(name, "number", 0 if piece.optional else None)
            else:
                found[name] = self._parameter(given, entry, piece)
        for name in given.entries:
            if name.lower() not in found:
                hint = f"Write [@{name}] there, or leave it out here."
                given.refuse(
                    f"@{excerpt(name)} does not appear in the usage.", "unused-parameter", name, hint=hint
                )
        if len(found) > MOST_PARAMETERS:
            given.refuse(f"A roll can have at most {MOST_PARAMETERS} parameters.", "too-many-parameters")
        return found

    def _parameter(self, given: Fields, entry: str, piece: Piece) -> Parameter:
        value = given.entries[entry]
        if not isinstance(value, dict):
            value = {"default": value}
        table = given.as_table(value, entry)
        table.only("default", "min", "max", "label", "letters", "mixed", "roll", "sheet")
        letters = tuple(name.lower() for name in table.names("letters"))
        for name in letters:
            if name not in self.scope.dice or not self.scope.dice[name].letter:
                table.refuse(f'No die with a letter is called "{excerpt(name)}".', "unknown-die", "letters")
        kinds = [kind for kind in ("mixed", "roll") if table.flag(kind)] + ["letters"] * bool(letters)
        if len(kinds) > 1:
            table.refuse("A parameter can be only one of mixed dice, letters or a roll.", "parameter-kind")
        kind = kinds[0] if kinds else "number"
        default: Any = table.entries.get("default")
        if default is not None:
            default = table.text("default") if kinds else table.number(default, "default")
        elif piece.optional:
            default = "" if kinds else 0
        least, most = table.whole("min"), table.whole("max")
        if least is not None and most is not None and least > most:
            table.refuse("min is greater than max.", "bounds", "min")
        return Parameter(
            entry.lower(),
            kind,  # type: ignore[arg-type]  # one of those listed above
            default,
            least,
            most,
            table.words("label", ""),
            letters,
            table.text("sheet", "").removeprefix("@").lower(),
        )

    def _named(self, entry: str, most: int) -> list[str]:
        table = self.fields.table(entry)
        if len(table.entries) > most:
            table.refuse(f"A roll can have at most {most} {entry}.", f"too-many-{entry}")
        for name in table.entries:
            _name(name, table)
            if name.lower() in self.scope.kinds or name.lower() in ("result", "outcome"):
                table.refuse(f'"{name.lower()}" is already taken.', "name-taken", name)
        return list(table.entries)

    def _pools(self) -> Any:
        for entry in self._named("pools", MOST_POOLS):
            text = self.fields.table("pools").notation(entry)
            plan = self.built(text, partial(plan_of, scope=self.scope), "pools", entry)
            self.scope.add(entry.lower(), POOL)
            yield Pool(entry.lower(), text, plan)

    def _values(self) -> Any:
        for entry in self._named("values", MOST_VALUES):
            text = self.fields.table("values").notation(entry)
            formula = self.built(text, self.scope.formula, "values", entry)
            words = ""
            if formula.operation == "table" and formula.data.holds == "words":
                words = formula.data.name
                self.scope.words[entry.lower()] = formula.data
            self.scope.add(entry.lower(), NUMBER)
            yield Reading(entry.lower(), text, formula, words)

    def _outcomes(self, result: Formula | None) -> Any:
        entries = self.fields.items("outcomes")
        if len(entries) > MOST_OUTCOMES:
            self.fields.refuse(
                f"A roll can have at most {MOST_OUTCOMES} outcomes.", "too-many-outcomes", "outcomes"
            )
        names: set[str] = set()
        for place, entry in enumerate(entries):
            entry.only("name", "range", "when", "tone", "message", "then")
            name = entry.words("name")
            if "{" in name:
                entry.refuse(
                    "An outcome's name is always the same, so it cannot contain a value.",
                    "outcome-name",
                    "name",
                    hint="Put the value into the message of the outcome.",
                )
            if not name or name in names:
                entry.refuse("Each outcome needs a different name.", "outcome-name", "name")
            names.add(name)
            tone = entry.text("tone", "")
            if tone and tone not in TONES:
                entry.refuse(f"The tone must be one of {', '.join(TONES)}.", "tone", "tone")
            test, least, most = None, None, None
            if "range" in entry:
                if result is None:
                    entry.refuse(
                        "A range needs a result to compare.",
                        "no-result",
                        "range",
                        hint='For example, result = "@total".',
                    )
                text = entry.notation("range")
                least, most = self.within(text, partial(bounds, text), "outcomes", place, "range")
            if "when" in entry:
                if "range" in entry:
                    entry.refuse("An outcome can have a range or a test, not both.", "range-and-test", "when")
                test = self.built(entry.notation("when"), self.scope.formula, "outcomes", place, "when")
            bare = "range" not in entry and test is None
            if bare and place < len(entries) - 1:
                entry.refuse(
                    "Only the last outcome can have no test, because it always applies.",
                    "outcome-without-test",
                    hint='Add range = "7..9" or when = "…".',
                )
            message = read_message(entry, "message", "", self.scope)
            yield Outcome(name, test, least, most, tone or None, message, entry.text("then", "").lower())  # type: ignore[arg-type]  # one of TONES

    def _notes(self, outcomes: tuple[Outcome, ...]) -> Any:
        entries = self.fields.items("notes")
        if len(entries) > MOST_OUTCOMES:
            self.fields.refuse(f"A roll can have at most {MOST_OUTCOMES} notes.", "too-many-notes", "notes")
        taken = {outcome.name for outcome in outcomes}
        for place, entry in enumerate(entries):
            entry.only("name", "when", "then")
            name = entry.words("name")
            if "{" in name:
                entry.refuse(
                    "A note's name is always the same, so it cannot contain a value.",
                    "note-name",
                    "name",
                    hint="Put the value into the message.",
                )
            if not name or name in taken:
                entry.refuse(
                    "Each note needs its own name, different from all outcomes and other notes.",
                    "note-name",
                    "name",
                )
            taken.add(name)
            if "when" not in entry:
                entry.refuse("A note needs a test.", "missing-entry", hint='For example, when = "{@pool}=1".')
            test = self.built(entry.notation("when"), self.scope.formula, "notes", place, "when")
            yield Note(name, test, entry.text("then", "").lower())

    def _default_message(self, result: Formula | None, outcomes: tuple[Outcome, ...]) -> str:
        shown = ["{result}"] * (result is not None) + ["{outcome}"] * bool(outcomes)
        return ": ".join(shown)

    def _show(self) -> Any:
        show = self.fields.text("show", "dice")
        if show not in ("dice", "sets"):
            self.fields.refuse('Dice can be shown as "dice" or "sets".', "show", "show")
        return show


def _name(name: str, table: Fields) -> str:
    if not name.isidentifier() or len(name) > 32:
        table.refuse("A name can have letters, digits and _, and must begin with a letter.", "name", name)
    return name.lower()
