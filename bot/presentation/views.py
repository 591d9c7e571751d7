"""Buttons and selects as values: all they mean is in their custom ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import discord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

V = TypeVar("V", discord.ui.View, discord.ui.LayoutView, discord.ui.Modal)


class Rows(discord.ui.View):
    """A view that does not change any more, and so is written out once, however often it is sent."""

    _written: list[dict[str, Any]] | None = None
    _open: list[tuple[int, int]] | None = None

    def to_components(self) -> list[dict[str, Any]]:
        if self._written is None:
            self._written = super().to_components()
        return self._written

    def has_components_v2(self) -> bool:
        return False

    def completed(self, beginnings: Collection[str], ending: str) -> Rows:
        """Return a view that is sent with an ending after those custom ids that are only beginnings.

        These are the same however often it is completed. To make all items anew takes longer.
        """
        written = self.to_components()
        if self._open is None:
            self._open = [
                (row, place)
                for row, items in enumerate(written)
                for place, item in enumerate(items["components"])
                if item["custom_id"] in beginnings
            ]
        completed = [*written]
        for row, place in self._open:
            if completed[row] is written[row]:
                completed[row] = {**written[row], "components": [*written[row]["components"]]}
            items = completed[row]["components"]
            items[place] = {**items[place], "custom_id": items[place]["custom_id"] + ending}
        view = object.__new__(Rows)
        view.__dict__.update(self.__dict__)
        view._written = completed
        return view


def rows(*items: Iterable[discord.ui.Item[Any]]) -> Rows:
    """Return a view with these rows of items. Call it while an event loop runs."""
    view = Rows(timeout=None)
    for number, row in enumerate(items):
        for item in row:
            item.row = number
            view.add_item(item)
    _forgotten(view)
    return view


def layout(*items: discord.ui.Item[Any]) -> discord.ui.LayoutView:
    """Return a view that is a whole message of texts and items. Call it while an event loop runs."""
    view = discord.ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return _forgotten(view)


def form(*items: discord.ui.Item[Any], title: str, custom_id: str) -> discord.ui.Modal:
    """Return a form to fill in. Call it while an event loop runs."""
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for item in items:
        modal.add_item(item)
    return _forgotten(modal)


def _forgotten(view: V) -> V:
    # discord.py keeps each view it sends in memory for as long as that is not stopped.
    view.stop()
    return view
