"""Registering the commands with Discord, only if their declarations have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import discord

    AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

# What a bot declares about a command or an option; Discord adds ids, versions and its own defaults.
_DECLARED = frozenset(
    {
        "autocomplete",
        "channel_types",
        "choices",
        "contexts",
        "default_member_permissions",
        "description",
        "description_localizations",
        "integration_types",
        "max_length",
        "max_value",
        "min_length",
        "min_value",
        "name",
        "name_localizations",
        "nsfw",
        "options",
        "required",
        "type",
        "value",
    }
)
_LOCALIZATIONS = frozenset({"description_localizations", "name_localizations"})
_UNORDERED = frozenset({"channel_types", "contexts", "integration_types"})


async def synchronize(tree: app_commands.CommandTree[discord.Client]) -> bool:
    """Make Discord's global commands those of `tree`; return whether they had to change. Log in first.

    Comparing takes a single GET. Discord limits overwriting, and doing it at each start would make the
    clients of all players fetch the commands again.
    """
    application_id = tree.client.application_id
    if application_id is None:
        raise app_commands.MissingApplicationID
    registered: Iterable[Mapping[str, Any]] = await tree.client.http.get_global_commands(application_id)
    declared = [await _declared(command, tree) for command in tree.get_commands()]
    if _by_name(registered) == _by_name(declared):
        return False
    await tree.sync()
    return True


async def _declared(command: AnyCommand, tree: app_commands.CommandTree[discord.Client]) -> dict[str, Any]:
    translator = tree.translator
    return await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)


def _by_name(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    return {(command.get("type", 1), command["name"]): _declaration(command) for command in commands}


def _declaration(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {
            name: _declaration(inner, name)
            for name, inner in value.items()
            if (name in _DECLARED or key in _LOCALIZATIONS) and not _says_nothing(inner)
        }
    if isinstance(value, list):
        return [_declaration(each) for each in (sorted(value) if key in _UNORDERED else value)]
    # We declare permissions as a number, and Discord returns a string of digits.
    return str(value) if key == "default_member_permissions" else value


def _says_nothing(value: Any) -> bool:
    """Whether Discord may omit this value, or fill it in if we omit it."""
    return value is None or value is False or value in ("", [], {})
