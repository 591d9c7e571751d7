"""`@names`: replacing each with what the caller says it stands for."""

from __future__ import annotations

import re

from dicewright.errors import ArgumentError, DiceError, LimitError, NotationError, quoted
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.parsing.common import parse
from dicewright.notation.tokens.signs import plain
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.modifiers import with_rerolls_joined
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.numbers import exact, simplest, written
from dicewright.phrases import Phrase, in_a_row, one_of
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from dicewright.limits import Limits
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Rolls

    # What a name may stand for: a number, or notation.
    Meaning = int | Fraction | str

# Longer words are not compared with each name.
_LONGEST_WORD = 40
# A number of dice, written as what would drop some of them.
_COUNTED = re.compile(r"(@\w+)\s*(d(?:\d{1,6}|%))", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\+?\d{1,6}\s*")
# A bracket holds at most a test, a sum, a product and a label, each a node of its own.
_NODES_A_LEVEL = 4


def resolve(tree: Rolls, names: Mapping[str, Meaning], limits: Limits = DEFAULT_LIMITS) -> Rolls:
    """Return the tree with every name looked up; case does not matter.

    Raises:
        NotationError: a name is unknown, stands for itself in the end, stands for bad notation or for
            several rolls, or has modifiers and no dice to use them on.
        LimitError: the names stand for too much, or are nested too deep.

    >>> resolve(parse("@str"), {"str": 3}).rolls[0].expression.expression
    Number(value=3)
    """
    lookup = _Lookup(names, limits)
    rolls = tuple(roll.replace(expression=lookup.resolved(roll.expression)) for roll in tree.rolls)
    return tree.replace(rolls=rolls)


def parse_with(text: str, names: Mapping[str, Meaning], limits: Limits = DEFAULT_LIMITS) -> Rolls:
    """Return the tree of a text, not yet looked up; the errors know the names there are.

    >>> try:
    ...     parse_with("1d20+STR", {"str": 3})
    ... except NotationError as error:
    ...     print(error.hint, error.fix)
    Did you mean @str? 1d20+@str
    """
    try:
        return parse(text, limits)
    except NotationError as error:
        _offer_name(error, text, names, limits)
        raise


def _offer_name(error: NotationError, text: str, names: Mapping[str, Meaning], limits: Limits) -> None:
    """Let an error about a word without an @ offer the name that it is, or is a slip of."""
    from dicewright.notation.mistakes import suggestions  # only a mistake needs them

    if error.code != "unknown-word" or error.span is None or error.fix is not None:
        return
    word = normalize(error.span.of(text))
    known = {normalize(name) for name in names}
    near = [word] if word in known else suggestions.slips(word, known) if len(word) < _LONGEST_WORD else []
    if not near:
        return
    mended = f"{text[: error.span.start]}@{near[0]}{text[error.span.stop :]}"
    try:
        resolve(parse(mended, limits), names, limits)
    except DiceError:
        return
    error.hint = Phrase("Did you mean {call}?", call=f"@{excerpt(near[0])}")
    error.fix = mended


def offer_nearest(error: DiceError, names: Mapping[str, Meaning]) -> None:
    """Let an error about an unknown name in the player's own text offer the only one that is near."""
    from dicewright.notation.mistakes import suggestions  # only a mistake needs them

    if not isinstance(error, NotationError) or error.name or not error.span:
        return
    if error.code == "modifier-without-dice":
        counted = _COUNTED.fullmatch(error.marked)
        numbers = {normalize(name) for name, meaning in names.items() if _NUMBER.fullmatch(str(meaning))}
        if counted is None or normalize(counted[1]) not in numbers:
            return
        meant = f"({counted[1]}){counted[2]}"
        error.hint = Phrase("Did you mean {call}?", call=excerpt(meant))
        error.fix = f"{error.text[: error.span.start]}{meant}{error.text[error.span.stop :]}"
        return
    if error.code != "unknown-name":
        return
    written, known = normalize(error.marked), {normalize(name) for name in names}
    stem, letter, sides = written.rpartition("d")
    if letter and sides.isdecimal() and stem in known:
        meant = f"(@{stem})d{sides}"
        error.hint = Phrase("Did you mean {call}?", call=excerpt(meant))
    elif len(near := suggestions.slips(written, known)) == 1:
        meant = f"@{near[0]}"
    else:
        return
    error.fix = f"{error.text[: error.span.start]}{meant}{error.text[error.span.stop :]}"


def looked_up(tree: Rolls) -> set[str]:
    """Return the names in a resolved tree, those that other names stand for included.

    >>> sorted(looked_up(resolve(parse("@hit"), {"hit": "1d20 + @str", "str": 3, "dex": 2})))
    ['hit', 'str']
    """
    from dicewright.notation.tree import formulas

    found = set()
    pending = [roll.expression for roll in tree.rolls]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Named):
            found.add(node.name)
        if isinstance(node, nodes.Pool | nodes.Group | nodes.Named):
            pending += formulas.of(node.modifiers)
        if isinstance(node, nodes.Pool) and node.named is not None:
            pending.append(node.named)
        pending += children(node)
    return found


