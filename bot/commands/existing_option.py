"""The option `existing` of commands that import: what to do with what is there already."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.app_commands import locale_str

Existing = Literal["keep", "replace"]
EXISTING = [
    app_commands.Choice(name=locale_str("keep"), value="keep"),
    app_commands.Choice(name=locale_str("replace"), value="replace"),
]
