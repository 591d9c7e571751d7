"""The website, built once from this checkout and served below a path, as GitLab Pages does."""

from __future__ import annotations

import fcntl
import threading
from typing import TYPE_CHECKING

import pytest

from website.__main__ import build
from website.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder with the built pages, which are below "dice/"; parallel workers share one."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "website"
    folder.mkdir(exist_ok=True)
    pages, unfinished = folder / "dice", folder / "unfinished"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pages.exists():
            build(unfinished)
            unfinished.rename(pages)
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
