"""Objects as Discord sends them, with the fields that discord.py needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 900_000_000_000_000_001
GUILD_ID = 900_000_000_000_000_101
CHANNEL_ID = 900_000_000_000_000_201
PLAYER_ID = 900_000_000_000_000_301

COMMAND, COMPONENT, FORM = 2, 3, 5
BUTTON = 2
_INSTALLED_IN_GUILD, _INSTALLED_BY_USER = "0", "1"
CONTEXTS = {"guild": 0, "bot_dm": 1, "private_channel": 2}


def user(user_id: int = PLAYER_ID, name: str = "robin", *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(user_id),
        "username": name,
        "global_name": None if bot else name.capitalize(),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def bot_user() -> dict[str, Any]:
    return user(APPLICATION_ID, "dicewright", bot=True)


def application() -> dict[str, Any]:
    return {
        "id": str(APPLICATION_ID),
        "name": "Dicewright",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user(),
        "team": None,
    }


def registered_command(declared: dict[str, Any], command_id: int) -> dict[str, Any]:
    """Return a command as Discord gives it back: with ids, a version and the defaults filled in."""
    return {
        "id": str(command_id),
        "application_id": str(APPLICATION_ID),
        "version": str(command_id + 1),
        "default_member_permissions": None,
        "type": 1,
        "name_localizations": None,
        "description": "",
        "description_localizations": None,
        "dm_permission": True,
        "nsfw": False,
        **declared,
    }


def message(message_id: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(message_id),
        "channel_id": str(CHANNEL_ID),
        "author": bot_user(),
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "flags": body.get("flags") or 0,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "pinned": False,
        "type": 20,
    }


def text_channel(guild_id: int) -> dict[str, Any]:
    return {
        "id": str(CHANNEL_ID),
        "type": 0,
        "name": "table",
        "guild_id": str(guild_id),
        "position": 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "permissions": "0",
        "flags": 0,
    }


def direct_messages() -> dict[str, Any]:
    return {"id": str(CHANNEL_ID), "type": 1, "recipients": [user()], "last_message_id": None, "flags": 0}


def command(name: str, options: dict[str, str]) -> dict[str, Any]:
    """Return the data of a slash command; the name may have that of a command within a group."""
    inner = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    name, _, within = name.partition(" ")
    if within:
        inner = [{"name": within, "type": 1, "options": inner}]
    return {"id": "1", "name": name, "type": 1, "options": inner}


def component(message: dict[str, Any], custom_id: str, values: list[str]) -> dict[str, Any]:
    """Return the data of a button or a select of a message that a person uses."""
    used = next(each for each in walk(message["components"]) if each.get("custom_id") == custom_id)
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": used["type"], "id": 1}
    if used["type"] != BUTTON:
        data |= {"values": values, "resolved": {}}
    return data


def form(shown: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """Return the data of a form, as it was shown, sent in with what a person typed."""
    labels = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": custom_id, "value": value}}
        for custom_id, value in typed.items()
    ]
    return {"custom_id": shown["custom_id"], "components": labels}


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield components and all within them."""
    for each in components:
        yield each
        yield from walk([*each.get("components", []), *([each["accessory"]] if "accessory" in each else [])])


def interaction_create(
    kind: int,
    data: dict[str, Any],
    *,
    interaction_id: int,
    token: str,
    context: str,
    locale: str = "en-US",
    guild_id: int = GUILD_ID,
    player_id: int = PLAYER_ID,
    by_user_installation: bool = False,
    permissions: int = 0,
) -> dict[str, Any]:
    """Return an INTERACTION_CREATE of a kind, in one of CONTEXTS."""
    payload: dict[str, Any] = {
        "id": str(interaction_id),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "token": token,
        "version": 1,
        "channel_id": str(CHANNEL_ID),
        "channel": text_channel(guild_id) if context == "guild" else direct_messages(),
        "locale": locale,
        "entitlements": [],
        "context": CONTEXTS[context],
        "authorizing_integration_owners": {
            "guild": {_INSTALLED_BY_USER: str(PLAYER_ID)}
            if by_user_installation
            else {_INSTALLED_IN_GUILD: str(guild_id)},
            "bot_dm": {_INSTALLED_IN_GUILD: "0"},
            "private_channel": {_INSTALLED_BY_USER: str(PLAYER_ID)},
        }[context],
        "attachment_size_limit": 10_485_760,
        "app_permissions": "0",
        "data": data,
    }
    if context == "guild":
        payload |= {
            "guild_id": str(guild_id),
            "guild_locale": "en-US",
            "member": {
                "user": user(player_id),
                "nick": None,
                "roles": [],
                "joined_at": "2026-01-01T00:00:00+00:00",
                "permissions": str(permissions),
                "flags": 0,
                "deaf": False,
                "mute": False,
            },
        }
    else:
        payload["user"] = user(player_id)
    return payload
