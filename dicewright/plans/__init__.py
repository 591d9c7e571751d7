"""The fast path for the rolls that players type most, worked out once when a text is first rolled.

`dicewright.interpreter` says what notation means and can roll all of it. Of a sum of plain pools, the
totals, the dice and the text follow from the faces alone, so a plan draws the same faces in the same
order and keeps them; everything else is read off them when somebody asks. What has no plan, or is not
known to a part of it, goes through the interpreter. Tests compare each plan with it, face by face.
"""

from __future__ import annotations

from dicewright.plans.compiler import planned
from dicewright.plans.plan import Plan

__all__ = ["Plan", "planned"]
