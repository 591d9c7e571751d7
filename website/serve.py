"""Serve the built website on this machine as GitLab Pages would: `python -m website.serve`."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from io import BytesIO

PUBLIC = Path(__file__).parents[1] / "public"
PORT = 8000


class Pages(SimpleHTTPRequestHandler):
    """Sends a file's compressed copy to browsers that accept it."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send the headers of a file, and return the open file."""
        path = Path(self.translate_path(urlsplit(self.path).path))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        packed = path.with_name(path.name + ".gz")
        if not packed.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        file = packed.open("rb")
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(packed.stat().st_size))
        self.end_headers()
        return file

    def handle(self) -> None:
        """Answer requests, ignoring browsers that disconnect."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *values: object) -> None:
        """Keep the terminal quiet."""


def server(folder: Path = PUBLIC, port: int = PORT, *, pages: type[Pages] = Pages) -> ThreadingHTTPServer:
    """Return a server for `folder` that only this machine can reach; port 0 means any free port."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(pages, directory=str(folder)))


if __name__ == "__main__":
    print(f"The website is at http://127.0.0.1:{PORT}/. Press Ctrl+C to stop.", flush=True)
    with server() as pages, suppress(KeyboardInterrupt):
        pages.serve_forever()
