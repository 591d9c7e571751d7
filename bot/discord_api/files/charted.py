"""Answers with a chart. The numbers never wait for the chart: if it is late, it is added to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.discord_api.answers import send, whereabouts
from bot.discord_api.refusals import described

if TYPE_CHECKING:
    from bot.presentation.charts.model import Chart
    from bot.presentation.charts.painter import Paint

log = structlog.stdlib.get_logger(__name__)

_FILE_NAME = "chart.png"


@dataclass(frozen=True, slots=True)
class ChartedAnswers:
    """Sends embeds with charts.

    If the chart takes more than `quick` seconds, the answer is deferred: the process that draws may have to
    start first. It then waits for up to `patience` seconds more.
    """

    paint: Paint
    patience: float = 1.0
    quick: float = 0.25

    async def send(
        self,
        interaction: discord.Interaction[Any],
        embed: discord.Embed,
        chart: Chart | None,
        *,
        ephemeral: bool = False,
    ) -> None:
        """Answer with the embed, and with the chart as soon as it is drawn, or without it if that fails."""
        if chart is None:
            await send(interaction, ephemeral=ephemeral, embed=embed)
            return
        drawing = asyncio.create_task(self._picture(chart), name="chart")
        await asyncio.wait([drawing], timeout=self.quick)
        if not drawing.done():
            if not interaction.response.is_done():
                await interaction.response.defer(ephemeral=ephemeral, thinking=True)
            await asyncio.wait([drawing], timeout=self.patience)
        picture = drawing.result() if drawing.done() else None
        if picture:
            embed.set_image(url=f"attachment://{_FILE_NAME}")
            file = _file(picture, chart)
            if interaction.response.is_done():
                await interaction.edit_original_response(embed=embed, attachments=[file])
            else:
                await interaction.response.send_message(embed=embed, file=file, ephemeral=ephemeral)
            return
        await send(interaction, ephemeral=ephemeral, embed=embed)
        if picture := await drawing:
            await self._add(interaction, embed, _file(picture, chart))

    async def _picture(self, chart: Chart) -> bytes | None:
        try:
            return await self.paint(chart)
        except Exception:
            log.exception("chart not drawn")
            return None

    @staticmethod
    async def _add(interaction: discord.Interaction[Any], embed: discord.Embed, file: discord.File) -> None:
        embed.set_image(url=f"attachment://{_FILE_NAME}")
        try:
            await interaction.edit_original_response(embed=embed, attachments=[file])
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            # The numbers have been sent, or the player has deleted the answer.
            log.warning(
                "chart not delivered",
                **described(failure),
                **whereabouts(interaction),
            )


def _file(picture: bytes, chart: Chart) -> discord.File:
    return discord.File(BytesIO(picture), _FILE_NAME, description=chart.alt_text)
