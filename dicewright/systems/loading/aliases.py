"""Aliases: other words for a system, and other bots' spellings of its calls, such as `4cod`."""

from __future__ import annotations

from dicewright.phrases import Phrase
from dicewright.systems.rules.model import Alias
from dicewright.systems.spellings import PLACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.systems.loading.fields import Fields

MOST_ALIASES = 100


def read_aliases(fields: Fields, command: str, word: Callable[..., str]) -> tuple[Alias, ...]:
    """Return the aliases of a file: a list of words, or a table from spellings to calls.

    In a spelling, `{name}` stands for a number and `{rest}` for all that follows; the same places
    are filled in the call. A spelling without places is a word that stands for the command.
    """
    given = fields.entries.get("aliases", [])
    if isinstance(given, dict):
        entries = [(spelling, call, ("aliases", spelling)) for spelling, call in given.items()]
    else:
        entries = [(name, command, ("aliases", place)) for place, name in enumerate(fields.names("aliases"))]
    if len(entries) > MOST_ALIASES:
        fields.refuse(
            Phrase("A system can have at most {most} aliases.", most=MOST_ALIASES),
            "too-many-aliases",
            "aliases",
        )
    found = []
    for spelling, call, place in entries:
        if not isinstance(call, str) or not spelling or len(spelling) > 80 or len(call) > 200:
            fields.refuse(Phrase("An alias is a short spelling and the call it stands for."), "alias", *place)
        if call == command and not PLACE.search(spelling):
            found.append(Alias(word(spelling, *place), command))
            continue
        if call.lower().split()[:1] != [command]:
            fields.refuse(
                Phrase('This call should begin with "{command}".', command=command), "alias", *place
            )
        unknown = set(PLACE.findall(call)) - set(PLACE.findall(spelling))
        if unknown:
            fields.refuse(
                Phrase("{{{name}}} does not appear in the spelling.", name=min(unknown)), "alias", *place
            )
        if len(PLACE.findall(spelling)) != len(set(PLACE.findall(spelling))):
            fields.refuse(Phrase("A place appears in the spelling twice."), "alias", *place)
        found.append(Alias(" ".join(spelling.lower().split()), call))
    return tuple(found)
