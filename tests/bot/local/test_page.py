"""The page of the local Discord, where it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import simcord

from bot.local.page import CHANGES


@pytest.mark.parametrize("script", CHANGES)
def test_what_is_changed_is_still_there(script: str) -> None:
    """With a newer simulation, its page would quietly be the old one."""
    text = (Path(simcord.__file__).parent / "preview" / "static" / script.strip("/")).read_text("utf-8")
    assert [text.count(before) for before in CHANGES[script]] == [1] * len(CHANGES[script])
