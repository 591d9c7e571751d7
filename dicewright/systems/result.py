"""The result of a system's roll: its outcome in the game's own words, and the dice under it."""

from __future__ import annotations

from dicewright.notation.parsing.common import parse
from dicewright.numbers import exact, jsonable
from dicewright.randomness import checked_seed
from dicewright.results import Die
from dicewright.systems.rolling.passed import stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Literal, Protocol

    from dicewright.notation.tree.dice import DieKind
    from dicewright.numbers import Number
    from dicewright.randomness import Seed
    from dicewright.systems.rules.model import Tone

    class Source(Protocol):
        """Where a result has what it shows: a roll that was just made, or one that was stored."""

        @property
        def system(self) -> str: ...
        @property
        def digest(self) -> str: ...
        @property
        def roll(self) -> str: ...
        def parameters(self) -> dict[str, Number | str]: ...
        def values(self) -> dict[str, Number | str]: ...
        def result(self) -> Number | None: ...
        def outcome(self) -> str | None: ...
        def tone(self) -> Tone | None: ...
        def notes(self) -> tuple[str, ...]: ...
        def message(self) -> str: ...
        def pools(self) -> dict[str, tuple[Die, ...]]: ...
        def plain_dice(self) -> tuple[Run, ...] | None: ...
        def faces(self) -> tuple[int, ...]: ...
        def follow_ups(self) -> tuple[str, ...]: ...
        def call(self) -> str: ...

    # The name of a pool, and which of its dice, from 0.
    Chosen = tuple[str, int]
    # The name of a pool, the kind of some of its dice, and the positions of the faces that they show.
    Run = tuple[str, DieKind, Sequence[int]]


if TYPE_CHECKING:
    from functools import cached_property as _once
else:

    class _once:
        """A property that is worked out when it is first read, and then stays.

        Before Python 3.12, functools.cached_property takes a lock for it, which takes longer than most of
        these do.
        """

        def __init__(self, work_out: Callable[[SystemResult], Any]) -> None:
            self._work_out = work_out
            self._name = work_out.__name__
            self.__doc__ = work_out.__doc__

        def __get__(self, result: SystemResult | None, owner: type[SystemResult]) -> Any:
            if result is None:
                return self
            value = result.__dict__[self._name] = self._work_out(result)
            return value