def normalize(name: str) -> str:
    """Return a name as it is looked up: case, the width of its letters and a leading @ do not matter."""
    return plain(name).removeprefix("@")


def checked_names(names: object) -> dict[str, Meaning]:
    """Return a copy of the names that a caller passed; ArgumentError if some are none, or mean nothing."""
    if names is None:
        return {}
    try:
        copied: dict[str, Meaning] = dict(names)  # type: ignore[call-overload]  # whatever it is
    except (TypeError, ValueError):
        raise _wrong_names(f"not {quoted(names)}") from None
    for name, meaning in copied.items():
        if not isinstance(name, str):
            raise _wrong_names(f"but {quoted(name)} is not a name")
        if not _is_meaning(meaning):
            raise _wrong_names(f"but {quoted(meaning)}, for @{excerpt(normalize(name))}, is neither")
    return copied


def _is_meaning(meaning: object) -> bool:
    if isinstance(meaning, float):
        return meaning - meaning == 0  # neither infinite nor "not a number"
    return (
        isinstance(meaning, str | int) or (hasattr(meaning, "numerator") and hasattr(meaning, "denominator"))
    ) and not isinstance(meaning, bool)


def _wrong_names(found: str) -> ArgumentError:
    return ArgumentError(
        f"Names must map text to numbers or notation, {found}.",
        code="names",
        hint='Write names={"str": 3, "attack": "1d20 + @str"}, for example.',
    )


