"""Objects as Discord sends them, with the fields that discord.py needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

APPLICATION_ID = 900_000_000_000_000_001
GUILD_ID = 900_000_000_000_000_101
CHANNEL_ID = 900_000_000_000_000_201
PLAYER_ID = 900_000_000_000_000_301

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
# The custom id of the menu under a roll.
MENU = "more"
BUTTON = 2
_INSTALLED_IN_GUILD, _INSTALLED_BY_USER = "0", "1"
USE_EXTERNAL_APPS = 1 << 50
CONTEXTS = {"guild": 0, "bot_dm": 1, "private_channel": 2}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the bot, as Discord describes them in each interaction on a server."""

    user_id: int
    name: str
    permissions: int = 0
    role_ids: tuple[int, ...] = ()


ROBIN = Person(PLAYER_ID, "robin")


@dataclass(frozen=True, slots=True)
class Upload:
    """An attachment in an option of a command, as Discord describes it."""

    described: dict[str, Any]


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
    """Return a command as Discord returns it: with ids, a version and defaults filled in."""
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


def message(
    message_id: int,
    body: Mapping[str, Any],
    *,
    channel_id: int = CHANNEL_ID,
    files: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return a message of the bot; `files` describes those attached to it (see `RestApi`)."""
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
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
        "attachments": [attachment(message_id + number, each) for number, each in enumerate(files, start=1)],
        "pinned": False,
        "type": 20,
    }


def attachment(attachment_id: int, file: Mapping[str, Any]) -> dict[str, Any]:
    url = f"https://cdn.discordapp.com/attachments/{CHANNEL_ID}/{attachment_id}/{file['filename']}"
    described = {key: value for key, value in file.items() if key != "text"}
    return {"id": str(attachment_id), "url": url, "proxy_url": url, **described}


def text_channel(guild_id: int, channel_id: int = CHANNEL_ID) -> dict[str, Any]:
    return {
        "id": str(channel_id),
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


def direct_messages(channel_id: int = CHANNEL_ID, by: Person = ROBIN) -> dict[str, Any]:
    recipient = user(by.user_id, by.name)
    return {"id": str(channel_id), "type": 1, "recipients": [recipient], "last_message_id": None, "flags": 0}


def member(person: Person) -> dict[str, Any]:
    """Return a person as a member of the server, without the user, which is sometimes elsewhere."""
    return {
        "nick": None,
        "roles": [str(role_id) for role_id in person.role_ids],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "permissions": str(person.permissions),
        "flags": 0,
        "deaf": False,
        "mute": False,
    }


def command(name: str, options: Mapping[str, Any], *, focused: str = "") -> dict[str, Any]:
    """Return the data of a slash command; the name may include that of a subcommand.

    Options are texts, integers, numbers, booleans, people or files. `focused` is the one being typed into.
    """
    inner: list[dict[str, Any]] = [_option(key, value) for key, value in options.items()]
    for option in inner:
        if option["name"] == focused:
            option["focused"] = True
    name, _, within = name.partition(" ")
    if within:
        inner = [{"name": within, "type": 1, "options": inner}]
    data = {"id": "1", "name": name, "type": SLASH, "options": inner}
    people = [value for value in options.values() if isinstance(value, Person)]
    uploads = [value.described for value in options.values() if isinstance(value, Upload)]
    resolved = _resolved_people(people) if people else {}
    if uploads:
        resolved["attachments"] = {each["id"]: each for each in uploads}
    return data | ({"resolved": resolved} if resolved else {})


def message_menu(name: str, target: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a menu item of a message."""
    found = {"messages": {target["id"]: target}}
    return {"id": "1", "name": name, "type": MESSAGE_MENU, "target_id": target["id"], "resolved": found}


def user_menu(name: str, target: Person) -> dict[str, Any]:
    """Return the data of a menu item of a person."""
    target_id = str(target.user_id)
    found = _resolved_people([target])
    return {"id": "1", "name": name, "type": USER_MENU, "target_id": target_id, "resolved": found}


def _option(name: str, value: Any) -> dict[str, Any]:
    match value:
        case Person():
            return {"name": name, "type": 6, "value": str(value.user_id)}
        case Upload():
            return {"name": name, "type": 11, "value": value.described["id"]}
        case bool():
            return {"name": name, "type": 5, "value": value}
        case int():
            return {"name": name, "type": 4, "value": value}
        case float():
            return {"name": name, "type": 10, "value": value}
        case _:
            return {"name": name, "type": 3, "value": value}


def _resolved_people(people: Sequence[Person]) -> dict[str, Any]:
    return {
        "users": {str(each.user_id): user(each.user_id, each.name) for each in people},
        "members": {str(each.user_id): member(each) for each in people},
    }


def component(message: dict[str, Any], custom_id: str, values: list[str]) -> dict[str, Any]:
    """Return the data of a button or a select in a message that a person uses.

    An option of the menu under a roll is given by its value instead of a custom id.
    """
    found = list(walk(message["components"]))
    used = next((each for each in found if each.get("custom_id") == custom_id), None)
    if used is None:
        used = next(each for each in found if custom_id in choices(each))
        custom_id, values = used["custom_id"], [custom_id]
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": used["type"], "id": 1}
    if used["type"] != BUTTON:
        data |= {"values": values, "resolved": {}}
    return data


def choices(component: dict[str, Any]) -> list[str]:
    """Return the values of the options of the menu under a roll; nothing for other components."""
    is_menu = component.get("custom_id") == MENU
    return [option["value"] for option in component["options"]] if is_menu else []


def form(shown: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """Return the data of a submitted form, given the form as shown and what a person typed."""
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
    channel_id: int = CHANNEL_ID,
    by: Person = ROBIN,
    by_user_installation: bool = False,
    channel: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return an INTERACTION_CREATE of a kind, in one of CONTEXTS."""
    on_server = context == "guild"
    person = user(by.user_id, by.name)
    payload: dict[str, Any] = {
        "id": str(interaction_id),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "token": token,
        "version": 1,
        "channel_id": str(channel_id),
        "channel": channel
        or (text_channel(guild_id, channel_id) if on_server else direct_messages(channel_id, by)),
        "locale": locale,
        "entitlements": [],
        "context": CONTEXTS[context],
        "authorizing_integration_owners": {
            "guild": {_INSTALLED_BY_USER: str(by.user_id)}
            if by_user_installation
            else {_INSTALLED_IN_GUILD: str(guild_id)},
            "bot_dm": {_INSTALLED_IN_GUILD: "0"},
            "private_channel": {_INSTALLED_BY_USER: str(by.user_id)},
        }[context],
        "attachment_size_limit": 10_485_760,
        "app_permissions": "0",
        "data": data,
    }
    if on_server:
        return payload | {
            "guild_id": str(guild_id),
            "guild_locale": "en-US",
            "member": {"user": person, **member(by)},
        }
    return payload | {"user": person}
