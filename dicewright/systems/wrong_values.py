"""What is wrong with the value of a parameter in a call, in a whole sentence for each kind."""

from __future__ import annotations

from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.systems.rules.model import Parameter


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
    if least is None and most is not None:
        return Phrase("{parameter} should be {most} or less.", parameter=name, most=most)
    if least is not None and most is None:
        return Phrase("{parameter} should be {least} or more.", parameter=name, least=least)
    return Phrase(
        "{parameter} should be {least} to {most}.", parameter=name, least=least or 0, most=most or 0
    )
