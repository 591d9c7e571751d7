"""The rolls of a file: each string parsed, each name known before it is used."""

from __future__ import annotations

from functools import partial

from dicewright.errors import DiceError
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree import nodes
from dicewright.phrases import Phrase, sentences
from dicewright.source import excerpt
from dicewright.systems.loading import usages
from dicewright.systems.loading.building import DICE, NUMBER, POOL, Scope
from dicewright.systems.loading.fields import ROLL_ENTRIES
from dicewright.systems.loading.follow import read_keep, read_opposed, read_push
from dicewright.systems.loading.messages import read_message
from dicewright.systems.loading.outcomes import read_notes, read_outcomes
from dicewright.systems.loading.parameters import read_parameters
from dicewright.systems.loading.planning import plan as plan_of
from dicewright.systems.loading.reader import TAKEN, Reader
from dicewright.systems.rules.gaps import gaps
from dicewright.systems.rules.model import Pool, Reading, RollKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Literal

    from dicewright.limits import Limits
    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import Outcome, SymbolDie
    from dicewright.systems.rules.plans import Plan, Table

MOST_ROLLS, MOST_POOLS, MOST_VALUES = 20, 30, 30
_TOO_MANY_POOLS = Phrase("A roll can have at most {most} pools.", most=MOST_POOLS)
_TOO_MANY_VALUES = Phrase("A roll can have at most {most} values.", most=MOST_VALUES)
_NO_RESULT = (
    Phrase("This roll has no result."),
    Phrase('Write result = "…" above the outcomes, or read one of the values here.'),
)
_NO_OUTCOMES = (
    Phrase("This roll has no outcomes."),
    Phrase('Write outcomes = [ {{ name = "…", when = "…" }}, … ].'),
)
_NO_NOTES = Phrase("This roll has no notes."), Phrase('Write notes = [ {{ name = "…", when = "…" }} ].')
_NO_KEEP = Phrase("@chosen is about dice to keep, and this roll has none.")
_NO_PUSH = Phrase("@pushed is about a push, and this roll has none.")
_RESULT_LATER = (
    Phrase("The result is worked out after the pools and the values, so none of them can read it."),
    Phrase("Give what it reads a name of its own under values."),
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
    for name, value in fields.table("roll").entries.items():
        # A roll may be called like an entry, such as [roll.push].
        if name in ROLL_ENTRIES and not (isinstance(value, dict) and set(value) <= set(ROLL_ENTRIES)):
            fields.refuse(
                Phrase("A roll needs a name."),
                "roll-without-name",
                "roll",
                name,
                hint=Phrase("Write [roll.check] above {name}, or another name in place of check.", name=name),
            )
    for name, table in fields.tables("roll"):
        if len(found) == MOST_ROLLS:
            table.refuse(Phrase("A system can have at most {most} rolls.", most=MOST_ROLLS), "too-many-rolls")
        scope = Scope(dice, tables, tuple(symbols.values()))
        found[_name(name, table)] = _RollReader(table, scope, limits).read(name.lower())
    if not found:
        fields.refuse(
            Phrase("A system needs a roll."),
            "no-rolls",
            hint=Phrase('For example, [roll.check] and pools.d20 = "1d20".'),
        )
    for name, kind in found.items():
        thens = [outcome.then for outcome in kind.outcomes] + [note.then for note in kind.notes]
        for then in thens:
            if then and then not in found:
                fields.refuse(
                    Phrase('No roll is called "{name}".', name=excerpt(then)), "unknown-roll", "roll", name
                )
    for name, rows in tables.items():
        for row in rows.rows:
            if row.then and row.then not in found:
                fields.refuse(
                    Phrase('No roll is called "{name}".', name=excerpt(row.then)),
                    "unknown-roll",
                    "table",
                    name,
                )
    return found


class _RollReader(Reader):
    """Reads one roll, entry by entry."""

    def read(self, name: str) -> RollKind:
        fields, scope = self.fields, self.scope
        fields.only(*ROLL_ENTRIES)
        usage = fields.text("usage", "")
        pieces = self.within(usage, lambda: usages.pieces(usage), "usage")
        self._name_second_looks(name, {piece.parameter for piece in pieces})
        scope.absent["result"] = _RESULT_LATER if "result" in fields else _NO_RESULT
        parameters = self.typed = read_parameters(self, pieces)
        for parameter in parameters.values():
            scope.add(parameter.name, NUMBER if parameter.kind in ("number", "switch") else DICE)
        self.pools = pools = tuple(self._pools())
        values = tuple(self._values())
        result = self.formula("result")
        if result is None and len(pools) == 1 and not values:
            result = self.built(f"@{pools[0].name}", scope.formula, "pools", pools[0].name)
        scope.add("result", NUMBER)
        if result is None:
            del scope.kinds["result"]  # it keeps its place, but nothing can read it
        else:
            del scope.absent["result"]
        outcomes = tuple(read_outcomes(self, result))
        notes = tuple(read_notes(self, outcomes))
        if not outcomes:
            scope.absent["outcome"] = _NO_OUTCOMES
        if not notes:
            scope.absent["notes"] = _NO_NOTES
        kind = RollKind(
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
            notes=notes,
            message=read_message(fields, "message", self._default_message(result, outcomes), scope),
            show=self._show(),
            push=read_push(self) if "push" in fields else None,
            keep=read_keep(self) if "keep" in fields else None,
            opposed=read_opposed(self) if "opposed" in fields else None,
            places=dict(scope.places),
        )
        for gap in gaps(kind):
            if gap.between:
                fields.refuse(gap.message, "gap", *self._written(gap.entry), hint=gap.hint)
        return kind

    def _written(self, entry: tuple[str, ...]) -> tuple[str, ...]:
        """Return an entry with its names as the file writes them."""
        first, *others = entry
        names = self.fields.table(first).entries if others else ()
        return (first, *[next(name for name in names if name.lower() == other) for other in others])

    def _name_second_looks(self, name: str, typed: Collection[str]) -> None:
        """Let strings read whether dice were thrown again or kept, if the roll has such a second look."""
        fields, scope = self.fields, self.scope
        own = {one.lower() for entry in ("pools", "values") for one in fields.table(entry).entries}
        for word, look, missing in (
            ("chosen", "keep", _NO_KEEP),
            ("pushed", "push", _NO_PUSH),
        ):
            if look not in fields:
                scope.absent[word] = (
                    missing,
                    Phrase("Write a table [roll.{name}.{look}].", name=name, look=look),
                )
            elif word == "chosen" or word not in own.union(typed):
                scope.add(word, NUMBER)

    def _named(self, entry: str, most: int, too_many: str) -> list[str]:
        table = self.fields.table(entry)
        if len(table.entries) > most:
            table.refuse(too_many, f"too-many-{entry}")
        for name in table.entries:
            _name(name, table)
            if name.lower() in self.scope.kinds or name.lower() in TAKEN:
                table.refuse(
                    Phrase('"{name}" is already taken.', name=name.lower()),
                    "name-taken",
                    name,
                    hint=self._taken_by(name),
                )
        return list(table.entries)

    def _taken_by(self, name: str) -> str:
        """Return what to do about a name that is taken."""
        if name.lower() in TAKEN:
            return Phrase("@{name} stands for the {name} of a roll. Choose another name.", name=name.lower())
        return Phrase("Parameters, pools and values need different names.")

    def _pools(self) -> Iterator[Pool]:
        for entry in self._named("pools", MOST_POOLS, _TOO_MANY_POOLS):
            text = self.fields.table("pools").notation(entry)
            plan = self.built(text, partial(plan_of, scope=self.scope), "pools", entry)
            if plan.kind == "number":
                self._refuse_number(plan, text, entry)
            self.scope.plans[self.scope.add(entry.lower(), POOL)] = plan
            yield Pool(entry.lower(), text, plan)

    def _refuse_number(self, plan: Plan, text: str, entry: str) -> None:
        """Refuse a pool that rolls nothing: a slip, since all that is read off it would be 0."""
        hint: str = Phrase("A number that is not rolled is a value, or a parameter.")
        formula = plan.formula
        if formula is not None and formula.operation == "slot":
            rolled = Phrase("To roll that many dice, write ({name})d6.", name=text.strip())
            hint = sentences(rolled, hint)
        elif formula is not None and formula.operation == "table" and _holds_dice(formula.data, self.limits):
            hint = Phrase('Write holds = "dice" in [table.{table}].', table=formula.data.name)
        self.fields.refuse(Phrase("This pool rolls no dice."), "no-dice", "pools", entry, hint=hint)

    def _values(self) -> Iterator[Reading]:
        for entry in self._named("values", MOST_VALUES, _TOO_MANY_VALUES):
            text = self.fields.table("values").notation(entry)
            formula = self.built(text, self.scope.formula, "values", entry)
            words = ""
            if formula.operation == "table" and formula.data.holds == "words":
                words = formula.data.name
                self.scope.words[entry.lower()] = formula.data
            self.scope.add(entry.lower(), NUMBER)
            yield Reading(entry.lower(), text, formula, words)

    def _default_message(self, result: Formula | None, outcomes: tuple[Outcome, ...]) -> str:
        shown = ["{result}"] * (result is not None) + ["{outcome}"] * bool(outcomes)
        return ": ".join(shown)

    def _show(self) -> Literal["dice", "sets"]:
        match self.fields.text("show", "dice"):
            case "dice":
                return "dice"
            case "sets":
                return "sets"
        self.fields.refuse(Phrase('Dice can be shown as "dice" or "sets".'), "show", "show")


def _holds_dice(table: Table, limits: Limits) -> bool:
    """Return whether the rows of a table of words are dice."""
    try:
        return all(isinstance(parse(row.words, limits).rolls[0].expression, nodes.Pool) for row in table.rows)
    except DiceError:
        return False


def _name(name: str, table: Fields) -> str:
    if not name.isidentifier() or len(name) > 32:
        table.refuse(
            Phrase("A name can have letters, digits and _, and must begin with a letter."), "name", name
        )
    return name.lower()
