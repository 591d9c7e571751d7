"""Which game system a text is a call of: those that are shipped, or the one in a file of the player's own."""

from __future__ import annotations

import re
from pathlib import Path

from dicewright.cli import options
from dicewright.errors import DiceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.systems.registry import Systems
    from dicewright.systems.system import System

_LARGEST_FILE = 1024 * 1024
_NOTE = re.compile(r"(?<=\S)\s+#(?!\s*[dDwW]?\d)|(?<=\S)\s+!(?=\s)")


class BadFile(DiceError):
    """A system's file cannot be used; its name is shown above the error."""

    def __init__(self, file: str, error: object) -> None:
        super().__init__(str(error), code="file")
        self._shown = f"{file}:\n{error}"

    def __str__(self) -> str:
        return self._shown


def called(text: str, file: str | None = None, *, check: bool = True) -> Systems | None:
    """Return the systems of which one knows this text as a call; None if none does.

    Ask only about a text that is no dice notation: no system is read for one that is. `file` is a
    system of the player's own, which takes precedence over those that are shipped, and `check` whether
    its tests have to pass. Raises BadFile.
    """
    systems = among(file, check=check)
    return systems if systems.understands(systems.repeated(without_note(text)[0])[1]) else None


def without_note(text: str) -> tuple[str, str]:
    """Return the call in a text, and the note after it, as in a plain roll.

    >>> without_note("v5 7 h2 # to climb"), without_note("4cod ! to hide"), without_note("wng 4d6 !soak")
    (('v5 7 h2', 'to climb'), ('4cod', 'to hide'), ('wng 4d6 !soak', ''))
    """
    call, *rest = _NOTE.split(text, maxsplit=1)
    return call.strip(), rest[0].strip() if rest else ""


def among(file: str | None = None, *, check: bool = True) -> Systems:
    """Return the systems that are shipped, and the one in a file; `check` is whether its tests have to pass.

    Raises BadFile.
    """
    import dicewright.systems  # a plain roll needs none of it

    shipped: Systems = dicewright.systems()
    return shipped if file is None else shipped.with_systems([loaded(file, check=check)])


def loaded(file: str, *, check: bool = True) -> System:
    """Return the system in a file. Raises BadFile if it cannot be read, or says what has no meaning."""
    from dicewright.systems.system import System

    text = read(file)
    try:
        return System.from_toml(text, check=check)
    except DiceError as error:
        raise BadFile(file, error) from None


def read(file: str) -> str:
    """Return the text of a file. Raises BadFile if it cannot be read, or is not UTF-8."""
    try:
        with Path(file).open("rb") as stream:
            # No system is larger by far: what follows is not read.
            return stream.read(_LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(file, "This file is not UTF-8 text.") from None
    except (OSError, ValueError) as error:
        raise BadFile(file, f"{getattr(error, 'strerror', None) or error}.") from None


def refuse_plain_options(given: dict[str, bool]) -> None:
    """Raise DiceError for an option, by its name, that is given and means nothing with a game system."""
    for name, present in given.items():
        if present:
            raise options.usage(
                f"{name} is for dice notation, not for a game system.",
                "The odds of each outcome are shown without it.",
            )
