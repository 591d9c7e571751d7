"""`and`, `or` and `not` between tests."""

from __future__ import annotations

from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.modifiers import Count
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.errors import NotationError
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.nodes import Expression

BINDING = {"or": operators.OR, "and": operators.AND}
NOT = "not"


def negated(reader: Reader) -> nodes.Not:
    """Take `not` and the test after it. Raises NotationError if no test follows."""
    word = reader.take()
    reader.enter(word)
    test = _test(reader, operators.NOT, word.text)
    reader.leave()
    return nodes.Not(test, word.start, reader.behind.stop)


def joined(reader: Reader, first: Expression, begin: int) -> nodes.Logic:
    """Take all the tests that follow with the same word between them, without recursion.

    Raises NotationError if something joined is no test.
    """
    word = reader.ahead.text
    _refuse_other(reader, first, word)
    tests = [first]
    while reader.ahead.text == word:
        reader.take()
        tests.append(_test(reader, BINDING[word] + 1, word))
    return nodes.Logic(word, tuple(tests), begin, reader.behind.stop)  # type: ignore[arg-type]  # only "and" and "or" lead here


def _test(reader: Reader, at_least: int, word: str) -> Expression:
    test = reader.expression(reader, at_least)
    _refuse_other(reader, test, word)
    return test


def _refuse_other(reader: Reader, node: Expression, word: str) -> None:
    if not _holds_or_not(node):
        raise _no_test(reader, node, word)


def _holds_or_not(node: Expression) -> bool:
    """Return whether a node can be meant as a test: a name can, and so can a number of successes."""
    match node:
        case nodes.Labelled():
            return _holds_or_not(node.term)
        case nodes.Pool() | nodes.Group():
            return any(isinstance(modifier, Count) for modifier in node.modifiers)
        case nodes.Number() | nodes.Arithmetic() | nodes.Power() | nodes.Negative():
            return False
        case _:
            return True


def _no_test(reader: Reader, node: Expression, word: str) -> NotationError:
    if word == NOT:
        return reader.error(
            Phrase('"not" goes before a test, but this is not a test.'),
            "not-a-test",
            Phrase("For example, not 1d20 vs 15."),
            node.span,
        )
    return reader.error(
        Phrase('"{word}" goes between two tests, but this is not a test.', word=word),
        "not-a-test",
        Phrase(
            "For example, 1d20 vs 15 {word} 1d20 vs 10. Write + between rolls to add them, or ; "
            "for two rolls.",
            word=word,
        ),
        node.span,
    )
