"""MkDocs hooks: add the playground's files, and point links that lead out of docs/ at the repository."""

from __future__ import annotations

import gzip
import posixpath
import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.structure.files import File, Files

from website.browser_files import browser_files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

WEBSITE = Path(__file__).parent
REPOSITORY = WEBSITE.parent
# Pages that are in the repository's root, where people look for them.
FROM_REPOSITORY = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
OF_CONTRIBUTORS = ("architecture.md", "contributing.md", "changelog.md")
# Files that a server may send compressed, as GitLab Pages does if there is a .gz file next to them.
COMPRESSED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".zip", ".whl", ".py", ".xml"}
# The place in a page for the file that a game master starts from.
_TEMPLATE = "{{ system_template }}"
# A Markdown link, but not an image: its text and its target.
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the site's address from pyproject.toml, and add the decisions to the contents.

    The page that is shown in place of one that does not exist needs whole paths.
    """
    config.site_url = _urls()["Documentation"]
    decisions = [f"adr/{path.name}" for path in sorted((REPOSITORY / "docs/adr").glob("*.md"))]
    config.nav = [*(config.nav or []), {"Contributors": [*OF_CONTRIBUTORS, {"Decisions": decisions}]}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside docs/, the playground's own files, the wheel and Pyodide."""
    given = {uri: (REPOSITORY / name).read_bytes() for uri, name in FROM_REPOSITORY.items()}
    given |= browser_files()
    for uri, content in given.items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_given: object) -> str:
    """Point links at the pages of the site, and links to other files at the repository."""
    own = page.file.src_uri
    folder = (REPOSITORY / FROM_REPOSITORY.get(own, f"docs/{own}")).parent
    pages = {REPOSITORY / name: uri for uri, name in FROM_REPOSITORY.items()}

    def led(match: re.Match[str]) -> str:
        text, target = match.groups()
        parts = urlsplit(target)
        if parts.scheme or not parts.path:
            return match[0]
        path = (folder / parts.path).resolve()
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if path.is_relative_to(REPOSITORY / "docs") and path.suffix != "":
            pages[path] = path.relative_to(REPOSITORY / "docs").as_posix()
        if path in pages:
            return f"[{text}]({posixpath.relpath(pages[path], posixpath.dirname(own) or '.')}{fragment})"
        kind = "tree" if path.is_dir() else "blob"
        return f"[{text}]({_urls()['Source']}/-/{kind}/main/{path.relative_to(REPOSITORY)}{fragment})"

    markdown = _LINK.sub(led, markdown)
    return markdown.replace(_TEMPLATE, _template()) if _TEMPLATE in markdown else markdown


def on_post_build(config: MkDocsConfig) -> None:
    """Put a compressed copy next to every file that gets smaller."""
    for path in Path(config.site_dir).rglob("*"):
        if path.suffix in COMPRESSED:
            # Without a timestamp, so that two builds of the same commit are identical.
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _template() -> str:
    """Return the file that a game master starts from, as HTML."""
    return escape((REPOSITORY / "dicewright/systems/template.toml").read_text(encoding="utf-8"), quote=False)


@cache
def _urls() -> dict[str, str]:
    metadata: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(metadata["project"]["urls"])
