"""Every text that leads to the website names the address in pyproject.toml, and a page that exists there."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.local.server import WELCOME
from tests.support.process import PROJECT

URLS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
WEBSITE = URLS["Documentation"]
TEXTS = {
    "README.md": (PROJECT / "README.md").read_text(encoding="utf-8"),
    "PyPI": (PROJECT / "docs/pypi.md").read_text(encoding="utf-8"),
    "the local Discord": WELCOME,
}


def test_gitlab_pages_of_the_project_serves_it() -> None:
    group, project = URLS["Source"].removeprefix("https://gitlab.com/").split("/")
    assert f"https://{group}.gitlab.io/{project}/" == WEBSITE


@pytest.mark.parametrize("place", TEXTS)
def test_it_leads_to_the_playground_and_to_pages_that_exist(place: str) -> None:
    links = re.findall(r"https?://[\w.-]*gitlab\.io[^\s)>\"]*", TEXTS[place])
    assert WEBSITE in links
    for link in links:
        assert link.startswith(WEBSITE)
        page = link.removeprefix(WEBSITE).strip("/") or "index"
        assert (PROJECT / "docs" / f"{page}.md").is_file(), link
