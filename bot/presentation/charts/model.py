"""What a chart shows, as values that compare equal if the pictures would be the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `marked` ones are what was asked about, and one with a tone has the color of that."""

    left: float
    width: float
    height: float
    marked: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Bars that belong together; the name is shown if a panel has several."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Even:
    """The line at which bars would end if all were alike, and where most fair ones end."""

    height: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes; heights are shares, from 0 to 1. At most two series overlap."""

    series: tuple[Series, ...]
    title: str = ""
    x_label: str = ""
    even: Even | None = None
    whole: bool = False
    """Whether only whole numbers make sense along the x axis."""
    labels: tuple[str, ...] = ()
    """The labels of bars that are not numbers; such bars are horizontal, one below the other."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of one or more panels, and the same in words for readers who cannot see it."""

    panels: tuple[Panel, ...]
    alt_text: str
