"""The text of a planned roll, with gaps for its dice: only they change from one result to the next.

The dice are what `breakdown` writes of each face, and the text between the gaps is what it writes of an
example; only of sums and products, which are most, it is put together here, in a third of the time.
"""

from __future__ import annotations

from functools import lru_cache

from dicewright.arithmetic import margin
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Fate, Numbered
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.modifiers import Count
from dicewright.plans.pools import in_reading_order
from dicewright.rendering import breakdown
from dicewright.rendering.outcome import counted, tested
from dicewright.results import Die, Rolled, natural_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.plans import Plan
    from dicewright.plans.plan import Part
    from dicewright.plans.pools import Faces
    from dicewright.rendering.breakdown import Style

    # Writes a result from its total and its faces in blocks, one for each pool.
    Writer = Callable[[Number, Sequence[Faces]], str]
    Shown = Callable[[int], str]

# The text of each face is kept for dice that have few of them.
_FEW_FACES = 255
# For this many pools of notation, the text before their dice is kept.
_KNOWN_POOLS = 512
# A die's text is its number with at most this many signs around it.
_SIGNS = 6


class Templates:
    """Makes the templates of one medium, in which a breakdown has at most `limit` characters."""

    __slots__ = ("_before", "_faces", "_gap", "_limit", "_style")

    def __init__(self, style: Style, limit: int) -> None:
        self._style = style
        self._limit = limit
        self._faces = lru_cache(maxsize=256)(self._texts_of_faces)
        # Most texts are new, but the dice in them are not.
        self._gap = lru_cache(maxsize=256)(self._new_gap)
        self._before: dict[int, tuple[nodes.Pool, str]] = {}

    def lines(self, plan: Plan) -> Writer | None:
        """Return what writes each roll of a plan on a line; None if the faces alone do not say it."""
        if not plan.shows:
            return None
        lines = []
        for part in plan.parts:
            texts = [""]
            if not self._sum(part.roll.expression, texts, 0):
                labels: list[nodes.Labelled] = []
                example = _example(part.roll.expression, labels)
                if len(labels) > 1:
                    return None
                texts = self._cut_at_dice(example)
            lines.append(self._line(part, texts))
        if len(plan.parts) == plan.parts[0].times == 1:
            return lines[0]
        return lambda _total, blocks: self._all_lines(plan, lines, blocks)

    def _all_lines(self, plan: Plan, lines: list[Writer], blocks: Sequence[Faces]) -> str:
        totals = iter(plan.totals(blocks))
        written = []
        first = 0
        for part, line in zip(plan.parts, lines, strict=True):
            pools, sum_of_part = len(part.pools), 0
            for _ in range(part.times):
                total = next(totals)
                written.append(line(total, blocks[first : first + pools]))
                sum_of_part += total
                first += pools
            if part.times > 1:
                written.append(f"total {self._style.total(f'{sum_of_part:,}')}")
        return "\n".join(written)

    def _line(self, part: Part, texts: list[str]) -> Writer:
        style = self._style
        gaps = [
            (place, self._gap(pool.count, pool.sides, pool.dropped, pool.others, pool.fate, pool.explodes))
            for place, pool in enumerate(part.pools)
            if pool.count
        ]
        note = f" # {style.escape(part.roll.note)}" if part.roll.note else ""
        words = _outcome(part.roll.expression)
        longest = sum(map(len, texts)) + sum([gap.longest for _, gap in gaps])
        if style.total is not str or words is not None or longest > self._limit:
            return self._any_line(texts, gaps, words, note)
        before, after = texts[0], f"{texts[-1]} = "
        if len(gaps) == 1:
            place, gap = gaps[0]
            if gap.only is not None:
                shown = gap.only
                return lambda total, blocks: f"{before}{shown(blocks[place][0])}{after}{total:,}{note}"
            dice = gap.text
            return lambda total, blocks: f"{before}{dice(blocks[place])}{after}{total:,}{note}"
        if len(gaps) == 2:
            (one, first), (other, second) = gaps
            left, right, middle = first.text, second.text, texts[1]
            return lambda total, blocks: (
                f"{before}{left(blocks[one])}{middle}{right(blocks[other])}{after}{total:,}{note}"
            )
        return self._any_line(texts, gaps, words, note)

    def _any_line(
        self,
        texts: Sequence[str],
        gaps: Sequence[tuple[int, _Gap]],
        words: Callable[[Number], str] | None,
        note: str,
    ) -> Writer:
        style, limit = self._style, self._limit
        pools = [(text, place, gap.text) for text, (place, gap) in zip(texts, gaps, strict=False)]

        def line(total: Number, blocks: Sequence[Faces]) -> str:
            rolled = "".join([piece for text, place, dice in pools for piece in (text, dice(blocks[place]))])
            rolled += texts[-1]
            if len(rolled) > limit:
                number = sum(len(blocks[place]) for _, place, _ in pools)
                rolled = breakdown.cut(_pieces(texts, gaps, blocks), number, limit, style.said)
            ending = f": {style.escape(words(total))}" if words is not None else ""
            shown_total = style.total(f"{total:,}")
            return f"{rolled} = {shown_total}{ending}{note}"

        return line

    def _sum(self, node: Expression, texts: list[str], at_least: int) -> bool:
        """Add the texts around the gaps of a sum or product; False if something else is in it."""
        if isinstance(node, nodes.Number):
            texts[-1] += str(node)
            return True
        if isinstance(node, nodes.Pool):
            texts[-1] += self._before_dice(node)
            count = node.count
            if isinstance(count, nodes.Number) and count.value:
                texts.append(")")
            else:
                texts[-1] += ")"
            return True
        if not isinstance(node, nodes.Arithmetic):
            return False
        precedence = node.precedence
        in_brackets = precedence < at_least
        if in_brackets:
            texts[-1] += "("
        if not self._sum(node.first, texts, precedence + 1):
            return False
        for step in node.rest:
            texts[-1] += breakdown.operator(step, self._style)
            if not self._sum(step.operand, texts, precedence + 1):
                return False
        if in_brackets:
            texts[-1] += ")"
        return True

    def _before_dice(self, pool: nodes.Pool) -> str:
        """Return what stands in front of a pool's dice. In new texts, the same dice are often one node."""
        known = self._before.get(id(pool))
        if known is not None and known[0] is pool:
            return known[1]
        text = breakdown.before_dice(pool, self._style)
        if len(self._before) >= _KNOWN_POOLS:
            self._before.clear()
        # The pool is kept with its text, or its id could become that of another.
        self._before[id(pool)] = pool, text
        return text

    def _cut_at_dice(self, example: Rolled) -> list[str]:
        """Return the texts around the dice."""
        texts = [""]
        for text, dice in breakdown.pieces(example, self._style):
            if dice:
                texts.append("")
            else:
                texts[-1] += text
        return texts

    def _new_gap(
        self,
        count: int,
        sides: int,
        dropped: Callable[[Faces], Sequence[int]] | None,
        others: bytes | None,
        fate: bool,
        explodes: bool,
    ) -> _Gap:
        """Return how the dice of a pool are written, given everything about it that matters."""
        shown = self._by_face(sides, fate, "exploding" if explodes else "kept", others)
        # Dice that explode may become any number.
        longest = self._limit if explodes else count * (len(f"{sides:,}") + _SIGNS)
        if explodes:
            return _Gap(
                longest, lambda drawn: [shown(face) for face in in_reading_order(drawn, count, sides)]
            )
        if dropped is None:
            return _Gap(longest, lambda drawn: list(map(shown, drawn)), shown, one=count == 1)
        gone = self._by_face(sides, fate, "dropped", None)

        def texts(drawn: Faces) -> list[str]:
            found = [shown(face) for face in drawn]
            for place in dropped(drawn):
                found[place] = gone(drawn[place])
            return found

        return _Gap(longest, texts)

    def _by_face(self, sides: int, fate: bool, state: str, others: bytes | None) -> Shown:
        if sides <= _FEW_FACES:
            return self._faces(sides, fate, state, others)
        return lambda face: self._face_text(face, sides, fate, state, others)

    def _texts_of_faces(self, sides: int, fate: bool, state: str, others: bytes | None) -> Shown:
        """Return the texts of faces, each worked out when it is first shown."""
        return _Remembered(lambda face: self._face_text(face, sides, fate, state, others)).__getitem__

    def _face_text(self, face: int, sides: int, fate: bool, state: str, others: bytes | None) -> str:
        kind = Fate() if fate else Numbered(sides)
        value = face - 2 if fate else face
        kept = state != "dropped"
        successes = None if others is None else int(face not in others)
        mark = natural_mark(face, successes) if sides == 20 and kept else None
        die = Die(0, 0, kind, (value,), value, kept=kept, successes=successes, mark=mark)
        explodes = state == "exploding" and face == sides
        pool = nodes.Pool(nodes.Number(1), kind)
        return breakdown.die_text(die, pool, self._style, explodes=explodes, in_play=True)


