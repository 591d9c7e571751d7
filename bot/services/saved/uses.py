"""Saved rolls as players type them, with values for the names they leave open: `@hunt 7 2 vs 4`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.saved.names import canonical_name
from bot.texts import N_, _, ngettext
from dicewright import NotationError, Span, close_matches

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_USE = re.compile(r"\s*(?P<times>\d{1,4}\s*[x×#]\s*)?@(?P<name>[^\W\d]\w*)(?=[\s,;#(]|$)", re.IGNORECASE)
_GAP = re.compile(r"\s*,\s*|\s+")
_NAMED = re.compile(r"@?(?P<name>[^\W\d]\w*)\s*(?:=|:)\s*(?=[^\s=])")
# A number, arithmetic written without blanks, dice, or another name. What begins with a letter is none:
# `k3` is a modifier, and so is `d1`, unless a value is missing.
_ALONE = re.compile(r"(?=[-+]?[\d(.@]|d[\d%])", re.IGNORECASE)
_CHARACTER = re.compile(r"[\w.+\-−*/%@]")
# A modifier of dice looks like a value with a name: `ds=9`, `cs=19`.
_LONGEST_MODIFIER = 2
_FORGOTTEN = N_("@{name} has no value called “{wrong}”.")


# Numbers, dice and names that are added up.
_SUM = r"[\w@]+(?:\s*[-+]\s*[\w@]+)*"


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was typed after the name of a saved roll."""

    name: str
    """What it is for, in its normal form; "" if its place says that."""
    text: str
    start: int
    """Where it stands, the name included."""
    stop: int

    @property
    def signed(self) -> bool:
        """Whether it may also be meant as something to add, or as dice to drop."""
        return not self.name and self.text[:1] in "+-dD"


