"""Distributions of numbers: how they are added up, mixed and multiplied."""

from dicewright.probability.distributions import sums
from dicewright.probability.distributions.distribution import Distribution

# `+` and `*` of distributions.
Distribution._sums = sums
