"""Reading what a player asked for: dice notation, or a call of a game system."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.services.guide.other_words import offer_in
from bot.services.rolls.rolling import Again, Prepared, again
from bot.services.saved.asking import described_names
from bot.services.saved.meant import better_error
from bot.services.saved.names import list_parts, with_joined_names
from bot.services.saved.resolving import Resolved
from bot.services.saved.templates import OF_VALUES
from bot.services.saved.uses import read_use
from bot.services.systems.calls import GameCall
from bot.services.systems.lists import MOST_PARTS, CallList
from bot.services.user_error import UserError
from bot.store.called import UNCALLED, Called
from bot.texts import _
from dicewright import LimitError, Notation, NotationError, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.characters.characters import Characters
    from bot.services.rolls.rolling import RollingService, RollRequest
    from bot.services.saved.saved import SavedRolls
    from bot.services.saved.uses import MissingValues
    from bot.services.settings.preferences import Preferences
    from bot.services.systems.calls import GameCalls
    from bot.services.systems.server_games import ServerGames
    from bot.store.saved_rolls import Owner

_SEVERAL_WORDS = re.compile(r"@\w+[\s-]+[^\W\d]")
# As it would be typed in a message.
_WRAPPED = re.compile(
    r"\s*(?:[/!]r(?:oll)?\s+(?P<command>@.+)|\[\[(?P<inline>@.+)\]\]\s*)", re.DOTALL | re.IGNORECASE
)
# A value alone, and one that is rolled with advantage, as if a d20 went without saying.
_LONE = re.compile(r"\s*@\w+(?:[\s-]+[^\W\d]\w*)*\s*(?:#.*)?", re.DOTALL)
_EDGE = re.compile(r"\s*@(?P<name>\w+)\s+(?P<edge>adv|dis)(?:antage|advantage)?\s*", re.IGNORECASE)
# Advantage as it is written in full: that of a saved roll, or of a lone d20.
_EDGES = re.compile(r"(@\w+(?= )|(?<![\d)])1d20(?=[ad])) ?(adv|dis)(?!\w)")
_SAVED_NAME = re.compile(r"@\w+")
_NUMBER = re.compile(r"\d+")
# An error in a saved roll stays one when the text is read as a call of a game system.
_OF_SAVED = frozenset({"missing-values", "unknown-value", "too-many-values", "call-in-dice"})
_DICE_IN = re.compile(r"\dd|d[\d%]", re.IGNORECASE)
# Some dice, and what is done with them: a game's own word does not come first.
_DICE_FIRST = re.compile(r"\s*\d+\s*d\s*[\d%(\[]", re.IGNORECASE)


class Place(NamedTuple):
    """Who made a request, and where."""

    player_id: int
    server_id: int | None
    channel_id: int | None


def called_so(prepared: Prepared, resolved: Resolved, times: int) -> Called:
    """Return what a roll is called: the saved roll that it is, or its notation with names in it."""
    if resolved.name:
        return Called(f"{times} × {resolved.name}" if times > 1 else resolved.name)
    if not resolved.names or not isinstance(prepared.rolls, Notation):
        return UNCALLED
    written = str(nodes.Rolls(tuple(roll.replace(note="") for roll in prepared.rolls.tree.rolls)))
    if "@" not in written:
        return UNCALLED
    edges = _EDGES.findall(written)
    if len(edges) != 1 or len(prepared.rolls.tree.rolls) > 1:
        return Called(written)
    # So that it can go back to plain, and keeps its name.
    plain, way = _EDGES.sub(r"\1", written), edges[0][1]
    return Called(plain[1:] if _SAVED_NAME.fullmatch(plain) else plain, "adv" if way == "adv" else "dis")


@dataclass(frozen=True, slots=True)
class Requests:
    """Reads requests. A text whose first word is that of a game system is a call, any other is notation."""

    rolling: RollingService
    saved: SavedRolls
    games: ServerGames
    preferences: Preferences
    characters: Characters

    async def understand(
        self, request: RollRequest, player_id: int, server_id: int | None, channel_id: int | None = None
    ) -> tuple[Prepared, Resolved]:
        """Return what is to be rolled, and the text with the saved rolls in it.

        Raises NotationError, LimitError, UserError and StoreUnavailable.
        """
        place = Place(player_id, server_id, channel_id)
        prepared: Prepared | GameCall | CallList
        if request.saved_by is not None:
            prepared, resolved = await self._read_saved(request.text, place, request.times, request.saved_by)
        else:
            prepared, resolved = await self._read(request.text, place, request.times, request.version)
        if isinstance(prepared, Prepared):
            return prepared, resolved
        alone = isinstance(prepared, GameCall) and not prepared.sides
        again = Again(prepared.again, saved=alone, version=prepared.version)
        return Prepared(prepared, prepared.takes_long, again), resolved

    async def meaning(self, text: str, place: Place, *, version: str = "") -> Resolved | GameCall:
        """Return what a text is: dice notation with what its names stand for, or a call.

        `version` is that of a server's own game system, as in a request. Raises as `understand` does.
        """
        prepared, resolved = await self._read(text, place, 1, version)
        if isinstance(prepared, CallList):
            raise UserError(_("Only one roll is possible here. Leave out everything after the “;”."))
        return resolved if isinstance(prepared, Prepared) else prepared

    async def chosen_in(self, place: Place) -> tuple[str, ...]:
        """Return the commands of the systems played here: the channel's, the server's, and the player's."""
        server = await self.preferences.server(place.server_id)
        own = await self.preferences.player(place.player_id)
        return tuple(dict.fromkeys([*server.systems_in(place.channel_id), *(own.systems or ())]))

    async def described(self, missing: MissingValues, server_id: int | None) -> dict[str, str]:
        """Return what the values are that a saved roll needs, by name, as far as a game's words say it."""
        games = await self.games.here(server_id)
        if not games.begins_call(missing.saved):
            return {}
        return described_names(games, missing.saved, missing.missing)

    async def is_right(self, text: str, place: Place) -> bool:
        """Return whether a text can be rolled, or only the numbers in it are wrong."""
        try:
            await self._read(text, place, 1)
        except NotationError as error:
            return error.code in OF_VALUES
        return True

    async def better_error(self, text: str, error: NotationError, place: Place) -> NotationError:
        """Return the error about a text that was to be saved, with what to save instead if that is sure."""
        games = await self.games.here(place.server_id)
        return better_error(games, text, error, await self._values(place))

    async def _listed(self, text: str, place: Place, times: int) -> CallList | Prepared | None:
        """Return a text with ";" as rolls of which one is a call or has values; None for plain dice alone."""
        texts = list_parts(text)
        games = await self.games.here(place.server_id)
        if len(texts) < 2 or not any(read_use(part) or _may_be_call(games, part) for part in texts):
            return None
        _check_number(len(texts) * times)
        parts: list[GameCall | Notation] = []
        for part in texts:
            meant, _resolved = await self._read(part, place, 1)
            if isinstance(meant, GameCall):
                parts.append(meant)
            elif isinstance(meant, Prepared) and isinstance(meant.rolls, Notation):
                # A name may mean something else to those who roll it again, and in the next part.
                parts.append(meant.rolls if not meant.rolls.names else self._without_names(meant.rolls))
        if any(isinstance(part, GameCall) for part in parts):
            return CallList(text, tuple(parts * times))
        if not any(use.values for part in texts if (use := read_use(part)) is not None):
            return None
        return self.rolling.prepare("; ".join(map(str, parts)), times=times)

    def _without_names(self, notation: Notation) -> Notation:
        return self.rolling.understand(again(notation).text)

    async def _read(
        self, text: str, place: Place, times: int, version: str = ""
    ) -> tuple[Prepared | GameCall | CallList, Resolved]:
        if ";" in text and (listed := await self._listed(text, place, times)) is not None:
            return listed, Resolved(text, {} if isinstance(listed, Prepared) else listed.names)
        if version:
            games, older = await self.games.at_version(place.server_id, version)
            call, resolved = await self._call(games, text, place, times)
            return (replace(call, older=True) if older else call), resolved
        # A roll that begins with its dice, as most do, does not need the server's systems.
        if not _DICE_FIRST.match(text):
            games = await self.games.here(place.server_id)
            if games.begins_call(text):
                return await self._call(games, text, place, times)
        try:
            prepared, resolved = await self._read_saved(text, place, times)
        except NotationError as error:
            if error.code in _OF_SAVED:
                raise
            games = await self.games.here(place.server_id)
            if (meant := await self._call_in(games, text, place, times)) is not None:
                return meant, Resolved(text, meant.names)
            # As in other bots, a call may begin with its number: 4cod8.
            if games.knows(text):
                return await self._call(games, text, place, times)
            if error.code == "unknown-word" and error.fix is None:
                await self._offer_value(text, place)
            if not _DICE_IN.search(text):
                chosen = [each for each in await self.chosen_in(place) if each in games.systems]
                offer_in([games.systems[each] for each in chosen], text, error)
            raise games.instead(text, error) from None
        # Where a game is played, a text without dice is meant for the game: 55 is a skill.
        # So is a lone value of a character's sheet.
        if (
            isinstance(prepared, Prepared)
            and not prepared.dice
            and ("@" not in text or _LONE.fullmatch(text))
        ):
            games = await self.games.here(place.server_id)
            if (meant := await self._call_in(games, text, place, times)) is not None:
                return meant, Resolved(text, meant.names)
        return prepared, resolved

    async def _offer_value(self, text: str, place: Place) -> None:
        """Raise the error for a text in which a name lacks its @, if that is what is wrong with it."""
        names = await self._values(place)
        try:
            self.rolling.understand(text, names=names)
        except NotationError as better:
            if better.fix is not None:
                raise

    async def _read_saved(
        self, text: str, place: Place, times: int, of: Owner | None = None
    ) -> tuple[Prepared | GameCall | CallList, Resolved]:
        """Return a text with the saved rolls in it: dice, or where one is a game's call, that call."""
        if "@" not in text:
            resolved = Resolved(text, {})
            return self._prepared(resolved, times), resolved
        if wrapped := _WRAPPED.fullmatch(text):
            text = wrapped["command"] or wrapped["inline"]
        if _SEVERAL_WORDS.search(text):
            text = with_joined_names(text, await self._values(place), bare=False)
        sheet = await self.characters.values(place.player_id, place.server_id, place.channel_id)
        resolved = await self.saved.resolve(text, place.player_id, place.server_id, of=of, values=sheet)
        if not resolved.call:
            try:
                return self._prepared(resolved, times), resolved
            except NotationError as error:
                if error.code == "unknown-name" and error.fix and text.startswith(resolved.text):
                    # The values after the name of a saved roll were left out.
                    error.fix += text[len(resolved.text) :]
                if error.code == "unknown-name" and not resolved.names:
                    error.hint = _("Save it with /saved add, or add your character with /character add.")
                elif error.code == "modifier-without-dice" and (edge := _EDGE.fullmatch(text)):
                    error.fix = f"1d20{edge['edge'].lower()} + @{edge['name']}"
                    error.hint = _("Did you mean {call}?", call=error.fix)
                raise
        repeated = _NUMBER.search(resolved.times)
        if repeated is not None:
            times *= int(repeated[0])
        try:
            call = await self._saved_call(resolved, text, place, times)
        except NotationError as error:
            raise error.found_in_name(resolved.name.split()[0], resolved.text) from None
        return call, resolved._replace(names=call.names)

    async def _saved_call(
        self, resolved: Resolved, typed: str, place: Place, times: int
    ) -> GameCall | CallList:
        """Return a game's saved roll, or a list of rolls of which one is a game's."""
        games, names = await self.games.here(place.server_id), resolved.names
        found = list_parts(resolved.text)
        if len(found) < 2:
            call = await self._with_values(games, resolved.text, place, times, names)
            return replace(call, typed=typed)
        _check_number(len(found) * times)
        parts = [
            await self._with_values(games, part, place, 1, names)
            if games.begins_call(part)
            else self._without_names(self.rolling.understand(part, names=names))
            for part in found
        ]
        return CallList(typed, tuple(parts * times))

    async def _call_in(self, games: GameCalls, text: str, place: Place, times: int) -> GameCall | None:
        """Return a text as a call of the systems played here, or None."""
        chosen = await self.chosen_in(place)
        if not chosen:
            return None
        if (call := games.read_in(chosen, text, times=times)) is not None:
            return call
        names = await self._values(place)
        joined = with_joined_names(text, names, bare=True)
        call = games.read_in(chosen, joined, times=times, names=names) if names else None
        return call if call is None else replace(call, typed=text)

    async def _call(self, games: GameCalls, text: str, place: Place, times: int) -> tuple[GameCall, Resolved]:
        """Return a text as a call, with the saved values in it."""
        call = await self._with_values(games, text, place, times, {})
        return call, Resolved(text, call.names)

    async def _with_values(
        self, games: GameCalls, text: str, place: Place, times: int, given: Mapping[str, str]
    ) -> GameCall:
        """Return a text as a call; `given` go before what the player's names stand for."""
        try:
            call = games.read(text, times=times, names=given)
        except NotationError:
            names = await self._values(place)
            if not names:
                raise
            joined = with_joined_names(text, names, bare=True)
            call = games.read(joined, times=times, names={**names, **given})
            return replace(call, typed=text)
        if call.takes_sheet and (names := await self._values(place)):
            return games.read(text, times=times, names={**names, **given})
        return call

    def _prepared(self, resolved: Resolved, times: int) -> Prepared:
        return self.rolling.prepare(resolved.text, names=resolved.names, times=times)

    async def _values(self, place: Place) -> dict[str, str]:
        """Return what a player's names stand for here.

        The values of the character in use come first, then one's own saved rolls, then the server's.
        """
        known = await self.saved.known_to(place.player_id, place.server_id)
        names = {roll.name: roll.text for roll in reversed(known)}
        return names | dict(await self.characters.values(place.player_id, place.server_id, place.channel_id))


def _may_be_call(games: GameCalls, text: str) -> bool:
    """Return whether a text is a call, where it does not begin with dice: to ask that of each takes long."""
    return games.begins_call(text) or (_DICE_FIRST.match(text) is None and games.knows(text))


def _check_number(rolls: int) -> None:
    if rolls > MOST_PARTS:
        raise LimitError(
            _("That is {count} rolls.", count=rolls),
            limit="rolls",
            allowed=MOST_PARTS,
            hint=_("You can make up to {most} at a time.", most=MOST_PARTS),
        )
