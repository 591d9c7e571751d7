"""What is typed with a roll: the parameters that its usage names, with their defaults and bounds."""

from __future__ import annotations

from dicewright.numbers import shown
from dicewright.phrases import Numeral, Phrase
from dicewright.source import Span, excerpt
from dicewright.systems.arguments import READERS, Typed, example
from dicewright.systems.loading.reader import TAKEN
from dicewright.systems.rules.model import Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.loading.reader import Reader
    from dicewright.systems.rules.model import Description, Kind, Piece, RollKind

MOST_PARAMETERS = 30
_FLAGS: tuple[Kind, ...] = ("mixed", "roll")


def read_parameters(reader: Reader, pieces: tuple[Piece, ...]) -> dict[str, Parameter]:
    """Return the parameters of a roll by name, in the order of its usage."""
    found: dict[str, Parameter] = {}
    given = reader.fields.table("parameters")
    for piece in pieces:
        name = piece.parameter
        if name in reader.scope.kinds or name in TAKEN:
            reader.fields.refuse(
                Phrase('"{name}" is already taken.', name=name),
                "name-taken",
                "usage",
                hint=Phrase(
                    "@{name} stands for something that happens in a roll. Choose another name.", name=name
                ),
            )
        entry = next((key for key in given.entries if key.lower() == name), None)
        if piece.switch:
            if entry is not None:
                given.refuse(
                    Phrase(
                        'The usage has "{name}" as a word that is typed as it stands, so it takes no value.',
                        name=name,
                    ),
                    "switch",
                    entry,
                    hint=Phrase("Write @{name} in the usage if a value is typed there.", name=name),
                )
            found[name] = Parameter(name, "switch", 0, 0, 1)
        elif entry is None:
            found[name] = Parameter(name, "number", 0 if piece.optional else None)
        else:
            found[name] = _parameter(reader, given, entry, piece)
    for name in given.entries:
        if name.lower() not in found:
            hint = Phrase("Write [@{name}] there, or leave it out here.", name=name)
            if name.lower() == "pushed":
                hint = Phrase("After a push, @pushed is 1 without any parameter.")
            given.refuse(
                Phrase("@{name} does not appear in the usage.", name=excerpt(name)),
                "unused-parameter",
                name,
                hint=hint,
            )
    if len(found) > MOST_PARAMETERS:
        given.refuse(
            Phrase("A roll can have at most {most} parameters.", most=MOST_PARAMETERS), "too-many-parameters"
        )
    return found


def _parameter(reader: Reader, given: Fields, entry: str, piece: Piece) -> Parameter:
    value = given.entries[entry]
    if not isinstance(value, dict):
        value = {"default": value}
    table = given.as_table(value, entry)
    table.only("default", "min", "max", "label", "letters", "mixed", "roll", "sheet")
    letters = tuple(name.lower() for name in table.names("letters"))
    for name in letters:
        if name not in reader.scope.dice or not reader.scope.dice[name].letter:
            table.refuse(
                Phrase('No die with a letter is called "{name}".', name=excerpt(name)),
                "unknown-die",
                "letters",
            )
    kinds: list[Kind] = [kind for kind in _FLAGS if table.flag(kind)]
    if letters:
        kinds.append("letters")
    if len(kinds) > 1:
        table.refuse(
            Phrase("A parameter can be only one of mixed dice, letters or a roll."), "parameter-kind"
        )
    kind: Kind = kinds[0] if kinds else "number"
    default: Any = table.entries.get("default")
    if default is not None:
        default = table.text("default") if kinds else table.number(default, "default")
    elif piece.optional:
        default = "" if kinds else 0
    least, most = table.whole("min"), table.whole("max")
    if least is not None and most is not None and least > most:
        table.refuse(Phrase("min is greater than max."), "bounds", "min")
    found = Parameter(
        entry.lower(),
        kind,
        default,
        least,
        most,
        table.words("label", ""),
        letters,
        table.text("sheet", "").removeprefix("@").lower(),
    )
    if kind == "number":
        _check_default(table, found)
    return found


def _check_default(table: Fields, parameter: Parameter) -> None:
    """Refuse a default that the bounds do not allow: nobody could leave the parameter out."""
    default = parameter.default
    if default is None or isinstance(default, str):
        return
    written, name, number = "default" in table, parameter.name, Numeral(shown(default))
    bound: int | None
    if (bound := parameter.least) is not None and default < bound:
        entry, why = (
            "min",
            Phrase(
                "The default of @{name} is {number}, which is less than its min, {bound}.",
                name=name,
                number=number,
                bound=bound,
            ),
        )
    elif (bound := parameter.most) is not None and default > bound:
        entry, why = (
            "max",
            Phrase(
                "The default of @{name} is {number}, which is more than its max, {bound}.",
                name=name,
                number=number,
                bound=bound,
            ),
        )
    else:
        return
    table.refuse(
        why,
        "default-out-of-bounds",
        "default" if written else entry,
        hint="" if written else Phrase("Without a default it is 0. Add default = {bound}.", bound=str(bound)),
    )


def check_default(description: Description, kind: RollKind, parameter: Parameter) -> None:
    """Raise NotationError for a default of dice that could not be typed."""
    if parameter.kind not in READERS or not parameter.default:
        return
    text = str(parameter.default)
    typed = Typed(
        text, 0, kind, description, {}, lambda: example(description, parameter.replace(default=None))
    )
    if READERS[parameter.kind](typed, parameter) is None or typed.at < len(text):
        raise typed.error(
            Phrase('"{text}" is not a value for @{name}.', text=excerpt(text), name=parameter.name),
            "default",
            Span(typed.at, len(text)),
        )
