"""Reading a call: `v5 7 h2 vs 3`, given the usage of the roll it names.

Pieces with letters or words come in any order, and what stands alone fills the usage from the left.
A number may be arithmetic without dice, or a saved value by its name.
"""

from __future__ import annotations

import re

from dicewright.errors import DiceError, NotationError
from dicewright.notation.mistakes.suggestions import nearest
from dicewright.notation.tokens.signs import lowered
from dicewright.notation.tree import nodes
from dicewright.numbers import shown
from dicewright.phrases import Numeral, Phrase, sentences
from dicewright.source import Span, excerpt
from dicewright.systems.arguments import READERS, Typed, arithmetic
from dicewright.systems.full_words import OF_DICE, after_d, after_equals, after_unit, meant
from dicewright.systems.wrong_values import (
    dice_for_number,
    letters_listed,
    missing,
    missing_after,
    not_listed,
    number_for_dice,
    out_of_bounds,
    without_own_dice,
    wrong_after,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.rules.model import Parameter, Piece

_BLANK = re.compile(r"[\s,]+")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"@?[\w.]+|[-+(]")
_CHUNK = re.compile(r"\S+")
# What continues a number: an operator between two of them, with or without spaces on both sides.
_OPERATOR = re.compile(r"\s*(?://|[-+*/%])\s*")
_DICE = re.compile(r"(\d{0,3})[dDwW](\d{1,4}|%)")
# Where dice are wanted, these numbers are the sides of some.
_SIDES = re.compile(r"(?<![\w+*/.-])(4|6|8|10|12|20)(?![\w.])(?!\s*[*/])")
_FIRST = re.compile(r"(?<![\w+*/.-])(\d+)")
_SAVED = re.compile(r"@[^\W\d][\w-]*")


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
            if not (self._dice() or self._marked() or self._named() or self._alone()):
                raise self._unknown()
            assert self.at > before
            for name in self.found.keys() - had:
                self.spans[name] = Span(before, len(text[: self.at].rstrip()))
                self._alone_in_group(name)
        return self._complete()

    def _alone_in_group(self, name: str) -> None:
        """Refuse a second piece of a group, such as `adv dis`."""
        pieces = {piece.parameter: piece for piece in self.kind.pieces}
        for other in self.found:
            if other != name and pieces[other].group == pieces[name].group:
                first, second = (self.spans[one].of(self.text) for one in (other, name))
                both = Phrase('"{first}" and "{second}" cannot be used together.', first=first, second=second)
                raise self.error(both, "one-of-group", self.spans[name])

    def _parameter(self, piece: Piece) -> Parameter:
        return self.kind.parameters[piece.parameter]

    def _dice(self) -> bool:
        """Take dice where the next value that stands alone is dice."""
        for piece in self.open:
            parameter = self._parameter(piece)
            reader = READERS.get(parameter.kind)
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
            if len(written) > len(piece.prefix) and self.names_number(after) is None:
                continue
            after = after_equals(self.text, after, piece.prefix)
            if not _NUMBER.match(self.text, after):
                continue
            parameter = self._parameter(piece)
            if parameter.kind != "number":
                start, self.at = self.at, after
                taken = READERS[parameter.kind](self, parameter)
                if taken is None:
                    self.at = start
                    continue
                self._take(piece, taken, self.at)
                return True
            # In d20+3 and 7k3+5, what is added is no part of the number, if another one is still to come.
            die = piece.prefix == "d" and piece.parameter in OF_DICE
            close = len(piece.prefix) == 1 and after == self.at + 1 and self._open_numbers() > 0
            number, stop = self._number(after, self._open_numbers(), one=die, close=close)
            if number is None:
                continue
            self._take(piece, number, stop)
            return True
        return False

    def _named(self) -> bool:
        """Take a number after the name of what it is, such as `hunger 2`, or a switch written in full."""
        word = _WORD.match(self.text, self.at)
        piece = None if word is None else self._meant(word)
        if word is None or piece is None:
            return False
        if piece.switch:
            self._take(piece, 1, word.end())
            return True
        number, stop = self._number(after_equals(self.text, word.end()), self._open_numbers())
        if number is None:
            return False
        self._take(piece, number, stop)
        if piece in self.open:
            self.open.remove(piece)
        return True

    def _meant(self, word: re.Match[str]) -> Piece | None:
        """Return the piece that a word names in full."""
        if lowered(word[0]) in self.names:
            return None
        pieces = [piece for piece in self.kind.pieces if self._parameter(piece).kind in ("number", "switch")]
        return meant(lowered(word[0]), {piece: self._parameter(piece) for piece in pieces})

    def _take(self, piece: Piece, value: Any, stop: int) -> None:
        if piece.parameter in self.found:
            if piece.prefix:
                twice = Phrase('"{name}" appears twice.', name=piece.prefix)
            else:
                twice = Phrase("{parameter} appears twice.", parameter=self._parameter(piece).described)
            raise self.error(twice, "twice", Span(self.at, stop))
        self.found[piece.parameter] = value
        self.at = stop

    def _alone(self) -> bool:
        """Take a number that stands alone."""
        # In 8+2, what is added is no part of the die.
        die = any(piece.parameter in OF_DICE for piece in self.open)
        at = after_d(self.text, self.at) if die else self.at
        number, stop = self._number(at, self._open_numbers() - 1, alone=True, one=die)
        if number is None:
            return False
        for piece in self.open:
            if self._parameter(piece).kind == "number":
                self.open.remove(piece)
                self.found[piece.parameter] = number
                self.at = after_unit(self.text, stop, self._parameter(piece))
                return True
        written, span = excerpt(self.text[self.at : stop]), Span(self.at, stop)
        if self.open:
            wanted = number_for_dice(self.command, written, self._parameter(self.open[0]))
            dice = self.text[: self.start] + _SIDES.sub(r"d\1", self.text[self.start :])
            raise self._meaning(self.error(wanted, "too-many-numbers", span), dice)
        too_many = Phrase(
            '"{text}" is one number too many for {command}.', text=written, command=self.command
        )
        raise self.error(too_many, "too-many-numbers", span)

    def _open_numbers(self) -> int:
        """Return how many numbers that stand alone are still to come."""
        return sum(self._parameter(piece).kind == "number" for piece in self.open)

    def _number(
        self, at: int, others: int = 0, *, alone: bool = False, one: bool = False, close: bool = False
    ) -> tuple[Number | None, int]:
        """Return the number that begins at a place, and where it ends; None if none begins.

        If others may follow it, a sign with a blank before it alone begins the next: `d12 +2`.
        After a number that stands alone, so does one with blanks on both sides: `sw 8 + 1`.
        If only `one` is wanted, no arithmetic is read; after a number that is `close` to its letter, no
        sign without blanks.
        """
        stop = self.operand_at(at)
        if stop is None:
            return None, at
        while not one and (operator := _OPERATOR.match(self.text, stop)) is not None:
            sign = operator[0].strip()
            spaced = operator[0][:1].isspace()
            apart = spaced and (not operator[0][-1:].isspace() or (alone and sign in "+-"))
            percent = sign == "%" and not spaced and operator[0] != sign
            added = close and operator[0] in ("+", "-")
            if percent or added or (others > 0 and (sign == "/" or apart)):
                break
            following = self.operand_at(operator.end())
            if following is None:
                break
            stop = following
        return arithmetic(self, at, stop), stop

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
        return READERS[parameter.kind](inside, parameter) or nodes.Number(0)

    def _bounded(self, parameter: Parameter, value: Number) -> None:
        least, most, listed = parameter.least, parameter.most, self.listed.get(parameter.name)
        span = self.spans.get(parameter.name, Span(0, len(self.text)))
        if value != int(value) and not parameter.takes_fractions:
            message = Phrase(
                "{parameter} should be a whole number, not {number}.",
                parameter=parameter.described,
                number=Numeral(shown(value)),
            )
            raise self.error(message, "not-whole", span)
        if listed is not None and value not in listed:
            wrong = not_listed(parameter, listed, value)
        elif (least is not None and value < least) or (most is not None and value > most):
            wrong = out_of_bounds(parameter)
        else:
            return
        raise self._within(parameter, value, self.error(wrong, "out-of-bounds", span))

    def _within(self, parameter: Parameter, value: Number, error: NotationError) -> NotationError:
        """Return an error about a number with the call that has the nearest one that is allowed, of a die."""
        listed, span = self.listed.get(parameter.name), self.spans.get(parameter.name)
        if listed is None and parameter.name in OF_DICE:
            listed = tuple(each for each in (parameter.least, parameter.most) if each is not None)
        written = str(int(value))
        if not listed or span is None or written not in span.of(self.text):
            return error
        near = min(listed, key=lambda each: abs(each - int(value)))
        before, typed, after = self.text[: span.start], span.of(self.text), self.text[span.stop :]
        return self._meaning(error, f"{before}{typed.replace(written, str(near), 1)}{after}")

    def _meaning(self, error: NotationError, call: str) -> NotationError:
        """Return an error with the call that was meant, if that can be read."""
        if call == self.text:
            return error
        try:
            Call(call, self.start, self.kind, self.description, self.names, self.example).read()
        except DiceError:
            return error
        error.fix, error.hint = call, Phrase("Did you mean {near}?", near=excerpt(call, 200))
        return error

    def _missing(self, parameter: Parameter) -> NotationError:
        end = len(self.text)
        error = self.error(missing(self.command, parameter), "missing-parameter", Span(end, end + 1))
        if parameter.name not in OF_DICE:
            return error
        return self._meaning(error, self.text[: self.start] + _FIRST.sub(r"d\1", self.text[self.start :], 1))

    def _unknown(self) -> NotationError:
        chunk = _CHUNK.match(self.text, self.at)
        written = chunk[0] if chunk else self.text[self.at]
        span = Span(self.at, self.at + len(written))
        known = [piece.prefix for piece in self.marked] + list(self.names)
        word = _WORD.match(self.text, self.at)
        for piece in self.marked:
            if word and not piece.switch and lowered(word[0]) == piece.prefix:
                return self._without_value(piece, word)
        if word and (named := self._meant(word)):
            return self._without_value(named, word)
        if _SAVED.fullmatch(written):
            unsaved = Phrase("No value is saved as {name}.", name=excerpt(written))
            return self.error(unsaved, "unknown-name", span)
        near = nearest(lowered(word[0]), known, most=1) if word and len(word[0]) > 1 else []
        if _DICE.match(written):
            # The 4 of 4d6 was taken for a number.
            number = None if self.text[self.at - 1].isdigit() else next(map(self._parameter, self.open), None)
            unknown = dice_for_number(self.command, excerpt(written), number)
            return self._meaning(
                self.error(unknown, "unknown-piece", span), without_own_dice(self.text, self.start, self.kind)
            )
        unknown = Phrase(
            '"{text}" is not understood by {command}.', text=excerpt(written), command=self.command
        )
        found = self.error(unknown, "unknown-piece", span)
        better = (
            Phrase("Did you mean {near}?", near=near[0])
            if near
            else letters_listed(self.kind, self.description.dice, written)
        )
        found.hint = sentences(better, found.hint)
        return found

    def _without_value(self, piece: Piece, word: re.Match[str]) -> NotationError:
        """Return the error for a word after which nothing stands, or nothing that is a value of its kind."""
        parameter, stop = self._parameter(piece), word.end()
        chunk = _CHUNK.search(self.text, stop)
        shown_word = excerpt(word[0])
        if chunk is None:
            return self.error(missing_after(shown_word, parameter), "missing-value", Span(self.at, stop))
        wrong = wrong_after(shown_word, excerpt(chunk[0]), parameter)
        return self.error(wrong, "missing-value", Span(*chunk.span()))
