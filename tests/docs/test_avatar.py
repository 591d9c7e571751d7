"""The avatar that hosts upload is the one that is drawn. `make screenshots` draws it anew."""

from __future__ import annotations

import os

from bot.presentation.dice.avatar import avatar
from bot.presentation.dice.drawing import draw
from tests.support.process import PROJECT

FILE = PROJECT / "docs" / "images" / "avatar.png"


def test_the_avatar_is_the_one_that_is_drawn() -> None:
    if os.environ.get("WRITE_SCREENSHOTS"):
        FILE.write_bytes(draw(avatar()))
    # Other versions of the drawing library may write other bytes, so only its size is compared.
    assert FILE.read_bytes()[:24] == draw(avatar())[:24], "the avatar has another size: make screenshots"
    assert "(images/avatar.png)" in (PROJECT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
