"""From notation to formulas and plans: what every string of a system means, given what its names mean."""

from __future__ import annotations

from dicewright.errors import NotationError
from dicewright.notation.mistakes.suggestions import nearest
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import as_expression, children
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Clamp, Count, Drop, Exclude, Keep, Mark, Sort
from dicewright.phrases import Phrase
from dicewright.source import excerpt
from dicewright.systems.rules.compiling import FUNCTIONS
from dicewright.systems.rules.formulas import Formula
from dicewright.systems.rules.model import SymbolFaces
from dicewright.systems.rules.readings import Spec, Step, matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright.notation.tree.base import Node
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.source import Span
    from dicewright.systems.rules.model import SymbolDie
    from dicewright.systems.rules.plans import Plan, Table

NUMBER, DICE, POOL = "number", "dice", "pool"

_COUNTING = ("success", "failure", "double")
_MOST_FACES = 100

MATCHING = frozenset({"sets", "widest", "tallest", "sides"})


class Scope:
    """What the names in a roll's strings mean, and the place of each in what a roll knows."""

    def __init__(self, dice: Mapping[str, SymbolDie], tables: Mapping[str, Table], symbols: Sequence[str]):
        self.dice = dice
        self.tables = tables
        self.symbols = symbols
        self.kinds: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.plans: dict[int, Plan] = {}
        """How the dice of each pool are thrown, by the place of the pool."""
        self.absent: dict[str, tuple[str, str]] = {}
        """Names that other rolls have and this one has not, each with why and what to do about it."""
        self.words: dict[str, Table] = {}
        """Values that are rows of a table of words, by name."""
        self.faces: SymbolFaces = SymbolFaces(dice.values())

    def add(self, name: str, kind: str) -> int:
        """Give a name the next place, and say what it stands for."""
        self.kinds[name] = kind
        self.places[name] = place = len(self.places)
        return place

    def formula(self, node: Expression) -> Formula:
        """Return the formula of a tree. Raises NotationError if it throws dice or a name is unknown."""
        begin, end = node.begin, node.end

        def operation(name: str, *parts: Expression, data: object = None) -> Formula:
            return Formula(name, tuple(map(self.formula, parts)), data, begin, end)

        match node:
            case nodes.Number():
                return Formula("number", (), node.value, begin, end)
            case nodes.Name():
                return self._name(node)
            case nodes.Arithmetic():
                return self._chain(node)
            case nodes.Power():
                return operation("**", node.base, node.exponent)
            case nodes.Negative():
                return operation("negative", node.operand)
            case nodes.Labelled():
                return self.formula(node.term)
            case nodes.Test():
                return operation("test", node.roll, node.target, data=node.operator)
            case nodes.Logic():
                return operation(node.operator, *node.tests)
            case nodes.Not():
                return operation("not", node.test)
            case nodes.Conditional():
                return operation("if", node.test, node.then, node.otherwise)
            case nodes.Function() if node.name in MATCHING:
                return self._matching(node)
            case nodes.Function() if node.name in FUNCTIONS:
                return operation("call", *node.arguments, data=node.name)
            case nodes.Function() if node.name in self.tables:
                return self._table(node)
            case nodes.Group(rolls=(inside,)):
                return self._reading(inside, node.modifiers) if node.modifiers else self.formula(inside)
            case nodes.Group():
                return self._group(node)
            case nodes.Pool():
                raise throws_dice(node.span)
            case _:
                raise unusable(node)

    def dice_test(self, node: Expression) -> Formula:
        """Return the reading of a group of one that stands for each die: its steps say which ones count.

        The pool in the group is any: it is replaced by the one whose dice are asked about.
        """
        if not isinstance(node, nodes.Group) or not node.modifiers:
            raise unusable(node)
        parts: list[Formula] = []
        steps = self._steps(node.modifiers, parts)
        return self._read(Spec("sum", (0,), tuple(steps)), tuple(parts), node)

    def _chain(self, node: nodes.Arithmetic) -> Formula:
        value = self.formula(node.first)
        for step in node.rest:
            operand = self.formula(step.operand)
            value = Formula(step.operator, (value, operand), None, step.begin, step.end)
        return value

    def _name(self, node: nodes.Name) -> Formula:
        if node.modifiers:
            bare = node.replace(modifiers=())
            return self._reading(bare, node.modifiers)
        name, _, attribute = node.name.partition(".")
        if attribute:
            return self._attribute(node, name, attribute)
        match self._kind(node, name):
            case "number":
                return Formula("slot", (), self.places[name], node.begin, node.end)
            case "pool":
                return self._read(Spec("total", (self.places[name],)), (), node)
            case _:
                raise NotationError(
                    Phrase("@{name} stands for dice, so it can only be rolled as a pool.", name=name),
                    code="dice-as-number",
                    hint=Phrase('Write pools.NAME = "@{name}", and read @NAME.', name=name),
                    span=node.span,
                )

    def _kind(self, node: nodes.Name, name: str) -> str:
        if name not in self.kinds:
            raise self._unknown(node, name)
        return self.kinds[name]

    def _attribute(self, node: nodes.Name, name: str, attribute: str) -> Formula:
        if self._kind(node, name) != POOL:
            raise NotationError(
                Phrase("Only a pool has dice and symbols, and @{name} is not a pool.", name=name),
                code="no-pool",
                hint=Phrase("Leave out .{attribute}.", attribute=attribute),
                span=node.span,
            )
        place = (self.places[name],)
        if attribute == "dice":
            return self._read(Spec("dice", place), (), node)
        if attribute in self.symbols:
            return self._read(Spec("symbol", place, (), attribute, self.faces), (), node)
        near = nearest(attribute, [*self.symbols, "dice"])
        hint = (
            Phrase("Did you mean @{name}.{near}?", name=name, near=near[0])
            if near
            else Phrase("Symbols are listed under [symbol].")
        )
        raise NotationError(
            Phrase('No symbol here is called "{attribute}".', attribute=excerpt(attribute)),
            code="unknown-symbol",
            hint=hint,
            span=node.span,
        )

    def _unknown(self, node: nodes.Name, name: str) -> NotationError:
        if name in self.absent:
            why, hint = self.absent[name]
            return NotationError(why, code="unknown-name", hint=hint, span=node.span)
        near = nearest(name, self.kinds)
        known = ", ".join(f"@{one}" for one in list(self.kinds)[:8])
        return NotationError(
            Phrase('Nothing before this is called "@{name}".', name=excerpt(name)),
            code="unknown-name",
            hint=Phrase("Did you mean @{near}?", near=near[0])
            if near
            else Phrase("Known here: {known}.", known=known)
            if known
            else "",
            span=node.span,
        )

    def _read(self, spec: Spec, parts: tuple[Formula, ...], node: Expression) -> Formula:
        return Formula("reading", parts, spec, node.begin, node.end)

    def _reading(self, inside: Expression, modifiers: Sequence[Modifier]) -> Formula:
        """Return the reading of a sum of pools after these modifiers."""
        pools, steps, parts = self._pools(inside)
        added = self._steps(modifiers, parts)
        self._refuse_never(pools, [*steps, *added], modifiers)
        steps += added
        return self._read(Spec("sum", pools, tuple(steps)), tuple(parts), inside)

    def _refuse_never(
        self, pools: Sequence[int], steps: Sequence[Step], modifiers: Sequence[Modifier]
    ) -> None:
        """Refuse a count that no face of any die can match, as notation does."""
        faces: set[Number] = set()
        for place in pools:
            plan = self.plans.get(place)
            if plan is None or not plan.plain_dice or plan.die is None or plan.die.sides > _MOST_FACES:
                return
            faces.update(plan.die.values())
        for step in steps:
            if step.kind in ("minimum", "maximum"):
                return
            if step.operand is None and step.kind in _COUNTING and faces:
                matches = matcher(step, ())
                if not any(map(matches, faces)):
                    raise NotationError(
                        Phrase("No die here can show that."),
                        code="never-matches",
                        hint=Phrase(
                            "The dice show {least} to {most}. Without braces, the total is compared.",
                            least=str(min(faces)),
                            most=str(max(faces)),
                        ),
                        span=modifiers[-1].span if modifiers else None,
                    )

    def _pools(self, inside: Expression) -> tuple[tuple[int, ...], list[Step], list[Formula]]:
        """Return the pools that a sum names, and the steps of a group with modifiers around them."""
        match inside:
            case nodes.Name(modifiers=()) if self.kinds.get(inside.name) == POOL:
                return (self.places[inside.name],), [], []
            case nodes.Name(modifiers=()) if inside.name not in self.kinds:
                raise self._unknown(inside, inside.name)
            case nodes.Name() if self.kinds.get(inside.name) == POOL:
                formula = self._reading(inside.replace(modifiers=()), inside.modifiers)
                return formula.data.pools, list(formula.data.steps), list(formula.parts)
            case nodes.Arithmetic() if all(step.operator == "+" for step in inside.rest):
                pools: tuple[int, ...] = ()
                for child in children(inside):
                    more, steps, _ = self._pools(child)
                    if steps:
                        raise not_pools(child)
                    pools += more
                return pools, [], []
            case nodes.Group(rolls=(only,)):
                pools, steps, parts = self._pools(only)
                return pools, [*steps, *self._steps(inside.modifiers, parts)], parts
            case _:
                raise not_pools(inside)

    def _steps(self, modifiers: Sequence[Modifier], parts: list[Formula]) -> list[Step]:
        """Return the steps that modifiers mean; their computed numbers are added to the parts."""
        steps = [self._step(modifier, parts) for modifier in modifiers]
        return [step for step in steps if step is not None]

    def _step(self, modifier: Modifier, parts: list[Formula]) -> Step | None:
        match modifier:
            case Keep(which, number):
                return self._numbered("keep", which, number, modifier.formula, parts)
            case Drop(which, number):
                return self._numbered("drop", which, number, modifier.formula, parts)
            case Count(kind, match):
                return self._compared(kind, match, parts)
            case Clamp(bound, value):
                return self._numbered(bound, None, value, modifier.formula, parts)
            case Exclude(match):
                return self._compared("out", match, parts)
            case Mark() | Sort():
                return None
            case _:
                raise throws_dice(modifier.span)

    def _numbered(
        self, kind: str, detail: object, number: Number, formula: Node | None, parts: list[Formula]
    ) -> Step:
        if formula is None:
            return Step(kind, detail, number)
        parts.append(self.formula(as_expression(formula)))
        return Step(kind, detail, None, len(parts) - 1)

    def _compared(self, kind: str, match: object, parts: list[Formula]) -> Step:
        if isinstance(match, Comparison):
            return self._numbered(kind, match.operator, match.value, match.formula, parts)
        return Step(kind, match)

    def _matching(self, node: nodes.Function) -> Formula:
        (inside,) = node.arguments
        pools, steps, parts = self._pools(inside)
        return self._read(Spec(node.name, pools, tuple(steps)), tuple(parts), node)

    def _table(self, node: nodes.Function) -> Formula:
        table = self.tables[node.name]
        if table.holds == "dice":
            raise throws_dice(node.span)
        (inside,) = node.arguments
        return Formula("table", (self.formula(inside),), table, node.begin, node.end)

    def _group(self, node: nodes.Group) -> Formula:
        modifiers: list[tuple[str, object]] = []
        for modifier in node.modifiers:
            match modifier:
                case Keep(which, number):
                    modifiers.append(("keep", (which, number)))
                case Drop(which, number):
                    modifiers.append(("drop", (which, number)))
                case Count(kind, match):
                    modifiers.append(("count", (-1 if kind == "failure" else 1, match.matches)))
                case _:
                    pass
        parts = tuple(map(self.formula, node.rolls))
        return Formula("pick", parts, tuple(modifiers), node.begin, node.end)


def throws_dice(span: Span) -> NotationError:
    """Return the error for a roll where only dice that were thrown can be read."""
    return NotationError(
        Phrase("This rolls dice, but only dice that have already been rolled can be read here."),
        code="throws-dice",
        hint=Phrase('Roll them as a pool, as in pools.extra = "1d6", and read @extra here.'),
        span=span,
    )


def not_pools(node: Expression) -> NotationError:
    """Return the error for a part that is no sum of pools, where dice are picked or counted."""
    return NotationError(
        Phrase("Only the dice of pools can be picked or counted here."),
        code="not-pools",
        hint=Phrase(
            "Write the names of pools in the braces, with + between them, as in {{@red + @black}}>=6."
        ),
        span=node.span,
    )


def unusable(node: Expression) -> NotationError:
    """Return the error for notation that has no meaning in a system's string."""
    return NotationError(
        Phrase('"{text}" cannot be used in a system.', text=excerpt(str(node), 40)),
        code="unusable",
        hint=Phrase("Use numbers, names, pools and tests."),
        span=node.span,
    )
