"""The examples of docstrings are code in the API reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from website import examples

if TYPE_CHECKING:
    from pathlib import Path


def test_examples_with_and_without_text_around() -> None:
    docstring = "One.\n\n>>> a = 1\n>>> a\n1\n\n>>> a + 1\n2\n\nMore.\n\n>>> a\n1"
    assert examples.fenced(docstring) == (
        "One.\n\n```pycon\n>>> a = 1\n>>> a\n1\n\n>>> a + 1\n2\n```\n\nMore.\n\n```pycon\n>>> a\n1\n```"
    )
    assert examples.fenced("No example, but a > b.") == "No example, but a > b."


def test_the_reference_has_no_example_as_a_quotation(public: Path) -> None:
    reference = (public / "dice/api/index.html").read_text(encoding="utf-8")
    assert "<blockquote>" not in reference
    assert reference.count("&gt;&gt;&gt;") > 50
