"""Versions, and which tags an image gets."""

from __future__ import annotations

import pytest

from release.version import Version, image_tags, parse_version


@pytest.mark.parametrize("text", ["0.1.0", "1.2.3", "10.20.30"])
def test_a_version_is_read_and_written_alike(text: str) -> None:
    assert str(parse_version(text)) == text


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.3rc1", "01.2.3", "1.2.3\n"])
def test_other_texts_are_no_versions(text: str) -> None:
    assert parse_version(text) is None


@pytest.mark.parametrize(
    ("version", "released", "tags"),
    [
        ("0.1.0", [], ["0.1.0", "0.1", "latest"]),
        ("0.1.0", ["0.1.0"], ["0.1.0", "0.1", "latest"]),
        ("1.2.4", ["1.2.3", "1.2.4"], ["1.2.4", "1.2", "latest"]),
        ("1.2.4", ["1.2.4", "1.3.0"], ["1.2.4", "1.2"]),
        ("1.2.4", ["1.2.4", "1.2.10"], ["1.2.4"]),
        ("1.10.0", ["1.9.0", "1.10.0"], ["1.10.0", "1.10", "latest"]),
    ],
)
def test_tags_of_an_image(version: str, released: list[str], tags: list[str]) -> None:
    assert list(image_tags(known(version), map(known, released))) == tags


def known(text: str) -> Version:
    version = parse_version(text)
    assert version is not None
    return version
