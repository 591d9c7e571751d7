"""`dicewright systems [NAME]`: which game systems there are, and how each is typed."""

from __future__ import annotations

from dicewright.cli import lessons, options
from dicewright.cli.games import chosen
from dicewright.errors import DiceError, NotationError
from dicewright.numbers import shown
from dicewright.source import presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.systems.registry import Systems
    from dicewright.systems.rules.model import Parameter, Piece, RollKind
    from dicewright.systems.system import System

_WITH_A_VALUE = {"--system": "mine.toml"}
_MOST_EXAMPLES = 4


def show(words: Sequence[str]) -> int:
    """Print the list of systems, or how to type the one that is named. Raises DiceError."""
    name, given = options.split(words, flags=("--help",), with_a_value=_WITH_A_VALUE)
    if "--help" in given:
        print(lessons.SYSTEMS_HELP)
        return 0
    systems = chosen.among(given.get("--system"), check=False)
    if name is not None:
        print("\n".join(_described(_found(systems, name))))
    elif len(systems):
        longest = max(map(len, systems.commands))
        for entry in systems.entries:
            print(f"{entry.command:<{longest}}  {presentable(entry.name)}: {presentable(entry.example)}")
        print("\ndicewright systems NAME shows how to use one of them.")
    else:
        print("There are no systems. dicewright new-system writes a file to start with.")
    return 0


def _found(systems: Systems, name: str) -> System:
    """Return the system of a name. Raises NotationError that says where all of them are listed."""
    try:
        return systems.find(name)
    except NotationError as error:
        if error.code == "unknown-system" and error.fix is None:
            error.hint = "dicewright systems lists them. A file of your own needs --system FILE."
        raise


def _described(system: System) -> Iterator[str]:
    """Yield how to type a system: each of its rolls, what each part means, and examples from its tests."""
    yield system.name
    if len(system.words) > 1:
        yield f"also: {', '.join(system.words[1:])}"
    for kind in system.rolls.values():
        yield ""
        yield from _roll(system, kind)
    if letters := [die for die in system.description.dice.values() if die.letter]:
        yield ""
        yield f"dice: {', '.join(f'{die.letter} {die.name}' for die in letters)}"
    others = [alias for alias in system.description.aliases if alias.call != system.command]
    if others:
        yield ""
        yield "as in other bots:"
        yield from (f"  {presentable(alias.pattern)} is {presentable(alias.call)}" for alias in others)
    if system.description.rules:
        yield ""
        yield f"rules: {presentable(system.description.rules)}"


def _roll(system: System, kind: RollKind) -> Iterator[str]:
    usage = f"{system.description.opening(kind.name)} {presentable(kind.usage)}".rstrip()
    yield usage + (f"  ({kind.label})" if kind.label else "")
    rows = [(_typed(piece), _meaning(piece, kind.parameters[piece.parameter])) for piece in kind.pieces]
    longest = max((len(typed) for typed, _ in rows), default=0)
    for typed, meaning in rows:
        yield f"  {typed:<{longest}}  {meaning}"
    examples = _examples(system, kind)
    if examples:
        yield f"  as in {', '.join(examples)}"
    if kind.outcomes:
        yield f"  outcomes: {', '.join(outcome.name for outcome in kind.outcomes)}"
    if kind.notes:
        yield f"  also: {', '.join(note.name for note in kind.notes)}"


def _typed(piece: Piece) -> str:
    if piece.switch:
        return piece.prefix
    return f"{piece.prefix}{' ' * piece.spaced}@{piece.parameter}"


def _meaning(piece: Piece, parameter: Parameter) -> str:
    if parameter.kind == "switch":
        return "optional"
    parts = [presentable(parameter.described)]
    if parameter.least is not None and parameter.most is not None:
        parts.append(f"from {parameter.least:,} to {parameter.most:,}")
    elif parameter.least is not None:
        parts.append(f"at least {parameter.least:,}")
    elif parameter.most is not None:
        parts.append(f"at most {parameter.most:,}")
    if parameter.kind == "roll":
        parts.append("a roll such as 2d6+4")
    default = parameter.default
    if piece.optional or default is not None:
        known = default not in (None, "")
        written = default if isinstance(default, str) else shown(default or 0)
        parts.append(f"{presentable(written)} if left out" if known else "optional")
    return ", ".join(parts)


def _examples(system: System, kind: RollKind) -> list[str]:
    """Return calls of a roll as the file's tests type them, or one made of its defaults."""
    found: dict[str, None] = {}
    for test in system.tests:
        if len(found) < _MOST_EXAMPLES and _is_of(system, test.roll, kind):
            found[presentable(test.roll)] = None
    return list(found) or [presentable(system.example(kind.name))]


def _is_of(system: System, text: str, kind: RollKind) -> bool:
    try:
        return system.call(text)[0].kind is kind
    except DiceError:
        return False