class _Lookup:
    def __init__(self, names: Mapping[str, Meaning], limits: Limits) -> None:
        self._names = {normalize(name): meaning for name, meaning in names.items()}
        self._limits = limits
        self._path: list[str] = []
        self._parsed: dict[str, Rolls] = {}
        self._depth = 0
        self._terms = 0

    def resolved(self, node: Expression) -> Expression:
        self._depth += 1
        if self._depth > self._limits.nesting * _NODES_A_LEVEL:
            raise LimitError(
                Phrase(
                    "The rolls saved under these names are nested more than {limit} levels deep.",
                    limit=self._limits.nesting,
                ),
                limit="nesting",
                allowed=self._limits.nesting,
                hint=Phrase("Use simpler rolls."),
                span=node.span,
            )
        found = self._named(node) if isinstance(node, nodes.Name) else self._rebuilt(node)
        self._depth -= 1
        return found

    def _rebuilt(self, node: Expression) -> Expression:
        found = rebuilt(node, self.resolved)
        if isinstance(found, nodes.Pool) and isinstance(found.die, nodes.Sides) and found.die.bare:
            from dicewright.notation.tree import formulas

            found = formulas.with_named_die(found, found.die, self._limits)
        if isinstance(found, nodes.Pool | nodes.Group) and found.modifiers:
            return found.replace(modifiers=self._settled(found.modifiers))
        return found

    def _settled(self, modifiers: tuple[Modifier, ...]) -> tuple[Modifier, ...]:
        from dicewright.notation.tree import formulas  # only modifiers of names and with names need it

        return formulas.settled(modifiers, self.resolved, self._limits)

    def _named(self, node: nodes.Name) -> nodes.Named:
        if node.name not in self._names:
            raise self._unknown(node)
        if node.name in self._path:
            loop = " → ".join(f"@{name}" for name in (*self._path[self._path.index(node.name) :], node.name))
            raise NotationError(
                Phrase("These names refer to each other in a circle: {names}.", names=excerpt(loop, 200)),
                code="name-loop",
                hint=Phrase("Change one of them so that it no longer uses the others."),
                span=node.span,
            )
        meaning = self._names[node.name]
        text = meaning if isinstance(meaning, str) else as_notation(meaning)
        self._path.append(node.name)
        try:
            expression = self.resolved(self._meaning(text))
        except DiceError as error:
            raise error.found_in_name(node.name, text) from None
        self._path.pop()
        if node.modifiers:
            node = node.replace(modifiers=self._settled(node.modifiers))
            expression = _modified(expression, node, self._limits)
        return nodes.Named(node.name, expression, text, node.modifiers, node.begin, node.end)

    def _meaning(self, text: str) -> Expression:
        if text not in self._parsed:
            self._parsed[text] = parse(text, self._limits)
        tree = self._parsed[text]
        if len(tree.rolls) > 1 or tree.rolls[0].repeat is not None:
            raise NotationError(
                Phrase("This name stands for several rolls, but only one can be used here."),
                code="several-rolls",
                hint=Phrase("Save a single roll under this name, without repeats."),
                span=Span(0, len(text)),
            )
        self._terms += plain(text).count("@") + len(text) // 8 + 1
        if self._terms > self._limits.names:
            raise LimitError(
                Phrase("This roll is too long once its names are filled in."),
                limit="names",
                allowed=self._limits.names,
                hint=Phrase("Use fewer names."),
                text=text,
                span=Span(0, len(text)),
            )
        return tree.rolls[0].expression

    def _unknown(self, node: nodes.Name) -> NotationError:
        from dicewright.notation.mistakes import suggestions  # only a mistake needs them

        near = [f"@{excerpt(name)}" for name in suggestions.nearest(node.name, self._names, likeness=0.55)]
        if near:
            hint = Phrase("Did you mean {call}?", call=one_of(near))
        elif self._names:
            known = in_a_row([f"@{excerpt(name)}" for name in sorted(self._names)[:5]])
            hint = Phrase("Known names: {names}.", names=known)
        else:
            hint = Phrase("No names are saved here yet.")
        return NotationError(
            Phrase('Nothing is saved as "@{name}".', name=excerpt(node.name)),
            code="unknown-name",
            hint=hint,
            span=node.span,
        )


def as_notation(value: int | Fraction) -> str:
    """Return the notation of a number that a name stands for; a float is taken as it is printed.

    >>> as_notation(-exact("3.5"))
    '-3.5'
    """
    if isinstance(value, float):
        value = exact(repr(value))
    value = simplest(value)
    return f"-{written(-value)}" if value < 0 else written(value)


def _modified(expression: Expression, name: nodes.Name, limits: Limits) -> Expression:
    """Put the modifiers of a name on the only dice it stands for."""
    if _pools(expression) != 1:
        raise NotationError(
            Phrase(
                '"{modifier}" needs one kind of dice, and @{name} stands for {dice}.',
                modifier=str(name.modifiers[0]),
                name=excerpt(name.name),
                dice=excerpt(str(expression), 60),
            ),
            code="modifier-without-dice",
            hint=Phrase("In the saved roll, write the modifier right after the dice it is for."),
            span=name.span,
        )
    return _with_modifiers(expression, name.modifiers, limits)


def _pools(node: Expression) -> int:
    return isinstance(node, nodes.Pool) + sum(map(_pools, children(node)))


def _with_modifiers(node: Expression, modifiers: tuple[Modifier, ...], limits: Limits) -> Expression:
    if isinstance(node, nodes.Pool):
        # Their places are in the text around the name, and this node's text is what the name stands for.
        here = tuple(modifier.replace(begin=node.begin, end=node.end) for modifier in modifiers)
        together = with_rerolls_joined((*node.modifiers, *here))
        from dicewright.notation.mistakes import checks  # only a name with modifiers needs them

        checks.pool(node.count, node.die, (*node.modifiers, *modifiers), limits)
        return node.replace(modifiers=together)
    return rebuilt(node, lambda inside: _with_modifiers(inside, modifiers, limits))