@dataclass(frozen=True, slots=True)
class Use:
    """A text that begins with the name of what may be a saved roll."""

    text: str
    times: str
    """What repeats it, such as `3x `."""
    name: str
    """In its normal form."""
    after_name: int
    """Where the name ends."""
    values: tuple[Value, ...]
    """What may be values; if fewer are wanted, the others belong to what is rolled with it."""
    after: tuple[int, ...]
    """Where the text goes on after the name, and after each value."""
    bracketed: bool

    def filled(self, names: Sequence[str], known: Collection[str]) -> Filled:
        """Return which value is for which name.

        `names` are all names of the saved roll in the order of their first mention; those in `known` have
        a value already. Values without a name are for the names that have none yet, or if there are
        more values, for all names. Raises NotationError for a value too many, or for a name it does not have.
        """
        values = self._possible(names)
        without_value = {name for name in names if name not in known} - {value.name for value in values}
        taken: list[Value] = []
        for value in values:
            # A sign adds to the roll, unless a value is missing.
            alone = sum(not each.name for each in taken)
            if value.signed and not self.bracketed and alone >= len(without_value):
                break
            taken.append(value)
        given = {value.name: value.text for value in taken if value.name}
        alone_taken = [value for value in taken if not value.name]
        left = [name for name in names if name not in given]
        without = [name for name in left if name not in known]
        if len(alone_taken) > len(left):
            if not names:
                # Without any names in it, what follows is no value, as after `@attack 2`.
                return Filled({}, self.after[0])
            raise self._too_many(alone_taken[len(left)], names)
        wanted = without if len(alone_taken) <= len(without) else left
        given |= {name: value.text for name, value in zip(wanted, alone_taken, strict=False)}
        return Filled(given, self.after[len(taken)])

    def _possible(self, names: Sequence[str]) -> list[Value]:
        """Return the values up to the first that is a modifier. Raises NotationError for an unknown name."""
        found = []
        for value in self.values:
            if value.name and value.name not in names:
                if len(value.name) > _LONGEST_MODIFIER:
                    raise self._no_such(value, names)
                break
            found.append(value)
        return found

    def with_values(self, values: Mapping[str, str]) -> str:
        """Return the text with these values by name.

        >>> read_use("@hunt 7 # to dine").with_values({"hunger": "2"})
        '@hunt hunger=2 7 # to dine'
        """
        said = [f"{name}={value if _is_whole(value) else f'({value})'}" for name, value in values.items()]
        at = self.after_name
        if self.bracketed:
            return f"{self.text[: at + 1]}{', '.join(said)}, {self.text[at + 1 :]}"
        return " ".join([self.text[:at], *said]) + self.text[at:]

    def _no_such(self, value: Value, names: Sequence[str]) -> NotationError:
        near = close_matches(value.name, names)
        if near:
            hint = _("Did you mean {names}?", names=" / ".join(near))
        elif names:
            hint = _("Its values are {names}.", names=", ".join(names))
        else:
            hint = _("It takes no values.")
        message = _(_FORGOTTEN, name=self.name, wrong=value.name)
        span = Span(value.start, value.stop)
        return NotationError(message, code="unknown-value", hint=hint, text=self.text, span=span)

    def _too_many(self, value: Value, names: Sequence[str]) -> NotationError:
        message = ngettext(
            "@{name} takes {count} value, and this is one too many: {names}.",
            "@{name} takes {count} values, and this is one too many: {names}.",
            len(names),
            name=self.name,
            names=", ".join(names),
        )
        hint = _("Write {example}.", example=example(self.name, names))
        span = Span(value.start, value.stop)
        return NotationError(message, code="too-many-values", hint=hint, text=self.text, span=span)


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of the values that were typed."""

    given: Mapping[str, str]
    stop: int
    """Where the text goes on after them."""


class MissingValues(NotationError):
    """A saved roll was typed without values for some of its names.

    Attributes:
        use: what was typed.
        missing: the names, in the order of their first mention.
        saved: what is saved under the name.
        samples: a number for each, as an example.
    """

    def __init__(self, use: Use, names: Sequence[str], missing: Sequence[str], saved: str) -> None:
        typed = use.text[: use.after[-1]].strip()
        samples = {name: sample(at) for at, name in enumerate(names) if name in missing}
        named = " ".join(f"{name}={number}" for name, number in samples.items())
        super().__init__(
            ngettext(
                "@{name} needs a value for {names}.",
                "@{name} needs {count} values: {names}.",
                len(missing),
                name=use.name,
                names=", ".join(missing),
            ),
            code="missing-values",
            hint=_(
                "Write {example}, or {named}.",
                example=" ".join([typed, *samples.values()]),
                named=f"{typed} {named}",
            ),
            text=use.text,
            span=Span(use.after[-1], use.after[-1] + 1),
        )
        self.use = use
        self.missing = tuple(missing)
        self.saved = saved
        self.samples = samples


def values_inside(
    name: str, needed: Sequence[str], missing: Sequence[str], text: str, span: Span
) -> NotationError:
    """Return the error for a name among dice that stands for a roll with values, which only follow it alone.

    >>> str(values_inside("check", ["bonus"], ["bonus"], "1d20 + @check", Span(7, 13))).splitlines()[-1]
    '@check needs a value for bonus. Write it first, with its values: @check 3 + 1d20.'
    """
    sum_before = re.fullmatch(rf"\s*({_SUM})\s*\+\s*@{name}\s*", text, re.IGNORECASE)
    typed = example(name, needed)
    error = NotationError(
        ngettext(
            "@{name} needs a value for {names}.",
            "@{name} needs {count} values: {names}.",
            len(missing),
            name=name,
            names=", ".join(missing),
        ),
        code="values-inside",
        hint=_("Write it first, with its values: {example}.", example=f"{typed} + {sum_before[1]}")
        if sum_before
        else _("Roll it on its own, with its values: {example}.", example=typed),
        text=text,
        span=span,
    )
    # The button opens the form for the values.
    error.fix = f"@{name} + {sum_before[1]}" if sum_before else None
    return error


def example(name: str, names: Sequence[str]) -> str:
    """Return how a saved roll is typed with values by position.

    >>> example("hunt", ["pool", "hunger"])
    '@hunt 3 2'
    """
    return " ".join([f"@{name}", *(sample(at) for at in range(len(names)))])


def sample(at: int) -> str:
    """Return a number that stands in an example for the value at a place."""
    return str(max(1, 3 - at))


def read_use(text: str) -> Use | None:
    """Return a text that begins with a name, with what may be its values; None for any other text.

    >>> use = read_use("@hunt 7 hunger=2 vs 3")
    >>> [(value.name, value.text) for value in use.values], use.text[use.after[-1] :]
    ([('', '7'), ('hunger', '2')], ' vs 3')
    >>> read_use("@attack+2") is None
    True
    """
    begun = _USE.match(text)
    if begun is None:
        return None
    at = begun.end()
    bracketed = text[at : at + 1] == "("
    values: list[Value] = []
    after = [at]
    if bracketed:
        stop = _closing(text, at)
        if stop is None:
            return None
        values = _listed(text, at + 1, stop - 1)
        after = [stop] * (len(values) + 1)
    else:
        while (value := _value(text, at)) is not None:
            values.append(value)
            at = value.stop
            after.append(at)
    return Use(
        text,
        begun["times"] or "",
        canonical_name(begun["name"]),
        begun.end(),
        tuple(values),
        tuple(after),
        bracketed,
    )


def _value(text: str, at: int) -> Value | None:
    """Return the value that follows a place after a blank or a comma."""
    gap = _GAP.match(text, at)
    if gap is None:
        return None
    start = gap.end()
    named = _NAMED.match(text, start)
    if named is None and not _ALONE.match(text, start):
        return None
    begin = start if named is None else named.end()
    stop = _chunk_end(text, begin)
    if stop == begin or (stop < len(text) and text[stop] not in " \t\n,;#"):
        return None
    return Value(canonical_name(named["name"]) if named else "", text[begin:stop], start, stop)


def _listed(text: str, at: int, stop: int) -> list[Value]:
    """Return the values in brackets, with commas or blanks between them."""
    found = []
    for piece in re.finditer(r"[^,]+" if "," in text[at:stop] else r"\S+", text[at:stop]):
        written = piece[0].strip()
        if not written:
            continue
        named = _NAMED.match(written)
        name = canonical_name(named["name"]) if named else ""
        value = written[named.end() :] if named else written
        found.append(Value(name, value, at + piece.start(), at + piece.end()))
    return found


def _chunk_end(text: str, at: int) -> int:
    """Return where a value without blanks ends; in brackets it may have some."""
    while at < len(text):
        if text[at] == "(":
            closing = _closing(text, at)
            if closing is None:
                return at
            at = closing
        elif _CHARACTER.match(text, at):
            at += 1
        else:
            break
    return at


def _closing(text: str, at: int) -> int | None:
    """Return the place after the bracket that closes the one here."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place + 1
    return None


def _is_whole(value: str) -> bool:
    return _chunk_end(value, 0) == len(value)
