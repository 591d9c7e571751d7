"""A game system: a file that is read once, and rolls in the game's own words."""

from __future__ import annotations

from functools import partial

from dicewright.errors import DiceError, NotationError
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.names import checked_names
from dicewright.notation.tokens.signs import lowered, plain_signs
from dicewright.phrases import Phrase
from dicewright.randomness import draw_from
from dicewright.source import Span
from dicewright.systems.arguments import example
from dicewright.systems.calls import Call
from dicewright.systems.errors import SystemFileError
from dicewright.systems.loading import loader
from dicewright.systems.plain_calls import PlainCalls
from dicewright.systems.result import SystemResult
from dicewright.systems.rolling.opposing import Opposing
from dicewright.systems.rolling.program import Program
from dicewright.systems.spellings import Spellings, checked_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.randomness import AnyDraw, Seed
    from dicewright.systems.checking import Failure
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.rules.model import Description, Example, RollKind

_CACHED_CALLS = 256
_LONGEST_CALL = 300


class System(Opposing):
    """A game system, ready to roll and to give odds. See docs/systems.md for the file's format.

    >>> text = '''
    ... format = 1
    ... name = "Powered by the Apocalypse"
    ... command = "pbta"
    ... [roll.move]
    ... usage = "[@mod]"
    ... pools.dice = "2d6"
    ... result = "@dice + @mod"
    ... outcomes = [
    ...   { name = "strong hit", range = "10.." },
    ...   { name = "weak hit", range = "7..9" },
    ...   { name = "miss" },
    ... ]
    ... [[test]]
    ... roll = "pbta +2"
    ... faces = [2, 4]
    ... message = "8: weak hit"
    ... '''
    >>> pbta = System.from_toml(text)
    >>> pbta.roll("pbta +1", seed="example").message
    '9: weak hit'
    >>> pbta.odds("pbta +1").outcomes["miss"]
    Fraction(5, 18)
    """

    def __init__(self, description: Description) -> None:
        self.description = description
        """Everything that the file says."""
        self._programs: dict[str, Program] = {}
        self._plain: dict[str, PlainCalls] = {}
        self._in_languages: dict[str, System] = {}
        self._calls: dict[str, tuple[Program, dict[str, Any]]] = {}
        self._spellings = Spellings(description.command, description.aliases)

    @classmethod
    def from_toml(cls, text: str, *, limits: Limits = DEFAULT_LIMITS, check: bool = True) -> System:
        """Return the system that a file describes.

        Args:
            text: the file, in TOML; see docs/systems.md.
            limits: how much one roll may ask for.
            check: whether the file's own tests have to pass. If not, `check()` says which ones fail.

        Raises:
            SystemFileError: the file says something that has no meaning, with its line and a caret; or
                one of its tests fails, with what was expected and what came out.
        """
        found = cls(loader.load(text, limits))
        if check:
            found._hold_to_tests()
        return found

    def _hold_to_tests(self) -> None:
        from dicewright.systems.checking import failures

        failure = next(failures(self), None)
        if failure is not None:
            raise SystemFileError(
                failure.sentence,
                code="test-fails",
                line=failure.line,
                key=Phrase('test of "{roll}"', roll=failure.roll),
                hint=Phrase("The file is not used until all its tests pass; dicewright test FILE runs them."),
            )

    @property
    def name(self) -> str:
        """What the system is called."""
        return self.description.name

    @property
    def command(self) -> str:
        """The word that its rolls begin with."""
        return self.description.command

    @property
    def words(self) -> tuple[str, ...]:
        """The command and the other words that stand for it."""
        return self._spellings.words

    @property
    def spellings(self) -> Spellings:
        """How its calls begin: its words, and other spellings such as `4cod`."""
        return self._spellings

    @property
    def digest(self) -> str:
        """The SHA-256 of its file, in hexadecimal."""
        return self.description.digest

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its words: that of the file first, then those that it translates them to."""
        return tuple(dict.fromkeys([self.description.language, *self.description.words]))

    def in_language(self, language: str) -> System:
        """Return this system with its words in a language, as far as its file translates them.

        "pt-BR" is also found as "pt". If the file has neither, its own words stay. What a result of
        one language leads to, such as a push, can be done in another.

        >>> text = '''
        ... format = 1
        ... name = "Coins"
        ... command = "coin"
        ... [words.fr]
        ... heads = "face"
        ... [roll.toss]
        ... pools.coin = "1d2"
        ... outcomes = [{ name = "heads", range = "2" }, { name = "tails" }]
        ... '''
        >>> from dicewright import scripted
        >>> System.from_toml(text).in_language("fr-CA").roll("coin", dice=scripted([2])).message
        '2: face'
        """
        written = language.lower().replace("_", "-")
        while written and written not in self.description.words:
            written = written.rpartition("-")[0]
        if not written:
            return self
        if written not in self._in_languages:
            from dicewright.systems.rules.translation import translated

            words = self.description.words[written]
            self._in_languages[written] = System(translated(self.description, words))
        return self._in_languages[written]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could be improved in its file: that it has no tests, outcomes that no test reaches, and
        translations of texts that are not in it.
        """
        from dicewright.systems.checking import warnings

        return tuple(warnings(self))

    @property
    def rolls(self) -> Mapping[str, RollKind]:
        """Its rolls by name. The first is what the command alone means."""
        return self.description.rolls

    @property
    def tests(self) -> tuple[Example, ...]:
        """The tests embedded in its file."""
        return self.description.tests

    def roll(
        self,
        text: str,
        *,
        seed: Seed | None = None,
        dice: AnyDraw | None = None,
        names: Mapping[str, Meaning] | None = None,
    ) -> SystemResult:
        """Roll what a player types.

        Args:
            text: a call such as "v5 7 h2 vs 3"; `rolls` has the usage of each roll.
            seed: makes the roll reproducible, forever and in any language.
            dice: draws faces in place of the system, as `scripted([6, 1])` does in a test.
            names: saved values that may be typed instead of numbers, such as {"brawl": 55}.

        Raises:
            NotationError: the call has no meaning, or something is missing in it.
            LimitError: the roll passes a limit.
            RollError: it cannot be rolled, such as a division by zero.
        """
        program, given = self.call(text, names)
        return SystemResult(text, self._thrown(program, given, draw_from(seed, dice), text), seed)

    def odds(
        self, text: str, *, names: Mapping[str, Meaning] | None = None, pushed: bool = False
    ) -> OutcomeOdds:
        """Return the exact odds of what a player types: of each outcome, note and value.

        Args:
            text: a call such as "v5 7 h2 vs 3".
            names: saved values that may be typed instead of numbers.
            pushed: whether the roll is pushed if it fails and the file allows it. A failure is an
                outcome of the tone "failure" or "disaster"; if no outcome has a tone, the last one.

        The errors are those of `roll`; also OddsTooLarge if the odds take too much work, and RollError
        if `pushed` is asked of a roll that cannot be pushed.
        """
        from dicewright.probability.work import Work  # only odds need it
        from dicewright.systems.odds import keep_odds

        program, given = self.call(text, names)
        work = Work(self.description.limits)
        with self._of_call(text):
            if pushed:
                from dicewright.systems.odds.pushing.push_odds import PushOdds

                return PushOdds(program, work).before(given)
            return keep_odds.odds(program, given, work)

    def check(self) -> tuple[Failure, ...]:
        """Run the embedded tests, and return those that fail: none if all pass."""
        from dicewright.systems.checking import failures

        return tuple(failures(self))

    def example(self, roll: str) -> str:
        """Return a call of a roll as the file's tests type it, or one made of its defaults."""
        kind = self.rolls[roll]
        for test in self.tests:
            if self.roll_named(test.roll) == roll and " " in test.roll and self.understands(test.roll):
                return test.roll
        words = [self.description.opening(roll)]
        for piece in kind.pieces:
            if not piece.optional:
                value = example(self.description, kind.parameters[piece.parameter])
                words.append(f"{piece.prefix}{' ' * piece.spaced}{value}")
        return " ".join(words)

    def roll_named(self, text: str) -> str:
        """Return the name of the roll that an unfinished call asks for: its second word, or the first."""
        words = text.lower().split()
        return words[1] if len(words) > 1 and words[1] in self.rolls else self.description.first

    def spelled_out(self, text: str) -> str:
        """Return a call as this system's file types it; an example if something is missing in the text."""
        written = " ".join((self._spellings.respelled(text) or text).split())
        try:
            self.call(written)
        except DiceError:
            return self.example(self.description.first)
        return written

    def call(self, text: str, names: Mapping[str, Meaning] | None = None) -> tuple[Program, dict[str, Any]]:
        """Return the roll that a call names, compiled, and its parameters.

        Raises NotationError that points at what has no meaning.
        """
        names = None if names is None else checked_names(names)
        if not names and checked_call(text) in self._calls:
            return self._calls[text]
        if len(checked_call(text)) > _LONGEST_CALL:
            raise NotationError(
                Phrase("A call can have at most {most} characters.", most=_LONGEST_CALL),
                code="too-long",
                hint=self._usage(),
            )
        plain = plain_signs(text)
        # A spelling that the file lists comes first, since it may begin with the command: `wng dn3 4d6`.
        written = self._spellings.respelled(plain) or plain
        start = self._spellings.after_command(written)
        if start is None:
            raise self._another(text)
        kind, start = self._kind(written, start)
        given = None if names else self._plain_calls(kind).read(written, start)
        if given is None:
            shown = partial(self.example, kind.name)
            try:
                given = Call(written, start, kind, self.description, names or {}, shown).read()
            except NotationError as error:
                if error.text == plain:
                    error.text = text  # places are the same in both
                raise
        found = self.program(kind.name), given
        if not names:
            if len(self._calls) >= _CACHED_CALLS:
                self._calls.clear()
            self._calls[text] = found
        return found

    def _plain_calls(self, kind: RollKind) -> PlainCalls:
        if kind.name not in self._plain:
            self._plain[kind.name] = PlainCalls(kind)
        return self._plain[kind.name]

    def program(self, roll: str) -> Program:
        """Return one of the rolls, compiled."""
        if roll not in self._programs:
            self._programs[roll] = Program(self.rolls[roll], self.description)
        return self._programs[roll]

    def understands(self, text: str) -> bool:
        """Return whether a text begins with a word of this system, or is a spelling that it knows."""
        return self._spellings.understand(text)

    def __reduce__(self) -> tuple[Any, ...]:
        # What was compiled and cached is made again.
        return System, (self.description,)

    def _kind(self, text: str, start: int) -> tuple[RollKind, int]:
        """Return the roll whose name comes after the command, else the first, and where that ends."""
        rest = text[start:]
        words = rest.split(maxsplit=1)
        if words and lowered(words[0]) in self.rolls:
            return self.rolls[lowered(words[0])], start + len(rest) - len(rest.lstrip()) + len(words[0])
        return self.rolls[self.description.first], start

    def _usage(self) -> str:
        return Phrase("For example, {call}.", call=self.example(self.description.first))

    def _another(self, text: str) -> NotationError:
        return NotationError(
            Phrase("This is not a roll of {system}.", system=self.name),
            code="another-system",
            hint=self._usage(),
            text=text,
            span=Span(0, max(1, len(text.split(maxsplit=1)[0]) if text.split() else 1)),
        )

    def __repr__(self) -> str:
        return f"<System {self.command!r}: {self.name}>"
