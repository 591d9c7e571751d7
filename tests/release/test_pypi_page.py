"""The project's page on PyPI: it renders there, links lead somewhere from there, and its examples run."""

from __future__ import annotations

import doctest
import re
import tomllib
from urllib.parse import urlsplit

import pytest
from readme_renderer import markdown

from tests.support.process import PROJECT

METADATA = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (PROJECT / METADATA["readme"]).read_text(encoding="utf-8")
REPOSITORY = METADATA["urls"]["Source"]
WEBSITE = METADATA["urls"]["Documentation"]
LINKS = sorted({*re.findall(r"\]\(([^)]+)\)", PAGE), *METADATA["urls"].values()})


def test_it_renders_as_pypi_renders_it() -> None:
    rendered = markdown.render(PAGE)
    assert rendered is not None
    assert "<h1" in rendered
    for link in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert f'<a href="{link}"' in rendered


def test_it_begins_with_how_to_install_it() -> None:
    assert "pip install dicewright" in PAGE.splitlines()[:5]


@pytest.mark.parametrize("link", LINKS)
def test_each_link_leads_somewhere(link: str) -> None:
    parts = urlsplit(link)
    assert parts.scheme == "https"
    assert parts.netloc
    if parts.path.startswith("/dicewright/dicewright/-/blob/main/"):
        assert (PROJECT / parts.path.removeprefix("/dicewright/dicewright/-/blob/main/")).is_file()
    elif link.startswith(WEBSITE):
        # Each page is a file of docs/.
        name = link.removeprefix(WEBSITE).strip("/") or "index"
        assert (PROJECT / "docs" / f"{name}.md").is_file()
    else:
        assert link.startswith(REPOSITORY)


def test_its_examples_run() -> None:
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(blocks, {}, "pypi.md", "pypi.md", 0)
    report: list[str] = []
    results = doctest.DocTestRunner().run(test, out=report.append)
    assert results.attempted >= 8
    assert results.failed == 0, "".join(report)


def test_each_python_of_the_classifiers_is_tested() -> None:
    pipeline = (PROJECT / ".gitlab-ci.yml").read_text(encoding="utf-8")
    (matrix,) = re.findall(r"PYTHON_VERSION: \[(.+)\]", pipeline)
    versions = re.findall(r"Programming Language :: Python :: (3\.\d+)", "\n".join(METADATA["classifiers"]))
    assert re.findall(r"3\.\d+", matrix) == versions