class _Gap:
    """Where the dice of a pool are written, given its faces."""

    __slots__ = ("longest", "only", "text", "texts")

    def __init__(
        self,
        longest: int,
        texts: Callable[[Faces], list[str]],
        shown: Shown | None = None,
        *,
        one: bool = False,
    ) -> None:
        """`shown` is what writes one face, if all are written alike."""
        self.longest: int = longest
        """The most characters that it takes."""
        self.texts: Callable[[Faces], list[str]] = texts
        """Writes each die."""
        self.only: Shown | None = shown if one else None
        """Writes the one die there is; None if there are others."""
        self.text: Callable[[Faces], str]
        """Writes all dice."""
        if shown is None:
            self.text = lambda drawn: ", ".join(texts(drawn))
        else:
            self.text = lambda drawn: ", ".join(map(shown, drawn))


def _pieces(
    texts: Sequence[str], gaps: Sequence[tuple[int, _Gap]], blocks: Sequence[Faces]
) -> Iterator[tuple[str, int]]:
    for text, (place, gap) in zip(texts, gaps, strict=False):
        yield text, 0
        for number, die in enumerate(gap.texts(blocks[place])):
            if number:
                yield ", ", 0
            yield die, 1
    yield texts[-1], 0


class _Remembered(dict[int, str]):
    """Texts by face, each made when it is first asked for."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[int], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, face: int) -> str:
        text = self[face] = self._make(face)
        return text


def _example(node: Expression, labels: list[nodes.Labelled]) -> Rolled:
    """Return a rolled tree with one die in each pool that has any, and put its labels into the list."""
    if isinstance(node, nodes.Number):
        return Rolled(node, node.value)
    if isinstance(node, nodes.Pool):
        thrown = isinstance(node.count, nodes.Number) and node.count.value
        return Rolled(node, 0, (), (_EXAMPLE,) if thrown else ())
    if isinstance(node, nodes.Labelled):
        labels.append(node)
    return Rolled(node, 0, tuple([_example(inside, labels) for inside in children(node)]))


_EXAMPLE = Die(0, 0, Numbered(6), (1,), 1)


def _outcome(node: Expression) -> Callable[[Number], str] | None:
    """Return what puts the outcome of a roll into words, given its total; None if there are none."""
    if isinstance(node, nodes.Pool) and not node.modifiers:
        return None
    roll = node.roll if isinstance(node, nodes.Test) else node
    while isinstance(roll, nodes.Labelled):
        roll = roll.term
    counts = isinstance(roll, nodes.Pool) and Count in map(type, roll.modifiers)
    if not isinstance(node, nodes.Test):
        return (lambda total: counted(total, None, 0)) if counts else None
    operator = node.operator
    target = node.target.value if isinstance(node.target, nodes.Number) else 0

    def words(total: Number) -> str:
        how = tested(COMPARISONS[operator](total, target), margin(operator, total, target))
        return f"{how}, {counted(total, None, 0)}" if counts else how

    return words
