"""Scraping a bot as Prometheus does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client.metrics_core import Metric


async def scraped(port: int, *, accept: str = "text/plain") -> str:
    headers = {"Accept": accept}
    async with aiohttp.request("GET", f"http://127.0.0.1:{port}/metrics", headers=headers) as answer:
        assert answer.status == 200
        assert answer.content_type == accept.partition(";")[0]
        return await answer.text()


def samples(families: Iterable[Metric]) -> dict[str, float]:
    """Return each of our samples by its name and the values of its labels."""
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("dicewright_")
    }
