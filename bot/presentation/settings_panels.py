"""What a server and a player have set, as panels on which it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.privacy_panel import days_words
from bot.presentation.views import layout
from bot.texts import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.store.preferences import PlayerSettings, ServerSettings

GM_ROLE = "settings:gm_role_id"
GM_CHANNEL = "settings:gm_channel_id"
RESULTS_CHANNEL = "settings:results_channel_id"
VISIBILITY = "settings:default_visibility"
HISTORY_DAYS = "settings:history_days"
TOGGLE = "settings:toggle:"
OWN_REPLIES = "settings:own:compact"
OWN_LUCK = "settings:own:luck"
OWN_PICTURES = "settings:own:pictures"
SHOW_OWN = "settings:show:own"
SHOW_SERVER = "settings:show:server"

_WRITABLE = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]
_VISIBILITIES = {
    "everyone": N_("Everyone"),
    "only_me": N_("Only the player"),
    "me_and_gm": N_("The player and the GM"),
    "blind": N_("Only the GM (blind roll)"),
}
DEFAULT_DAYS = "default"
_DAYS = (30, 90, 365)
_OWN_REPLIES = {"server": N_("Server default"), "full": N_("Full"), "compact": N_("Compact (one line)")}
_OWN_PICTURES = {"server": N_("Server default"), "on": N_("With pictures"), "off": N_("Numbers only")}
_OWN_LUCK = {"server": N_("Server default"), "on": N_("Under every roll"), "off": N_("Never")}

_ON_OR_OFF = {None: "server", True: "on", False: "off"}

Panel = discord.ui.LayoutView
_Item = discord.ui.Item[Any]


def server_panel(
    settings: ServerSettings, *, default_days: int, paused: Collection[int | None] = ()
) -> Panel:
    """Return the panel of a server; rolls are kept for `default_days` if it does not say for how long.

    `paused` are channels of it in which the bot may not write.
    Call it while an event loop runs.
    """
    return layout(
        discord.ui.Container(
            discord.ui.TextDisplay(_("### Server settings\nChanges apply immediately.")),
            *_labelled(
                _("GM role"),
                _("members with this role are GMs, and so are those with Manage Server"),
                _role(settings),
            ),
            *_labelled(
                _("GM channel"),
                _paused_or(_("secret and blind rolls are posted here"), settings.gm_channel_id, paused),
                _channel(GM_CHANNEL, settings.gm_channel_id, _("None (GMs use the Look button)")),
            ),
            *_labelled(
                _("Results channel"),
                _paused_or(_("gets a copy of every public roll"), settings.results_channel_id, paused),
                _channel(RESULTS_CHANNEL, settings.results_channel_id, _("None")),
            ),
            *_labelled(
                _("Default visibility"),
                _("who can see a roll, unless the player chooses"),
                _choice(VISIBILITY, _VISIBILITIES, settings.default_visibility),
            ),
            *_labelled(
                _("Keep rolls"),
                _("older rolls are deleted within the hour"),
                _choice(
                    HISTORY_DAYS, _days_choices(settings.history_days, default_days), _days_value(settings)
                ),
            ),
            _toggle("compact", _("Compact replies"), _("one line for each roll"), on=settings.compact),
            _toggle(
                "buttons",
                _("Buttons under rolls"),
                _("roll again, roll with advantage, or save the roll"),
                on=settings.buttons,
            ),
            _toggle(
                "luck",
                _("Luck under rolls"),
                _("in small text, if a roll is among the best or worst 5%"),
                on=settings.luck,
            ),
            _toggle(
                "pictures",
                _("Pictures of dice"),
                _("next to the numbers, for up to 24 dice"),
                on=settings.pictures,
            ),
            discord.ui.Separator(),
            discord.ui.ActionRow(discord.ui.Button(label=_("My settings"), custom_id=SHOW_OWN)),
        )
    )


def own_panel(settings: PlayerSettings, *, may_manage: bool) -> Panel:
    """Return the panel of a player; members with Manage Server also get a button to the server settings."""
    chosen = {None: "server", False: "full", True: "compact"}[settings.compact]
    luck, pictures = (_ON_OR_OFF[each] for each in (settings.luck, settings.pictures))
    items: list[_Item] = [
        discord.ui.TextDisplay(_("### Your settings\nThese apply to you on every server.")),
        *_labelled(_("Replies to your rolls"), "", _choice(OWN_REPLIES, _OWN_REPLIES, chosen)),
        *_labelled(_("Luck under your rolls"), "", _choice(OWN_LUCK, _OWN_LUCK, luck)),
        *_labelled(_("Dice in your rolls"), "", _choice(OWN_PICTURES, _OWN_PICTURES, pictures)),
    ]
    if may_manage:
        button: _Item = discord.ui.Button(label=_("Server settings"), custom_id=SHOW_SERVER)
        items += [discord.ui.Separator(), discord.ui.ActionRow(button)]
    return layout(discord.ui.Container(*items))


def greeting(field: str) -> str:
    """Return the first message in a channel that was chosen; `field` says for what."""
    if field == "gm_channel_id":
        return _("Secret and blind rolls on this server will be posted here.")
    return _("Every public roll on this server will also be posted here.")


def _labelled(label: str, meaning: str, item: _Item) -> list[_Item]:
    text = f"**{label}** \N{MIDDLE DOT} {meaning}" if meaning else f"**{label}**"
    return [discord.ui.TextDisplay(text), discord.ui.ActionRow(item)]


def _paused_or(meaning: str, channel_id: int | None, paused: Collection[int | None]) -> str:
    """Return what a channel is for, or that nothing can be posted there, and what to do."""
    if channel_id is None or channel_id not in paused:
        return meaning
    return "\N{WARNING SIGN} " + _(
        "**paused:** the bot can't post in this channel, or the channel was deleted. Give the bot "
        "View Channel, Send Messages and Embed Links there, then clear this setting and choose the channel "
        "again. Otherwise, the bot tries again after a day."
    )


def _role(settings: ServerSettings) -> _Item:
    chosen = settings.gm_role_id
    return discord.ui.RoleSelect(
        custom_id=GM_ROLE,
        placeholder=_("No role"),
        min_values=0,
        default_values=[discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.role)]
        if chosen
        else [],
    )


def _channel(custom_id: str, chosen: int | None, placeholder: str) -> _Item:
    return discord.ui.ChannelSelect(
        custom_id=custom_id,
        placeholder=placeholder,
        min_values=0,
        channel_types=_WRITABLE,
        default_values=[discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.channel)]
        if chosen
        else [],
    )


def _choice(custom_id: str, options: dict[str, str], chosen: str) -> _Item:
    return discord.ui.Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=_(label), value=value, default=value == chosen)
            for value, label in options.items()
        ],
    )


def _days_choices(chosen: int | None, default_days: int) -> dict[str, str]:
    days = sorted({*_DAYS, *([chosen] if chosen is not None else [])})
    default = _("Bot default: {time}", time=days_words(default_days))
    return {DEFAULT_DAYS: default} | {str(each): days_words(each) for each in days}


def _days_value(settings: ServerSettings) -> str:
    return DEFAULT_DAYS if settings.history_days is None else str(settings.history_days)


def _toggle(field: str, label: str, meaning: str, *, on: bool) -> _Item:
    button: _Item = discord.ui.Button(
        label=_("On") if on else _("Off"),
        style=discord.ButtonStyle.success if on else discord.ButtonStyle.secondary,
        custom_id=f"{TOGGLE}{field}",
    )
    return discord.ui.Section(f"**{label}** \N{MIDDLE DOT} {meaning}", accessory=button)
