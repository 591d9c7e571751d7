"""The scenes: every kind of reply, as it occurs at a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from release.screenshots.stage import Stage

    Play = Callable[[Stage], Awaitable[object]]

_LOOK = "Look (only for the GM)"


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens in a channel, and who is looking at it."""

    name: str
    play: Play
    faces: tuple[int, ...] = ()
    """The faces of the first dice."""
    seen_by_gm: bool = False


def _rolls(*texts: str) -> Play:
    async def play(at: Stage) -> None:
        for text in texts:
            dice, _, note = text.partition(" # ")
            await at.roll(dice, **({"note": note} if note else {}))

    return play


def _asks(command: str, **options: str | float) -> Play:
    async def play(at: Stage) -> None:
        await at.player.slash(at.channel, command, **options)

    return play


async def _several(at: Stage) -> None:
    await at.roll("1d20+7 vs 15; 2d6+4 # attack, then damage")


async def _saved(at: Stage) -> None:
    await at.player.slash(at.channel, "saved add", name="smite", roll="1d8 + 4d8")
    await at.roll("@smite", note="for the king")


async def _secret(at: Stage) -> None:
    await at.roll("1d20+3", note="Insight", visibility="me_and_gm")


async def _blind(at: Stage) -> None:
    await at.roll("1d20+5", note="Perception", visibility="blind")
    blind = await at.roll("1d20+5", note="Stealth", visibility="blind")
    looked = await at.use(at.game_master, blind, _LOOK)
    await at.use(at.game_master, looked, "Reveal to everyone")


async def _looking(at: Stage) -> None:
    blind = await at.roll("1d20+5", note="Stealth", visibility="blind")
    await at.use(at.game_master, blind, _LOOK)


async def _many(at: Stage) -> None:
    """Roll for an evening in another channel."""
    evening = at.channel
    at.channel = at.server.create_text_channel("evening")
    for text in ("1d20+5 vs 15", "2d6+3", "1d20adv+5", "4d6kh3", "coc 55", "1d20+7 # to hit") * 12:
        dice, _, note = text.partition(" # ")
        await at.roll(dice, **({"note": note} if note else {}))
    at.channel = evening
    await at.services.history.flush()


async def _luck(at: Stage) -> None:
    await _many(at)
    await at.player.slash(at.channel, "luck")


async def _fairness(at: Stage) -> None:
    await _many(at)
    await at.player.slash(at.channel, "fairness")


async def _history(at: Stage) -> None:
    await _many(at)
    await at.player.slash(at.channel, "history")


async def _settings(at: Stage) -> None:
    await at.game_master.slash(at.channel, "settings")


async def _compact(at: Stage) -> None:
    await at.services.preferences.change_player(at.player.id, compact=True)
    for text in ("1d20+5 vs 15", "6x 4d6kh3", "coc 55"):
        await at.roll(text)
    await at.services.preferences.change_player(at.player.id, compact=None)


async def _pad(at: Stage) -> None:
    pad = await at.player.slash(at.channel, "pad")
    pad = await at.use(at.player, pad, "d20")
    for label in ("+5", "Adv"):
        await at.use(at.player, pad, label)


SCENES = (
    Scene("roll", _rolls("1d20+5 # to hit", "8d6[fire] # fireball"), (15, 6, 2, 5, 6, 4, 1, 3, 6)),
    Scene("natural", _rolls("1d20adv+7 # to hit", "1d20 # death save"), (20, 4, 1)),
    Scene("several", _several, (14, 6, 3)),
    Scene(
        "repeats",
        _rolls("6x 4d6kh3"),
        (6, 5, 3, 1, 4, 4, 2, 3, 6, 6, 5, 2, 1, 3, 4, 2, 5, 5, 4, 1, 6, 3, 3, 2),
    ),
    Scene("huge", _rolls("60d6")),
    Scene("saved", _saved, (7, 8, 3, 5, 1)),
    Scene("game", _rolls("coc 55 # Spot Hidden", "fate +2"), (4, 3, 3, 3, 2, 1)),
    Scene("symbols", _rolls("genesys yyggppk"), (12, 4, 7, 2, 4, 8, 5)),
    Scene("secret", _secret, (11,)),
    Scene("blind", _blind, (9, 18)),
    Scene("look", _looking, (18,), seen_by_gm=True),
    Scene("odds", _asks("odds", dice="4d6kh3", at_least=14)),
    Scene("odds-game", _asks("odds", dice="coc 55")),
    Scene("luck", _luck),
    Scene("fairness", _fairness),
    Scene("history", _history),
    Scene("settings", _settings, seen_by_gm=True),
    Scene("my-settings", _asks("settings")),
    Scene("pad", _pad),
    Scene("help", _asks("help")),
    Scene("mistake", _rolls("4d6kx3", "5d10>=11")),
    Scene(
        "compact",
        _compact,
        (12, 6, 5, 3, 1, 4, 4, 2, 3, 6, 6, 5, 2, 1, 3, 4, 2, 5, 5, 4, 1, 6, 3, 3, 2, 4, 3),
    ),
)
