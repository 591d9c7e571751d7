"""What is meant by a call that its game does not understand: `v5 7 hunger 2`, `coc 55 bonus`, `blades 2d6`.

The words and numbers are read as people write them in a hurry. Only what can be rolled is offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.services.guide.call_tokens import Token, tokens_of
from bot.texts import _
from dicewright import DiceError, close_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dicewright import NotationError, Parameter, Piece, System

# The codes of errors that may come from a call in other words.
_OF_WORDS = frozenset(
    {"unknown-piece", "too-many-numbers", "missing-value", "missing-parameter", "not-whole"}
)

_LONGEST = 100
_LIKE_CALL = re.compile(r"[^\W\d_]{3,}(?:\s+[^\W\d_]+)?\s+[-+]?\d{1,3}(?:\s.*)?")
_COMMAND = re.compile(r"\s*(?P<word>[^\W\d_][\w-]*?)(?P<edition>[0-9]?)(?=\s|$)")
# What the number to reach is called, whatever the game calls it.
_TARGET = re.compile(
    r"vs|v|versus|against|gegen|dc|tn|dn|dv|dr|ac|cr|diff|dif|difficulty|target|threshold|need|ob"
    r"|obstacle|ease|opposition|mindestwurf"
)
# Words that change a roll in many games, and would be lost in a note.
_CHANGING = re.compile(
    r"hard|extreme|easy|difficult|challenging|average|very|routine|extra|wild|half|double|triple"
    r"|regular|formidable|heroic|impossible|adv|dis|advantage|disadvantage|boon|bane|bonus|penalty"
    r"|improvement|exploding|explode|again|reroll|push|pushed|drop|keep|highest|lowest|opposed|limit"
    r"|minus|plus|and|or|without|no|not|with|against"
)
_COLOURS = {
    "yellow": "y",
    "green": "g",
    "purple": "p",
    "blue": "b",
    "black": "k",
    "red": "r",
}
_SHORTEST_NOTE, _SHORTEST_WORD = 3, 3
# A piece that counts dice has few of them; how much is to be reached may be any number.
_MOST_DICE = 20
_FEW = 3
_LIKENESS = 0.75


def offer_in(systems: Iterable[System], text: str, error: NotationError) -> None:
    """Let the error about a text offer a call of the first of these systems that it is sure to mean.

    The games are those that are played where it was typed, so it does not begin with their commands.
    """
    for system in systems:
        if fix := meant_call(system, f"{system.command} {text}"):
            error.fix, error.hint = fix, _("Did you mean {call}?", call=fix)
            return


def about_unknown_game(error: NotationError, text: str) -> NotationError:
    """Return the error about a word and a number that looks like a call, with where the games are listed."""
    if error.span is not None and error.span.start == 0 and _LIKE_CALL.fullmatch(text.strip()):
        error.hint = _("/system list has the games, and /system add takes your own. Dice look like 1d20 + 5.")
    return error


def meant_call(
    system: System,
    text: str,
    names: Mapping[str, str] | None = None,
    error: NotationError | None = None,
) -> str:
    """Return the call that a text is sure to mean, which can be rolled; "" for none.

    `error` is what is wrong with the text as it stands, if that is known.

    >>> import dicewright
    >>> systems = dicewright.systems()
    >>> meant_call(systems["v5"], "v5 7 hunger 2 diff 3"), meant_call(systems["coc"], "coc spot hidden 55%")
    ('v5 7 h2 vs 3', 'coc 55 # spot hidden')
    """
    command = _COMMAND.match(text)
    if command is None or len(text) > _LONGEST or (error is not None and error.code not in _OF_WORDS):
        return ""
    word = command["word"] + command["edition"]
    if word.lower() not in system.words:
        word = command["word"]
    if word.lower() not in system.words:
        return ""
    rest = text[command.end() :].split(maxsplit=1)
    roll = next(iter(system.rolls))
    if rest and rest[0].lower() in system.rolls:
        roll = rest[0].lower()
        word = f"{word} {rest[0]}"
        rest = rest[1:]
    reader = _Reader(system, roll)
    written = reader.read(" ".join(rest))
    if written is None:
        return ""
    call = " ".join([word, *written])
    try:
        system.call(call, names or None)
    except DiceError:
        return ""
    return " # ".join([call, *([" ".join(reader.notes)] if reader.notes else [])])


@dataclass(slots=True)
class _Reader:
    """Reads what stands after the command, as values for the pieces of a roll."""

    system: System
    roll: str
    found: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def read(self, text: str) -> list[str] | None:
        """Return the pieces as they are typed; None where it is not sure what is meant."""
        tokens = tokens_of(text)
        if not tokens:
            return None
        at = 0
        while at < len(tokens):
            step = self._step(tokens, at)
            if not step:
                return None
            at += step
        if self.notes and not (self.found and self._are_notes()):
            return None
        return list(self._written())

    def _step(self, tokens: list[Token], at: int) -> int:
        """Take one or more tokens; return how many, and 0 for what has no meaning."""
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else Token("", "")
        match token.kind:
            case "sign":
                return 1
            case "dice":
                return int(self._take_dice(token))
            case "number":
                # As in "2h", or "2 yellow".
                if following.kind == "word" and (following.close or self._letter(following.text)):
                    piece = self._piece(following.text)
                    if piece is not None and not piece.switch and self._put(piece.parameter, token.number):
                        return 2
                return int(self._take_letters(token, following)) * 2 or int(self._take_number(token.number))
        return self._take_word(tokens, at)

    def _take_word(self, tokens: list[Token], at: int) -> int:
        word = tokens[at].text
        piece = self._piece(word)
        skip = 1
        # A sign may stand between a word and its number.
        while at + skip < len(tokens) and tokens[at + skip].kind == "sign":
            skip += 1
        value = tokens[at + skip].number if at + skip < len(tokens) else ""
        is_number = bool(value) and tokens[at + skip].kind == "number"
        if piece is None:
            if is_number and (_TARGET.fullmatch(word.lower()) or self._names_alone(word)):
                # The number stands alone here.
                return 1
            # A word of two letters after a number is hardly a note: "v5 7 hx".
            if self.found and len(word) < _SHORTEST_NOTE:
                return 0
            self.notes.append(word)
            return 1
        if piece.switch:
            return int(self._put(piece.parameter, "1"))
        if is_number:
            return (skip + 1) * int(self._put(piece.parameter, value.removeprefix("+")))
        if len(word) > 1 and set(word.lower()) == {piece.prefix}:
            return int(self._put(piece.parameter, str(len(word))))
        parameter = self._parameters[piece.parameter]
        # "bonus" alone is one bonus die.
        return int(
            parameter.default == 0
            and not piece.spaced
            and (parameter.most is None or parameter.most <= _FEW)
            and piece.prefix == word[: len(piece.prefix)].lower()
            and self._put(piece.parameter, "1")
        )

    def _take_number(self, number: str) -> bool:
        """Take a number: for the next piece that stands alone, or for the next of those that count dice."""
        for piece in self._pieces:
            kind = self._parameters[piece.parameter].kind
            if not piece.prefix and kind == "number" and self._put(piece.parameter, number):
                return True
        marked = [
            piece
            for piece in self._pieces
            if piece.prefix and not piece.switch and piece.parameter not in self.found
        ]
        if not marked or not (number.isdigit() or number.startswith("@")):
            return False
        first = self._parameters[marked[0].parameter]
        few = first.default == 0 and first.most is not None and first.most <= _MOST_DICE
        sure = len(marked) == 1 and marked[0].prefix == "vs"
        return (few or sure) and self._put(marked[0].parameter, number)

    def _take_dice(self, token: Token) -> bool:
        """Take dice for a number of them, or for the sides of a die."""
        alone = [piece for piece in self._pieces if not piece.prefix]
        if not alone or self._parameters[alone[0].parameter].kind != "number":
            return False
        first = alone[0].parameter
        if not token.number and first in self.found:
            # As in "7 d6", where that is the difficulty.
            target = next((piece.parameter for piece in self._pieces if piece.prefix == "vs"), "")
            return target[:1] == "d" and bool(token.sides) and self._put(target, token.sides)
        if not token.number:
            return first in ("sides", "die") and bool(token.sides) and self._put(first, token.sides)
        pools = " ".join(pool.text for pool in self.system.rolls[self.roll].pools)
        same = not token.sides or f"d{token.sides}" in pools
        return f"@{first}" in pools and same and self._put(first, token.number)

    def _take_letters(self, number: Token, word: Token) -> bool:
        """Take "2 yellow" for two of the dice whose letter that is."""
        first = next(iter(self._pieces), None)
        if first is None or self._parameters[first.parameter].kind != "letters" or word.kind != "word":
            return False
        letter = self._letter(word.text)
        if not letter or not number.number.isdigit():
            return False
        self.found[first.parameter] = self.found.get(first.parameter, "") + f"{number.number}{letter}"
        return True

    def _letter(self, word: str) -> str:
        letters = {die.letter for die in self.system.description.dice.values() if die.letter}
        letter = _COLOURS.get(word.lower().removesuffix("s"), "")
        return letter if letter in letters else ""

    def _put(self, parameter: str, value: str) -> bool:
        if parameter in self.found:
            return False
        self.found[parameter] = value
        return True

    def _piece(self, word: str) -> Piece | None:
        """Return the piece that a word is for: by what is typed, its name, its label, or how it begins."""
        written = word.lower()
        marked = [piece for piece in self._pieces if piece.prefix]
        for piece in marked:
            if written in (piece.prefix, piece.parameter):
                return piece
        for piece in marked:
            label = self._parameters[piece.parameter].label.lower().split()
            initials = "".join(each[0] for each in label if each[0].isalpha())
            if not piece.switch and len(initials) > 1 and written == initials:
                return piece
        if len(written) > 1 and len(set(written)) == 1:
            return next((piece for piece in marked if piece.prefix == written[0]), None)
        if _TARGET.fullmatch(written):
            return next((piece for piece in marked if piece.prefix in ("vs", "need", "ob")), None)
        begun = [
            piece
            for piece in marked
            if any(each.startswith(written) for each in self._words_of(piece))
            or any(written.startswith(each) and len(each) >= _SHORTEST_WORD for each in self._words_of(piece))
        ]
        long_enough = len(written) >= _SHORTEST_WORD or all(piece.switch for piece in begun)
        return begun[0] if len(begun) == 1 and long_enough else None

    def _words_of(self, piece: Piece) -> list[str]:
        return [piece.parameter, piece.prefix, *self._parameters[piece.parameter].label.lower().split()[:1]]

    def _names_alone(self, word: str) -> bool:
        """Whether a word says what the number after it is for, which needs none here."""
        written = word.lower()
        return any(
            written in (piece.parameter, self._parameters[piece.parameter].label.lower())
            for piece in self._pieces
            if not piece.prefix
        )

    def _are_notes(self) -> bool:
        """Whether words that the game does not know say what a roll is for, and are no slips."""
        known = [word for piece in self._pieces for word in self._words_of(piece) if word]
        written = [word.lower() for word in self.notes]
        if any(map(_CHANGING.fullmatch, written)) or not all(word.isalpha() for word in written):
            return False
        return len(written) > 1 or not close_matches(written[0], known, most=1, likeness=_LIKENESS)

    @property
    def _pieces(self) -> Sequence[Piece]:
        return self.system.rolls[self.roll].pieces

    @property
    def _parameters(self) -> Mapping[str, Parameter]:
        return self.system.rolls[self.roll].parameters

    def _written(self) -> Iterator[str]:
        for piece in self._pieces:
            value = self.found.get(piece.parameter)
            if value is None:
                continue
            yield piece.prefix if piece.switch else f"{piece.prefix}{' ' * piece.spaced}{value}"
