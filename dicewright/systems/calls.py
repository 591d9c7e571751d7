"""Reading a call: `v5 7 h2 vs 3`, given the usage of the roll it names.

Pieces with letters or words come in any order, and what stands alone fills the usage from the left.
A number may be arithmetic without dice, or a saved value by its name.
"""

from __future__ import annotations

import re

from dicewright.notation.mistakes.suggestions import nearest
from dicewright.notation.tokens.signs import lowered
from dicewright.notation.tree import nodes
from dicewright.source import Span, excerpt
from dicewright.systems.arguments import Typed, arithmetic, dice_by_letters, mixed_dice, roll_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.errors import NotationError
    from dicewright.numbers import Number
    from dicewright.systems.rules.model import Parameter, Piece

_BLANK = re.compile(r"[\s,]+")
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"@?[^\W\d][\w]*(?:-[^\W\d][\w]*)*")
_NUMBER = re.compile(r"@?[\w.]+|[-+(]")
_CHUNK = re.compile(r"\S+")
# What continues a number: an operator between two of them, with or without spaces on both sides.
_OPERATOR = re.compile(r"\s*(?://|[-+*/%])\s*")
_DICE_READERS = {"letters": dice_by_letters, "mixed": mixed_dice, "roll": roll_of}


class Call(Typed):
    """Reads the arguments of one call."""

    at: int
    """Where the next argument is read."""

    def read(self) -> dict[str, Number | Any]:
        """Return the value of each parameter: a number, or a tree for dice.

        Raises NotationError that points at what has no meaning, or says what is missing.
        """
        text = self.text
        while True:
            blank = _BLANK.match(text, self.at)
            self.at = blank.end() if blank else self.at
            if self.at >= len(text):
                break
            if text[self.at] == "/" and self.found and self.open:
                self.at += 1
                continue
            before, had = self.at, set(self.found)
            if not (self._dice() or self._marked() or self._alone()):
                raise self._unknown()
            assert self.at > before
            for name in self.found.keys() - had:
                self.spans[name] = Span(before, len(text[: self.at].rstrip()))
        return self._complete()

    def _parameter(self, piece: Piece) -> Parameter:
        return self.kind.parameters[piece.parameter]

    def _dice(self) -> bool:
        """Take dice where the next value that stands alone is dice."""
        for piece in self.open:
            parameter = self._parameter(piece)
            reader = _DICE_READERS.get(parameter.kind)
            taken = None if reader is None else reader(self, parameter)
            if taken is not None:
                self.open.remove(piece)
                self.found[piece.parameter] = taken
                return True
        return False

    def _marked(self) -> bool:
        """Take a switch, or a number with its letters or its word before it."""
        word = _WORD.match(self.text, self.at)
        if word is None:
            return False
        written = lowered(word[0])
        for piece in self.marked:
            if piece.switch and written == piece.prefix:
                self._take(piece, 1, word.end())
                return True
        for piece in self.marked:
            if piece.switch or not written.startswith(piece.prefix):
                continue
            after = self.at + len(piece.prefix)
            rest = self.text[after:]
            if len(written) > len(piece.prefix) and self._names_number(after) is None:
                continue
            if not rest.strip() or not _NUMBER.match(rest.lstrip()):
                continue
            parameter = self._parameter(piece)
            if parameter.kind != "number":
                start, self.at = self.at, after + len(rest) - len(rest.lstrip())
                taken = _DICE_READERS[parameter.kind](self, parameter)
                if taken is None:
                    self.at = start
                    continue
                self._take(piece, taken, self.at)
                return True
            number, stop = self._number(after + len(rest) - len(rest.lstrip()), self._open_numbers())
            if number is None:
                continue
            self._take(piece, number, stop)
            return True
        return False

    def _take(self, piece: Piece, value: Any, stop: int) -> None:
        if piece.parameter in self.found:
            raise self.error(f'"{piece.prefix}" appears twice.', "twice", Span(self.at, stop))
        self.found[piece.parameter] = value
        self.at = stop

    def _alone(self) -> bool:
        """Take a number that stands alone."""
        number, stop = self._number(self.at, self._open_numbers() - 1, alone=True)
        if number is None:
            return False
        for piece in self.open:
            if self._parameter(piece).kind == "number":
                self.open.remove(piece)
                self.found[piece.parameter] = number
                self.at = stop
                return True
        raise self.error(
            f'"{excerpt(self.text[self.at : stop])}" is one number too many for {self.command}.',
            "too-many-numbers",
            Span(self.at, stop),
        )

    def _names_number(self, at: int) -> int | None:
        """Return where a saved value's name ends that begins here; None where there is none."""
        name = _NAME.match(self.text, at)
        if name is None:
            return None
        written = lowered(name[0]).removeprefix("@")
        return name.end() if written in self.names else None

    def _open_numbers(self) -> int:
        """Return how many numbers that stand alone are still to come."""
        return sum(self._parameter(piece).kind == "number" for piece in self.open)

    def _number(self, at: int, others: int = 0, *, alone: bool = False) -> tuple[Number | None, int]:
        """Return the number that begins at a place, and where it ends; None where none begins.

        Where others may follow it, a sign with a blank before it alone begins the next: `d12 +2`.
        After a number that stands alone, so does one with blanks on both sides: `sw 8 + 1`.
        """
        stop = self._operand(at)
        if stop is None:
            return None, at
        while (operator := _OPERATOR.match(self.text, stop)) is not None:
            sign = operator[0].strip()
            spaced = operator[0][:1].isspace()
            apart = spaced and (not operator[0][-1:].isspace() or (alone and sign in "+-"))
            if others > 0 and (sign == "/" or apart):
                break
            following = self._operand(operator.end())
            if following is None:
                break
            stop = following
        return arithmetic(self, at, stop), stop

    def _operand(self, at: int) -> int | None:
        """Return where a number, brackets or a saved value end that begin here, with a sign perhaps."""
        text = self.text
        while text[at : at + 1] in ("+", "-", "−"):
            at += 1
            while text[at : at + 1] == " ":
                at += 1
        digits = re.compile(r"[0-9]+(?:\.[0-9]+)?").match(text, at)
        if digits is not None:
            return digits.end()
        if text[at : at + 1] == "(":
            depth = 0
            for place in range(at, len(text)):
                depth += (text[place] == "(") - (text[place] == ")")
                if not depth:
                    return place + 1
            return None
        return self._names_number(at)

    def _complete(self) -> dict[str, Any]:
        """Return all values, with those that were left out; check their bounds."""
        values: dict[str, Any] = {}
        for piece in self.kind.pieces:
            parameter = self._parameter(piece)
            name = parameter.name
            value = self.found.get(name)
            if value is None and parameter.sheet in self.names and parameter.kind == "number":
                value = self._saved(parameter)
            if value is None and piece.optional:
                value = self._default(parameter)
            if value is None:
                raise self._missing(parameter)
            if parameter.kind == "number":
                self._bounded(parameter, value)
            values[name] = value
        return values

    def _saved(self, parameter: Parameter) -> Number:
        name = f"@{parameter.sheet}"
        return arithmetic(self.beside(name, self.names), 0, len(name))

    def _default(self, parameter: Parameter) -> Any:
        if parameter.kind in ("number", "switch"):
            return parameter.default
        inside = self.beside(str(parameter.default or "0"), {})
        return _DICE_READERS[parameter.kind](inside, parameter) or nodes.Number(0)

    def _bounded(self, parameter: Parameter, value: Number) -> None:
        least, most = parameter.least, parameter.most
        if (least is not None and value < least) or (most is not None and value > most):
            allowed = (
                f"{least} to {most}"
                if least is not None and most is not None
                else f"{least} or more"
                if most is None
                else f"{most} or less"
            )
            raise self.error(
                f"{parameter.described} should be {allowed}.",
                "out-of-bounds",
                self.spans.get(parameter.name, Span(0, len(self.text))),
            )

    def _missing(self, parameter: Parameter) -> NotationError:
        end = len(self.text)
        label = parameter.described
        label = label if label[1:2].isupper() else label[:1].lower() + label[1:]
        return self.error(
            f"{self.command} needs a value for {label}.", "missing-parameter", Span(end, end + 1)
        )

    def _unknown(self) -> NotationError:
        chunk = _CHUNK.match(self.text, self.at)
        written = chunk[0] if chunk else self.text[self.at]
        known = [piece.prefix for piece in self.marked] + list(self.names)
        word = _WORD.match(self.text, self.at)
        for piece in self.marked:
            if word and not piece.switch and lowered(word[0]) == piece.prefix:
                label = self._parameter(piece).described
                return self.error(
                    f'"{excerpt(word[0])}" needs a value after it: {label}.',
                    "missing-value",
                    Span(self.at, word.end()),
                )
        near = nearest(lowered(word[0]), known, most=1) if word and len(word[0]) > 1 else []
        found = self.error(
            f'"{excerpt(written)}" is not understood by {self.command}.',
            "unknown-piece",
            Span(self.at, self.at + len(written)),
        )
        if near:
            found.hint = f"Did you mean {near[0]}? {found.hint}"
        return found
