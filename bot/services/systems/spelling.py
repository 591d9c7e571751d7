"""Taking the text of a call apart, and writing a call in full: the command first, then every value."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dicewright import exact_text, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dicewright import System
    from dicewright.nodes import Expression


_REPEATED = re.compile(r"\s*(?P<times>\d{1,4})\s*[x×*#]\s*(?=[^\W\d_])", re.IGNORECASE)
# An exclamation mark begins a note only between blanks, as in a plain roll: `wng 4d6 !soak` is a call.
_NOTE = re.compile(r"#|\s!\s")
_MOST_REMEMBERED = 500
# Rollem's spelling of the One-Roll Engine.
_ORE = re.compile(r"\s*ore\s*#\s*(\d+)d10(?!\w)", re.IGNORECASE)


@lru_cache(_MOST_REMEMBERED)
def parts(text: str) -> tuple[int, str, str]:
    """Return the number of rolls that a text asks for, the call in it, and the note after it.

    >>> parts("3x v5 7 h2 # to climb")
    (3, 'v5 7 h2', 'to climb')
    """
    times = 1
    if repeated := _REPEATED.match(text):
        times, text = int(repeated["times"]), text[repeated.end() :]
    bare, *note = _NOTE.split(_ORE.sub(lambda pool: " ".join(("ore", pool[1])), text), maxsplit=1)
    return max(1, times), bare.strip(), note[0].strip() if note else ""


def whole(times: int, call: str, note: str) -> str:
    """Return what `parts` takes apart.

    >>> whole(3, "coc 55 # stealth", "by night"), whole(1, "coc 55", "")
    ('3x coc 55 # stealth; by night', 'coc 55')
    """
    bare, *own = call.split(" # ", maxsplit=1)
    said = "; ".join(filter(None, (*own, note)))
    repeated = f"{times}x {bare}" if times > 1 else bare
    return f"{repeated} # {said}" if said else repeated


def spelled(system: System, text: str, names: Mapping[str, str]) -> str:
    """Return a call so that it means the same without saved values, and without the table's own systems.

    Raises NotationError if it is no call.

    >>> import dicewright
    >>> systems = dicewright.systems()
    >>> spelled(systems["cod"], "4cod8", {}), spelled(systems["coc"], "coc spot b1", {"spot": "55"})
    ('cod 4 again8', 'coc 55 b1')
    """
    if not names and (begun := re.match(r"\s*([^\W\d_][\w-]*)(?=\s|$)", text)):
        word = begun[1].lower()
        if word in system.words:
            # A call without meaning is an error here, too.
            system.call(text)
            return " ".join([word, *text[begun.end() :].split()])
    program, given = system.call(text, names or None)
    return written(system, program.kind.name, given)


def written(system: System, roll: str, given: Mapping[str, Any]) -> str:
    """Return the call of one of a system's rolls with these values."""
    kind = system.rolls[roll]
    words = [system.description.opening(roll)]
    for piece in kind.pieces:
        parameter = kind.parameters[piece.parameter]
        value = given.get(piece.parameter)
        if value is None or (piece.optional and value == parameter.default):
            continue
        if piece.switch:
            words += [piece.prefix] * bool(value)
        else:
            words.append(f"{piece.prefix}{' ' * piece.spaced}{value_text(system, parameter.kind, value)}")
    return " ".join(words)


def value_text(system: System, kind: str, value: Any) -> str:
    """Return a value as it is typed in a call; `kind` is that of its parameter."""
    match kind:
        case "letters":
            letters = {str(die.kind): die.letter for die in system.description.dice.values()}
            return "".join(letters[str(die)] * count for count, die in _pools(value))
        case "mixed":
            return " ".join(f"{count if count > 1 else ''}d{die}" for count, die in _pools(value))
        case "roll":
            return str(value).replace(" ", "")
    return exact_text(value)


def _pools(tree: Expression) -> Iterator[tuple[int, Any]]:
    """Yield the dice of a sum: how many, and of which kind."""
    if isinstance(tree, nodes.Pool):
        if isinstance(tree.count, nodes.Number):
            yield int(tree.count.value), tree.die
    else:
        for part in nodes.children(tree):
            yield from _pools(part)
