"""The files of the systems that are shipped: in a folder, or in an archive that Python imports from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

INDEX = "index.json"
"""The file beside the systems' own in which their entries stand; `make systems` writes it."""


class PackedFile:
    """A file in an archive, which is open only while the file is read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read_text(self, encoding: str) -> str:
        """Return the text of the file. Raises OSError if it is not there."""
        from pkgutil import get_data  # only what is in an archive needs it

        content = get_data("dicewright.systems", f"data/{self.name}")
        if content is None:
            raise FileNotFoundError(f"{self.name} is not with the package dicewright.systems.")
        return content.decode(encoding)


def shipped_files() -> tuple[dict[str, Path | PackedFile], Path | PackedFile | None]:
    """Return the file of each system that is shipped, by its command, and the index of all."""
    from pathlib import Path

    folder = Path(__file__).with_name("data")
    if folder.is_dir():
        found = {file.name[:-5]: file for file in folder.iterdir() if file.name.endswith(".toml")}
        return dict(sorted(found.items())), folder / INDEX
    index = PackedFile(INDEX)
    try:
        text = index.read_text("utf-8")
    except OSError:
        return {}, None
    import json

    return {command: PackedFile(f"{command}.toml") for command in json.loads(text)}, index
