"""`dicewright new-system [FILE]`: a system's file to start from, with a comment on each part."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dicewright.cli import lessons, options
from dicewright.cli.games.chosen import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def template() -> str:
    """Return the file to start from: it loads, and its tests pass."""
    return files("dicewright.systems").joinpath("template.toml").read_text("utf-8")


def schema() -> str:
    """Return the JSON Schema of the format, for editors that complete keys and mark mistakes."""
    return files("dicewright.systems").joinpath("schema.json").read_text("utf-8")


def write(words: Sequence[str]) -> int:
    """Print the file, or write it where the words say. Raises DiceError if a file is there already."""
    file, given = options.split(words, flags=("--help", "--schema"), with_a_value={})
    if "--help" in given:
        print(lessons.NEW_SYSTEM_HELP)
        return 0
    text = schema() if "--schema" in given else template()
    if file is None:
        print(text, end="")
        return 0
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise BadFile(file, "A file with this name already exists. Choose another name.") from None
    except (OSError, ValueError) as error:
        raise BadFile(file, f"{getattr(error, 'strerror', None) or error}.") from None
    print(
        f"Wrote {file}."
        if "--schema" in given
        else f"Wrote {file}. Change it, and run: dicewright test {file}"
    )
    return 0