class SystemResult:
    """The result of a roll of a game system. It is read-only.

    What it says is worked out when it is first asked for, from the faces that were thrown.

    >>> from dicewright import System, scripted
    >>> system = System.from_toml('''
    ... format = 1
    ... name = "Coins"
    ... command = "coin"
    ... [roll.toss]
    ... pools.coin = "1d2"
    ... outcomes = [{ name = "heads", range = "2", tone = "success" }, { name = "tails" }]
    ... ''')
    >>> result = system.roll("coin", dice=scripted([2]))
    >>> result.message, result.outcome, result.tone
    ('2: heads', 'heads', 'success')
    """

    def __init__(
        self,
        text: str,
        source: Source,
        seed: Seed | None = None,
        first: SystemResult | None = None,
        chosen: tuple[Chosen, ...] = (),
        action: Literal["push", "keep"] | None = None,
    ) -> None:
        kept = checked_seed(seed)
        self.__dict__.update(text=text, seed=kept, first=first, chosen=chosen, action=action, _source=source)

    if TYPE_CHECKING:
        text: str
        """What was typed."""
        seed: str | bytes | None
        """The seed of a reproducible roll."""
        first: SystemResult | None
        """The result before, if this one is a second look at it; None otherwise."""
        chosen: tuple[Chosen, ...]
        """The dice of `first` that were thrown again or kept: each one's pool, and its place there from 0."""
        action: Literal["push", "keep"] | None
        """What the second look did: "push" or "keep"; None for a first roll."""
        _source: Source

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is read-only")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is read-only")

    @property
    def system(self) -> str:
        """The command of the system."""
        return self._source.system

    @property
    def digest(self) -> str:
        """The SHA-256 of the system's file as it was when this was rolled."""
        return self._source.digest

    @property
    def roll(self) -> str:
        """The name of the roll within the system."""
        return self._source.roll

    @_once
    def call(self) -> str:
        """What was typed with every saved value filled in, such as "coc 55" for "coc spot_hidden".

        Rolling it asks for the same again, whatever has become of the saved values.
        """
        return self._source.call()

    @_once
    def parameters(self) -> Mapping[str, Number | str]:
        """What was typed for each parameter, or its default; dice are given as notation."""
        return self._source.parameters()

    @_once
    def values(self) -> Mapping[str, Number | str]:
        """Each named value; one that is looked up in a table of words is given as its words."""
        return self._source.values()

    @_once
    def result(self) -> Number | None:
        """The number that is shown large, or None if the roll has none."""
        return self._source.result()

    @_once
    def outcome(self) -> str | None:
        """The name of the outcome, or None if the roll has none."""
        return self._source.outcome()

    @_once
    def tone(self) -> Tone | None:
        """Triumph, success, mixed, failure or disaster; None if the file does not say."""
        return self._source.tone()

    @_once
    def notes(self) -> tuple[str, ...]:
        """The notes that join the outcome, in the order of the file."""
        return self._source.notes()

    @_once
    def message(self) -> str:
        """The answer in the game's own words. It is plain text: escape it before you show it."""
        return self._source.message()

    @_once
    def pools(self) -> Mapping[str, tuple[Die, ...]]:
        """The dice of each pool, in the order thrown; dropped and replaced ones too."""
        return self._source.pools()

    @_once
    def plain_dice(self) -> tuple[Run, ...] | None:
        """The dice of the pools in runs of one kind: the pool, the kind, and the position of each face that
        is up, from 1. None if one of them is more than that: dropped, exploded, or thrown again.

        >>> import dicewright
        >>> result = dicewright.systems()["alien"].roll("alien 2 s1", dice=dicewright.scripted([6, 2, 3]))
        >>> [(pool, kind.sides, list(positions)) for pool, kind, positions in result.plain_dice]
        [('base_dice', 6, [6, 2]), ('stress_dice', 6, [3])]
        """
        return self._source.plain_dice()

    @property
    def dice(self) -> tuple[Die, ...]:
        """All dice thrown, in the order of the pools; dropped and replaced ones too."""
        return tuple(die for dice in self.pools.values() for die in dice)

    @_once
    def faces(self) -> tuple[int, ...]:
        """The position of every face thrown, in order, from 1 to the die's number of sides."""
        return self._source.faces()

    @_once
    def follow_ups(self) -> tuple[str, ...]:
        """The calls that this result leads to, such as "alien panic s3", ready to be rolled."""
        return self._source.follow_ups()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data that JSON can hold; `from_dict` makes it a result again.

        It holds the words as they are now, since a game master may change the file later.
        """
        seed = self.seed
        return {
            "system": self.system,
            "digest": self.digest,
            "text": self.text,
            "call": self.call,
            "roll": self.roll,
            "parameters": _plain(self.parameters),
            "values": _plain(self.values),
            "result": None if self.result is None else jsonable(self.result),
            "outcome": self.outcome,
            "tone": self.tone,
            "notes": list(self.notes),
            "message": self.message,
            "pools": {
                name: [{"kind": str(die.kind), **die.to_dict()} for die in dice]
                for name, dice in self.pools.items()
            },
            "faces": list(self.faces),
            "follow_ups": list(self.follow_ups),
            "seed": {"bytes": seed.hex()} if isinstance(seed, bytes) else seed,
            "first": None if self.first is None else self.first.to_dict(),
            "chosen": [list(one) for one in self.chosen],
            "action": self.action,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> SystemResult:
        """Return the result that `to_dict` described. The system's file is not needed for it.

        Raises ArgumentError if the data is of another form.
        """
        plain, seed = stored(plain)
        first = None if plain["first"] is None else cls.from_dict(plain["first"])
        chosen = tuple((name, at) for name, at in plain["chosen"])
        return cls(plain["text"], _Stored(plain), seed, first, chosen, plain["action"])

    def __str__(self) -> str:
        return ", ".join([self.message, *self.notes])

    def __repr__(self) -> str:
        return f"<SystemResult {self.text!r}: {self.message}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SystemResult):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.text, self.digest, self.faces))

    def __reduce__(self) -> tuple[Any, ...]:
        return SystemResult.from_dict, (self.to_dict(),)


class _Stored:
    """A result as it was stored."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._plain = plain
        self.system: str = plain["system"]
        self.digest: str = plain["digest"]
        self.roll: str = plain["roll"]

    def call(self) -> str:
        call: str = self._plain["call"]
        return call

    def parameters(self) -> dict[str, Number | str]:
        return _numbers(self._plain["parameters"])

    def values(self) -> dict[str, Number | str]:
        return _numbers(self._plain["values"])

    def result(self) -> Number | None:
        result = self._plain["result"]
        return exact(result) if isinstance(result, str) else result

    def outcome(self) -> str | None:
        outcome: str | None = self._plain["outcome"]
        return outcome

    def tone(self) -> Tone | None:
        tone: Tone | None = self._plain["tone"]
        return tone

    def notes(self) -> tuple[str, ...]:
        return tuple(self._plain["notes"])

    def message(self) -> str:
        message: str = self._plain["message"]
        return message

    def pools(self) -> dict[str, tuple[Die, ...]]:
        kinds: dict[str, DieKind] = {}
        return {name: tuple(_die(die, kinds) for die in dice) for name, dice in self._plain["pools"].items()}

    def plain_dice(self) -> None:
        return None

    def faces(self) -> tuple[int, ...]:
        return tuple(self._plain["faces"])

    def follow_ups(self) -> tuple[str, ...]:
        return tuple(self._plain["follow_ups"])


def _plain(values: Mapping[str, Number | str]) -> dict[str, Any]:
    """Return numbers for JSON; words keep a mark, so that "3.5" is no fraction."""
    return {
        name: {"words": value} if isinstance(value, str) else jsonable(value)
        for name, value in values.items()
    }


def _numbers(values: Mapping[str, Any]) -> dict[str, Number | str]:
    return {
        name: value["words"] if isinstance(value, dict) else exact(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _die(plain: Mapping[str, Any], kinds: dict[str, DieKind]) -> Die:
    kind = plain["kind"]
    if kind not in kinds:
        kinds[kind] = parse(f"1d{kind}").rolls[0].expression.die  # type: ignore[union-attr, assignment]  # it is a pool, and its die no name
    fields = {name: plain[name] for name in Die._fields if name not in ("kind", "rolls", "value")}
    return Die(
        kind=kinds[kind],
        rolls=tuple(exact(face) if isinstance(face, str) else face for face in plain["rolls"]),
        value=exact(plain["value"]) if isinstance(plain["value"], str) else plain["value"],
        **fields,
    )
