"""Game systems: a file gives a game's rolls in its own words, with the exact odds of each outcome.

The package itself is called for those that are shipped: `dicewright.systems()`.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.systems.registry import Systems


class _Package(ModuleType):
    """A package that can be called, since `dicewright.systems` is its name and that of the function."""

    def __call__(self) -> Systems:
        """Return the systems that are shipped. Each is read when it is first asked for."""
        from dicewright.systems.registry import shipped

        return shipped()


sys.modules[__name__].__class__ = _Package
