"""What is wrong with the value of a parameter in a call, in a whole sentence for each kind."""

from __future__ import annotations

import re

from dicewright.numbers import shown
from dicewright.phrases import Numeral, Phrase, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright.numbers import Number
    from dicewright.systems.rules.model import Parameter, RollKind, SymbolDie

_DICE = re.compile(r"(?<!\w)(\d{0,3})[dDwW](\d{1,4})(?!\w)")


def missing(command: str, parameter: Parameter) -> Phrase:
    """Return the sentence about a value that a call does not have.

    >>> from dicewright.systems.rules.model import Parameter
    >>> missing("v5", Parameter("pool", "number", label="Dice in all"))
    'v5 needs a number: Dice in all.'
    """
    values = {"command": command, "parameter": parameter.described}
    match parameter.kind:
        case "letters":
            return Phrase("{command} needs dice: {parameter}.", **values)
        case "mixed":
            return Phrase("{command} needs dice such as 2d6: {parameter}.", **values)
        case "roll":
            return Phrase("{command} needs a roll such as 2d6: {parameter}.", **values)
        case _:
            return Phrase("{command} needs a number: {parameter}.", **values)


def missing_after(word: str, parameter: Parameter) -> Phrase:
    """Return the sentence about a word with no value after it.

    >>> from dicewright.systems.rules.model import Parameter
    >>> missing_after("damage", Parameter("damage", "roll"))
    '"damage" needs a roll such as 2d6 after it: damage.'
    """
    values = {"word": word, "parameter": parameter.described}
    match parameter.kind:
        case "letters":
            return Phrase('"{word}" needs dice after it: {parameter}.', **values)
        case "mixed":
            return Phrase('"{word}" needs dice such as 2d6 after it: {parameter}.', **values)
        case "roll":
            return Phrase('"{word}" needs a roll such as 2d6 after it: {parameter}.', **values)
        case _:
            return Phrase('"{word}" needs a number after it: {parameter}.', **values)


def wrong_after(word: str, text: str, parameter: Parameter) -> Phrase:
    """Return the sentence about a word with something after it that is no value of its kind.

    >>> from dicewright.systems.rules.model import Parameter
    >>> wrong_after("damage", "x", Parameter("damage", "letters"))
    '"x" is not dice, and "damage" needs some: damage.'
    """
    values = {"text": text, "word": word, "parameter": parameter.described}
    match parameter.kind:
        case "letters":
            return Phrase('"{text}" is not dice, and "{word}" needs some: {parameter}.', **values)
        case "mixed":
            return Phrase('"{text}" is not dice such as 2d6, and "{word}" needs some: {parameter}.', **values)
        case "roll":
            return Phrase(
                '"{text}" is not a roll such as 2d6, and "{word}" needs one: {parameter}.', **values
            )
        case _:
            return Phrase('"{text}" is not a number, and "{word}" needs one: {parameter}.', **values)


def out_of_bounds(parameter: Parameter) -> Phrase:
    """Return the sentence about a number that is less or more than a parameter allows.

    >>> from dicewright.systems.rules.model import Parameter
    >>> out_of_bounds(Parameter("hunger", "number", least=0, most=5, label="Hunger"))
    'Hunger should be 0 to 5.'
    """
    name, least, most = parameter.described, parameter.least, parameter.most
    if least is not None and most is not None:
        return Phrase("{parameter} should be {least} to {most}.", parameter=name, least=least, most=most)
    if least is not None:
        return Phrase("{parameter} should be {least} or more.", parameter=name, least=least)
    assert most is not None
    return Phrase("{parameter} should be {most} or less.", parameter=name, most=most)


def not_listed(parameter: Parameter, numbers: Sequence[int], number: Number) -> Phrase:
    """Return the sentence about a number that is none of those that a parameter may be.

    >>> from dicewright.systems.rules.model import Parameter
    >>> not_listed(Parameter("die", "number", label="Die"), [12, 14, 16], 15)
    'Die should be 12, 14 or 16, not 15.'
    """
    return Phrase(
        "{parameter} should be {numbers}, not {number}.",
        parameter=parameter.described,
        numbers=one_of([str(each) for each in numbers]),
        number=Numeral(shown(number)),
    )


def dice_for_number(command: str, written: str, parameter: Parameter | None) -> Phrase:
    """Return the sentence about dice that were typed for a number; None for no number that is still to come.

    >>> from dicewright.systems.rules.model import Parameter
    >>> dice_for_number("coc", "d100", Parameter("skill", "number", label="Skill"))
    '"d100" is not understood by coc. It takes a number here: Skill.'
    >>> dice_for_number("v5", "d10", None)
    '"d10" is not understood by v5. It rolls its own dice.'
    """
    if parameter is None:
        return Phrase(
            '"{text}" is not understood by {command}. It rolls its own dice.', text=written, command=command
        )
    return Phrase(
        '"{text}" is not understood by {command}. It takes a number here: {parameter}.',
        text=written,
        command=command,
        parameter=parameter.described,
    )


def number_for_dice(command: str, written: str, parameter: Parameter) -> Phrase:
    """Return the sentence about a number that was typed where dice should stand.

    >>> from dicewright.systems.rules.model import Parameter
    >>> number_for_dice("cortex", "8", Parameter("dice", "mixed", label="Dice, such as d6 d8 d10"))
    '"8" is a number, and cortex takes dice here: Dice, such as d6 d8 d10.'
    """
    return Phrase(
        '"{text}" is a number, and {command} takes dice here: {parameter}.',
        text=written,
        command=command,
        parameter=parameter.described,
    )


def letters_listed(kind: RollKind, dice: Mapping[str, SymbolDie], written: str) -> str:
    """Return which letters stand for dice, if one of them is in what was written; else ""."""
    typed = [dice[name] for parameter in kind.parameters.values() for name in parameter.letters]
    if not any(die.letter in written.lower() for die in typed):
        return ""
    return Phrase("The dice are {dice}.", dice=", ".join(f"{die.letter} {die.name}" for die in typed))


def without_own_dice(text: str, start: int, kind: RollKind) -> str:
    """Return a call without the dice that its roll throws by itself; its arguments begin at `start`.

    >>> import dicewright
    >>> without_own_dice("pf2e d20+7 vs 20", 4, dicewright.systems()["pf2e"].rolls["check"])
    'pf2e +7 vs 20'
    """
    pools = " ".join(pool.text for pool in kind.pools)

    def kept(dice: re.Match[str]) -> str:
        own = rf"\b{dice[1] or 1}d{dice[2]}\b"
        return "" if re.search(own, pools) else dice[0]

    return f"{text[:start]} {_DICE.sub(kept, text[start:]).strip()}".rstrip()
