"""The images of emojis and the bot's avatar, which the simulation itself doesn't keep."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from simcord.backend import errors
from simcord.backend.cdn import CDN_BASE

if TYPE_CHECKING:
    import simcord

MOST_EMOJIS = 2_000
_MOST_BYTES = 256 * 1024
_NAME = re.compile(r"\w{2,32}", re.ASCII)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,(?P<data>.+)", re.DOTALL)


class _Name(str):
    """The name of an emoji. A message may use any other name, as Discord identifies an emoji by its id."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    def __hash__(self) -> int:
        return super().__hash__()


def keep_pictures(world: simcord.Env) -> None:
    """Make the simulation keep the images of application emojis, and refuse what Discord refuses.

    Names must be unique, and an application can have two thousand emojis.
    """
    backend: Any = world.backend
    create = backend.create_application_emoji

    def create_with_picture(name: str, *, animated: bool = False) -> Any:
        if not _NAME.fullmatch(name):
            raise errors.invalid_form_body("name: Must be 2 to 32 letters, digits and underscores.")
        if any(str(each.name) == name for each in backend.application_emojis.values()):
            raise errors.invalid_form_body("name: An emoji with this name already exists.")
        if len(backend.application_emojis) >= MOST_EMOJIS:
            raise errors.BackendError(400, 30008, f"Maximum number of emojis reached ({MOST_EMOJIS})")
        picture = _picture_in(world.http_requests[-1].json)
        emoji = create(_Name(name), animated=animated)
        backend.cdn._blobs[f"{CDN_BASE}/emojis/{emoji.id}.png"] = picture
        return emoji

    backend.create_application_emoji = create_with_picture


def set_avatar(world: simcord.Env, picture: bytes) -> None:
    """Give the bot an avatar, like its host in the developer portal."""
    backend: Any = world.backend
    backend.bot_user.avatar = "dicewright"
    backend.cdn._blobs[f"{CDN_BASE}/avatars/{backend.bot_user.id}/dicewright.png"] = picture


def _picture_in(body: Any) -> bytes:
    found = _IMAGE.fullmatch(body["image"])
    if found is None:
        raise errors.invalid_form_body("image: Invalid image data")
    picture = base64.b64decode(found["data"], validate=True)
    if len(picture) > _MOST_BYTES:
        raise errors.invalid_form_body("image: File cannot be larger than 256.0 KB")
    return picture
