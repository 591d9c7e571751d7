"""What odds show of a roll that says nothing about its dice: the totals of the pools in its message."""

from __future__ import annotations

from functools import lru_cache

from dicewright.systems.rolling.program import Program
from dicewright.systems.rules.formulas import Formula
from dicewright.systems.rules.model import Reading
from dicewright.systems.rules.readings import Spec
from dicewright.systems.rules.translation import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.systems.rules.model import Pool


@lru_cache(maxsize=64)
def pool_totals(program: Program) -> tuple[Program, ...]:
    """Return a program for each pool whose total is shown; none if a roll has something to ask for.

    Each total is found alone, since several of them together may have too many ways to come.
    """
    kind = program.kind
    if kind.values or kind.outcomes or kind.notes or kind.result is not None:
        return ()
    named = places(kind.message)
    shown = [pool for pool in kind.pools if pool.name in named] or kind.pools
    return tuple([_with_total(program, pool) for pool in shown])


def _with_total(program: Program, pool: Pool) -> Program:
    """Return a program that reads the total of a pool, under the pool's name."""
    kind = program.kind
    total = Formula("reading", (), Spec("total", (kind.places[pool.name],)))
    # The dice get another name, because the value takes theirs.
    dice = f"{pool.name} (dice)"
    at = {dice if name == pool.name else name: place for name, place in kind.places.items()}
    at[pool.name] = len(kind.places)
    changed = kind.replace(
        pools=tuple([one.replace(name=dice) if one is pool else one for one in kind.pools]),
        values=(Reading(pool.name, f"@{pool.name}", total),),
        places=at,
    )
    return Program(changed, program.description)
