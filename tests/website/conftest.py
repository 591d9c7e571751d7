"""The website, built once from this checkout and served below a path, as GitLab Pages does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from website.__main__ import build
from website.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the built pages, which lie below "dice/"."""
    folder = tmp_path_factory.mktemp("public")
    build(folder / "dice")
    return folder


@pytest.fixture(scope="session")
def address(public: Path) -> Iterator[str]:
    """Yield where the first page is served."""
    with server(public, port=0) as pages:
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{pages.server_port}/dice/"
        pages.shutdown()
        thread.join()
