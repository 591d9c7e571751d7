"""Aliases: other words for a system, and other bots' spellings of its calls, such as `4cod`."""

from __future__ import annotations

import re

from dicewright.notation.tokens.signs import lowered
from dicewright.systems.rules.model import Alias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dicewright.systems.loading.fields import Fields

MOST_ALIASES = 60
_PLACE = re.compile(r"\{([^\W\d]\w*)\}")
# What each place in a spelling stands for: a number as it is typed, or all that follows.
_NUMBER, _REST = r"(?:[-+]\s*)?[0-9]{1,9}", r".*"
# Between two numbers stands a blank, or the sign of the second.
_APART = r"(?:\s+|(?=[-+]))"


def read_aliases(fields: Fields, command: str, word: Callable[..., str]) -> tuple[Alias, ...]:
    """Return the aliases of a file: a list of words, or a table from spellings to calls.

    In a spelling, `{name}` stands for a number and `{rest}` for all that follows; the same places
    are filled in the call. A spelling without places is a word that stands for the command.
    """
    given = fields.entries.get("aliases", [])
    if isinstance(given, dict):
        entries = [(spelling, call, ("aliases", spelling)) for spelling, call in given.items()]
    else:
        entries = [(name, command, ("aliases", place)) for place, name in enumerate(fields.names("aliases"))]
    if len(entries) > MOST_ALIASES:
        fields.refuse(f"A system has at most {MOST_ALIASES} aliases.", "too-many-aliases", "aliases")
    found = []
    for spelling, call, place in entries:
        if not isinstance(call, str) or not spelling or len(spelling) > 80 or len(call) > 200:
            fields.refuse("An alias is a short spelling and the call it stands for.", "alias", *place)
        if call == command and not _PLACE.search(spelling):
            found.append(Alias(word(spelling, *place), command))
            continue
        if call.lower().split()[:1] != [command]:
            fields.refuse(f'This call should begin with "{command}".', "alias", *place)
        unknown = set(_PLACE.findall(call)) - set(_PLACE.findall(spelling))
        if unknown:
            fields.refuse(f"{{{min(unknown)}}} does not stand in the spelling.", "alias", *place)
        if len(_PLACE.findall(spelling)) != len(set(_PLACE.findall(spelling))):
            fields.refuse("A place stands in the spelling twice.", "alias", *place)
        found.append(Alias(" ".join(spelling.lower().split()), call))
    return tuple(found)


def pattern(spelling: str) -> re.Pattern[str]:
    """Return the expression that matches a spelling; spaces in it may be left out or doubled,
    except between two numbers.

    >>> pattern("{dice}cod").fullmatch("4COD")["dice"]
    '4'
    """
    written = []
    pieces = _PLACE.split(spelling)
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if place % 2:
            written.append(f"(?P<{piece}>{_REST if piece == 'rest' else _NUMBER})")
        else:
            words = [re.escape(word) for word in piece.split()]
            between = 0 < place < last and piece.isspace()
            written.append(_APART if between else r"\s*".join(["", *words, ""]))
    return re.compile("".join(written), re.IGNORECASE)


def filled(alias: Alias, found: re.Match[str]) -> str:
    """Return the call that a spelling stands for, with its places filled."""
    places = found.groupdict()
    return _PLACE.sub(lambda place: places[place[1]], alias.call).strip()


class Spellings:
    """How the calls of one system begin: its command, other words for it, and other bots' spellings."""

    def __init__(self, command: str, found: Iterable[Alias]) -> None:
        self.command: str = command
        known = tuple(found)
        self.words: tuple[str, ...] = (command, *[alias.pattern for alias in known if alias.call == command])
        """The command and the other words that stand for it."""
        self._longest_first = sorted(self.words, key=len, reverse=True)
        self._others = [alias for alias in known if alias.call != command]
        self._patterns: list[tuple[Alias, re.Pattern[str]]] | None = None

    def understand(self, text: str) -> bool:
        """Return whether a text begins with one of the words, or is one of the spellings."""
        return self.after_command(text) is not None or self.respelled(text) is not None

    def after_command(self, text: str) -> int | None:
        """Return where the arguments begin; None where the text begins with none of the words."""
        written = lowered(text)
        blank = len(written) - len(written.lstrip())
        for word in self._longest_first:
            stop = blank + len(word)
            if written.startswith(word, blank) and not (
                written[stop : stop + 1].isalnum() or written[stop : stop + 1] == "_"
            ):
                return stop
        return None

    def respelled(self, text: str) -> str | None:
        """Return the call that another spelling stands for; None where the text is no such spelling."""
        if self._patterns is None:
            self._patterns = [(alias, pattern(alias.pattern)) for alias in self._others]
        written = " ".join(text.split())
        for alias, spelling in self._patterns:
            if (found := spelling.fullmatch(written)) is not None:
                return filled(alias, found)
        if self.after_command(written) is not None:
            return None
        # A number may follow the command without a blank, as in sr12.
        lower = lowered(written)
        for word in self._longest_first:
            if (
                lower.startswith(word)
                and lower[len(word) : len(word) + 1].isdigit()
                and not word[-1].isdigit()
            ):
                return f"{self.command} {written[len(word) :]}"
        return None
