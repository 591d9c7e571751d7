"""How calls begin: a system's command, other words for it, and other bots' spellings, such as `4cod`.

None of this needs the systems' files, so that a text's system is found without reading them.
"""

from __future__ import annotations

import re

from dicewright.errors import ArgumentError, quoted
from dicewright.notation.tokens.signs import lowered, plain, plain_signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dicewright.systems.rules.model import Alias

PLACE = re.compile(r"\{([^\W\d]\w*)\}")
"""A place in a spelling, such as {dice}."""
# What each place in a spelling stands for: a number as it is typed, or all that follows.
_NUMBER, _REST = r"(?:[-+]\s*)?[0-9]{1,9}", r".*"
# Between two numbers stands a blank, or the sign of the second.
_APART = r"(?:\s+|(?=[-+]))"
_FIRST_WORD = re.compile(r"[^\W\d_][\w-]*")
# The words that stand between two calls.
_BETWEEN = re.compile(r"\s(?:vs?\.?|versus|against|gegen|contre|contra)\s+", re.IGNORECASE)


def pattern(spelling: str) -> re.Pattern[str]:
    """Return the expression that matches a spelling; spaces in it are optional,
    except between two numbers.

    >>> pattern("{dice}cod").fullmatch("4COD")["dice"]
    '4'
    """
    written = []
    pieces = PLACE.split(spelling)
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
    return PLACE.sub(lambda place: places[place[1]], alias.call).strip()


def checked_call(text: object) -> str:
    """Return a call as it was passed; ArgumentError if it is no text."""
    if isinstance(text, str):
        return text
    raise ArgumentError(f'A call is text such as "pbta +2", not {quoted(text)}.', code="text")


class Spellings:
    """How the calls of one system begin: its command, other words for it, and other bots' spellings."""

    def __init__(self, command: str, found: Iterable[Alias]) -> None:
        self.command: str = command
        known = tuple(found)
        words = [alias for alias in known if alias.call == command and "{" not in alias.pattern]
        self.words: tuple[str, ...] = (command, *[alias.pattern for alias in words])
        """The command and the other words that stand for it."""
        self._longest_first = sorted(self.words, key=len, reverse=True)
        # Each spelling with the longest of its own words, which every text of that spelling holds.
        self._others = [(alias, _longest_word(alias.pattern)) for alias in known if alias not in words]
        self._patterns: dict[str, re.Pattern[str]] = {}

    @property
    def first_words(self) -> tuple[str, ...]:
        """The words with which its other spellings begin; not the numbers."""
        found = [_FIRST_WORD.match(lowered(alias.pattern)) for alias, _ in self._others]
        return tuple(dict.fromkeys(one[0] for one in found if one is not None))

    def understand(self, text: str) -> bool:
        """Return whether a text begins with one of the words, or is one of the spellings."""
        checked_call(text)
        return self.after_command(text) is not None or self.respelled(text) is not None

    def after_command(self, text: str) -> int | None:
        """Return where the arguments begin; None if the text begins with none of the words."""
        written = plain(text)
        blank = len(written) - len(written.lstrip())
        for word in self._longest_first:
            stop = blank + len(word)
            if written.startswith(word, blank) and not (
                written[stop : stop + 1].isalnum() or written[stop : stop + 1] == "_"
            ):
                return stop
        return None

    def respelled(self, text: str) -> str | None:
        """Return the call that another spelling stands for; None if the text is no such spelling."""
        written = " ".join(plain_signs(text).split())
        lower = lowered(written)
        # `ed8` may be another bot's, and with a blank it is the system's own call.
        alone = lower.startswith(f"{self.command} ")
        for alias, word in self._others:
            if word in lower and not (alone and self._is_bare(alias)):
                found = self._pattern(alias).fullmatch(written)
                if found is not None:
                    return filled(alias, found)
        if self.after_command(written) is not None:
            return None
        # A number may follow the command without a blank, as in sr12.
        for word in self._longest_first:
            if (
                lower.startswith(word)
                and lower[len(word) : len(word) + 1].isdigit()
                and not word[-1].isdigit()
            ):
                return f"{self.command} {written[len(word) :]}"
        return None

    def _is_bare(self, alias: Alias) -> bool:
        """Return whether a spelling is the command and one number, with nothing between them."""
        return PLACE.sub("", alias.pattern, count=1) == self.command

    def _pattern(self, alias: Alias) -> re.Pattern[str]:
        # Compiling is what costs, and of most spellings no text ever holds the word.
        if alias.pattern not in self._patterns:
            self._patterns[alias.pattern] = pattern(alias.pattern)
        return self._patterns[alias.pattern]


def borrowed(systems: Mapping[str, Spellings], words: Mapping[str, str]) -> dict[str, list[Spellings]]:
    """Return the words of one system with which spellings of others begin, and those others."""
    found: dict[str, list[Spellings]] = {}
    for command, known in systems.items():
        for first in known.first_words:
            if words.get(first, command) != command:
                found.setdefault(first, []).append(known)
    return found


def _longest_word(spelling: str) -> str:
    pieces = [word for piece in PLACE.split(spelling)[::2] for word in piece.split()]
    return lowered(max(pieces, key=len, default=""))


def sides(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a text as two calls, with a word such as "vs" between them.

    >>> list(sides("coc 55 vs coc 40"))
    [('coc 55', 'coc 40')]
    """
    for between in _BETWEEN.finditer(checked_call(text)):
        first, second = text[: between.start()].strip(), text[between.end() :].strip()
        if first and second:
            yield first, second
